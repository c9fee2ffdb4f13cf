/** What the process ends with, so that scripts can tell the cases apart. The help text lists the same codes. */
import { AbortError, ArgumentError, MemoryError, StridedError } from '../core/errors.js';

export const exitCode = {
  done: 0,
  /** A file that cannot be read or written, shapes that do not fit, anything else that went wrong. */
  failed: 1,
  /** The command line itself is wrong: an unknown command, option or metric, a value out of range. */
  usage: 2,
  /** The result fits neither in memory nor on the disk; nothing was started. */
  tooLarge: 3,
  /** Ctrl-C (SIGINT); 128 + the signal's number, as shells do. */
  interrupted: 130,
  /** SIGTERM. */
  terminated: 143,
} as const;

/** Thrown for a command line that is wrong before any work. */
export class UsageError extends StridedError {
  override name = 'UsageError';
}

/** The code for an error that reached the top. `signal`: the one that arrived meanwhile, if any. */
export function exitCodeOf(error: unknown, signal?: NodeJS.Signals): number {
  if (error instanceof AbortError || (error instanceof Error && error.name === 'AbortError')) {
    return signal === 'SIGTERM' ? exitCode.terminated : exitCode.interrupted;
  }
  if (error instanceof UsageError || error instanceof ArgumentError) return exitCode.usage;
  if (error instanceof MemoryError) return exitCode.tooLarge;
  return exitCode.failed;
}
