/** Gamma numbers, and distributions made of them. */
import type { NDArray } from '../../core/ndarray.js';
import type { Shape } from '../../core/shape.js';
import type { Sizes } from '../../core/static-shapes.js';
import * as gamma from '../distributions/gamma.js';
import { type Distribution, type Drawn, drawReal, type MaybeSize } from '../draw.js';
import { checkFloatDType, type FloatDType, type Size } from '../draws.js';
import type { Parameter } from '../parameters.js';
import { ExponentialDraws } from './exponential-draws.js';
import type { FloatOptions } from './standard.js';

const rows = {
  gamma: {
    name: 'gamma',
    parameters: [
      ['shape', 'nonNegative'],
      ['scale', 'nonNegative'],
    ],
    sample: gamma.gamma,
  },
  beta: {
    name: 'beta',
    parameters: [
      ['a', 'positive'],
      ['b', 'positive'],
    ],
    sample: gamma.beta,
  },
  chisquare: { name: 'chisquare', parameters: [['df', 'positive']], sample: gamma.chisquare },
  noncentralChisquare: {
    name: 'noncentralChisquare',
    parameters: [
      ['df', 'positive'],
      ['nonc', 'nonNegative'],
    ],
    sample: gamma.noncentralChisquare,
  },
  f: {
    name: 'f',
    parameters: [
      ['dfnum', 'positive'],
      ['dfden', 'positive'],
    ],
    sample: gamma.f,
  },
  noncentralF: {
    name: 'noncentralF',
    parameters: [
      ['dfnum', 'positive'],
      ['dfden', 'positive'],
      ['nonc', 'nonNegative'],
    ],
    sample: gamma.noncentralF,
  },
} satisfies { readonly [name: string]: Distribution };

const standardGamma: { readonly [D in FloatDType]: Distribution } = {
  float64: { name: 'standardGamma', parameters: [['shape', 'nonNegative']], sample: gamma.standardGamma },
  float32: {
    name: 'standardGamma',
    parameters: [['shape', 'nonNegative']],
    sample: (bits, shape) => gamma.standardGamma32(bits, Math.fround(shape)),
  },
};

export class GammaDraws extends ExponentialDraws {
  /**
   * Gamma numbers of scale 1.
   *
   * @param shape the shape
   * @param size the shape of the result; without it, one number, or one for each element of an array
   * @param options dtype float64 or float32, or an array to fill
   * @returns NaN where shape is NaN
   * @throws ShapeError, DTypeError, ArgumentError for a shape, size, dtype or `out` that does not fit
   * @example
   * defaultRng(42).standardGamma(2); // 2.0918172704999494
   *
   * NumPy: `Generator.standard_gamma`.
   */
  standardGamma<const P extends Parameter, const S extends Size, D extends FloatDType = 'float64'>(
    shape: P,
    size: S,
    options?: FloatOptions<D>,
  ): NDArray<D, Sizes<S>>;
  standardGamma<D extends FloatDType>(
    shape: Parameter,
    size: null | undefined,
    options: { dtype?: D; out: NDArray<D, Shape> },
  ): NDArray<D, Shape>;
  standardGamma<const P extends Parameter, D extends FloatDType = 'float64'>(
    shape: P,
    size?: null,
    options?: FloatOptions<D>,
  ): Drawn<P, undefined, D>;
  standardGamma(shape: Parameter, size?: MaybeSize, options: FloatOptions = {}): unknown {
    const dtype = checkFloatDType('standardGamma', options.dtype ?? options.out?.dtype);
    return drawReal(this.bitGenerator, standardGamma[dtype], [shape], size, dtype, options.out);
  }

  /**
   * Gamma numbers, float64.
   *
   * @param shape the shape
   * @param scale the scale; 1
   * @param size the shape; without it, one number, or one for each of the parameters where they are arrays
   * @returns NaN where shape or scale is NaN
   * @throws ArgumentError when a parameter is no number, shape is negative, or scale is negative
   * @throws ShapeError when parameters and size do not broadcast
   * @example
   * defaultRng(42).gamma(2, 3); // 6.275451811499848
   *
   * NumPy: `Generator.gamma`.
   */
  gamma<const P extends Parameter, const Q extends Parameter = number, const S extends MaybeSize = undefined>(
    shape: P,
    scale?: Q,
    size?: S,
  ): Drawn<P | Q, S>;
  gamma(shape: Parameter, scale: Parameter = 1, size?: MaybeSize): unknown {
    return drawReal(this.bitGenerator, rows.gamma, [shape, scale], size);
  }

  /**
   * Beta numbers, in [0, 1], float64.
   *
   * @param a the first shape
   * @param b the second shape
   * @param size the shape; without it, one number, or one for each of the parameters where they are arrays
   * @returns NaN where a or b is NaN
   * @throws ArgumentError when a parameter is no number, a is not above 0, or b is not above 0
   * @throws ShapeError when parameters and size do not broadcast
   * @example
   * defaultRng(42).beta(2, 5); // 0.24395464376443093
   *
   * NumPy: `Generator.beta`.
   */
  beta<const P extends Parameter, const Q extends Parameter, const S extends MaybeSize = undefined>(
    a: P,
    b: Q,
    size?: S,
  ): Drawn<P | Q, S>;
  beta(a: Parameter, b: Parameter, size?: MaybeSize): unknown {
    return drawReal(this.bitGenerator, rows.beta, [a, b], size);
  }

  /**
   * Chi-square numbers, float64.
   *
   * @param df degrees of freedom
   * @param size the shape; without it, one number, or one for each of the parameters where they are arrays
   * @returns NaN where df is NaN
   * @throws ArgumentError when a parameter is no number, or df is not above 0
   * @throws ShapeError when parameters and size do not broadcast
   * @example
   * defaultRng(42).chisquare(4); // 4.183634540999899
   *
   * NumPy: `Generator.chisquare`.
   */
  chisquare<const P extends Parameter, const S extends MaybeSize = undefined>(df: P, size?: S): Drawn<P, S>;
  chisquare(df: Parameter, size?: MaybeSize): unknown {
    return drawReal(this.bitGenerator, rows.chisquare, [df], size);
  }

  /**
   * Noncentral chi-square numbers, float64.
   *
   * @param df degrees of freedom
   * @param nonc the sum of the squared means
   * @param size the shape; without it, one number, or one for each of the parameters where they are arrays
   * @returns NaN where df or nonc is NaN
   * @throws ArgumentError when a parameter is no number, df is not above 0, or nonc is negative
   * @throws ShapeError when parameters and size do not broadcast
   * @example
   * defaultRng(42).noncentralChisquare(3, 2); // 4.948464893769291
   *
   * NumPy: `Generator.noncentral_chisquare`.
   */
  noncentralChisquare<
    const P extends Parameter,
    const Q extends Parameter,
    const S extends MaybeSize = undefined,
  >(df: P, nonc: Q, size?: S): Drawn<P | Q, S>;
  noncentralChisquare(df: Parameter, nonc: Parameter, size?: MaybeSize): unknown {
    return drawReal(this.bitGenerator, rows.noncentralChisquare, [df, nonc], size);
  }

  /**
   * Fisher's F numbers, float64.
   *
   * @param dfnum degrees of freedom above
   * @param dfden and below
   * @param size the shape; without it, one number, or one for each of the parameters where they are arrays
   * @returns NaN where dfnum or dfden is NaN
   * @throws ArgumentError when a parameter is no number, dfnum is not above 0, or dfden is not above 0
   * @throws ShapeError when parameters and size do not broadcast
   * @example
   * defaultRng(42).f(5, 10); // 0.816579730005142
   *
   * NumPy: `Generator.f`.
   */
  f<const P extends Parameter, const Q extends Parameter, const S extends MaybeSize = undefined>(
    dfnum: P,
    dfden: Q,
    size?: S,
  ): Drawn<P | Q, S>;
  f(dfnum: Parameter, dfden: Parameter, size?: MaybeSize): unknown {
    return drawReal(this.bitGenerator, rows.f, [dfnum, dfden], size);
  }

  /**
   * Noncentral F numbers, float64.
   *
   * @param dfnum degrees of freedom above
   * @param dfden and below
   * @param nonc the sum of the squared means above
   * @param size the shape; without it, one number, or one for each of the parameters where they are arrays
   * @returns NaN where dfnum or dfden or nonc is NaN
   * @throws ArgumentError when a parameter is no number, dfnum is not above 0, dfden is not above 0, or nonc is negative
   * @throws ShapeError when parameters and size do not broadcast
   * @example
   * defaultRng(42).noncentralF(5, 10, 2); // 1.2656711365740423
   *
   * NumPy: `Generator.noncentral_f`.
   */
  noncentralF<
    const P extends Parameter,
    const Q extends Parameter,
    const R extends Parameter,
    const S extends MaybeSize = undefined,
  >(dfnum: P, dfden: Q, nonc: R, size?: S): Drawn<P | Q | R, S>;
  noncentralF(dfnum: Parameter, dfden: Parameter, nonc: Parameter, size?: MaybeSize): unknown {
    return drawReal(this.bitGenerator, rows.noncentralF, [dfnum, dfden, nonc], size);
  }
}
