/** `strided/graph`: lazy task graphs over threads and processes. */
export { type Collection, type CollectionParts, collectionSymbol, isCollection } from './collection.js';
export { type Computed, type ComputeOptions, computeAll } from './compute.js';
export {
  CacheProfiler,
  type CacheProfilerOptions,
  type CacheRecord,
} from './diagnostics/cache-profiler.js';
export { Dashboard, type DashboardOptions, openDashboard } from './diagnostics/dashboard.js';
export { Profiler, type TaskRecord } from './diagnostics/profiler.js';
export { type ProgressOptions, progress } from './diagnostics/progress.js';
export {
  ResourceProfiler,
  type ResourceProfilerOptions,
  type ResourceRecord,
} from './diagnostics/resource-profiler.js';
export { type VisualizeProfilesOptions, visualizeProfiles } from './diagnostics/visualize-profiles.js';
export {
  type Callback,
  type RunOptions,
  registerScheduler,
  type Scheduler,
  type TaskEvent,
} from './scheduler.js';
export type { Callable, Transport } from './tasks/callable.js';
export { type Key, layerOf, nameOf } from './tasks/key.js';
export { type Annotations, type Graph, Nested, Ref, Task, valueTask } from './tasks/task.js';
