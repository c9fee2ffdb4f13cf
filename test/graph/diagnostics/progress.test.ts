import { expect, test } from 'vitest';
import { progress } from '../../../src/graph/index.js';
import { eventOf, graphOf, tell } from './events.js';

const events = Array.from({ length: 4 }, (_, index) => ({
  key: `x,${index}`,
  worker: '1',
  started: index,
  ended: index + 1,
}));

function terminal(isTTY: boolean) {
  const written: string[] = [];
  return { written, stream: { isTTY, columns: 100, write: (text: string) => written.push(text) } };
}

test('the bar counts tasks, and one line stays', () => {
  const { written, stream } = terminal(true);
  let seconds = 0;
  const callback = progress({ label: 'mean', stream, clock: () => seconds });
  callback.start!(graphOf(events), []);
  seconds = 1;
  callback.after!(eventOf(events[0]));
  seconds = 2;
  callback.after!(eventOf(events[1]));
  expect(written.at(-1)).toMatch(/mean .* 50 % .* 1 tasks\/s/);
  callback.finish!(null);
  expect(written.at(-1)).toBe('mean: 2 tasks in 2 s\n');
  tell(callback, events, new Error('no'));
  expect(written.at(-1)).toBe('mean: 4 tasks in 0 µs, then failed\n');
});

test('nothing is written to what is no terminal', () => {
  const { written, stream } = terminal(false);
  tell(progress({ stream }), events);
  expect(written).toEqual([]);
});
