// A process in which workers and the main thread call kernels at once; workers are terminated in the middle of calls,
// and the process ends in the middle of a background call. Exit code 0 means that nothing crashed or hung.
import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';

const options = JSON.parse(process.argv[2]);
const { addon: path, entry, metric, rows, features, seed } = options;
let state = seed + 1;
const random = () => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state / 2 ** 32;
};

const workers = Array.from(
  { length: 4 },
  () => new Worker(new URL('hammer.mjs', import.meta.url), { workerData: options }),
);
let failure;
for (const worker of workers)
  worker.on('error', (error) => {
    failure ??= error;
  });
await Promise.all(workers.map((worker) => new Promise((resolve) => worker.once('message', resolve))));

// The main thread loads the addon after the workers, and works beside them.
const addon = createRequire(import.meta.url)(path);
const x = Float64Array.from({ length: rows * features }, random);
const out = new Float64Array(rows * rows);
const params = Float64Array.of(metric, 0, rows, rows, features, 2, 0, 1, 1, rows);
const callSome = async (count) => {
  for (let call = 0; call < count; call++) {
    addon.run(entry, 0, params, x, x, out, null, null);
    await addon.runAsync(entry, 0, params, new Int32Array(3), x, x, out, null, null);
  }
};
for (const worker of workers.slice(0, 3)) {
  await callSome(1 + Math.floor(random() * 5));
  await worker.terminate();
}
if (failure) throw failure;

// One worker and one background call are still running when the process ends, one way or the other.
const large = new Float64Array(new SharedArrayBuffer(3000 * 3000 * 8));
const points = new Float64Array(3000 * features);
const largeParams = Float64Array.of(metric, 0, 3000, 3000, features, 2, 0, 1, 1, 3000);
const pending = addon.runAsync(entry, 0, largeParams, new Int32Array(3), points, points, large, null, null);
if (seed % 2 === 0) process.exit(0);
await pending;
await workers[3].terminate();
