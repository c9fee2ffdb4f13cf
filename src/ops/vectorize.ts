/**
 * Operations made of JavaScript functions of elements: frompyfunc, with the methods of an operation, and vectorize,
 * with NumPy's options.
 *
 * NumPy's `frompyfunc` gives arrays of Python objects. Here an array holds numbers, so results get the dtype that
 * `array` would choose for them, or the one asked for.
 */

import { checkDType, type DType } from '../core/dtype.js';
import { ArgumentError } from '../core/errors.js';
import { type NDArray, newArray } from '../core/ndarray.js';
import { checkOptions, type OptionNames } from '../core/option-check.js';
import type { Scalar } from '../core/promotion.js';
import { broadcastShapes, normalizeAxis, type Shape, sizeOf } from '../core/shape.js';
import { array } from './asarray.js';
import { checkInteger } from './axis-option.js';
import { overCore, parseSignature } from './signature.js';
import { type Operand, toArray } from './ufunc.js';

/** A function of elements: numbers, bigints, booleans or complex numbers, as the arrays have them. */
export type ElementFunction = (...elements: never[]) => unknown;

export interface FrompyfuncOptions {
  /** What a reduction of no elements gives. */
  readonly identity?: Scalar;
  /** The dtypes of the results; by default what `array` makes of them. */
  readonly otypes?: DType | readonly DType[];
}

/** An operation made of a function. */
export interface MadeOperation<Results extends number = number> {
  /** Applies the function to every element; the operands broadcast. Several results come as a list of arrays. */
  (...operands: Operand[]): Results extends 1 ? NDArray : NDArray[];
  readonly nin: number;
  readonly nout: Results;
  readonly nargs: number;
  readonly identity: Scalar | null;
  /** Combines the elements along an axis, the first by default. Of operations of two operands and one result. */
  reduce(x: Operand, options?: { readonly axis?: number; readonly initial?: Scalar }): NDArray;
  /** The results of combining ever more elements along an axis, the first by default. */
  accumulate(x: Operand, options?: { readonly axis?: number }): NDArray;
  /** The function of every pair of an element of `a` and one of `b`. */
  outer(a: Operand, b: Operand): NDArray;
}

/** All elements in C order. */
function elementsOf(x: NDArray, shape: Shape): unknown[] {
  return Array.from((x.broadcastTo(shape) as NDArray).flat as Iterable<unknown>);
}

/** An array of results, of the dtype asked for or theirs. */
function collected(
  operation: string,
  list: readonly unknown[],
  shape: Shape,
  dtype: DType | undefined,
): NDArray {
  if (list.length === 0) return newArray(operation, dtype ?? 'float64', shape.slice());
  return array(list as readonly number[], dtype === undefined ? {} : { dtype }).reshape(
    shape.slice(),
  ) as NDArray;
}

function dtypesOf(operation: string, otypes: FrompyfuncOptions['otypes'], nout: number): DType[] | undefined {
  if (otypes === undefined) return undefined;
  const list = typeof otypes === 'string' ? [otypes] : otypes;
  if (list.length !== nout) {
    throw new ArgumentError(`otypes names ${list.length} dtypes for ${nout} results`, {
      operation,
      argument: 'otypes',
      got: otypes,
      needs: `${nout} dtypes`,
    });
  }
  return list.map((dtype) => checkDType(operation, dtype, 'otypes'));
}

function checkFunction(operation: string, fn: unknown): (...elements: unknown[]) => unknown {
  if (typeof fn === 'function') return fn as (...elements: unknown[]) => unknown;
  throw new ArgumentError(`fn is ${typeof fn}; needs a function of elements`, {
    operation,
    argument: 'fn',
    got: fn,
    needs: 'a function',
  });
}

/**
 * An operation that applies a function to every element of its operands, which broadcast.
 *
 * Any dtypes → what `array` makes of the results, or `otypes`. No elements give an empty float64 array. With two
 * operands and one result it has `reduce`, `accumulate` and `outer`.
 *
 * @param nin how many operands there are.
 * @param nout how many results; more than one, and the function returns a list of them.
 * @throws ArgumentError for what is no function, or numbers of operands or results that are not 1 or more.
 * @example
 * const clampedSum = frompyfunc((x: number, y: number) => Math.min(x + y, 10), 2, 1);
 * clampedSum([1, 9], 5).toArray(); // [6, 10]
 * clampedSum.reduce([4, 5, 6]).item(); // 10
 * @see numpy.frompyfunc
 */
export function frompyfunc<const Results extends number>(
  fn: ElementFunction,
  nin: number,
  nout: Results,
  options: FrompyfuncOptions = {},
): MadeOperation<Results> {
  const call = checkFunction('frompyfunc', fn);
  checkInteger('frompyfunc', 'nin', nin, 1);
  checkInteger('frompyfunc', 'nout', nout, 1);
  const otypes = dtypesOf('frompyfunc', options.otypes, nout);
  const name = call.name || 'frompyfunc';
  const operation = (...operands: Operand[]): NDArray | NDArray[] => {
    if (operands.length !== nin) {
      throw new ArgumentError(`got ${operands.length} operands; needs ${nin}`, {
        operation: name,
        argument: 'operands',
        got: operands.length,
        needs: `${nin} operands`,
      });
    }
    return mapped(name, call, operands, nout, otypes);
  };
  const { identity = null } = options;
  const facts = { nin, nout, nargs: nin + nout, identity };
  const made = Object.assign(operation, facts, linesOf(name, call, facts, otypes?.[0]));
  return Object.defineProperty(made, 'name', { value: name }) as unknown as MadeOperation<Results>;
}

function mapped(
  name: string,
  call: (...elements: unknown[]) => unknown,
  operands: readonly Operand[],
  nout: number,
  otypes: readonly DType[] | undefined,
): NDArray | NDArray[] {
  const arrays = operands.map((operand) => toArray(name, operand));
  const shape = broadcastShapes(name, ...arrays.map((x) => x.shape));
  const columns = arrays.map((x) => elementsOf(x, shape));
  const results = Array.from({ length: sizeOf(shape) }, (_, i) =>
    call(...columns.map((column) => column[i])),
  );
  if (nout === 1) return collected(name, results, shape, otypes?.[0]);
  return Array.from({ length: nout }, (_, at) => {
    const each = results.map((result) => (result as unknown[])[at]);
    return collected(name, each, shape, otypes?.[at]);
  });
}

/** The methods that go along lines. */
function linesOf(
  name: string,
  call: (...elements: unknown[]) => unknown,
  { nin, nout, identity }: { nin: number; nout: number; identity: Scalar | null },
  dtype: DType | undefined,
) {
  const linesAlong = (x: Operand, wanted = 0): { lines: unknown[][]; shape: number[]; axis: number } => {
    if (nin !== 2 || nout !== 1) {
      throw new ArgumentError(`has ${nin} operands and ${nout} results; only of two and one it is combined`, {
        operation: name,
      });
    }
    const a = toArray(name, x);
    const axis = normalizeAxis(name, wanted, a.ndim);
    const turned = a.transpose([...a.shape.map((_, at) => at).filter((at) => at !== axis), axis]) as NDArray;
    const all = elementsOf(turned, turned.shape);
    const length = a.shape[axis];
    const count = sizeOf(turned.shape.slice(0, -1));
    const lines = Array.from({ length: count }, (_, i) => all.slice(i * length, (i + 1) * length));
    return { lines, shape: turned.shape.slice(0, -1), axis };
  };
  return {
    reduce(x: Operand, options: { readonly axis?: number; readonly initial?: Scalar } = {}): NDArray {
      const { lines, shape } = linesAlong(x, options.axis);
      const start = options.initial ?? identity;
      const results = lines.map((line) => {
        if (start !== null) return line.reduce((total, one) => call(total, one), start);
        if (line.length > 0) return line.reduce((total, one) => call(total, one));
        throw new ArgumentError('the array has no elements along the axis, and there is no identity', {
          operation: name,
          argument: 'x',
        });
      });
      return collected(name, results, shape, dtype);
    },
    accumulate(x: Operand, options: { readonly axis?: number } = {}): NDArray {
      const { lines, shape, axis } = linesAlong(x, options.axis);
      const results = lines.flatMap((line) => {
        let total: unknown;
        return line.map((one, at) => {
          total = at === 0 ? one : call(total, one);
          return total;
        });
      });
      const length = lines.length === 0 ? 0 : lines[0].length;
      const result = collected(name, results, [...shape, length], dtype);
      const order = result.shape.map((_, at) => at).slice(0, -1);
      order.splice(axis, 0, result.ndim - 1);
      return result.transpose(order) as NDArray;
    },
    outer(a: Operand, b: Operand): NDArray {
      const x = toArray(name, a);
      const y = toArray(name, b);
      const wide = x.reshape([...x.shape, ...y.shape.map(() => 1)]) as NDArray;
      return mapped(name, call, [wide, y], 1, dtype === undefined ? undefined : [dtype]) as NDArray;
    },
  };
}

export interface VectorizeOptions {
  /** The dtypes of the results; by default what `array` makes of them. */
  readonly otypes?: DType | readonly DType[];
  /** Places of arguments that are passed to the function whole. */
  readonly excluded?: Iterable<number>;
  /** The axes the function works on, as `(n),(n)->()`: it gets arrays with these, and gives some with those. */
  readonly signature?: string;
}

const vectorizeNames: OptionNames<VectorizeOptions> = { otypes: true, excluded: true, signature: true };

/**
 * A function of arrays from one of elements, or with `signature` from one of arrays of the last axes.
 *
 * The arguments broadcast, without the axes of the signature. Any dtypes → what `array` makes of the results, or
 * `otypes`. A function with several results, by the signature or the number of `otypes`, gives a list of arrays.
 *
 * @throws ArgumentError for what is no function, a signature that is none, or results that are not as it says;
 * ShapeError where arguments do not have its axes, or do not broadcast.
 * @example
 * const larger = vectorize((x: number, y: number) => (x > y ? x : y));
 * larger([1, 5], [[2], [6]]).toArray(); // [[2, 5], [6, 6]]
 * @see numpy.vectorize
 */
export function vectorize(
  fn: (...args: never[]) => unknown,
  options: VectorizeOptions = {},
): (...args: unknown[]) => NDArray & NDArray[] {
  const call = checkFunction('vectorize', fn);
  checkOptions('vectorize', options, vectorizeNames);
  const excluded = new Set(options.excluded ?? []);
  const { otypes } = options;
  const nout = Array.isArray(otypes) ? otypes.length : 1;
  const core = options.signature === undefined ? undefined : parseSignature(options.signature);
  const dtypes = dtypesOf('vectorize', otypes, core?.outputs.length ?? nout);
  return (...args: unknown[]) => {
    const places = args.flatMap((_, at) => (excluded.has(at) ? [] : [at]));
    const operands = places.map((at) => args[at] as Operand);
    const filled = (...elements: unknown[]): unknown => {
      const all = args.slice();
      places.forEach((at, i) => {
        all[at] = elements[i];
      });
      return call(...all);
    };
    if (core !== undefined) return overCore(filled, operands, core, dtypes) as never;
    return mapped('vectorize', filled, operands, nout, dtypes) as never;
  };
}
