/** `strided/graph`: lazy task graphs over threads and processes. */
export { type Collection, type CollectionParts, collectionSymbol, isCollection } from './collection.js';
export { type Computed, type ComputeOptions, computeAll } from './compute.js';
export {
  type Callback,
  type RunOptions,
  registerScheduler,
  type Scheduler,
  type TaskEvent,
} from './scheduler.js';
export { type Callable, callableOf, inline, type Transport, task } from './tasks/callable.js';
export { type Key, layerOf, nameOf } from './tasks/key.js';
export { type Annotations, type Graph, Nested, Ref, Task, valueTask } from './tasks/task.js';
