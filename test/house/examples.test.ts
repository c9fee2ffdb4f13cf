/** Every TypeScript example in the documentation runs, and gives what its comments say. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformSync } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const pages = ['README.md', ...readdirSync(join(root, 'docs')).map((name) => `docs/${name}`)].filter((path) =>
  path.endsWith('.md'),
);

interface Example {
  readonly page: string;
  readonly line: number;
  readonly code: string;
}

function examplesOf(page: string): Example[] {
  const text = readFileSync(join(root, page), 'utf8');
  return [...text.matchAll(/^```ts\n([\s\S]*?)^```/gm)].map((match) => ({
    page,
    line: text.slice(0, match.index).split('\n').length,
    code: match[1],
  }));
}

/** `expression; // value` becomes a check; other comments stay comments. */
function withChecks(code: string): string {
  return code.replace(
    /^(?!import|const|let)(\S.*?); \/\/ (-?\d\S*|\[.*\]|'.*'|true|false)$/gm,
    (_, expression, value) => {
      return `__check(${expression}, ${value});`;
    },
  );
}

const home = process.cwd();
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'strided-examples-'));
  process.chdir(folder);
});
afterAll(() => {
  process.chdir(home);
  rmSync(folder, { recursive: true, force: true });
});

const sources: Record<string, () => Promise<unknown>> = {
  strided: () => import('../../src/index.js'),
  'strided/blocked': () => import('../../src/blocked/index.js'),
  'strided/distance': () => import('../../src/distance/index.js'),
  'strided/fft': () => import('../../src/fft/index.js'),
  'strided/graph': () => import('../../src/graph/index.js'),
  'strided/io': () => import('../../src/io/index.js'),
  'strided/linalg': () => import('../../src/linalg/index.js'),
  'strided/testing': () => import('../../src/testing/index.js'),
};

const examples = pages.flatMap(examplesOf);

test.each(examples)('$page line $line', async ({ code }) => {
  const checked = withChecks(code).replace(
    /^import (\{[^}]*\}) from '([^']+)';$/gm,
    (_, names: string, from: string) =>
      `const ${names.replaceAll(/\btype \w+,? ?/g, '').replaceAll(/ as /g, ': ')} = await __import('${from}');`,
  );
  const { code: plain } = transformSync(`const example = async () => {${checked}\n};`, {
    loader: 'ts',
    target: 'node20',
  });
  const run = new Function('__import', '__check', 'console', `${plain}\nreturn example();`);
  const quiet = { log: () => {} };
  await run(
    (from: string) => sources[from]?.() ?? import(from),
    (got: unknown, wanted: unknown) => expect(got).toEqual(wanted),
    quiet,
  );
});

test('there are examples', () => {
  expect(examples.length).toBeGreaterThan(5);
});

// Examples may name files of the data folder.
beforeAll(() => {
  mkdirSync(join(folder, 'data'));
  for (const name of ['digits.npy', 'iris.npy']) {
    writeFileSync(join(folder, 'data', name), readFileSync(join(root, 'data', name)));
  }
});
