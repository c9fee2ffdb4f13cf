/**
 * Lab 2: a distance matrix in chunks. The rows of one set are cut into chunks; each chunk against the other set is a task.
 */
import { concatenate, defaultRng, type NDArray, testing } from 'strided';
import { cdist } from 'strided/distance';
import { compute, delayed } from 'strided/graph';
import { answer, check, question, sized, timed, times, title } from './lab.js';

const rows = sized(12_000, 600);
const features = 50;
const chunks = 12;
const rng = defaultRng(42);
const x = rng.random([rows, features]);
const y = rng.random([rows, features]);

title(`cityblock, ${rows} × ${features}`);
const whole = await timed('cdist, its own threads', () => cdist(x, y, 'cityblock'));
const again = await timed('once more', () => cdist(x, y, 'cityblock'));

title(`The same in ${chunks} chunks`);
type Rows = NDArray<'float64', [number, number]>;
const lazyCdist = delayed(cdist<Rows, Rows>);
const step = rows / chunks;
const parts = Array.from({ length: chunks }, (_, chunk) =>
  lazyCdist(x.at(`${chunk * step}:${(chunk + 1) * step}`) as Rows, y, 'cityblock'),
);
const separate = await timed('a list of chunks', () => compute(parts));
const join = delayed(concatenate as (blocks: readonly NDArray[]) => NDArray);
const joined = await timed('chunks, then concatenated', () => join(parts).compute());
testing.assertArrayEqual(joined.value, whole.value);
check(separate.value.length === chunks, 'every chunk is there');

question('what does the graph cost against the native call, and what does concatenation cost?');
answer(
  `the chunks take ${times(separate, again)} the native call's time: each runs on the library's own threads, and no block is ` +
    `copied. Concatenating takes ${(joined.seconds - separate.seconds).toFixed(2)} s more, because every element is written twice.`,
);
