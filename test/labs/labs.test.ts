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

/** What the labs of foreign code compile with. */
const compilers: Readonly<Record<string, string>> = { '06-fortran.ts': 'gfortran', '07-c.ts': 'cc' };

function run(name: string, env: NodeJS.ProcessEnv = process.env) {
  return spawnSync(process.execPath, ['--import', 'tsx', `labs/${name}`, '--small'], {
    cwd: new URL('../..', import.meta.url),
    encoding: 'utf8',
    env,
  });
}

function isThere(program: string): boolean {
  return spawnSync(program, ['--version']).status === 0;
}

for (const name of labs) {
  const compiler = compilers[name];
  test.skipIf(compiler !== undefined && !isThere(compiler))(`lab ${name}`, () => {
    const { status, stdout, stderr } = run(name);
    expect(stderr).toBe('');
    expect(status).toBe(0);
    expect(stdout.match(/^Question: /gm)!.length).toBe(stdout.match(/^Answer: /gm)!.length);
  });
}

test.each(Object.keys(compilers))('lab %s without a compiler says what to install', (name) => {
  const { CC: _, FC: __, ...env } = process.env;
  const { status, stderr } = run(name, { ...env, PATH: '/nowhere' });
  expect(stderr).toMatch(/^\w+: no (C|Fortran) compiler was found .*; install one: .*\n$/);
  expect(status).toBe(1);
});
