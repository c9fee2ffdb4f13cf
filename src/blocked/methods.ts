/** The operations as methods of BlockedArray: `x.add(y)` is `add(x, y)`. */
import type { DType } from '../core/dtype.js';
import type { NDArray } from '../core/ndarray.js';
import type { Shape } from '../core/shape.js';
import type { Reduced } from '../core/static-shapes.js';
import type * as ops from '../ops/index.js';
import type { Widened } from '../ops/reductions.js';
import { type BinaryName, binaryTable, type UnaryName, unaryTable } from '../ops/registry.js';
import type {
  Divided,
  Fitting,
  KindOf,
  Lifted,
  PairDType,
  RealOf,
  Together,
  WithAxes,
} from '../ops/types.js';
import type { Operand } from '../ops/ufunc.js';
import { BlockedArray } from './blocked-array.js';
import { operate } from './operations.js';
import type { BlockedReductionOptions } from './reductions.js';

interface DTypeOption {
  /** The dtype to compute in and to give. */
  readonly dtype?: DType;
}

/** An operation of this array and another. */
type PairMethod<Name extends BinaryName, D extends DType, S extends Shape> = <B extends Operand>(
  other: Fitting<NDArray<D, S>, B>,
  options?: DTypeOption,
) => BlockedArray<PairDType<KindOf<(typeof ops)[Name]>, NDArray<D, S>, B>, Together<NDArray<D, S>, B>>;

type TruthName = 'logicalNot' | 'isnan' | 'isinf' | 'isfinite' | 'signbit';
type SameName =
  | 'negative'
  | 'positive'
  | 'sign'
  | 'square'
  | 'reciprocal'
  | 'conj'
  | 'floor'
  | 'ceil'
  | 'trunc'
  | 'round'
  | 'bitwiseInvert';
type MagnitudeName = 'abs' | 'angle';

type SingleDType<Name extends UnaryName, D extends DType> = Name extends TruthName
  ? 'bool'
  : Name extends SameName
    ? D
    : Name extends MagnitudeName
      ? RealOf<D>
      : Lifted<D>;

/** Reductions over axes, with how their dtypes follow. */
interface ReducedDType<D extends DType> {
  sum: Widened<D>;
  prod: Widened<D>;
  min: D;
  max: D;
  any: 'bool';
  all: 'bool';
  countNonzero: 'int64';
  mean: Divided<D>;
  var: RealOf<Divided<D>>;
  std: RealOf<Divided<D>>;
  argmin: 'int64';
  argmax: 'int64';
}

type Asked<O, D extends DType> = O extends { readonly dtype: infer E extends DType } ? E : D;

type AxesMethod<D extends DType, S extends Shape, R extends DType> = <
  const O extends BlockedReductionOptions & { readonly correction?: number; readonly ddof?: number } = Record<
    never,
    never
  >,
>(
  options?: WithAxes<NDArray<D, S>, O>,
) => BlockedArray<Asked<O, R>, Reduced<S, O>>;

/** Each method does what the function of its name does. */
export type BlockedMethods<D extends DType, S extends Shape> = {
  [Name in BinaryName]: PairMethod<Name, D, S>;
} & {
  [Name in UnaryName]: (options?: DTypeOption) => BlockedArray<SingleDType<Name, D>, S>;
} & {
  [Name in keyof ReducedDType<D>]: AxesMethod<D, S, ReducedDType<D>[Name]>;
} & {
  [Name in keyof typeof short]: PairMethod<(typeof short)[Name], D, S>;
};

declare module './blocked-array.js' {
  interface BlockedArray<D extends DType, S extends Shape> extends BlockedMethods<D, S> {}
}

/** Short names. */
const short = {
  sub: 'subtract',
  mul: 'multiply',
  div: 'divide',
  mod: 'remainder',
  pow: 'power',
} as const;

const reductions = [
  'sum',
  'prod',
  'min',
  'max',
  'any',
  'all',
  'countNonzero',
  'mean',
  'var',
  'std',
  'argmin',
  'argmax',
] as const satisfies readonly (keyof ReducedDType<DType>)[];

const named: Record<string, string> = { ...short };
for (const name of [...Object.keys(binaryTable), ...Object.keys(unaryTable), ...reductions])
  named[name] = name;
for (const [name, operation] of Object.entries(named)) {
  Object.defineProperty(BlockedArray.prototype, name, {
    value(this: BlockedArray, ...args: unknown[]) {
      return operate(operation, [this, ...args]);
    },
    writable: true,
    configurable: true,
  });
}
