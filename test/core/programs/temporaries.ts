// Makes 100 temporaries of 100 MB in one synchronous loop, writes all of each, and prints what that took.
import { allocate, release } from '../../../src/core/buffer.js';
import { backendInfo } from '../../../src/kernels/index.js';

const released = process.argv[2] === 'release';
let largest = 0;
let shared = true;
for (let i = 0; i < 100; i++) {
  const temporary = allocate('temporaries', 'float64', 12.5e6);
  if (temporary[i] !== 0) throw new Error('allocate gave memory that is not zeroed');
  temporary.fill(i + 1);
  shared &&= temporary.buffer instanceof SharedArrayBuffer;
  if (released) release(temporary);
  largest = Math.max(largest, process.memoryUsage.rss());
}
console.log(JSON.stringify({ largest, shared, backend: backendInfo().backend }));
