/**
 * Lab 4: blocked arrays. The same operations as on arrays, block by block: larger than memory, on all cores.
 */
import { defaultRng, matmul, testing } from 'strided';
import { matmul as blockedMatmul, fromArray, random } from 'strided/blocked';
import { answer, check, question, sized, timed, times, title } from './lab.js';

title('The mean of many random numbers');
const n = sized(20_000, 1000);
const x = random([n, n], { chunks: sized(4000, 250) });
console.log(`  ${x}`);
const blockedMean = await timed(`blocked, ${n} × ${n}`, () => x.mean().compute());
const arrayMean = await timed('an array that holds them all', () => defaultRng(1).random([n, n]).mean());
check(Math.abs(Number(blockedMean.value) - 0.5) < 0.01, 'the mean of uniform numbers is a half');
question(`${(n * n * 8) / 1e9} GB of numbers: how much memory does the blocked mean need?`);
answer(
  `a few blocks at a time: every block is made, summed and let go. It takes ${times(blockedMean, arrayMean)} the time of the array, ` +
    'which makes its numbers on one thread.',
);

title('A product');
const side = sized(6000, 400);
const a = defaultRng(2).random([side, side]);
const lazy = fromArray(a, { chunks: side / 4 });
const blockedProduct = await timed(`blocked, ${side} × ${side}`, () => blockedMatmul(lazy, lazy).compute());
const product = await timed('matmul', () => matmul(a, a));
testing.assertAllclose(blockedProduct.value, product.value, { rtol: 1e-10 });
question('when does it pay to cut a product into blocks?');
answer(
  `when it does not fit in memory: here it takes ${times(blockedProduct, product)} the time of matmul, which uses all cores itself.`,
);

title('Small arrays');
const tiny = defaultRng(3).random([100, 100]);
const lazyTiny = fromArray(tiny, { chunks: 10 });
const blockedTiny = await timed('blocked sum of 100 × 100 in 100 blocks', () => lazyTiny.sum().compute());
const plainTiny = await timed('sum', () => tiny.sum());
question('and here?');
answer(
  `the blocked sum takes ${times(blockedTiny, plainTiny)} as long: a task costs more than adding a hundred numbers.`,
);

title('Terabytes of which a million elements are used');
const huge = sized(500_000, 50_000);
const every = huge / 1000;
const sliced = random([huge, huge]).at(`::${every}`, `::${every}`);
const mean = await timed(`${huge} × ${huge}, every ${every}th`, () => sliced.mean().compute());
check(Math.abs(Number(mean.value) - 0.5) < 0.01, 'the mean of uniform numbers is a half');
question(`the array is ${((huge * huge * 8) / 1e12).toFixed(2)} TB. Why is this possible?`);
answer(
  'the slice reaches down to where the numbers are made: only those that are asked for are made at all.',
);
