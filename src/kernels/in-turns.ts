/**
 * Background calls without a background: pieces of a few milliseconds, between which the event loop runs.
 */
import { control } from './backend.js';
import type { Budget, Piece } from './split.js';

/** Long enough that turns cost little, short enough that a 10 ms timer is on time. */
const turnMs = 6;
/** Features of pairs: a piece's shape is fixed before it runs, so a run of small quick ones must not promise the moon. */
const mostWork = 1 << 24;
/** `control[tasksTotal]` here: pieces differ in size, so progress is counted in shares. */
const shares = 10_000;

/** Lets timers and I/O run; a microtask would not. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof setImmediate === 'function') setImmediate(resolve);
    else setTimeout(resolve, 0);
  });
}

/**
 * Runs pieces until there are none, or `control[cancel]` is set: then resolves to false. The budget follows the time
 * that pieces really take.
 */
export async function runInTurns(
  pieces: Iterable<Piece>,
  budget: Budget,
  runPiece: (piece: Piece) => void,
  block: Int32Array,
): Promise<boolean> {
  let done = 0;
  let turnStarted = performance.now();
  Atomics.store(block, control.tasksTotal, shares);
  for (const piece of pieces) {
    const started = performance.now();
    runPiece(piece);
    const ended = performance.now();
    done += piece.share;
    Atomics.store(block, control.tasksDone, Math.min(shares, Math.floor(done * shares)));
    if (ended - started > turnMs) budget.work /= 2;
    else if (ended - started < turnMs / 4 && budget.work < mostWork) budget.work *= 2;
    if (ended - turnStarted > turnMs) {
      await nextTurn();
      turnStarted = performance.now();
      if (Atomics.load(block, control.cancel) !== 0) return false;
    }
  }
  Atomics.store(block, control.tasksDone, shares);
  return Atomics.load(block, control.cancel) === 0;
}
