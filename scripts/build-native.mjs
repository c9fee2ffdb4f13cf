// Builds the addon for this machine: build/strided-<platform>-<arch>.node. Needs a C compiler and nothing else.
//
//   node scripts/build-native.mjs [--require] [--strict] [--archive] [--platform linux-arm64-gnu]
//
//   --require   without a compiler, fail instead of saying so (WebAssembly is used then)
//   --strict    warnings are errors
//   --archive   build build/libstrided.a instead, for C programs: gcc test.c build/libstrided.a -lpthread -lm
//   --platform  cross-compile for another platform of scripts/native/targets.mjs
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { tableHash } from './generate-kernels.mjs';
import {
  buildFolder,
  compileAll,
  findCompiler,
  findNativeCompiler,
  link,
  listSources,
} from './native/compile.mjs';
import { platforms, sourceFolders, thisPlatform } from './native/targets.mjs';

/** Why no addon was built, where `strided info` finds it. */
const notePath = join(buildFolder, 'no-addon.txt');

/** Where the addon of a platform is built. */
export function addonPath(platform) {
  const { os, cpu } = platforms[platform];
  const here = platform === thisPlatform();
  return join(
    buildFolder,
    here ? `strided-${os}-${cpu}.node` : join('cross', platform, `strided-${os}-${cpu}.node`),
  );
}

function nodeHeaders() {
  const require = createRequire(import.meta.url);
  try {
    return join(dirname(require.resolve('node-api-headers/package.json')), 'include');
  } catch {
    // A Node installation carries its own headers.
    const own = join(dirname(process.execPath), '..', 'include', 'node');
    return existsSync(join(own, 'node_api.h')) ? own : null;
  }
}

/** Compiles and links the addon. @throws Error with the compiler's messages. */
export async function buildAddon(platform, { strict = false, compiler } = {}) {
  const headers = nodeHeaders();
  if (!headers) throw new Error('node_api.h was not found: run npm ci first');
  const { os, cpu } = platforms[platform];
  const units = listSources(cpu, [...sourceFolders.shared, ...sourceFolders.hosted, ...sourceFolders.addon]);
  const flags = ['-fPIC', `-I${headers}`, `-DST_TABLE_HASH="${tableHash()}"`, ...(strict ? ['-Werror'] : [])];
  const { objects, compiled } = await compileAll(compiler, units, flags);
  const output = addonPath(platform);
  // nodelete: Node unloads an addon with the last worker that loaded it, under the feet of the pool's threads.
  const linkFlags =
    os === 'darwin'
      ? ['-bundle', '-undefined', 'dynamic_lookup']
      : ['-shared', '-pthread', '-Wl,-z,nodelete', '-Wl,--gc-sections', '-s'];
  await link(
    compiler.command,
    (temporary) => [
      ...compiler.flags,
      ...linkFlags,
      ...objects,
      '-lm',
      ...(os === 'linux' ? ['-ldl'] : []),
      '-o',
      temporary,
    ],
    output,
  );
  return { output, compiled, units: units.length };
}

/** Everything but the addon's own glue, for C test programs. */
export async function buildArchive({
  strict = false,
  compiler,
  flags = [],
  output = join(buildFolder, 'libstrided.a'),
}) {
  const units = listSources(process.arch, [...sourceFolders.shared, ...sourceFolders.hosted]);
  const own = ['-g', `-DST_TABLE_HASH="${tableHash()}"`, ...flags, ...(strict ? ['-Werror'] : [])];
  const { objects, compiled } = await compileAll(compiler, units, own);
  await link('ar', (temporary) => ['rcsD', temporary, ...objects], output);
  return { output, compiled, units: units.length };
}

async function main() {
  const { values } = parseArgs({
    options: {
      require: { type: 'boolean', default: false },
      strict: { type: 'boolean', default: false },
      archive: { type: 'boolean', default: false },
      platform: { type: 'string', default: thisPlatform() },
    },
  });
  mkdirSync(buildFolder, { recursive: true });
  const platform = platforms[values.platform];
  const refuse = (why) => {
    writeFileSync(notePath, `${why}\n`);
    console.error(`${why}; WebAssembly kernels will be used.`);
    process.exit(values.require ? 1 : 0);
  };
  if (!platform) refuse(`no addon is built for ${values.platform}`);
  const compiler =
    platform.crossCompiler && values.platform !== thisPlatform()
      ? findCompiler([platform.crossCompiler])
      : findNativeCompiler();
  if (!compiler) refuse('no C compiler was found (tried CC, cc, gcc, clang)');
  const started = performance.now();
  try {
    const build = values.archive
      ? await buildArchive({ strict: values.strict, compiler })
      : await buildAddon(values.platform, { strict: values.strict, compiler });
    if (!values.archive) rmSync(notePath, { force: true });
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    console.log(
      `${build.output} (${build.compiled} of ${build.units} objects compiled, ${seconds} s, ${compiler.version})`,
    );
  } catch (error) {
    console.error(error.message);
    writeFileSync(notePath, 'the addon did not compile: run node scripts/build-native.mjs --require\n');
    process.exit(1);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
