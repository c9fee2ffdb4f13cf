/** Every lab runs to its end with small sizes, asks and answers. What it computes it checks itself. */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';

const labs = readdirSync(new URL('../../labs/', import.meta.url)).filter((name) =>
  /^\d\d-.*\.ts$/.test(name),
);

test('the labs that are listed are there', () => {
  expect(labs.length).toBeGreaterThanOrEqual(5);
});

test.each(labs)('lab %s', (name) => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', `labs/${name}`, '--small'],
    {
      cwd: new URL('../..', import.meta.url),
      encoding: 'utf8',
    },
  );
  expect(stderr).toBe('');
  expect(status).toBe(0);
  expect(stdout.match(/^Question: /gm)!.length).toBe(stdout.match(/^Answer: /gm)!.length);
});
