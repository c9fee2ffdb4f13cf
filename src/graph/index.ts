/** `strided/graph`: lazy task graphs over threads and processes. */
export { annotate } from './annotate.js';
export { type Collection, type CollectionParts, collectionSymbol, isCollection } from './collection.js';
export { type Computed, type ComputeOptions, compute } from './compute.js';
export { type Defaults, setDefaults } from './configuration.js';
export { delayed } from './delayed/delayed.js';
export type {
  Delayed,
  DelayedFunction,
  DelayedOptions,
  DelayedTuple,
  DelayedTupleFunction,
  DelayedValue,
  Lazy,
} from './delayed/types.js';
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
export { removeAliases } from './optimization/aliases.js';
export { cull } from './optimization/cull.js';
export { type FuseOptions, fuse, fuseLinear } from './optimization/fuse.js';
export { inlineConstants, inlineFunctions } from './optimization/inline.js';
export { optimize } from './optimization/optimize.js';
export { order } from './order/order.js';
export { persist } from './persist.js';
export type { Picture, PictureFormat, VisualizeOptions } from './picture/options.js';
export { visualize } from './picture/visualize.js';
export {
  type Callback,
  type RunOptions,
  registerScheduler,
  type Scheduler,
  type TaskEvent,
} from './scheduler.js';
export { shutdown } from './shutdown.js';
export { type Callable, callableOf, callableSymbol, inline, type Transport, task } from './tasks/callable.js';
export { type Key, layerOf, nameOf } from './tasks/key.js';
export { type Annotations, type Graph, Nested, Ref, Task, valueTask } from './tasks/task.js';
export { type Tokenized, tokenize, tokenizeSymbol } from './tokenize.js';
