// Runs every native test (native/test/*.test.c) under AddressSanitizer, UndefinedBehaviorSanitizer and
// ThreadSanitizer, on each instruction set this machine has.
//
//   node scripts/sanitize.mjs [address+undefined] [thread] [--only <name>] [--skip <instruction set>]
//
// `+` joins sanitizers into one build; ThreadSanitizer goes with no other.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildArchive } from './build-native.mjs';
import { buildFolder, compileAll, findNativeCompiler, link, nativeFolder } from './native/compile.mjs';

const sanitizers = {
  address: ['-fsanitize=address', '-fno-omit-frame-pointer'],
  undefined: ['-fsanitize=undefined', '-fno-sanitize-recover=all'],
  thread: ['-fsanitize=thread'],
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { only: { type: 'string' }, skip: { type: 'string' } },
});
const chosen = positionals.length > 0 ? positionals : ['address+undefined', 'thread'];
const unknown = chosen.flatMap((one) => one.split('+')).filter((one) => !(one in sanitizers));
if (unknown.length > 0) {
  console.error(
    `there is no sanitizer ${unknown.join(', ')}; there are ${Object.keys(sanitizers).join(', ')}`,
  );
  process.exit(2);
}
const names = readdirSync(join(nativeFolder, 'test'))
  .filter((name) => name.endsWith('.test.c'))
  .map((name) => name.slice(0, -'.test.c'.length))
  .filter((name) => !values.only || name === values.only);

const compiler = findNativeCompiler();
if (!compiler || names.length === 0) {
  console.error(compiler ? 'there are no native tests of that name' : 'no C compiler was found');
  process.exit(1);
}

/** Instruction sets to ask for; asking for more than the machine has runs what it has once more, so those are left out. */
function instructionSets(archiveProgram) {
  const probe = spawnSync(archiveProgram, { encoding: 'utf8' });
  const best = probe.stdout.trim();
  const all = ['sse2', 'avx2', 'avx512'];
  const there = all.includes(best) ? all.slice(0, all.indexOf(best) + 1) : [''];
  return there.filter((isa) => isa !== values.skip);
}

let failed = 0;
for (const sanitizer of chosen) {
  const own = sanitizer.split('+').flatMap((one) => sanitizers[one]);
  const flags = ['-O1', ...own];
  const archive = join(buildFolder, `libstrided-${sanitizer}.a`);
  await buildArchive({ compiler, flags, output: archive });
  const units = ['isa-name', ...names.map((name) => `${name}.test`)].map((name) => ({
    source: join(nativeFolder, 'test', `${name}.c`),
    isa: null,
    flags: [],
  }));
  const { objects } = await compileAll(compiler, units, ['-g', ...flags]);
  const programs = units.map(({ source }) =>
    join(buildFolder, 'test', `${source.match(/([^/]+)\.c$/)[1]}-${sanitizer}`),
  );
  for (const [i, program] of programs.entries()) {
    await link(
      compiler.command,
      (temporary) => [...compiler.flags, ...own, objects[i], archive, '-pthread', '-lm', '-o', temporary],
      program,
    );
  }
  for (const isa of instructionSets(programs[0])) {
    for (const program of programs.slice(1)) {
      const { status, signal } = spawnSync(program, {
        stdio: 'inherit',
        env: { ...process.env, STRIDED_ISA: isa, UBSAN_OPTIONS: 'print_stacktrace=1' },
      });
      if (status === 0) continue;
      failed++;
      console.error(`${program} (${isa}) failed: ${signal ?? `exit code ${status}`}`);
    }
    console.log(`${sanitizer}, ${isa || process.arch}: ${names.length} programs`);
  }
}
process.exit(failed === 0 ? 0 : 1);
