/** Workers as the engine sees them, whether they are threads or processes. */
import type { Work } from './protocol.js';
import type { ArrayTransfer } from './shared-memory.js';

/** Who hears from a worker: the computation that has it. */
export interface Listener {
  results(results: readonly unknown[]): void;
  /** It is gone, and so is what it was doing. `reason` completes the sentence "its worker …". */
  gone(reason: string, error: unknown): void;
}

export interface WorkerHandle {
  /** Its number, in events and messages. */
  readonly name: string;
  /** Marks on its tasks, in memory it shares; null where it shares none. */
  readonly claims: Int32Array | null;
  /** Functions it was told. */
  readonly known: Set<number>;
  /** Whether it ever gave a result. */
  proven: boolean;
  listener: Listener | null;
  /** @throws what structured clone throws. */
  post(work: Work): void;
  /** Ends it whatever it does; its listener hears nothing more. */
  stop(): void;
}

/** Where one computation gets its workers. */
export interface Crew {
  /** One for this computation alone. */
  take(): WorkerHandle;
  /** It has nothing to do any more. */
  giveBack(handle: WorkerHandle): void;
  /** How arrays get to these workers. */
  readonly transfer: ArrayTransfer;
  /** The computation is over. */
  close(): void;
}
