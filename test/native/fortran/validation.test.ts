/** Whatever passes the checks, Fortran finds room for: what it declares is held against the memory that it gets. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type DType, dtypeInfo } from '../../../src/core/dtype.js';
import { StridedError } from '../../../src/core/errors.js';
import { asfortranarray, type NDArray, zeros } from '../../../src/index.js';
import type { Frame } from '../../../src/native/fortran/calls/frame.js';
import { PreparedRoutine } from '../../../src/native/fortran/calls/routine.js';
import { slotsOf } from '../../../src/native/fortran/calls/steps.js';
import type { Routine } from '../../../src/native/fortran/plans/call-plan.js';
import { planSource } from '../../../src/native/fortran/plans/plan.js';
import { parseFortran } from '../../../src/native/fortran/sources/parser.js';
import { readStatements } from '../../../src/native/fortran/sources/source.js';

/** A length as Fortran writes it, and what it is: computed here, not by what is tested. */
interface Length {
  readonly text: string;
  readonly of: (n: number, m: number, x: readonly number[]) => number;
}

const lengths: readonly Length[] = [
  { text: 'n', of: (n) => n },
  { text: 'm', of: (_, m) => m },
  { text: '3', of: () => 3 },
  { text: 'n + 1', of: (n) => n + 1 },
  { text: 'n - 2', of: (n) => n - 2 },
  { text: '2 * n', of: (n) => 2 * n },
  { text: 'n * m', of: (n, m) => n * m },
  { text: '0:n', of: (n) => n + 1 },
  { text: '0:n-1', of: (n) => n },
  { text: 'n:m', of: (n, m) => m - n + 1 },
  { text: '-1:m', of: (_, m) => m + 2 },
  { text: 'n / 2', of: (n) => Math.trunc(n / 2) },
  { text: 'max(n, m)', of: (n, m) => Math.max(n, m) },
  { text: 'size(x, 1)', of: (_, __, x) => x[0] },
  { text: 'size(x)', of: (_, __, x) => x.reduce((a, b) => a * b, 1) },
  { text: 'mod(n, 3)', of: (n) => n % 3 },
  { text: 'n ** 2', of: (n) => n ** 2 },
  { text: 'merge(n, 2 * m, n > m)', of: (n, m) => (n > m ? n : 2 * m) },
  { text: 'abs(n - m)', of: (n, m) => Math.abs(n - m) },
  { text: 'int(n / 2)', of: (n) => Math.trunc(n / 2) },
  { text: 'modulo(n - m, 4)', of: (n, m) => (((n - m) % 4) + 4) % 4 },
];

const types: Readonly<Record<string, DType>> = {
  'real(8)': 'float64',
  'real(4)': 'float32',
  'integer(4)': 'int32',
  'complex(8)': 'complex128',
  'logical(1)': 'bool',
};

const lengthArbitrary = fc.constantFrom(...lengths);
const arrayArbitrary = fc.record({
  type: fc.constantFrom(...Object.keys(types)),
  lengths: fc.array(lengthArbitrary, { minLength: 1, maxLength: 2 }),
  intent: fc.constantFrom('in', 'out', 'inout', 'in, out', 'hide', ''),
});
const sizes = fc.integer({ min: 0, max: 5 });
const givenArbitrary = fc.record({
  shape: fc.array(sizes, { minLength: 1, maxLength: 3 }),
  dtype: fc.constantFrom<DType>('float64', 'float32', 'int32', 'complex128', 'bool'),
  order: fc.constantFrom('C' as const, 'F' as const),
  from: fc.integer({ min: 0, max: 2 }),
});

/** `x(:)` or `x(:, :)` first, for lengths that ask for it; then arrays of every kind, and n and m. */
function sourceOf(
  arrays: readonly { type: string; lengths: readonly Length[]; intent: string }[],
  axes: number,
): string {
  const names = arrays.map((_, index) => `a${index}`);
  return [
    'module fuzz',
    'contains',
    `subroutine f(x, ${[...names, 'n', 'm'].join(', ')})`,
    '  integer, intent(in) :: n, m',
    `  real(8), intent(in) :: x(${Array(axes).fill(':').join(', ')})`,
    ...arrays.flatMap(({ type, lengths: own, intent }, index) => {
      const shape = own.map(({ text }) => text).join(', ');
      if (intent === 'in, out' || intent === 'hide')
        return [`  ${type} :: a${index}(${shape})`, `!f2py intent(${intent}) a${index}`];
      return [`  ${type}${intent === '' ? '' : `, intent(${intent})`} :: a${index}(${shape})`];
    }),
    'end subroutine',
    'end module',
  ].join('\n');
}

function makeArray({
  shape,
  dtype,
  order,
  from,
}: {
  shape: number[];
  dtype: DType;
  order: 'C' | 'F';
  from: number;
}): NDArray {
  const [first, ...rest] = shape;
  const whole = zeros([first + from, ...rest], { dtype });
  const part = whole.at(`${from}:`) as NDArray;
  return order === 'C' ? part : asfortranarray(part);
}

/** What the wrapper gets for an argument: memory and extents. */
function partOf(routine: Routine, frame: Frame, name: string): { bytes: number; extents: number[] } {
  let slot = 0;
  for (const argument of routine.arguments) {
    if (argument.name === name) {
      const extents = frame.passed.slice(slot + 1, slot + slotsOf(argument)) as number[];
      return { bytes: (frame.passed[slot] as ArrayBufferView).byteLength, extents };
    }
    slot += slotsOf(argument);
  }
  throw new Error(`no argument ${name}`);
}

test('nothing that passes can be read or written outside of its memory', () => {
  let passed = 0;
  fc.assert(
    fc.property(
      fc.array(arrayArbitrary, { minLength: 1, maxLength: 3 }),
      fc.integer({ min: 1, max: 2 }),
      fc.array(givenArbitrary, { minLength: 4, maxLength: 4 }),
      fc.record({ n: fc.integer({ min: -1, max: 5 }), m: sizes }, { requiredKeys: [] }),
      fc.boolean(),
      (arrays, axes, given, options, fitting) => {
        const statements = readStatements(sourceOf(arrays, axes), { form: 'free', file: 'fuzz' });
        const { routines } = planSource(parseFortran(statements));
        expect(routines).toHaveLength(1);
        const [routine] = routines;
        // Half of the time arrays have the right dtype and rank and any lengths; n and m decide what fits.
        const { n: wanted = 3, m: other = 2 } = options;
        const xShape = given[0].shape.concat([2, 2]).slice(0, axes);
        const values = routine.arguments
          .filter(({ role }) => role === 'given')
          .map(({ name, dtype, kind }, index) => {
            if (kind === 'scalar') return name === 'n' ? wanted : other;
            const random = given[Math.min(index, 3)];
            if (!fitting) return makeArray(random);
            if (name === 'x') return makeArray({ ...random, dtype: 'float64', shape: xShape });
            const own = arrays[Number(name.slice(1))].lengths;
            const shape = own.map(({ of }) => Math.max(0, of(wanted, other, xShape)));
            return makeArray({ ...random, dtype: dtype!, shape });
          });
        const optional = routine.arguments.filter(({ role }) => role === 'option').map(({ name }) => name);
        const named = Object.fromEntries(Object.entries(options).filter(([name]) => optional.includes(name)));
        const prepared = new PreparedRoutine(routine, 'allow');
        const frame = prepared.frame();
        try {
          prepared.fill(frame, [...values, named]);
        } catch (error) {
          expect(error).toBeInstanceOf(StridedError);
          return;
        }
        passed++;
        const place = (name: string) => routine.arguments.findIndex((argument) => argument.name === name);
        const n = frame.values[place('n')] as number;
        const m = frame.values[place('m')] as number;
        const x = (frame.values[place('x')] as NDArray).shape;
        arrays.forEach(({ type, lengths: own }, index) => {
          const { bytes, extents } = partOf(routine, frame, `a${index}`);
          const declared = own.reduce((product, { of }) => product * Math.max(0, of(n, m, x)), 1);
          const reachable = extents.reduce((product, extent) => product * extent, 1);
          const { itemsize } = dtypeInfo(types[type]);
          expect(declared).toBeLessThanOrEqual(reachable);
          expect(reachable * itemsize).toBeLessThanOrEqual(bytes);
        });
      },
    ),
    { numRuns: 700 },
  );
  // The property says something only where calls pass.
  expect(passed).toBeGreaterThan(20);
});
