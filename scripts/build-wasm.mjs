// Builds prebuilt/strided.wasm from the same C sources as the addon. The module is kept in the tree, so that users need
// no compiler; the build gives the same bytes everywhere for the same major version of clang.
//
//   node scripts/build-wasm.mjs [--check] [--strict]
//
//   --check    write nothing; fail when the module in the tree is not what the sources give
//   --strict   warnings are errors
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { tableHash } from './generate-kernels.mjs';
import {
  buildFolder,
  compileAll,
  findCompiler,
  link,
  listSources,
  root,
  textWithIncludes,
} from './native/compile.mjs';
import { sourceFolders } from './native/targets.mjs';

const output = join(root, 'prebuilt', 'strided.wasm');
const notePath = join(root, 'prebuilt', 'strided.wasm.json');

const { values } = parseArgs({
  options: { check: { type: 'boolean', default: false }, strict: { type: 'boolean', default: false } },
});

const flags = [
  '--target=wasm32-unknown-unknown',
  '-nostdlibinc',
  '-isystem',
  join('native', 'engine', 'freestanding', 'include'),
  '-msimd128',
  '-mbulk-memory',
  `-DST_TABLE_HASH="${tableHash()}"`,
  ...(values.strict ? ['-Werror'] : []),
];
// Elementwise and sorting entries are left out: src/kernels/wasm.ts runs them in the reference, because copying costs
// more, and engines sort typed arrays as fast. What is not a kernel is compiled for size, and kernels, which are vectors
// already, without the compiler's own.
const units = listSources('wasm32', [...sourceFolders.shared, ...sourceFolders.freestanding])
  .filter(({ source }) => !/native.(elementwise|sorting)/.test(source))
  .map((unit) => ({
    ...unit,
    flags: [...unit.flags, ...(unit.isa === null ? ['-Os'] : ['-fno-vectorize', '-fno-slp-vectorize'])],
  }));
const sources = createHash('sha256');
for (const unit of units) sources.update(unit.flags.join(' ')).update(textWithIncludes(unit.source));
const sourcesHash = sources.update(flags.join(' ')).digest('hex').slice(0, 16);

/** Links everything into `path`. */
async function build(compiler, path) {
  const { objects, compiled } = await compileAll(compiler, units, flags);
  const linkFlags = [
    '--target=wasm32-unknown-unknown',
    '-nostdlib',
    '-Wl,--no-entry',
    '-Wl,--gc-sections',
    '-Wl,--strip-all',
    '-Wl,--stack-first', // a stack overflow then traps instead of writing into data
    '-Wl,-z,stack-size=262144',
    '-Wl,--max-memory=4294967296',
  ];
  await link(compiler.command, (temporary) => [...linkFlags, ...objects, '-o', temporary], path);
  return compiled;
}

const readNote = () => (existsSync(notePath) ? JSON.parse(readFileSync(notePath, 'utf8')) : {});
const compiler = findCompiler([process.env.WASM_CC, 'clang']);
const major = compiler?.version.match(/version (\d+)/)?.[1];

if (values.check) {
  const note = readNote();
  if (note.sources !== sourcesHash) {
    console.error('prebuilt/strided.wasm was built from other sources: run node scripts/build-wasm.mjs');
    process.exit(1);
  }
  if (major !== note.clang) {
    console.log(
      `prebuilt/strided.wasm was built by clang ${note.clang}, here is ${major ?? 'none'}: bytes not compared`,
    );
  } else {
    const rebuilt = join(buildFolder, 'strided-check.wasm');
    await build(compiler, rebuilt);
    const same = readFileSync(rebuilt).equals(readFileSync(output));
    rmSync(rebuilt);
    if (!same) {
      console.error('prebuilt/strided.wasm is not what its sources give');
      process.exit(1);
    }
    console.log('prebuilt/strided.wasm is what its sources give, byte for byte');
  }
} else if (!compiler) {
  console.log('clang was not found: prebuilt/strided.wasm stays as it is');
} else {
  const started = performance.now();
  try {
    const compiled = await build(compiler, output);
    const bytes = readFileSync(output).length;
    mkdirSync(join(root, 'prebuilt'), { recursive: true });
    writeFileSync(
      `${notePath}.${process.pid}`,
      `${JSON.stringify({ clang: major, sources: sourcesHash, bytes }, null, 2)}\n`,
    );
    renameSync(`${notePath}.${process.pid}`, notePath);
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    console.log(
      `${output} (${bytes} bytes, ${compiled} of ${units.length} objects compiled, ${seconds} s, ${compiler.version})`,
    );
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
}
