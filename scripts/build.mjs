// Builds dist/: one bundle per entry point with shared chunks, declarations, and the addon where there is a compiler.
//
//   node scripts/build.mjs [--no-native] [--no-types]
import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { inParts } from './chunks.mjs';
import { root } from './native/compile.mjs';

const { values } = parseArgs({
  options: {
    'no-native': { type: 'boolean', default: false },
    'no-types': { type: 'boolean', default: false },
  },
});

const dist = join(root, 'dist');
const cli = 'src/cli/main.ts';
/** Files that are started rather than imported. */
const workers = ['src/graph/workers/thread.ts', 'src/graph/workers/process.ts'];
const modules = [
  'src/index.ts',
  'src/distance/index.ts',
  'src/io/index.ts',
  'src/graph/index.ts',
  'src/blocked/index.ts',
  'src/native/index.ts',
  'src/plot/index.ts',
  // Other threads import what tasks call by name.
  'src/blocked/blocks/index.ts',
];
/** Namespaces of the main module that have an entry point of their own. */
const parts = ['linalg', 'fft', 'testing'];
const entryPoints = [...modules, ...workers, cli].filter((path) => existsSync(join(root, path)));

/** Runs a script of ours or of a package; resolves to its exit status. */
function run(script, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, ...args], { cwd: root, stdio: 'inherit' });
    child.on('error', reject);
    child.on('close', resolve);
  });
}

/**
 * Writes the entry point of a namespace as names of the main module's. Were it bundled, everything that it shares with
 * the main module would be in chunks of its own, and each file costs the import of the main one half a millisecond.
 */
async function writePart(part) {
  const entry = `src/${part}/index.ts`;
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    bundle: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    logLevel: 'warning',
  });
  const names = Object.values(metafile.outputs).flatMap((output) => output.exports);
  mkdirSync(join(dist, part), { recursive: true });
  writeFileSync(
    join(dist, part, 'index.js'),
    `import * as strided from '../index.js';\n\nexport const {\n  ${names.join(',\n  ')},\n} = strided.${part};\n`,
  );
}

async function bundle() {
  const options = {
    absWorkingDir: root,
    entryPoints,
    outdir: dist,
    outbase: 'src',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    // What is imported is parsed: a quarter of the text is blanks and comments. Names stay, so that stack traces read.
    minifyWhitespace: true,
    minifySyntax: true,
    sourcemap: true,
    chunkNames: 'chunks/[name]-[hash]',
    logLevel: 'warning',
    // Modules without side effects are imported for the part of the package that they are in.
    logOverride: { 'ignored-bare-import': 'silent' },
  };
  await build({ ...options, plugins: [await inParts(options)] });
  await Promise.all(parts.map(writePart));
  const command = join(dist, 'cli', 'main.js');
  if (existsSync(command)) chmodSync(command, 0o755);
}

rmSync(dist, { recursive: true, force: true });
const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
const [bundled, types, native] = await Promise.all([
  bundle().then(
    () => true,
    () => false, // esbuild has said what is wrong
  ),
  values['no-types'] ? 0 : run(tsc, ['-p', 'tsconfig.build.json']),
  values['no-native'] ? 0 : run(join(root, 'scripts', 'build-native.mjs'), []),
]);
// An addon that does not compile is no obstacle: WebAssembly kernels are used, and backendInfo() says why.
if (native !== 0) console.error('The addon was not built; WebAssembly kernels will be used.');
process.exit(bundled && types === 0 ? 0 : 1);
