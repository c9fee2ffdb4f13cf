/** Calls off the event loop: as many at once as keep the cores busy, the others wait, in order. */
import type { NativeFunction } from '../koffi.js';

/** Each has a stack of 16 MiB while it is started, and koffi takes 256 at most. */
const most = 64;
let running = 0;
const waiting: (() => void)[] = [];

/** Starts a call, now or when others are done; gives what C returned. */
export async function callAsync(native: NativeFunction, values: readonly unknown[]): Promise<unknown> {
  if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve));
  else running++;
  try {
    return await new Promise((resolve, reject) => {
      native.async(...values, (error: unknown, value: unknown) =>
        error === null || error === undefined ? resolve(value) : reject(error as Error),
      );
    });
  } finally {
    // Whoever waits takes over the place.
    const next = waiting.shift();
    if (next === undefined) running--;
    else next();
  }
}
