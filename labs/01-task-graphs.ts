/**
 * Lab 1: task graphs. A loop of slow calls becomes parallel by wrapping the functions; a graph says what may run at the
 * same time.
 */
import { compute, delayed } from 'strided/graph';
import { answer, check, question, sized, timed, times, title } from './lab.js';

// The functions sleep, as if they waited for something slow. They use nothing but their arguments and what is global, so
// that workers can be given their text.
function square(x: number, ms: number): number {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
  return x * x;
}

function add(x: number, y: number, ms: number): number {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
  return x + y;
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

/** Threads take a moment to start; afterwards they wait for work. */
async function warm(workers: number): Promise<void> {
  const sleeping = Array.from({ length: workers }, (_, x) => delayed(square)(x, 200));
  await compute(sleeping, { workers });
}

const ms = sized(1000, 60);
const workers = 2;

title('Two squares and their sum');
const plain = await timed('one call after the other', () => add(square(3, ms), square(4, ms), ms));

const lazySquare = delayed(square);
const lazyAdd = delayed(add);
const sum = lazyAdd(lazySquare(3, ms), lazySquare(4, ms), ms);
console.log(await sum.visualize({ format: 'text' }));
await warm(workers);
const lazy = await timed(`the graph on ${workers} threads`, () => sum.compute({ workers }));
check(plain.value === 25 && lazy.value === 25, '3² + 4² = 25');

question('how long does the graph take, and why not half of the loop?');
answer(
  `${lazy.seconds.toFixed(2)} s instead of ${plain.seconds.toFixed(2)}: the squares run side by side, the sum waits for both. ` +
    `The longest way through the graph is two tasks of ${ms} ms.`,
);

title('More tasks than workers');
const count = sized(8, 6);
const loop = await timed(`${count} squares in a loop`, () => {
  const squares: number[] = [];
  for (let x = 0; x < count; x++) squares.push(square(x, ms));
  return total(squares);
});
const squares = Array.from({ length: count }, (_, x) => lazySquare(x, ms));
const lazyTotal = delayed(total)(squares);
const parallel = await timed(`the same as a graph on ${workers} threads`, () =>
  lazyTotal.compute({ workers }),
);
await warm(count);
const more = await timed(`on ${count} threads`, () => lazyTotal.compute({ workers: count }));
check(loop.value === parallel.value && loop.value === more.value, 'the sum is the same every way');

question(
  `${count} tasks, ${workers} workers: what is the speed-up, and what do ${count} workers bring on fewer cores?`,
);
answer(
  `${times(loop, parallel)} with ${workers} workers, ${times(loop, more)} with ${count}. Tasks that sleep need no core; tasks that ` +
    'compute would gain nothing from more workers than cores.',
);
