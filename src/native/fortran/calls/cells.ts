/** Single numbers: from JavaScript to the memory that Fortran has for them, and back. */
import { fromWide, type Place, toBoolean, toComplex, toFloat, toInteger } from '../../c/memory/scalars.js';
import type { IntegerName, IntegerType } from '../../c/types.js';
import type { Argument } from '../plans/call-plan.js';

/** Names of C for Fortran's integers, by bytes. */
export const integerNames: Readonly<Record<number, IntegerName>> = {
  1: 'signed char',
  2: 'short',
  4: 'int',
  8: 'long long',
};

/** A check of what stands for a number: made once, called for each. */
export function scalarConverter(operation: string, argument: Argument): (given: unknown) => unknown {
  const where: Place = { operation, argument: argument.name };
  switch (argument.type.base) {
    case 'integer': {
      const type: IntegerType = {
        kind: 'integer',
        name: integerNames[argument.bytes],
        alias: argument.dtype!,
      };
      return (given) => toInteger(type, given, where);
    }
    case 'real':
      return (given) => toFloat(given, where);
    case 'logical':
      return (given) => toBoolean(given, where);
    default:
      return (given) => toComplex(given, where);
  }
}

/** The value in a typed array of one element. */
export function readCell({ type }: Argument, cell: ArrayBufferView): unknown {
  const [first, second] = cell as Float64Array;
  if (type.base === 'complex') return { re: first, im: second };
  if (type.base === 'logical') return Number(first) !== 0;
  return typeof first === 'bigint' ? fromWide(first) : first;
}

/** Writes a value that its converter gave. */
export function writeCell({ type }: Argument, cell: ArrayBufferView, value: unknown): void {
  if (type.base === 'complex') {
    const { re, im } = value as { re: number; im: number };
    (cell as Float64Array).set([re, im]);
  } else if (cell instanceof BigInt64Array) cell[0] = BigInt(value as number);
  else (cell as Float64Array)[0] = Number(value);
}
