/**
 * What the engine and its workers say to each other. Messages are lists, with the parts of each task one after the
 * other: names of fields would cost more than what is in them.
 *
 * To a worker: functions it does not know yet, and tasks: number, function, arguments, patches, place of the claim.
 * From a worker: results: number, outcome, value, patches, started, ended.
 */
import type { Transport } from '../tasks/callable.js';
import type { Patch } from './values.js';

export type Definition = readonly [id: number, transport: Transport, captures: readonly Patch[] | null];

export interface Work {
  /** Functions that were not sent before, each after those it captures. */
  readonly define: readonly Definition[] | null;
  /** Whether there are arrays in it. */
  readonly arrays: boolean;
  readonly tasks: readonly unknown[];
}

export const workFields = 5;
export const outcomeFields = 6;

/** How a task ended. */
export const outcome = { done: 0, failed: 1 } as const;

/** A task that stands inside another one. */
export interface InnerTask {
  /** -1: the result is the only argument. */
  readonly fn: number;
  readonly args: readonly unknown[];
  readonly patches: readonly Patch[] | null;
}

/** Claims of a worker that shares memory: which of its tasks it has begun, and which were taken back. */
export const claim = { free: 0, begun: 1, takenBack: 2 } as const;
export const claimCount = 1024;

/** What a worker is started with. */
export interface WorkerSetup {
  readonly claims: Int32Array | null;
}
