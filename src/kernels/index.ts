/** The kernels' public part: which backend computes, with how many threads. */
export type { BackendName } from './backend.js';
export { type LapackInfo, setLapack } from './lapack.js';
export { availableMemory } from './memory.js';
export { type BackendInfo, backendInfo, getThreads, setBackend, setThreads } from './select.js';
export { initWasm } from './wasm.js';
