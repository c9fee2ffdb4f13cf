/**
 * The operations as methods of NDArray: `x.add(y)` is `add(x, y)`. The table below must have every elementwise
 * operation of the registry, or it does not compile.
 */

import type { DType } from '../core/dtype.js';
import { NDArray } from '../core/ndarray.js';
import type { Shape } from '../core/shape.js';
import type {
  Broadcast,
  MatrixProduct,
  MatrixProductProblem,
  MatrixTransposed,
  ShapeOf,
} from '../core/static-shapes.js';
import { type ArgOptions, argmax, argmin } from './arg.js';
import { type CumulativeOptions, cumprod, cumsum } from './cumulative.js';
import * as elementwise from './elementwise.js';
import { type DiagonalOptions, diagonal, matrixTranspose, type TraceOptions, trace } from './linear.js';
import * as logic from './logic.js';
import * as math from './math.js';
import { dot, matmul } from './matmul.js';
import { type RoundOptions, round } from './numeric/rounding.js';
import { clip, imag, real } from './parts.js';
import type { AxisOptions, ReductionOptions } from './reduction.js';
import {
  all,
  any,
  countNonzero,
  max,
  min,
  prod,
  ptp,
  sum,
  type TestOptions,
  type Widened,
} from './reductions.js';
import type { BinaryName, UnaryName } from './registry.js';
import { nonzero, type SearchOptions, searchsorted } from './searching.js';
import {
  argpartition,
  argsort,
  type PartitionOptions,
  partitionInPlace,
  type SortOptions,
  sortInPlace,
} from './sorting.js';
import * as special from './special.js';
import { mean, type SpreadOptions, std, variance } from './statistics.js';
import type {
  Common,
  Divided,
  Fitting,
  Lifted,
  NoOptions,
  PairDType,
  PairKind,
  RealOf,
  ReductionResult,
  Result,
  Together,
  WithAxes,
} from './types.js';
import type { Operand, UfuncOptions } from './ufunc.js';

/** An operation of this array and another. */
type PairMethod<Kind extends PairKind, D extends DType, S extends Shape> = <
  B extends Operand,
  O extends UfuncOptions,
>(
  other: Fitting<NDArray<D, S>, B>,
  options?: O,
) => Result<O, PairDType<Kind, NDArray<D, S>, B>, Together<NDArray<D, S>, B>>;

/** An operation of each element. */
type SingleMethod<R extends DType, S extends Shape> = <O extends UfuncOptions>(
  options?: O,
) => Result<O, R, S>;

/** A reduction over axes. */
type AxesMethod<Options, D extends DType, S extends Shape, R extends DType> = <
  const O extends Options | NoOptions = NoOptions,
>(
  options?: WithAxes<NDArray<D, S>, O>,
) => ReductionResult<NDArray<D, S>, O, R>;

declare module '../core/ndarray.js' {
  interface NDArray<D extends DType, S extends Shape> {
    /** See the function `add`. */
    add: PairMethod<'common', D, S>;
    /** See the function `subtract`. */
    subtract: PairMethod<'common', D, S>;
    /** See the function `multiply`. */
    multiply: PairMethod<'common', D, S>;
    /** See the function `divide`. */
    divide: PairMethod<'divided', D, S>;
    /** See the function `floorDivide`. */
    floorDivide: PairMethod<'common', D, S>;
    /** See the function `remainder`. */
    remainder: PairMethod<'common', D, S>;
    /** See the function `power`. */
    power: PairMethod<'common', D, S>;
    /** See the function `minimum`. */
    minimum: PairMethod<'common', D, S>;
    /** See the function `maximum`. */
    maximum: PairMethod<'common', D, S>;
    /** See the function `fmin`. */
    fmin: PairMethod<'common', D, S>;
    /** See the function `fmax`. */
    fmax: PairMethod<'common', D, S>;
    /** See the function `atan2`. */
    atan2: PairMethod<'lifted', D, S>;
    /** See the function `hypot`. */
    hypot: PairMethod<'lifted', D, S>;
    /** See the function `copysign`. */
    copysign: PairMethod<'lifted', D, S>;
    /** See the function `equal`. */
    equal: PairMethod<'truth', D, S>;
    /** See the function `notEqual`. */
    notEqual: PairMethod<'truth', D, S>;
    /** See the function `less`. */
    less: PairMethod<'truth', D, S>;
    /** See the function `lessEqual`. */
    lessEqual: PairMethod<'truth', D, S>;
    /** See the function `greater`. */
    greater: PairMethod<'truth', D, S>;
    /** See the function `greaterEqual`. */
    greaterEqual: PairMethod<'truth', D, S>;
    /** See the function `logicalAnd`. */
    logicalAnd: PairMethod<'truth', D, S>;
    /** See the function `logicalOr`. */
    logicalOr: PairMethod<'truth', D, S>;
    /** See the function `logicalXor`. */
    logicalXor: PairMethod<'truth', D, S>;
    /** See the function `bitwiseAnd`. */
    bitwiseAnd: PairMethod<'common', D, S>;
    /** See the function `bitwiseOr`. */
    bitwiseOr: PairMethod<'common', D, S>;
    /** See the function `bitwiseXor`. */
    bitwiseXor: PairMethod<'common', D, S>;
    /** See the function `leftShift`. */
    leftShift: PairMethod<'common', D, S>;
    /** See the function `rightShift`. */
    rightShift: PairMethod<'common', D, S>;
    /** Short for `subtract`. */
    sub: PairMethod<'common', D, S>;
    /** Short for `multiply`. */
    mul: PairMethod<'common', D, S>;
    /** Short for `divide`. */
    div: PairMethod<'divided', D, S>;
    /** Short for `remainder`. */
    mod: PairMethod<'common', D, S>;
    /** Short for `power`. */
    pow: PairMethod<'common', D, S>;
    /** See the function `negative`. */
    negative: SingleMethod<D, S>;
    /** See the function `positive`. */
    positive: SingleMethod<D, S>;
    /** See the function `abs`. */
    abs: SingleMethod<RealOf<D>, S>;
    /** See the function `sign`. */
    sign: SingleMethod<D, S>;
    /** See the function `square`. */
    square: SingleMethod<D, S>;
    /** See the function `reciprocal`. */
    reciprocal: SingleMethod<D, S>;
    /** See the function `conj`. */
    conj: SingleMethod<D, S>;
    /** See the function `angle`. */
    angle: SingleMethod<RealOf<D>, S>;
    /** See the function `floor`. */
    floor: SingleMethod<D, S>;
    /** See the function `ceil`. */
    ceil: SingleMethod<D, S>;
    /** See the function `trunc`. */
    trunc: SingleMethod<D, S>;
    /** See the function `round`. */
    round(options?: number | RoundOptions): NDArray<D>;
    /** See the function `sqrt`. */
    sqrt: SingleMethod<Lifted<D>, S>;
    /** See the function `cbrt`. */
    cbrt: SingleMethod<Lifted<D>, S>;
    /** See the function `exp`. */
    exp: SingleMethod<Lifted<D>, S>;
    /** See the function `exp2`. */
    exp2: SingleMethod<Lifted<D>, S>;
    /** See the function `expm1`. */
    expm1: SingleMethod<Lifted<D>, S>;
    /** See the function `log`. */
    log: SingleMethod<Lifted<D>, S>;
    /** See the function `log2`. */
    log2: SingleMethod<Lifted<D>, S>;
    /** See the function `log10`. */
    log10: SingleMethod<Lifted<D>, S>;
    /** See the function `log1p`. */
    log1p: SingleMethod<Lifted<D>, S>;
    /** See the function `sin`. */
    sin: SingleMethod<Lifted<D>, S>;
    /** See the function `cos`. */
    cos: SingleMethod<Lifted<D>, S>;
    /** See the function `tan`. */
    tan: SingleMethod<Lifted<D>, S>;
    /** See the function `asin`. */
    asin: SingleMethod<Lifted<D>, S>;
    /** See the function `acos`. */
    acos: SingleMethod<Lifted<D>, S>;
    /** See the function `atan`. */
    atan: SingleMethod<Lifted<D>, S>;
    /** See the function `sinh`. */
    sinh: SingleMethod<Lifted<D>, S>;
    /** See the function `cosh`. */
    cosh: SingleMethod<Lifted<D>, S>;
    /** See the function `tanh`. */
    tanh: SingleMethod<Lifted<D>, S>;
    /** See the function `asinh`. */
    asinh: SingleMethod<Lifted<D>, S>;
    /** See the function `acosh`. */
    acosh: SingleMethod<Lifted<D>, S>;
    /** See the function `atanh`. */
    atanh: SingleMethod<Lifted<D>, S>;
    /** See the function `logicalNot`. */
    logicalNot: SingleMethod<'bool', S>;
    /** See the function `bitwiseInvert`. */
    bitwiseInvert: SingleMethod<D, S>;
    /** See the function `isnan`. */
    isnan: SingleMethod<'bool', S>;
    /** See the function `isinf`. */
    isinf: SingleMethod<'bool', S>;
    /** See the function `isfinite`. */
    isfinite: SingleMethod<'bool', S>;
    /** See the function `signbit`. */
    signbit: SingleMethod<'bool', S>;
    /** See the function `sum`. */
    sum: AxesMethod<ReductionOptions, D, S, Widened<D>>;
    /** See the function `prod`. */
    prod: AxesMethod<ReductionOptions, D, S, Widened<D>>;
    /** See the function `min`. */
    min: AxesMethod<ReductionOptions, D, S, D>;
    /** See the function `max`. */
    max: AxesMethod<ReductionOptions, D, S, D>;
    /** See the function `ptp`. */
    ptp: AxesMethod<AxisOptions, D, S, D>;
    /** See the function `any`. */
    any: AxesMethod<TestOptions, D, S, 'bool'>;
    /** See the function `all`. */
    all: AxesMethod<TestOptions, D, S, 'bool'>;
    /** See the function `countNonzero`. */
    countNonzero: AxesMethod<AxisOptions, D, S, 'int64'>;
    /** See the function `logaddexp`. */
    logaddexp: PairMethod<'lifted', D, S>;
    /** See the function `logaddexp2`. */
    logaddexp2: PairMethod<'lifted', D, S>;
    /** See the function `nextafter`. */
    nextafter: PairMethod<'lifted', D, S>;
    /** See the function `heaviside`. */
    heaviside: PairMethod<'lifted', D, S>;
    /** See the function `ldexp`. */
    ldexp<B extends Operand, O extends UfuncOptions>(
      other: Fitting<NDArray<D, S>, B>,
      options?: O,
    ): Result<O, Lifted<D>, Together<NDArray<D, S>, B>>;
    /** See the function `fmod`. */
    fmod: PairMethod<'common', D, S>;
    /** See the function `gcd`. */
    gcd: PairMethod<'common', D, S>;
    /** See the function `lcm`. */
    lcm: PairMethod<'common', D, S>;
    /** See the function `deg2rad`. */
    deg2rad: SingleMethod<Lifted<D>, S>;
    /** See the function `rad2deg`. */
    rad2deg: SingleMethod<Lifted<D>, S>;
    /** See the function `fabs`. */
    fabs: SingleMethod<Lifted<D>, S>;
    /** See the function `rint`. */
    rint: SingleMethod<Lifted<D>, S>;
    /** See the function `spacing`. */
    spacing: SingleMethod<Lifted<D>, S>;
    /** See the function `sinc`. */
    sinc: SingleMethod<Lifted<D>, S>;
    /** See the function `i0`. */
    i0: SingleMethod<Lifted<D>, S>;
    /** See the function `argmin`. */
    argmin: AxesMethod<ArgOptions, D, S, 'int64'>;
    /** See the function `argmax`. */
    argmax: AxesMethod<ArgOptions, D, S, 'int64'>;
    /** See the function `mean`. */
    mean: AxesMethod<ReductionOptions, D, S, Divided<D>>;
    /** See the function `std`. */
    std: AxesMethod<SpreadOptions, D, S, RealOf<Divided<D>>>;
    /** See the function `variance`. */
    var: AxesMethod<SpreadOptions, D, S, RealOf<Divided<D>>>;
    /** See the function `cumsum`. */
    cumsum(options?: CumulativeOptions): NDArray<Widened<D>>;
    /** See the function `cumprod`. */
    cumprod(options?: CumulativeOptions): NDArray<Widened<D>>;
    /** See the function `matmul`. */
    matmul<B extends Operand, O extends UfuncOptions>(
      other: B & MatrixProductProblem<S, ShapeOf<B>>,
      options?: O,
    ): Result<O, Common<NDArray<D>, B>, MatrixProduct<S, ShapeOf<B>>>;
    /** See the function `diagonal`. */
    diagonal(options?: DiagonalOptions): NDArray<D>;
    /** See the function `trace`. */
    trace<T extends DType = Widened<D>>(options?: TraceOptions<T>): NDArray<T>;
    /** The view with the last two axes exchanged; see the function `matrixTranspose`. */
    readonly mT: NDArray<D, MatrixTransposed<S>>;
    /** See the function `dot`. */
    dot<B extends Operand, O extends UfuncOptions>(
      other: B,
      options?: O,
    ): Result<O, Common<NDArray<D>, B>, Shape>;
    /** See the function `clip`. */
    clip<L extends Operand | null = null, H extends Operand | null = null>(
      low?: L,
      high?: H,
      options?: UfuncOptions,
    ): NDArray<D, Broadcast<Together<NDArray<D, S>, L>, ShapeOf<H>>>;
    /** Puts this array in order, in place, along an axis; see the function `sort`. */
    sort(options?: SortOptions & { readonly axis?: number }): this;
    /** See the function `argsort`. */
    argsort(options?: SortOptions): NDArray<'int64'>;
    /** Partitions this array, in place, along an axis; see the function `partition`. */
    partition(kth: number | readonly number[], options?: PartitionOptions & { readonly axis?: number }): this;
    /** See the function `argpartition`. */
    argpartition(kth: number | readonly number[], options?: PartitionOptions): NDArray<'int64'>;
    /** See the function `searchsorted`. */
    searchsorted(v: Operand, options?: SearchOptions): NDArray<'int64'>;
    /** See the function `nonzero`. */
    nonzero(): NDArray<'int64'>[];
    /** The real parts: a view of a complex array. */
    readonly real: NDArray<RealOf<D>, S>;
    /** The imaginary parts: a view of a complex array. */
    readonly imag: NDArray<RealOf<D>, S>;
  }
}

/** Functions whose first argument becomes `this`. */
const methods: { readonly [K in BinaryName | UnaryName]: (...args: never[]) => unknown } & Record<
  string,
  (...args: never[]) => unknown
> = {
  ...({
    add: elementwise.add,
    subtract: elementwise.subtract,
    multiply: elementwise.multiply,
    divide: elementwise.divide,
    floorDivide: elementwise.floorDivide,
    remainder: elementwise.remainder,
    power: elementwise.power,
    minimum: elementwise.minimum,
    maximum: elementwise.maximum,
    fmin: elementwise.fmin,
    fmax: elementwise.fmax,
    atan2: math.atan2,
    hypot: math.hypot,
    copysign: elementwise.copysign,
    equal: logic.equal,
    notEqual: logic.notEqual,
    less: logic.less,
    lessEqual: logic.lessEqual,
    greater: logic.greater,
    greaterEqual: logic.greaterEqual,
    logicalAnd: logic.logicalAnd,
    logicalOr: logic.logicalOr,
    logicalXor: logic.logicalXor,
    bitwiseAnd: logic.bitwiseAnd,
    bitwiseOr: logic.bitwiseOr,
    bitwiseXor: logic.bitwiseXor,
    leftShift: logic.leftShift,
    rightShift: logic.rightShift,
    negative: elementwise.negative,
    positive: elementwise.positive,
    abs: elementwise.abs,
    sign: elementwise.sign,
    square: elementwise.square,
    reciprocal: elementwise.reciprocal,
    conj: elementwise.conj,
    angle: elementwise.angle,
    floor: elementwise.floor,
    ceil: elementwise.ceil,
    trunc: elementwise.trunc,
    round,
    sqrt: math.sqrt,
    cbrt: math.cbrt,
    exp: math.exp,
    exp2: math.exp2,
    expm1: math.expm1,
    log: math.log,
    log2: math.log2,
    log10: math.log10,
    log1p: math.log1p,
    sin: math.sin,
    cos: math.cos,
    tan: math.tan,
    asin: math.asin,
    acos: math.acos,
    atan: math.atan,
    sinh: math.sinh,
    cosh: math.cosh,
    tanh: math.tanh,
    asinh: math.asinh,
    acosh: math.acosh,
    atanh: math.atanh,
    logicalNot: logic.logicalNot,
    bitwiseInvert: logic.bitwiseInvert,
    isnan: logic.isnan,
    isinf: logic.isinf,
    isfinite: logic.isfinite,
    signbit: logic.signbit,
    logaddexp: special.logaddexp,
    logaddexp2: special.logaddexp2,
    nextafter: special.nextafter,
    heaviside: special.heaviside,
    ldexp: special.ldexp,
    fmod: special.fmod,
    gcd: special.gcd,
    lcm: special.lcm,
    deg2rad: special.deg2rad,
    rad2deg: special.rad2deg,
    fabs: special.fabs,
    rint: special.rint,
    spacing: special.spacing,
    sinc: special.sinc,
    i0: special.i0,
  } satisfies { readonly [K in BinaryName | UnaryName]: unknown }),
  sub: elementwise.subtract,
  mul: elementwise.multiply,
  div: elementwise.divide,
  mod: elementwise.remainder,
  pow: elementwise.power,
  sum,
  prod,
  min,
  max,
  ptp,
  any,
  all,
  countNonzero,
  argmin,
  argmax,
  mean,
  std,
  var: variance,
  cumsum,
  cumprod,
  matmul,
  dot,
  diagonal,
  trace,
  clip,
  sort: sortInPlace,
  argsort,
  partition: partitionInPlace,
  argpartition,
  searchsorted,
  nonzero,
};

for (const [name, method] of Object.entries(methods)) {
  const call = method as (...args: unknown[]) => unknown;
  Object.defineProperty(NDArray.prototype, name, {
    configurable: true,
    writable: true,
    value(this: NDArray, a?: unknown, b?: unknown, c?: unknown): unknown {
      // Passing on only what came keeps the functions' short cuts, which ask whether there are options.
      return c === undefined ? (b === undefined ? call(this, a) : call(this, a, b)) : call(this, a, b, c);
    },
  });
}

for (const [name, part] of [
  ['real', real],
  ['imag', imag],
  ['mT', matrixTranspose],
] as const) {
  Object.defineProperty(NDArray.prototype, name, {
    configurable: true,
    get(this: NDArray) {
      return part(this);
    },
  });
}
