import { execFileSync, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const packages = join(root, 'build', 'packages');
const folder = mkdtempSync(join(tmpdir(), 'strided-install-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What a user's program sees, as JSON. */
const program = `
  import { backendInfo } from 'strided';
  import { cdist } from 'strided/distance';
  import 'strided/io';
  const distances = cdist([[0, 0], [3, 4]], [[0, 0]], 'euclidean').toArray();
  console.log(JSON.stringify({ distances, ...backendInfo() }));
`;

/** Our dependencies, and theirs, as tarballs: the test must not need the network. */
function packDependencies(into: string): string[] {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const paths = Object.entries<{ dev?: boolean; optional?: boolean; devOptional?: boolean }>(lock.packages)
    .filter(([path, entry]) => path !== '' && !entry.dev && !entry.optional && !entry.devOptional)
    .map(([path]) => join(root, path));
  execFileSync('npm', ['pack', ...paths, '--pack-destination', into, '--ignore-scripts'], { stdio: 'pipe' });
  return readdirSync(into).map((name) => join(into, name));
}

function install(name: string, tarballs: string[], ...flags: string[]): string {
  const into = join(folder, name);
  mkdirSync(into);
  writeFileSync(join(into, 'package.json'), '{ "private": true, "type": "module" }');
  const args = ['install', '--ignore-scripts', '--offline', '--no-audit', '--no-fund', ...flags, ...tarballs];
  const { status, stderr } = spawnSync('npm', args, { cwd: into, encoding: 'utf8' });
  expect(status, stderr).toBe(0);
  writeFileSync(join(into, 'program.mjs'), program);
  return into;
}

function run(into: string, environment: Record<string, string> = {}) {
  const { STRIDED_BACKEND: _forced, ...inherited } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, ['program.mjs'], {
    cwd: into,
    encoding: 'utf8',
    env: { ...inherited, ...environment },
  });
  return { status, stderr, answer: status === 0 ? JSON.parse(stdout) : null };
}

describe('the packages, installed from their tarballs in an empty folder', () => {
  let main: string;
  let native: string[];
  let dependencies: string[];

  beforeAll(() => {
    const script = join(root, 'scripts', 'pack-packages.mjs');
    // `npm test` has built dist/, and tests beside this one use it: it must not be built again under them.
    const flags = existsSync(join(root, 'dist', 'index.js')) ? ['--no-build'] : [];
    const { status, stderr } = spawnSync(process.execPath, [script, ...flags], {
      cwd: root,
      encoding: 'utf8',
    });
    expect(status, stderr).toBe(0);
    const tarballs = readdirSync(packages).filter((name) => name.endsWith('.tgz'));
    main = join(packages, tarballs.find((name) => /^strided-\d/.test(name)) as string);
    native = tarballs
      .filter((name) => name.startsWith(`strided-native-${process.platform}-${process.arch}`))
      .map((name) => join(packages, name));
    const into = join(folder, 'tarballs');
    mkdirSync(into);
    dependencies = packDependencies(into);
  }, 300_000);

  it('hold what they should and nothing else', () => {
    const files = execFileSync('tar', ['-tzf', main], { encoding: 'utf8' }).split('\n').filter(Boolean);
    expect(files).toContain('package/prebuilt/strided.wasm');
    expect(files).toContain('package/dist/index.d.ts');
    expect(files).toContain('package/LICENSE');
    expect(files.filter((name) => /\.(c|h|node)$|^package\/(src|test|native|scripts)\//.test(name))).toEqual(
      [],
    );
    const manifest = JSON.parse(readFileSync(join(packages, 'strided', 'package.json'), 'utf8'));
    expect(manifest.scripts).toBeUndefined();
    const staged = readdirSync(packages, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && entry.name.startsWith('native-'))
      .map((entry) => `@strided/${entry.name}`);
    expect(Object.keys(manifest.optionalDependencies ?? {}).sort()).toEqual(staged.sort());
    for (const version of Object.values(manifest.optionalDependencies ?? {}))
      expect(version).toBe(manifest.version);
  });

  it('compute natively with the platform package, and run forced backends', () => {
    if (native.length === 0) return expect(spawnSync('cc', ['--version']).error).toBeDefined();
    const into = install('with-native', [main, ...native, ...dependencies]);
    const { answer, stderr } = run(into);
    expect(stderr).toBe('');
    expect(answer.distances).toEqual([[0], [5]]);
    expect(answer.backend).toBe('native');
    expect(answer.addon).toContain(join('node_modules', '@strided', 'native-'));
    expect(run(into, { STRIDED_BACKEND: 'js' }).answer).toMatchObject({
      backend: 'js',
      chosenBy: 'STRIDED_BACKEND',
    });
  });

  it('compute with WebAssembly without it, and say why', () => {
    const into = install('without-native', [main, ...dependencies], '--omit=optional');
    const { answer, stderr } = run(into);
    expect(stderr).toBe('');
    expect(answer.distances).toEqual([[0], [5]]);
    expect(answer.backend).toBe('wasm');
    expect(answer.notFaster[0]).toMatch(/^native: the package @strided\/native-\S+ is not installed$/);
    const forced = run(into, { STRIDED_BACKEND: 'native' });
    expect(forced.status).not.toBe(0);
    expect(forced.stderr).toMatch(
      /STRIDED_BACKEND: the native backend cannot be loaded: the package @strided/,
    );
  });
});
