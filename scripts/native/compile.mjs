// Compiles C sources into objects, in parallel, and only those whose text, headers or flags have changed: an object's
// name is the hash of all that went into it, so that builds side by side never disturb each other.
import { execFile, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { commonFlags, instructionSets } from './targets.mjs';

const execute = promisify(execFile);

export const root = fileURLToPath(new URL('../..', import.meta.url));
export const nativeFolder = join(root, 'native');
export const buildFolder = join(root, 'build');
const objectFolder = join(buildFolder, 'objects');

/** The first of `names` that runs, with its version line; null when none does. */
export function findCompiler(names) {
  for (const name of names) {
    if (!name) continue;
    const [command, ...flags] = name.split(/\s+/);
    const { status, stdout } = spawnSync(command, [...flags, '--version'], { encoding: 'utf8' });
    if (status === 0) return { command, flags, version: stdout.split('\n')[0] };
  }
  return null;
}

/** The C compiler of this machine: CC, cc, gcc or clang. */
export const findNativeCompiler = () => findCompiler([process.env.CC, 'cc', 'gcc', 'clang']);

/** Every source to compile: `{ source, isa, flags }`, one per instruction set for sources in a `kernels` folder. */
export function listSources(arch, folders) {
  const sets = Object.entries(instructionSets[arch]);
  const units = [];
  const addFolder = (folder, perIsa) => {
    if (!existsSync(folder)) return;
    for (const name of readdirSync(folder).sort()) {
      if (!name.endsWith('.c')) continue;
      const source = join(folder, name);
      if (!perIsa) units.push({ source, isa: null, flags: [] });
      else for (const [isa, flags] of sets) units.push({ source, isa, flags: [`-DST_ISA=${isa}`, ...flags] });
    }
  };
  for (const folder of folders) {
    addFolder(join(nativeFolder, folder), false);
    addFolder(join(nativeFolder, folder, 'kernels'), true);
  }
  return units;
}

/** The text of a source and of everything it includes with quotes, each once. */
export function textWithIncludes(source, seen = new Set()) {
  if (seen.has(source) || !existsSync(source)) return '';
  seen.add(source);
  const text = readFileSync(source, 'utf8');
  const included = [...text.matchAll(/^\s*#\s*include\s+"([^"]+)"/gm)].map((match) =>
    textWithIncludes(resolve(dirname(source), match[1]), seen),
  );
  return `${relative(root, source)}\n${text}\n${included.join('')}`;
}

/** Compiles one unit unless its object is there; returns the object's path. */
async function compileUnit(compiler, unit, flags) {
  // Paths in messages and debug information are relative to the root, so that builds do not depend on where it lies.
  const sourcePath = relative(root, unit.source);
  const all = [...compiler.flags, ...commonFlags, ...flags, ...unit.flags, '-c', sourcePath];
  const hash = createHash('sha256')
    .update(`${compiler.command} ${compiler.version}\n${all.join(' ')}\n`)
    .update(textWithIncludes(unit.source))
    .digest('hex')
    .slice(0, 24);
  const object = join(objectFolder, `${basename(unit.source, '.c')}-${unit.isa ?? 'base'}-${hash}.o`);
  if (existsSync(object)) {
    utimesSync(object, new Date(), new Date());
    return { object, fresh: false };
  }
  const temporary = `${object}.${process.pid}`;
  const { stderr } = await execute(compiler.command, [...all, '-o', temporary], {
    cwd: root,
    maxBuffer: 1 << 26,
  });
  if (stderr) process.stderr.write(stderr);
  renameSync(temporary, object);
  return { object, fresh: true };
}

/**
 * Compiles `units` with `flags`, as many at a time as there are cores.
 * @throws Error with the compiler's messages when a source does not compile.
 */
export async function compileAll(compiler, units, flags) {
  mkdirSync(objectFolder, { recursive: true });
  const objects = new Array(units.length);
  const failures = [];
  let next = 0;
  let compiled = 0;
  const work = async () => {
    while (next < units.length && failures.length === 0) {
      const index = next++;
      try {
        const { object, fresh } = await compileUnit(compiler, units[index], flags);
        objects[index] = object;
        if (fresh) compiled++;
      } catch (error) {
        failures.push(error.stderr || error.message);
      }
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  if (failures.length > 0) throw new Error(failures.join('\n'));
  forgetOldObjects();
  return { objects, compiled };
}

/** Objects that no build has used for a week are of no use to anyone. */
function forgetOldObjects() {
  const limit = Date.now() - 7 * 24 * 3600 * 1000;
  for (const name of readdirSync(objectFolder)) {
    const path = join(objectFolder, name);
    if ((statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? limit) < limit) rmSync(path, { force: true });
  }
}

/** Runs a linker or archiver whose output goes to `output`, which is replaced in one step. */
export async function link(command, args, output) {
  mkdirSync(dirname(output), { recursive: true });
  const temporary = `${output}.${process.pid}`;
  try {
    const { stderr } = await execute(command, args(temporary), { cwd: root });
    if (stderr) process.stderr.write(stderr);
    renameSync(temporary, output);
  } finally {
    rmSync(temporary, { force: true });
  }
}
