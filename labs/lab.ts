/** How a lab speaks: questions, timed steps, answers with the figures of this run. */

/** Whether the sizes are to be small: `--small`, for a first look and for the tests. */
export const small = process.argv.includes('--small');

/** `full`, or `reduced` where sizes are to be small. */
export function sized(full: number, reduced: number): number {
  return small ? reduced : full;
}

if (small) {
  console.log(
    'Small sizes, for a first look: starting workers and calling them takes longer than the work here.\n' +
      'Without --small the figures are those that the answers are about.',
  );
}

export function title(text: string): void {
  console.log(`\n${text}\n${'═'.repeat(text.length)}`);
}

export function question(text: string): void {
  console.log(`\nQuestion: ${text}`);
}

export function answer(text: string): void {
  console.log(`Answer: ${text}`);
}

export interface Timed<T> {
  readonly value: T;
  readonly seconds: number;
}

/** Runs a step, prints how long it took, and gives its result. */
export async function timed<T>(label: string, step: () => T | Promise<T>): Promise<Timed<T>> {
  const started = performance.now();
  const value = await step();
  const seconds = (performance.now() - started) / 1000;
  console.log(`  ${label.padEnd(58)} ${seconds.toFixed(3).padStart(8)} s`);
  return { value, seconds };
}

/** `2.0 times`. */
export function times(slow: { readonly seconds: number }, fast: { readonly seconds: number }): string {
  return `${(slow.seconds / fast.seconds).toFixed(1)} times`;
}

/** What must hold; a lab whose results are wrong fails. */
export function check(holds: boolean, what: string): void {
  if (!holds) throw new Error(`lab: ${what} does not hold`);
}
