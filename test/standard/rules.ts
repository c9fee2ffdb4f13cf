/** Reads the rules of special-cases.ts: which numbers an operand stands for, and whether a result is as it says. */

/** Numbers that stand for all: every special value, and ordinary ones of every sort the rules tell apart. */
export const samples = [NaN, Infinity, -Infinity, 0, -0, 1, -1, 0.5, -0.5, 1.5, -1.5, 2, -2, 2.5, 3, -3, 7];

const isOdd = (x: number): boolean => Number.isInteger(x) && Math.abs(x % 2) === 1;
const isEven = (x: number): boolean => !isOdd(x);
const negative = (x: number): boolean => x < 0 || Object.is(x, -0);

const sets: Record<string, (x: number) => boolean> = {
  any: () => true,
  NaN: Number.isNaN,
  'not NaN': (x) => !Number.isNaN(x),
  '+inf': (x) => x === Infinity,
  '-inf': (x) => x === -Infinity,
  inf: (x) => Math.abs(x) === Infinity,
  '+0': (x) => Object.is(x, 0),
  '-0': (x) => Object.is(x, -0),
  '0': (x) => x === 0,
  'not 0': (x) => x !== 0,
  'not 1': (x) => x !== 1,
  finite: Number.isFinite,
  nonzero: (x) => Number.isFinite(x) && x !== 0,
  'finite>0': (x) => Number.isFinite(x) && x > 0,
  'finite<0': (x) => Number.isFinite(x) && x < 0,
  '>0': (x) => x > 0,
  '<0': (x) => x < 0,
  '>1': (x) => x > 1,
  '<1': (x) => x < 1,
  '<-1': (x) => x < -1,
  integer: Number.isInteger,
  fraction: (x) => Number.isFinite(x) && !Number.isInteger(x),
  'odd>0': (x) => x > 0 && isOdd(x),
  'odd<0': (x) => x < 0 && isOdd(x),
  // "Not an odd integer": infinities are among them.
  'even>0': (x) => x > 0 && isEven(x),
  'even<0': (x) => x < 0 && isEven(x),
  '|x|>1': (x) => Math.abs(x) > 1,
  '|x|=1': (x) => Math.abs(x) === 1,
  '|x|<1': (x) => Math.abs(x) < 1,
};

/** The samples that an operand stands for. */
export function samplesOf(operand: string): number[] {
  const number = Number(operand);
  const test = sets[operand] ?? (Number.isNaN(number) ? undefined : (x: number) => x === number);
  if (test === undefined) throw new Error(`no such operand: ${operand}`);
  return samples.filter(test);
}

const angles: Record<string, number> = {
  π: Math.PI,
  'π/2': Math.PI / 2,
  'π/4': Math.PI / 4,
  '3π/4': (3 * Math.PI) / 4,
};

/** The number a result stands for; `given` are the operands. */
function valueOf(result: string, given: readonly number[]): number | boolean {
  const [first, second] = given;
  switch (result) {
    case 'true':
      return true;
    case 'false':
      return false;
    case 'NaN':
      return NaN;
    case '+inf':
      return Infinity;
    case '-inf':
      return -Infinity;
    case '+0':
      return 0;
    case 'x1':
      return first;
    case 'x2':
      return second;
    case '|x1|':
    case '|a|':
      return Math.abs(first);
    case '-|x1|':
      return -Math.abs(first);
    case '|x2|':
    case '|b|':
      return Math.abs(second);
  }
  const sign = result.startsWith('-') ? -1 : 1;
  const angle = angles[result.replace('-', '')];
  return sign * (angle ?? Number(result.replace('-', '')));
}

/** Whether one real result is what the rule says, to the precision `epsilon` where it is an approximation. */
export function isAs(
  got: number | boolean,
  result: string,
  given: readonly number[],
  epsilon: number,
): boolean {
  return result.split(' | ').some((one) => isOne(got, one.trim(), given, epsilon));
}

function isOne(got: number | boolean, result: string, given: readonly number[], epsilon: number): boolean {
  const isFree = result.startsWith('±');
  const want = valueOf(isFree ? (result === '±inf' ? '+inf' : result.slice(1)) : result, given);
  if (typeof got === 'boolean' || typeof want === 'boolean') return got === want;
  if (Number.isNaN(want)) return Number.isNaN(got);
  const value = isFree ? Math.abs(got) : got;
  if (value === 0 && want === 0) return isFree || result === '0' || negative(value) === negative(want);
  if (value === want) return true;
  return Math.abs(value - want) <= 4 * epsilon * Math.abs(want);
}

/** Whether a complex result is what the rule says: two parts, or a number times cis(b). */
export function isComplexAs(
  re: number,
  im: number,
  result: string,
  given: readonly number[],
  epsilon: number,
): boolean {
  if (result.endsWith('*cis')) {
    const size = result.startsWith('+inf') ? Infinity : 0;
    const [, b] = given;
    const cos = size * Math.cos(b);
    const sin = b === 0 ? b : size * Math.sin(b);
    return Object.is(re, cos) && Object.is(im, sin);
  }
  const [first, second] = result.split(' ');
  return isOne(re, first, given, epsilon) && isOne(im, second, given, epsilon);
}

/** The rules of a function: the operands of each, and its result. */
export function rulesOf(
  text: string,
): { readonly rule: string; readonly operands: string; readonly result: string }[] {
  return text
    .split('; ')
    .filter(Boolean)
    .map((rule) => {
      const [operands, result] = rule.split(' → ');
      return { rule, operands: operands.trim(), result: result.trim() };
    });
}
