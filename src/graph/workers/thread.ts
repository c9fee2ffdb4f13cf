/** Where a worker thread starts. */
import { parentPort, workerData } from 'node:worker_threads';
import { TaskLoop } from './loop.js';
import type { Work, WorkerSetup } from './protocol.js';
import { SharedMemory } from './shared-memory.js';

const port = parentPort!;
const setup = workerData as WorkerSetup;
const loop = new TaskLoop(
  (results) => port.postMessage(results),
  new SharedMemory(`worker ${setup.name}`, { remember: false }),
  setup,
);
port.on('message', (work: Work) => loop.receive(work));
