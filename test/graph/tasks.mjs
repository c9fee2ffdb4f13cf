/** Functions that workers import. */
export function double(x) {
  return 2 * x;
}

export async function later(x) {
  await new Promise((resolve) => setTimeout(resolve, 1));
  return x;
}

export function fails(message) {
  throw new RangeError(message); // line 12
}

/** Ends the process or thread it runs in, unless the file is there. */
export async function endsOnce(file, how) {
  const { existsSync, writeFileSync } = await import('node:fs');
  if (existsSync(file)) return 'survived';
  writeFileSync(file, '');
  if (how === 'exit') process.exit(7);
  process.kill(process.pid, 'SIGKILL');
}

export function ends() {
  process.exit(7);
}

/** Counts for ever, once it has made a file that says so. */
export async function spins(file, counter) {
  const { writeFileSync } = await import('node:fs');
  writeFileSync(file, '');
  for (;;) Atomics.add(counter, 0, 1);
}
