// Makes a fresh clone ready, and does nothing when it is: packages, then the build. Node's own modules only, because
// this runs before any package is there.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

const oldestNode = [20, 19];
const buildMark = join(root, 'dist', '.built-from');
/** What the build is made from; its hash decides whether to build again. */
const buildInputs = [
  'package.json',
  'tsconfig.json',
  'tsconfig.build.json',
  'scripts/build.mjs',
  'scripts/build-native.mjs',
  'scripts/native',
  'src',
  'native',
  'prebuilt',
];

/** Installs and builds what is missing or out of date. Ends the process with a plain sentence where it cannot. */
export function setUp() {
  checkNode();
  if (!packagesAreCurrent()) installPackages();
  const inputs =
    hashOf(buildInputs) + hashOfText(`${process.platform} ${process.arch} ${process.versions.modules}`);
  if (existsSync(buildMark) && readFileSync(buildMark, 'utf8') === inputs) return;
  const built = step('Building', process.execPath, [join(root, 'scripts', 'build.mjs')]);
  // Without a compiler the build goes on, and says that WebAssembly kernels take over.
  const remark = built.split('\n').find((line) => line.includes('WebAssembly kernels will be used'));
  if (remark !== undefined) process.stderr.write(`${remark}\n`);
  mkdirSync(dirname(buildMark), { recursive: true });
  writeFileSync(buildMark, inputs);
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1])) return;
  console.error(`strided needs Node ${oldestNode.join('.')} or later; this is ${process.versions.node}.`);
  process.exit(1);
}

/** Whether node_modules holds the versions package-lock.json names; npm writes down what it put there. */
function packagesAreCurrent() {
  const installedLock = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installedLock)) return false;
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const installed = JSON.parse(readFileSync(installedLock, 'utf8')).packages;
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '' || entry.optional || entry.devOptional || entry.peer) return true;
    return installed[path]?.version === entry.version;
  });
}

function hashOf(paths) {
  const hash = createHash('sha256');
  const add = (path) => {
    const full = join(root, path);
    if (!existsSync(full)) return;
    if (statSync(full).isDirectory()) {
      for (const name of readdirSync(full).sort()) add(join(path, name));
    } else {
      hash.update(`${path}\0`).update(readFileSync(full)).update('\0');
    }
  };
  for (const path of paths) add(path);
  return hash.digest('hex');
}

function hashOfText(text) {
  return `-${createHash('sha256').update(text).digest('hex').slice(0, 16)}`;
}

function npmCommand() {
  return process.platform === 'win32' ? 'npm.cmd' : 'npm';
}

/**
 * npm ci, or, where it refuses the lock file (npm versions differ about packages for other platforms), npm install
 * with the versions the lock file names and without rewriting it.
 */
function installPackages() {
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const title = 'Installing packages';
  if (attempt(`${title} (npm ci)`, npmCommand(), ['ci', ...quiet]).succeeded) return;
  step(`${title} (npm install)`, npmCommand(), ['install', '--no-save', ...quiet]);
}

/** Runs one step and gives its output; where it fails, shows it and ends the process. */
function step(title, command, args) {
  const { succeeded, output } = attempt(title, command, args);
  if (succeeded) return output;
  process.stderr.write(`\n${output.trimEnd()}\n\n${title} failed: ${[command, ...args].join(' ')}\n`);
  process.exit(1);
}

/** Runs one step, saying how long it took. */
function attempt(title, command, args) {
  process.stderr.write(`${title} … `);
  const started = Date.now();
  const { status, error, stdout, stderr } = spawnSync(command, args, {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    shell: process.platform === 'win32' && command.endsWith('.cmd'),
  });
  const succeeded = status === 0;
  process.stderr.write(succeeded ? `done in ${((Date.now() - started) / 1000).toFixed(1)} s\n` : 'failed\n');
  return { succeeded, output: error?.message ?? `${stdout}${stderr}` };
}
