import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { CacheProfiler, Profiler, ResourceProfiler, visualizeProfiles } from '../../../src/graph/index.js';
import { eventOf, graphOf, tell } from './events.js';

afterEach(() => {
  vi.useRealTimers();
});

const events = [
  { key: 'load-1a2b,0', worker: '1', started: 1000, ended: 1010, bytes: 800 },
  { key: 'load-1a2b,1', worker: '2', started: 1001, ended: 1020, bytes: 800 },
  { key: 'total-77', worker: '1', started: 1021, ended: 1025 },
];

test('a profiler notes every task down, over several computations, and forgets', () => {
  const profiler = new Profiler();
  tell(profiler, events);
  tell(profiler, events.slice(2));
  expect(profiler.results.map(({ name, worker, bytes }) => [name, worker, bytes])).toEqual([
    ['load', '1', 800],
    ['load', '2', 800],
    ['total', '1', 0],
    ['total', '1', 0],
  ]);
  profiler.clear();
  expect(profiler.results).toEqual([]);
});

test('a cache profiler knows what was kept from when until when; what is left is closed at the end', () => {
  const profiler = new CacheProfiler();
  profiler.after(eventOf(events[0]));
  profiler.after(eventOf(events[1]));
  profiler.release('load-1a2b,0');
  profiler.release('never there');
  expect(profiler.results.map(({ key, weight, from }) => [key, weight, from])).toEqual([
    ['load-1a2b,0', 800, 1010],
  ]);
  profiler.finish();
  expect(profiler.results.map(({ key }) => key)).toEqual(['load-1a2b,0', 'load-1a2b,1']);
  const counting = new CacheProfiler({ weigh: () => 1 });
  tell(counting, events);
  expect(counting.results.map(({ weight }) => weight)).toEqual([1, 1, 1]);
});

test('a resource profiler records from the start to the finish, and not after', () => {
  vi.useFakeTimers();
  const profiler = new ResourceProfiler({ intervalMs: 10 });
  profiler.start();
  profiler.start(); // a second computation at the same time
  vi.advanceTimersByTime(50);
  profiler.finish();
  vi.advanceTimersByTime(20);
  profiler.finish();
  const { length } = profiler.results;
  expect(length).toBe(1 + 7 + 1);
  vi.advanceTimersByTime(100);
  expect(profiler.results.length).toBe(length);
  for (const { memory, cpu } of profiler.results) {
    expect(memory).toBeGreaterThan(1e6);
    expect(cpu).toBeGreaterThanOrEqual(0);
  }
  expect(() => new ResourceProfiler({ intervalMs: 0 })).toThrow('ResourceProfiler: intervalMs is 0; needs');
});

test('the page has lanes, names and figures, and escapes what people call their tasks', () => {
  const profiler = new Profiler();
  tell(profiler, [...events, { key: '<b>-1', worker: 'main', started: 1000, ended: 1030 }]);
  const cache = new CacheProfiler();
  tell(cache, events);
  const page = visualizeProfiles([profiler, cache], { title: 'A & B' });
  expect(page.match(/<rect /g)).toHaveLength(4);
  expect(page).toContain('A &#38; B');
  expect(page).toContain('&#60;b&#62;');
  expect(page).not.toContain('<b>');
  expect(page).toContain('4 tasks');
  expect(page).toContain('3 workers');
  expect(page).toContain('Results kept');
  expect(() => visualizeProfiles([{}])).toThrow(
    'visualizeProfiles: profilers has something else; needs Profiler',
  );
});

test('tasks that overlap on one worker get lanes of their own; very many are joined', () => {
  const profiler = new Profiler();
  tell(profiler, [
    { key: 'a', worker: 'main', started: 0, ended: 10 },
    { key: 'b', worker: 'main', started: 5, ended: 15 },
    { key: 'c', worker: 'main', started: 10, ended: 20 },
  ]);
  const tops = [...visualizeProfiles([profiler]).matchAll(/<rect [^>]* y="(\d+)"/g)].map(([, y]) =>
    Number(y),
  );
  expect(tops).toEqual([2, 2, 24]);
  profiler.clear();
  const many = Array.from({ length: 50_000 }, (_, index) => ({
    key: `x-1,${index}`,
    worker: `${index % 2}`,
    started: index,
    ended: index + 1.9,
  }));
  tell(profiler, many);
  const bars = visualizeProfiles([profiler]).match(/<rect /g)!.length;
  expect(bars).toBeGreaterThan(500);
  expect(bars).toBeLessThan(5000);
});

test('nothing noted down is a page too', () => {
  expect(visualizeProfiles([new Profiler(), new ResourceProfiler(), new CacheProfiler()])).toContain(
    '<main>',
  );
  expect(graphOf([]).size).toBe(0);
});

test('the page is written whole', () => {
  const folder = mkdtempSync(join(tmpdir(), 'strided-profile-'));
  try {
    const profiler = new Profiler();
    tell(profiler, events);
    const path = join(folder, 'profile.html');
    expect(visualizeProfiles([profiler], { path })).toBe(readFileSync(path, 'utf8'));
    expect(readdirSync(folder)).toEqual(['profile.html']);
    expect(() => visualizeProfiles([profiler], { path: join(folder, 'none', 'x.html') })).toThrow(
      'visualizeProfiles',
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});
