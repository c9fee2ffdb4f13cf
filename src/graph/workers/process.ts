/** Where a worker process starts. It ends when the process that started it does. */
import { FileMemory } from './file-memory.js';
import { TaskLoop } from './loop.js';
import type { Work } from './protocol.js';

/** To a worker process: work, or files of its own that were taken over. */
export type ProcessMessage = Work | { readonly close: readonly number[] };

const files = new FileMemory();
const loop = new TaskLoop((results) => process.send!(results), files, { claims: null });
process.on('message', (message: ProcessMessage) => {
  if ('close' in message) files.close(message.close);
  else loop.receive(message);
});
process.on('disconnect', () => process.exit());
