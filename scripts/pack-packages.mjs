// Packs what is published: `strided`, and one package per platform whose addon could be built here, each holding one
// .node file. npm installs the one that fits the machine (os, cpu, libc); nothing runs at install.
//
//   node scripts/pack-packages.mjs [--no-build] [--strict]
//
// Leaves folders and tarballs in build/packages/, and prints the tarballs' paths.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { addonPath, buildAddon } from './build-native.mjs';
import { buildFolder, findCompiler, findNativeCompiler, root } from './native/compile.mjs';
import { platforms, thisPlatform } from './native/targets.mjs';

const { values } = parseArgs({
  options: { 'no-build': { type: 'boolean', default: false }, strict: { type: 'boolean', default: false } },
});

const packagesFolder = join(buildFolder, 'packages');
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** Builds dist/ unless told not to. The addons are built below, one per platform. */
function buildDist() {
  const { status } = spawnSync(process.execPath, [join(root, 'scripts', 'build.mjs'), '--no-native'], {
    cwd: root,
    stdio: ['ignore', process.stderr, process.stderr],
  });
  if (status !== 0) process.exit(status ?? 1);
}

/** Builds the addons of this machine's platform and of those there is a cross-compiler for; returns their names. */
async function buildAddons() {
  const built = [];
  for (const [platform, { crossCompiler }] of Object.entries(platforms)) {
    const compiler =
      platform === thisPlatform()
        ? findNativeCompiler()
        : crossCompiler
          ? findCompiler([crossCompiler])
          : null;
    if (!compiler) continue;
    await buildAddon(platform, { strict: values.strict, compiler });
    built.push(platform);
  }
  return built;
}

function stagePlatform(platform) {
  const { os, cpu, libc } = platforms[platform];
  const name = `@strided/native-${platform}`;
  const folder = join(packagesFolder, `native-${platform}`);
  mkdirSync(folder, { recursive: true });
  cpSync(addonPath(platform), join(folder, 'strided.node'));
  cpSync(join(root, 'LICENSE'), join(folder, 'LICENSE'));
  writeFileSync(
    join(folder, 'README.md'),
    `# ${name}\n\nThe native kernels of [strided](https://www.npmjs.com/package/strided) for ${platform}. Installed by it; not to be used alone.\n`,
  );
  const contents = {
    name,
    version: manifest.version,
    description: `strided's native kernels for ${platform}.`,
    license: manifest.license,
    ...(manifest.repository ? { repository: manifest.repository } : {}),
    os: [os],
    cpu: [cpu],
    ...(libc ? { libc: [libc] } : {}),
    engines: manifest.engines,
    main: './strided.node',
    files: ['strided.node'],
  };
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(contents, null, 2)}\n`);
  return folder;
}

/** The main package: what package.json's `files` says, with the platform packages that exist and without what only
 * development needs. */
function stageMain(built) {
  const folder = join(packagesFolder, 'strided');
  mkdirSync(folder, { recursive: true });
  for (const name of manifest.files) {
    const from = join(root, name);
    if (existsSync(from))
      cpSync(from, join(folder, name), {
        recursive: true,
        filter: (path) => !basename(path).startsWith('.'),
      });
  }
  const { devDependencies: _tools, scripts: _scripts, ...published } = manifest;
  published.optionalDependencies = {
    ...manifest.optionalDependencies,
    ...Object.fromEntries(built.map((platform) => [`@strided/native-${platform}`, manifest.version])),
  };
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(published, null, 2)}\n`);
  return folder;
}

function pack(folder) {
  const { status, stdout, stderr } = spawnSync(
    'npm',
    ['pack', folder, '--pack-destination', packagesFolder, '--json', '--ignore-scripts'],
    { cwd: root, encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`npm pack ${folder} failed:\n${stderr}`);
  const [{ filename, size, unpackedSize }] = JSON.parse(stdout);
  const tarball = join(packagesFolder, filename.replace('@', '').replace('/', '-'));
  console.log(`${tarball} (${size} bytes, ${unpackedSize} unpacked)`);
}

rmSync(packagesFolder, { recursive: true, force: true });
if (!values['no-build']) buildDist();
const built = await buildAddons();
for (const platform of built) pack(stagePlatform(platform));
pack(stageMain(built));
