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
  LiftedPair,
  NoOptions,
  RealOf,
  ReductionResult,
  Result,
  Together,
  WithAxes,
} from './types.js';
import type { Operand, UfuncOptions } from './ufunc.js';

declare module '../core/ndarray.js' {
  interface NDArray<D extends DType, S extends Shape> {
    /** See the function `add`. */
    add<B extends Operand, O extends UfuncOptions>(
      other: Fitting<NDArray<D, S>, B>,
      options?: O,
    ): Result<O, Common<NDArray<D>, B>, Together<NDArray<D, S>, B>>;
    /** See the function `subtract`. */
    subtract<B extends Operand, O extends UfuncOptions>(
      other: Fitting<NDArray<D, S>, B>,
      options?: O,
    ): Result<O, Common<NDArray<D>, B>, Together<NDArray<D, S>, B>>;
    /** See the function `multiply`. */
    multiply<B extends Operand, O extends UfuncOptions>(
      other: Fitting<NDArray<D, S>, B>,
      options?: O,
    ): Result<O, Common<NDArray<D>, B>, Together<NDArray<D, S>, B>>;
    /** See the function `divide`. */
    divide<B extends Operand, O extends UfuncOptions>(
      other: Fitting<NDArray<D, S>, B>,
      options?: O,
    ): Result<O, Divided<Common<NDArray<D>, B>>, Together<NDArray<D, S>, B>>;
    /** See the function `floorDivide`. */
    floorDivide<B extends Operand, O extends UfuncOptions>(
      other: Fitting<NDArray<D, S>, B>,
      options?: O,
    ): Result<O, Common<NDArray<D>, B>, Together<NDArray<D, S>, B>>;
    /** See the function `remainder`. */
    remainder<B extends Operand, O extends UfuncOptions>(
      other: Fitting<NDArray<D, S>, B>,
      options?: O,
    ): Result<O, Common<NDArray<D>, B>, Together<NDArray<D, S>, B>>;
    /** See the function `power`. */
    power<B extends Operand, O extends UfuncOptions>(
      other: Fitting<NDArray<D, S>, B>,
      options?: O,
    ): Result<O, Common<NDArray<D>, B>, Together<NDArray<D, S>, B>>;
    /** See the function `minimum`. */
    minimum<B extends Operand, O extends UfuncOptions>(
      other: Fitting<NDArray<D, S>, B>,
      options?: O,
    ): Result<O, Common<NDArray<D>, B>, Together<NDArray<D, S>, B>>;
    /** See the function `maximum`. */
    maximum<B extends Operand, O extends UfuncOptions>(
      other: Fitting<NDArray<D, S>, B>,
      options?: O,
    ): Result<O, Common<NDArray<D>, B>, Together<NDArray<D, S>, B>>;
    /** See the function `fmin`. */
    fmin<B extends Operand, O extends UfuncOptions>(
      other: Fitting<NDArray<D, S>, B>,
      options?: O,
    ): Result<O, Common<NDArray<D>, B>, Together<NDArray<D, S>, B>>;
    /** See the function `fmax`. */
    fmax<B extends Operand, O extends UfuncOptions>(
      other: Fitting<NDArray<D, S>, B>,
      options?: O,
    ): Result<O, Common<NDArray<D>, B>, Together<NDArray<D, S>, B>>;
    /** See the function `atan2`. */
    atan2<B extends Operand, O extends UfuncOptions>(
      other: Fitting<NDArray<D, S>, B>,
      options?: O,
    ): Result<O, LiftedPair<NDArray<D>, B>, Together<NDArray<D, S>, B>>;
    /** See the function `hypot`. */
    hypot<B extends Operand, O extends UfuncOptions>(
      other: Fitting<NDArray<D, S>, B>,
      options?: O,
    ): Result<O, LiftedPair<NDArray<D>, B>, Together<NDArray<D, S>, B>>;
    /** See the function `copysign`. */
    copysign<B extends Operand, O extends UfuncOptions>(
      other: Fitting<NDArray<D, S>, B>,
      options?: O,
    ): Result<O, LiftedPair<NDArray<D>, B>, Together<NDArray<D, S>, B>>;
    /** See the function `equal`. */
    equal<B extends Operand, O extends UfuncOptions>(
      other: Fitting<NDArray<D, S>, B>,
      options?: O,
    ): Result<O, 'bool', Together<NDArray<D, S>, B>>;
    /** See the function `notEqual`. */
    notEqual<B extends Operand, O extends UfuncOptions>(
      other: Fitting<NDArray<D, S>, B>,
      options?: O,
    ): Result<O, 'bool', Together<NDArray<D, S>, B>>;
    /** See the function `less`. */
    less<B extends Operand, O extends UfuncOptions>(
      other: Fitting<NDArray<D, S>, B>,
      options?: O,
    ): Result<O, 'bool', Together<NDArray<D, S>, B>>;
    /** See the function `lessEqual`. */
    lessEqual<B extends Operand, O extends UfuncOptions>(
      other: Fitting<NDArray<D, S>, B>,
      options?: O,
    ): Result<O, 'bool', Together<NDArray<D, S>, B>>;
    /** See the function `greater`. */
    greater<B extends Operand, O extends UfuncOptions>(
      other: Fitting<NDArray<D, S>, B>,
      options?: O,
    ): Result<O, 'bool', Together<NDArray<D, S>, B>>;
    /** See the function `greaterEqual`. */
    greaterEqual<B extends Operand, O extends UfuncOptions>(
      other: Fitting<NDArray<D, S>, B>,
      options?: O,
    ): Result<O, 'bool', Together<NDArray<D, S>, B>>;
    /** See the function `logicalAnd`. */
    logicalAnd<B extends Operand, O extends UfuncOptions>(
      other: Fitting<NDArray<D, S>, B>,
      options?: O,
    ): Result<O, 'bool', Together<NDArray<D, S>, B>>;
    /** See the function `logicalOr`. */
    logicalOr<B extends Operand, O extends UfuncOptions>(
      other: Fitting<NDArray<D, S>, B>,
      options?: O,
    ): Result<O, 'bool', Together<NDArray<D, S>, B>>;
    /** See the function `logicalXor`. */
    logicalXor<B extends Operand, O extends UfuncOptions>(
      other: Fitting<NDArray<D, S>, B>,
      options?: O,
    ): Result<O, 'bool', Together<NDArray<D, S>, B>>;
    /** See the function `bitwiseAnd`. */
    bitwiseAnd<B extends Operand, O extends UfuncOptions>(
      other: Fitting<NDArray<D, S>, B>,
      options?: O,
    ): Result<O, Common<NDArray<D>, B>, Together<NDArray<D, S>, B>>;
    /** See the function `bitwiseOr`. */
    bitwiseOr<B extends Operand, O extends UfuncOptions>(
      other: Fitting<NDArray<D, S>, B>,
      options?: O,
    ): Result<O, Common<NDArray<D>, B>, Together<NDArray<D, S>, B>>;
    /** See the function `bitwiseXor`. */
    bitwiseXor<B extends Operand, O extends UfuncOptions>(
      other: Fitting<NDArray<D, S>, B>,
      options?: O,
    ): Result<O, Common<NDArray<D>, B>, Together<NDArray<D, S>, B>>;
    /** See the function `leftShift`. */
    leftShift<B extends Operand, O extends UfuncOptions>(
      other: Fitting<NDArray<D, S>, B>,
      options?: O,
    ): Result<O, Common<NDArray<D>, B>, Together<NDArray<D, S>, B>>;
    /** See the function `rightShift`. */
    rightShift<B extends Operand, O extends UfuncOptions>(
      other: Fitting<NDArray<D, S>, B>,
      options?: O,
    ): Result<O, Common<NDArray<D>, B>, Together<NDArray<D, S>, B>>;
    /** Short for `subtract`. */
    sub<B extends Operand, O extends UfuncOptions>(
      other: Fitting<NDArray<D, S>, B>,
      options?: O,
    ): Result<O, Common<NDArray<D>, B>, Together<NDArray<D, S>, B>>;
    /** Short for `multiply`. */
    mul<B extends Operand, O extends UfuncOptions>(
      other: Fitting<NDArray<D, S>, B>,
      options?: O,
    ): Result<O, Common<NDArray<D>, B>, Together<NDArray<D, S>, B>>;
    /** Short for `divide`. */
    div<B extends Operand, O extends UfuncOptions>(
      other: Fitting<NDArray<D, S>, B>,
      options?: O,
    ): Result<O, Divided<Common<NDArray<D>, B>>, Together<NDArray<D, S>, B>>;
    /** Short for `remainder`. */
    mod<B extends Operand, O extends UfuncOptions>(
      other: Fitting<NDArray<D, S>, B>,
      options?: O,
    ): Result<O, Common<NDArray<D>, B>, Together<NDArray<D, S>, B>>;
    /** Short for `power`. */
    pow<B extends Operand, O extends UfuncOptions>(
      other: Fitting<NDArray<D, S>, B>,
      options?: O,
    ): Result<O, Common<NDArray<D>, B>, Together<NDArray<D, S>, B>>;
    /** See the function `negative`. */
    negative<O extends UfuncOptions>(options?: O): Result<O, D, S>;
    /** See the function `positive`. */
    positive<O extends UfuncOptions>(options?: O): Result<O, D, S>;
    /** See the function `abs`. */
    abs<O extends UfuncOptions>(options?: O): Result<O, RealOf<D>, S>;
    /** See the function `sign`. */
    sign<O extends UfuncOptions>(options?: O): Result<O, D, S>;
    /** See the function `square`. */
    square<O extends UfuncOptions>(options?: O): Result<O, D, S>;
    /** See the function `reciprocal`. */
    reciprocal<O extends UfuncOptions>(options?: O): Result<O, D, S>;
    /** See the function `conj`. */
    conj<O extends UfuncOptions>(options?: O): Result<O, D, S>;
    /** See the function `angle`. */
    angle<O extends UfuncOptions>(options?: O): Result<O, RealOf<D>, S>;
    /** See the function `floor`. */
    floor<O extends UfuncOptions>(options?: O): Result<O, D, S>;
    /** See the function `ceil`. */
    ceil<O extends UfuncOptions>(options?: O): Result<O, D, S>;
    /** See the function `trunc`. */
    trunc<O extends UfuncOptions>(options?: O): Result<O, D, S>;
    /** See the function `round`. */
    round(options?: number | RoundOptions): NDArray<D>;
    /** See the function `sqrt`. */
    sqrt<O extends UfuncOptions>(options?: O): Result<O, Lifted<D>, S>;
    /** See the function `cbrt`. */
    cbrt<O extends UfuncOptions>(options?: O): Result<O, Lifted<D>, S>;
    /** See the function `exp`. */
    exp<O extends UfuncOptions>(options?: O): Result<O, Lifted<D>, S>;
    /** See the function `exp2`. */
    exp2<O extends UfuncOptions>(options?: O): Result<O, Lifted<D>, S>;
    /** See the function `expm1`. */
    expm1<O extends UfuncOptions>(options?: O): Result<O, Lifted<D>, S>;
    /** See the function `log`. */
    log<O extends UfuncOptions>(options?: O): Result<O, Lifted<D>, S>;
    /** See the function `log2`. */
    log2<O extends UfuncOptions>(options?: O): Result<O, Lifted<D>, S>;
    /** See the function `log10`. */
    log10<O extends UfuncOptions>(options?: O): Result<O, Lifted<D>, S>;
    /** See the function `log1p`. */
    log1p<O extends UfuncOptions>(options?: O): Result<O, Lifted<D>, S>;
    /** See the function `sin`. */
    sin<O extends UfuncOptions>(options?: O): Result<O, Lifted<D>, S>;
    /** See the function `cos`. */
    cos<O extends UfuncOptions>(options?: O): Result<O, Lifted<D>, S>;
    /** See the function `tan`. */
    tan<O extends UfuncOptions>(options?: O): Result<O, Lifted<D>, S>;
    /** See the function `asin`. */
    asin<O extends UfuncOptions>(options?: O): Result<O, Lifted<D>, S>;
    /** See the function `acos`. */
    acos<O extends UfuncOptions>(options?: O): Result<O, Lifted<D>, S>;
    /** See the function `atan`. */
    atan<O extends UfuncOptions>(options?: O): Result<O, Lifted<D>, S>;
    /** See the function `sinh`. */
    sinh<O extends UfuncOptions>(options?: O): Result<O, Lifted<D>, S>;
    /** See the function `cosh`. */
    cosh<O extends UfuncOptions>(options?: O): Result<O, Lifted<D>, S>;
    /** See the function `tanh`. */
    tanh<O extends UfuncOptions>(options?: O): Result<O, Lifted<D>, S>;
    /** See the function `asinh`. */
    asinh<O extends UfuncOptions>(options?: O): Result<O, Lifted<D>, S>;
    /** See the function `acosh`. */
    acosh<O extends UfuncOptions>(options?: O): Result<O, Lifted<D>, S>;
    /** See the function `atanh`. */
    atanh<O extends UfuncOptions>(options?: O): Result<O, Lifted<D>, S>;
    /** See the function `logicalNot`. */
    logicalNot<O extends UfuncOptions>(options?: O): Result<O, 'bool', S>;
    /** See the function `bitwiseInvert`. */
    bitwiseInvert<O extends UfuncOptions>(options?: O): Result<O, D, S>;
    /** See the function `isnan`. */
    isnan<O extends UfuncOptions>(options?: O): Result<O, 'bool', S>;
    /** See the function `isinf`. */
    isinf<O extends UfuncOptions>(options?: O): Result<O, 'bool', S>;
    /** See the function `isfinite`. */
    isfinite<O extends UfuncOptions>(options?: O): Result<O, 'bool', S>;
    /** See the function `signbit`. */
    signbit<O extends UfuncOptions>(options?: O): Result<O, 'bool', S>;
    /** See the function `sum`. */
    sum<const O extends ReductionOptions = NoOptions>(
      options?: WithAxes<NDArray<D, S>, O>,
    ): ReductionResult<NDArray<D, S>, O, Widened<D>>;
    /** See the function `prod`. */
    prod<const O extends ReductionOptions = NoOptions>(
      options?: WithAxes<NDArray<D, S>, O>,
    ): ReductionResult<NDArray<D, S>, O, Widened<D>>;
    /** See the function `min`. */
    min<const O extends ReductionOptions = NoOptions>(
      options?: WithAxes<NDArray<D, S>, O>,
    ): ReductionResult<NDArray<D, S>, O, D>;
    /** See the function `max`. */
    max<const O extends ReductionOptions = NoOptions>(
      options?: WithAxes<NDArray<D, S>, O>,
    ): ReductionResult<NDArray<D, S>, O, D>;
    /** See the function `ptp`. */
    ptp<const O extends AxisOptions = NoOptions>(
      options?: WithAxes<NDArray<D, S>, O>,
    ): ReductionResult<NDArray<D, S>, O, D>;
    /** See the function `any`. */
    any<const O extends TestOptions = NoOptions>(
      options?: WithAxes<NDArray<D, S>, O>,
    ): ReductionResult<NDArray<D, S>, O, 'bool'>;
    /** See the function `all`. */
    all<const O extends TestOptions = NoOptions>(
      options?: WithAxes<NDArray<D, S>, O>,
    ): ReductionResult<NDArray<D, S>, O, 'bool'>;
    /** See the function `countNonzero`. */
    countNonzero<const O extends AxisOptions = NoOptions>(
      options?: WithAxes<NDArray<D, S>, O>,
    ): ReductionResult<NDArray<D, S>, O, 'int64'>;
    /** See the function `logaddexp`. */
    logaddexp<B extends Operand, O extends UfuncOptions>(
      other: Fitting<NDArray<D, S>, B>,
      options?: O,
    ): Result<O, LiftedPair<NDArray<D>, B>, Together<NDArray<D, S>, B>>;
    /** See the function `logaddexp2`. */
    logaddexp2<B extends Operand, O extends UfuncOptions>(
      other: Fitting<NDArray<D, S>, B>,
      options?: O,
    ): Result<O, LiftedPair<NDArray<D>, B>, Together<NDArray<D, S>, B>>;
    /** See the function `nextafter`. */
    nextafter<B extends Operand, O extends UfuncOptions>(
      other: Fitting<NDArray<D, S>, B>,
      options?: O,
    ): Result<O, LiftedPair<NDArray<D>, B>, Together<NDArray<D, S>, B>>;
    /** See the function `heaviside`. */
    heaviside<B extends Operand, O extends UfuncOptions>(
      other: Fitting<NDArray<D, S>, B>,
      options?: O,
    ): Result<O, LiftedPair<NDArray<D>, B>, Together<NDArray<D, S>, B>>;
    /** See the function `ldexp`. */
    ldexp<B extends Operand, O extends UfuncOptions>(
      other: Fitting<NDArray<D, S>, B>,
      options?: O,
    ): Result<O, Lifted<D>, Together<NDArray<D, S>, B>>;
    /** See the function `fmod`. */
    fmod<B extends Operand, O extends UfuncOptions>(
      other: Fitting<NDArray<D, S>, B>,
      options?: O,
    ): Result<O, Common<NDArray<D>, B>, Together<NDArray<D, S>, B>>;
    /** See the function `gcd`. */
    gcd<B extends Operand, O extends UfuncOptions>(
      other: Fitting<NDArray<D, S>, B>,
      options?: O,
    ): Result<O, Common<NDArray<D>, B>, Together<NDArray<D, S>, B>>;
    /** See the function `lcm`. */
    lcm<B extends Operand, O extends UfuncOptions>(
      other: Fitting<NDArray<D, S>, B>,
      options?: O,
    ): Result<O, Common<NDArray<D>, B>, Together<NDArray<D, S>, B>>;
    /** See the function `deg2rad`. */
    deg2rad<O extends UfuncOptions>(options?: O): Result<O, Lifted<D>, S>;
    /** See the function `rad2deg`. */
    rad2deg<O extends UfuncOptions>(options?: O): Result<O, Lifted<D>, S>;
    /** See the function `fabs`. */
    fabs<O extends UfuncOptions>(options?: O): Result<O, Lifted<D>, S>;
    /** See the function `rint`. */
    rint<O extends UfuncOptions>(options?: O): Result<O, Lifted<D>, S>;
    /** See the function `spacing`. */
    spacing<O extends UfuncOptions>(options?: O): Result<O, Lifted<D>, S>;
    /** See the function `sinc`. */
    sinc<O extends UfuncOptions>(options?: O): Result<O, Lifted<D>, S>;
    /** See the function `i0`. */
    i0<O extends UfuncOptions>(options?: O): Result<O, Lifted<D>, S>;
    /** See the function `argmin`. */
    argmin<const O extends ArgOptions = NoOptions>(
      options?: WithAxes<NDArray<D, S>, O>,
    ): ReductionResult<NDArray<D, S>, O, 'int64'>;
    /** See the function `argmax`. */
    argmax<const O extends ArgOptions = NoOptions>(
      options?: WithAxes<NDArray<D, S>, O>,
    ): ReductionResult<NDArray<D, S>, O, 'int64'>;
    /** See the function `mean`. */
    mean<const O extends ReductionOptions = NoOptions>(
      options?: WithAxes<NDArray<D, S>, O>,
    ): ReductionResult<NDArray<D, S>, O, Divided<D>>;
    /** See the function `std`. */
    std<const O extends SpreadOptions = NoOptions>(
      options?: WithAxes<NDArray<D, S>, O>,
    ): ReductionResult<NDArray<D, S>, O, RealOf<Divided<D>>>;
    /** See the function `variance`. */
    var<const O extends SpreadOptions = NoOptions>(
      options?: WithAxes<NDArray<D, S>, O>,
    ): ReductionResult<NDArray<D, S>, O, RealOf<Divided<D>>>;
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
