/**
 * The operations as methods of NDArray: `x.add(y)` is `add(x, y)`. The table below must have every elementwise
 * operation of the registry, or it does not compile.
 */

import type { DType } from '../core/dtype.js';
import { NDArray } from '../core/ndarray.js';
import type { Shape } from '../core/shape.js';
import { type ArgOptions, argmax, argmin } from './arg.js';
import * as elementwise from './elementwise.js';
import * as logic from './logic.js';
import * as math from './math.js';
import { dot, matmul } from './matmul.js';
import { type RoundOptions, round } from './numeric/rounding.js';
import { clip, imag, real } from './parts.js';
import { choose, compress } from './places/choosing.js';
import type { IndexMode } from './places/flat-index.js';
import { put } from './places/placing.js';
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
import { mean, type SpreadOptions, std, variance } from './statistics.js';
import type { Common, Divided, Lifted, LiftedPair, RealOf } from './types.js';
import type { Operand, UfuncOptions } from './ufunc.js';

declare module '../core/ndarray.js' {
  interface NDArray<D extends DType, S extends Shape> {
    /** See the function `add`. */
    add<B extends Operand>(other: B, options?: UfuncOptions): NDArray<Common<NDArray<D>, B>>;
    /** See the function `subtract`. */
    subtract<B extends Operand>(other: B, options?: UfuncOptions): NDArray<Common<NDArray<D>, B>>;
    /** See the function `multiply`. */
    multiply<B extends Operand>(other: B, options?: UfuncOptions): NDArray<Common<NDArray<D>, B>>;
    /** See the function `divide`. */
    divide<B extends Operand>(other: B, options?: UfuncOptions): NDArray<Divided<Common<NDArray<D>, B>>>;
    /** See the function `floorDivide`. */
    floorDivide<B extends Operand>(other: B, options?: UfuncOptions): NDArray<Common<NDArray<D>, B>>;
    /** See the function `remainder`. */
    remainder<B extends Operand>(other: B, options?: UfuncOptions): NDArray<Common<NDArray<D>, B>>;
    /** See the function `power`. */
    power<B extends Operand>(other: B, options?: UfuncOptions): NDArray<Common<NDArray<D>, B>>;
    /** See the function `minimum`. */
    minimum<B extends Operand>(other: B, options?: UfuncOptions): NDArray<Common<NDArray<D>, B>>;
    /** See the function `maximum`. */
    maximum<B extends Operand>(other: B, options?: UfuncOptions): NDArray<Common<NDArray<D>, B>>;
    /** See the function `fmin`. */
    fmin<B extends Operand>(other: B, options?: UfuncOptions): NDArray<Common<NDArray<D>, B>>;
    /** See the function `fmax`. */
    fmax<B extends Operand>(other: B, options?: UfuncOptions): NDArray<Common<NDArray<D>, B>>;
    /** See the function `atan2`. */
    atan2<B extends Operand>(other: B, options?: UfuncOptions): NDArray<LiftedPair<NDArray<D>, B>>;
    /** See the function `hypot`. */
    hypot<B extends Operand>(other: B, options?: UfuncOptions): NDArray<LiftedPair<NDArray<D>, B>>;
    /** See the function `copysign`. */
    copysign<B extends Operand>(other: B, options?: UfuncOptions): NDArray<LiftedPair<NDArray<D>, B>>;
    /** See the function `equal`. */
    equal<B extends Operand>(other: B, options?: UfuncOptions): NDArray<'bool'>;
    /** See the function `notEqual`. */
    notEqual<B extends Operand>(other: B, options?: UfuncOptions): NDArray<'bool'>;
    /** See the function `less`. */
    less<B extends Operand>(other: B, options?: UfuncOptions): NDArray<'bool'>;
    /** See the function `lessEqual`. */
    lessEqual<B extends Operand>(other: B, options?: UfuncOptions): NDArray<'bool'>;
    /** See the function `greater`. */
    greater<B extends Operand>(other: B, options?: UfuncOptions): NDArray<'bool'>;
    /** See the function `greaterEqual`. */
    greaterEqual<B extends Operand>(other: B, options?: UfuncOptions): NDArray<'bool'>;
    /** See the function `logicalAnd`. */
    logicalAnd<B extends Operand>(other: B, options?: UfuncOptions): NDArray<'bool'>;
    /** See the function `logicalOr`. */
    logicalOr<B extends Operand>(other: B, options?: UfuncOptions): NDArray<'bool'>;
    /** See the function `logicalXor`. */
    logicalXor<B extends Operand>(other: B, options?: UfuncOptions): NDArray<'bool'>;
    /** See the function `bitwiseAnd`. */
    bitwiseAnd<B extends Operand>(other: B, options?: UfuncOptions): NDArray<Common<NDArray<D>, B>>;
    /** See the function `bitwiseOr`. */
    bitwiseOr<B extends Operand>(other: B, options?: UfuncOptions): NDArray<Common<NDArray<D>, B>>;
    /** See the function `bitwiseXor`. */
    bitwiseXor<B extends Operand>(other: B, options?: UfuncOptions): NDArray<Common<NDArray<D>, B>>;
    /** See the function `leftShift`. */
    leftShift<B extends Operand>(other: B, options?: UfuncOptions): NDArray<Common<NDArray<D>, B>>;
    /** See the function `rightShift`. */
    rightShift<B extends Operand>(other: B, options?: UfuncOptions): NDArray<Common<NDArray<D>, B>>;
    /** Short for `subtract`. */
    sub<B extends Operand>(other: B, options?: UfuncOptions): NDArray<Common<NDArray<D>, B>>;
    /** Short for `multiply`. */
    mul<B extends Operand>(other: B, options?: UfuncOptions): NDArray<Common<NDArray<D>, B>>;
    /** Short for `divide`. */
    div<B extends Operand>(other: B, options?: UfuncOptions): NDArray<Divided<Common<NDArray<D>, B>>>;
    /** Short for `remainder`. */
    mod<B extends Operand>(other: B, options?: UfuncOptions): NDArray<Common<NDArray<D>, B>>;
    /** Short for `power`. */
    pow<B extends Operand>(other: B, options?: UfuncOptions): NDArray<Common<NDArray<D>, B>>;
    /** See the function `negative`. */
    negative(options?: UfuncOptions): NDArray<D>;
    /** See the function `positive`. */
    positive(options?: UfuncOptions): NDArray<D>;
    /** See the function `abs`. */
    abs(options?: UfuncOptions): NDArray<RealOf<D>>;
    /** See the function `sign`. */
    sign(options?: UfuncOptions): NDArray<D>;
    /** See the function `square`. */
    square(options?: UfuncOptions): NDArray<D>;
    /** See the function `reciprocal`. */
    reciprocal(options?: UfuncOptions): NDArray<D>;
    /** See the function `conj`. */
    conj(options?: UfuncOptions): NDArray<D>;
    /** See the function `angle`. */
    angle(options?: UfuncOptions): NDArray<RealOf<D>>;
    /** See the function `floor`. */
    floor(options?: UfuncOptions): NDArray<D>;
    /** See the function `ceil`. */
    ceil(options?: UfuncOptions): NDArray<D>;
    /** See the function `trunc`. */
    trunc(options?: UfuncOptions): NDArray<D>;
    /** See the function `round`. */
    round(options?: number | RoundOptions): NDArray<D>;
    /** See the function `sqrt`. */
    sqrt(options?: UfuncOptions): NDArray<Lifted<D>>;
    /** See the function `cbrt`. */
    cbrt(options?: UfuncOptions): NDArray<Lifted<D>>;
    /** See the function `exp`. */
    exp(options?: UfuncOptions): NDArray<Lifted<D>>;
    /** See the function `exp2`. */
    exp2(options?: UfuncOptions): NDArray<Lifted<D>>;
    /** See the function `expm1`. */
    expm1(options?: UfuncOptions): NDArray<Lifted<D>>;
    /** See the function `log`. */
    log(options?: UfuncOptions): NDArray<Lifted<D>>;
    /** See the function `log2`. */
    log2(options?: UfuncOptions): NDArray<Lifted<D>>;
    /** See the function `log10`. */
    log10(options?: UfuncOptions): NDArray<Lifted<D>>;
    /** See the function `log1p`. */
    log1p(options?: UfuncOptions): NDArray<Lifted<D>>;
    /** See the function `sin`. */
    sin(options?: UfuncOptions): NDArray<Lifted<D>>;
    /** See the function `cos`. */
    cos(options?: UfuncOptions): NDArray<Lifted<D>>;
    /** See the function `tan`. */
    tan(options?: UfuncOptions): NDArray<Lifted<D>>;
    /** See the function `asin`. */
    asin(options?: UfuncOptions): NDArray<Lifted<D>>;
    /** See the function `acos`. */
    acos(options?: UfuncOptions): NDArray<Lifted<D>>;
    /** See the function `atan`. */
    atan(options?: UfuncOptions): NDArray<Lifted<D>>;
    /** See the function `sinh`. */
    sinh(options?: UfuncOptions): NDArray<Lifted<D>>;
    /** See the function `cosh`. */
    cosh(options?: UfuncOptions): NDArray<Lifted<D>>;
    /** See the function `tanh`. */
    tanh(options?: UfuncOptions): NDArray<Lifted<D>>;
    /** See the function `asinh`. */
    asinh(options?: UfuncOptions): NDArray<Lifted<D>>;
    /** See the function `acosh`. */
    acosh(options?: UfuncOptions): NDArray<Lifted<D>>;
    /** See the function `atanh`. */
    atanh(options?: UfuncOptions): NDArray<Lifted<D>>;
    /** See the function `logicalNot`. */
    logicalNot(options?: UfuncOptions): NDArray<'bool'>;
    /** See the function `bitwiseInvert`. */
    bitwiseInvert(options?: UfuncOptions): NDArray<D>;
    /** See the function `isnan`. */
    isnan(options?: UfuncOptions): NDArray<'bool'>;
    /** See the function `isinf`. */
    isinf(options?: UfuncOptions): NDArray<'bool'>;
    /** See the function `isfinite`. */
    isfinite(options?: UfuncOptions): NDArray<'bool'>;
    /** See the function `signbit`. */
    signbit(options?: UfuncOptions): NDArray<'bool'>;
    /** See the function `sum`. */
    sum(options?: ReductionOptions): NDArray<Widened<D>>;
    /** See the function `prod`. */
    prod(options?: ReductionOptions): NDArray<Widened<D>>;
    /** See the function `min`. */
    min(options?: ReductionOptions): NDArray<D>;
    /** See the function `max`. */
    max(options?: ReductionOptions): NDArray<D>;
    /** See the function `ptp`. */
    ptp(options?: AxisOptions): NDArray<D>;
    /** See the function `any`. */
    any(options?: TestOptions): NDArray<'bool'>;
    /** See the function `all`. */
    all(options?: TestOptions): NDArray<'bool'>;
    /** See the function `countNonzero`. */
    countNonzero(options?: AxisOptions): NDArray<'int64'>;
    /** See the function `argmin`. */
    argmin(options?: ArgOptions): NDArray<'int64'>;
    /** See the function `argmax`. */
    argmax(options?: ArgOptions): NDArray<'int64'>;
    /** See the function `mean`. */
    mean(options?: ReductionOptions): NDArray<Divided<D>>;
    /** See the function `std`. */
    std(options?: SpreadOptions): NDArray<RealOf<Divided<D>>>;
    /** See the function `variance`. */
    var(options?: SpreadOptions): NDArray<RealOf<Divided<D>>>;
    /** See the function `matmul`. */
    matmul<B extends Operand>(other: B, options?: UfuncOptions): NDArray<Common<NDArray<D>, B>>;
    /** See the function `dot`. */
    dot<B extends Operand>(other: B, options?: UfuncOptions): NDArray<Common<NDArray<D>, B>>;
    /** See the function `choose`. */
    choose(choices: readonly Operand[] | NDArray, options?: { readonly mode?: IndexMode }): NDArray;
    /** See the function `compress`, whose first argument is the condition. */
    compress(condition: Operand, options?: { readonly axis?: number | null }): NDArray<D>;
    /** See the function `put`. */
    put(positions: Operand, values: Operand, options?: { readonly mode?: IndexMode }): void;
    /** See the function `clip`. */
    clip(low?: Operand | null, high?: Operand | null, options?: UfuncOptions): NDArray<D>;
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
  matmul,
  dot,
  clip,
  choose,
  compress: (x: NDArray, condition: Operand, options?: { readonly axis?: number | null }) =>
    compress(condition, x, options),
  put,
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
] as const) {
  Object.defineProperty(NDArray.prototype, name, {
    configurable: true,
    get(this: NDArray) {
      return part(this);
    },
  });
}
