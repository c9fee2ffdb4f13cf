/**
 * Lab 3: threads or processes. Twelve copies of a slow function in plain TypeScript, in the calling thread, in worker
 * threads, and in processes.
 */
import { defaultRng } from 'strided';
import { cityblock } from 'strided/distance';
import { compute, delayed, task } from 'strided/graph';
import { answer, check, question, sized, timed, times, title } from './lab.js';
import { slowCityblock } from './slow-distance.js';

const copies = 12;
const rows = sized(1000, 120);
const rng = defaultRng(7);
const x = rng.random([rows, 50]);
const y = rng.random([rows, 50]);
const lists = [x.toArray(), y.toArray()] as const;

// Workers find the function by its module and its name.
const slow = delayed(
  task(new URL('./slow-distance.ts', import.meta.url).href, 'slowCityblock', slowCityblock),
);
const tasks = Array.from({ length: copies }, () => slow(...lists));

title(`${copies} copies of a slow cityblock, ${rows} × 50`);
const sync = await timed('one after the other', () => compute(tasks, { scheduler: 'sync' }));
await compute(tasks.slice(0, 2), { scheduler: 'threads' });
const threads = await timed('threads', () => compute(tasks, { scheduler: 'threads' }));
await compute(tasks.slice(0, 2), { scheduler: 'processes' });
const processes = await timed('processes', () => compute(tasks, { scheduler: 'processes' }));
const expected = sync.value[0];
check(
  [...threads.value, ...processes.value].every((sum) => sum === expected),
  'every way gives the same sum',
);
const first = cityblock(x.at(0), y.at(0));
check(first > 0, 'rows differ');

question('in Python, threads do not help here and processes do. Why do both help in TypeScript?');
answer(
  `threads are ${times(sync, threads)} as fast as the loop, processes ${times(sync, processes)}. Every worker thread has a JavaScript engine of its ` +
    'own and no lock is shared, so that plain TypeScript runs on all cores. Lists are copied to threads and processes alike; ' +
    'arrays would be shared.',
);
