/**
 * The errors strided throws on purpose. Each carries the operation, the argument at fault, what was got and
 * what is needed, both as fields and as one sentence: `cdist: xb has 3 columns, xa has 4`.
 */
export interface ErrorDetails {
  /** The public function or method that was called. */
  readonly operation: string;
  /** The argument at fault, as it is named in the signature. */
  readonly argument?: string;
  /** What was passed. */
  readonly got?: unknown;
  /** What would have been accepted. */
  readonly needs?: string;
  /** The error underneath, where there is one. */
  readonly cause?: unknown;
}

/** The root of every error thrown on purpose; catch it to tell misuse from a defect. */
export class StridedError extends Error {
  override name = 'StridedError';
  readonly operation: string;
  readonly argument: string | undefined;
  readonly got: unknown;
  readonly needs: string | undefined;

  /** @param message what went wrong, without the operation: it is put in front. */
  constructor(message: string, details: ErrorDetails) {
    super(
      `${details.operation}: ${message}`,
      details.cause === undefined ? undefined : { cause: details.cause },
    );
    this.operation = details.operation;
    this.argument = details.argument;
    this.got = details.got;
    this.needs = details.needs;
  }
}

/** Shapes that do not fit each other or the request. */
export class ShapeError extends StridedError {
  override name = 'ShapeError';
}

/** An axis outside the array, or named twice. */
export class AxisError extends StridedError {
  override name = 'AxisError';
}

/** A dtype that is unknown, or that the operation does not take or cannot cast. */
export class DTypeError extends StridedError {
  override name = 'DTypeError';
}

/** An index, slice or mask that does not fit the array. */
export class IndexError extends StridedError {
  override name = 'IndexError';
}

/** Any other argument that is wrong: a value out of range, an unknown option, a wrong type. */
export class ArgumentError extends StridedError {
  override name = 'ArgumentError';
}

/** Not enough memory or disk for the result; says how many bytes, and what to do instead. */
export class MemoryError extends StridedError {
  override name = 'MemoryError';
}

/** A file that is not what it should be, or cannot be read or written. */
export class FileError extends StridedError {
  override name = 'FileError';
}

/** A matrix that the operation cannot be done for: singular, not positive definite, or no convergence. */
export class LinAlgError extends StridedError {
  override name = 'LinAlgError';
}

/** A kernel backend that cannot be loaded or does not have what was asked of it. */
export class BackendError extends StridedError {
  override name = 'BackendError';
}

/** A task graph that cannot be run: a key that is missing or needed by itself, or a function that cannot travel. */
export class GraphError extends StridedError {
  override name = 'GraphError';
}

/** What is known of a task that failed. */
export interface TaskErrorDetails extends ErrorDetails {
  readonly key: string;
  readonly worker: string;
  readonly attempts: number;
}

/**
 * A task of a computation that failed, or whose worker died under it. `cause` is the error the task threw, with its own
 * stack.
 */
export class TaskError extends StridedError {
  override name = 'TaskError';
  /** The task's key in its graph. */
  readonly key: string;
  /** Where it ran: `'main'`, or the number of the worker. */
  readonly worker: string;
  /** How often it was tried. */
  readonly attempts: number;

  constructor(message: string, details: TaskErrorDetails) {
    super(message, details);
    this.key = details.key;
    this.worker = details.worker;
    this.attempts = details.attempts;
  }
}

/** The caller's AbortSignal fired. `cause` is the signal's reason. */
export class AbortError extends StridedError {
  override name = 'AbortError';
}
