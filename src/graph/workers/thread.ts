/** Where a worker thread starts. */
import { parentPort, workerData } from 'node:worker_threads';
import { TaskLoop } from './loop.js';
import type { Work, WorkerSetup } from './protocol.js';
import { SharedMemory } from './shared-memory.js';

const port = parentPort!;
const loop = new TaskLoop(
  (results) => port.postMessage(results),
  new SharedMemory({ remember: false }),
  workerData as WorkerSetup,
);
port.on('message', (work: Work) => loop.receive(work));
