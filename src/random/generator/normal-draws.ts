/** Normal numbers, and distributions made of them. */
import type { NDArray } from '../../core/ndarray.js';
import type { Shape } from '../../core/shape.js';
import type { Sizes } from '../../core/static-shapes.js';
import * as continuous from '../distributions/continuous.js';
import * as gamma from '../distributions/gamma.js';
import { type Distribution, type Drawn, drawReal, type MaybeSize } from '../draw.js';
import type { FloatDType, Size } from '../draws.js';
import { fillScaled } from '../fill.js';
import type { Parameter } from '../parameters.js';
import { drawScaled, drawStandard, type FloatOptions } from './standard.js';
import { UniformDraws } from './uniform-draws.js';

const rows = {
  normal: {
    name: 'normal',
    parameters: [
      ['loc', 'any'],
      ['scale', 'nonNegative'],
    ],
    sample: continuous.normal,
  },
  lognormal: {
    name: 'lognormal',
    parameters: [
      ['mean', 'any'],
      ['sigma', 'nonNegative'],
    ],
    sample: continuous.lognormal,
  },
  rayleigh: { name: 'rayleigh', parameters: [['scale', 'nonNegative']], sample: continuous.rayleigh },
  standardCauchy: { name: 'standardCauchy', parameters: [], sample: continuous.standardCauchy },
  standardT: { name: 'standardT', parameters: [['df', 'positive']], sample: gamma.standardT },
  wald: {
    name: 'wald',
    parameters: [
      ['mean', 'positive'],
      ['scale', 'positive'],
    ],
    sample: continuous.wald,
  },
  vonmises: {
    name: 'vonmises',
    parameters: [
      ['mu', 'any'],
      ['kappa', 'nonNegative'],
    ],
    sample: continuous.vonmises,
  },
} satisfies { readonly [name: string]: Distribution };

export class NormalDraws extends UniformDraws {
  /**
   * Normally distributed numbers with mean 0 and standard deviation 1, by the ziggurat method.
   *
   * - `size`: the shape; without it, one number
   * - `options`: dtype float64 or float32, or an array to fill
   * @throws ShapeError, DTypeError, ArgumentError for a size, dtype or `out` that does not fit
   * @example
   * defaultRng(42).standardNormal(); // 0.30471707975443135
   *
   * NumPy: `Generator.standard_normal`.
   */
  standardNormal(): number;
  standardNormal<const S extends Size, D extends FloatDType = 'float64'>(
    size: S,
    options?: FloatOptions<D>,
  ): NDArray<D, Sizes<S>>;
  standardNormal<D extends FloatDType>(
    size: null | undefined,
    options: { dtype?: D; out: NDArray<D, Shape> },
  ): NDArray<D, Shape>;
  standardNormal(size: null | undefined, options?: FloatOptions): number;
  standardNormal(size?: Size | null, options?: FloatOptions): unknown {
    return drawStandard(this.bitGenerator, 'standardNormal', 'normal', size, options);
  }

  /**
   * Normally distributed numbers, float64.
   *
   * @param loc the mean; 0
   * @param scale the standard deviation; 1
   * @param size the shape; without it, one number, or one for each of the parameters where they are arrays
   * @returns NaN where loc or scale is NaN
   * @throws ArgumentError when a parameter is no number, or scale is negative
   * @throws ShapeError when parameters and size do not broadcast
   * @example
   * defaultRng(42).normal(10, 2); // 10.609434159508863
   *
   * NumPy: `Generator.normal`.
   */
  normal<
    const P extends Parameter = number,
    const Q extends Parameter = number,
    const S extends MaybeSize = undefined,
  >(loc?: P, scale?: Q, size?: S): Drawn<P | Q, S>;
  normal(loc: Parameter = 0, scale: Parameter = 1, size?: MaybeSize): unknown {
    return drawScaled(this.bitGenerator, rows.normal, [loc, scale], size, (bits, out, a, b) =>
      fillScaled(bits, 'normal', out, a, b),
    );
  }

  /**
   * Numbers whose logarithm is normally distributed, float64.
   *
   * @param mean the mean of the logarithm; 0
   * @param sigma its standard deviation; 1
   * @param size the shape; without it, one number, or one for each of the parameters where they are arrays
   * @returns NaN where mean or sigma is NaN
   * @throws ArgumentError when a parameter is no number, or sigma is negative
   * @throws ShapeError when parameters and size do not broadcast
   * @example
   * defaultRng(42).lognormal(0, 1); // 1.3562412406168636
   *
   * NumPy: `Generator.lognormal`.
   */
  lognormal<
    const P extends Parameter = number,
    const Q extends Parameter = number,
    const S extends MaybeSize = undefined,
  >(mean?: P, sigma?: Q, size?: S): Drawn<P | Q, S>;
  lognormal(mean: Parameter = 0, sigma: Parameter = 1, size?: MaybeSize): unknown {
    return drawReal(this.bitGenerator, rows.lognormal, [mean, sigma], size);
  }

  /**
   * Rayleigh-distributed numbers, float64: the length of a vector of two normal numbers.
   *
   * @param scale the most likely length; 1
   * @param size the shape; without it, one number, or one for each of the parameters where they are arrays
   * @returns NaN where scale is NaN
   * @throws ArgumentError when a parameter is no number, or scale is negative
   * @throws ShapeError when parameters and size do not broadcast
   * @example
   * defaultRng(42).rayleigh(2); // 4.385620689449551
   *
   * NumPy: `Generator.rayleigh`.
   */
  rayleigh<const P extends Parameter = number, const S extends MaybeSize = undefined>(
    scale?: P,
    size?: S,
  ): Drawn<P, S>;
  rayleigh(scale: Parameter = 1, size?: MaybeSize): unknown {
    return drawReal(this.bitGenerator, rows.rayleigh, [scale], size);
  }

  /**
   * Standard Cauchy numbers, float64: the ratio of two normal numbers.
   *
   * @param size the shape; without it, one number
   * @throws ShapeError when size is no shape
   * @example
   * defaultRng(42).standardCauchy(); // -0.2930016698581793
   *
   * NumPy: `Generator.standard_cauchy`.
   */
  standardCauchy<const S extends MaybeSize = undefined>(size?: S): Drawn<number, S>;
  standardCauchy(size?: MaybeSize): unknown {
    return drawReal(this.bitGenerator, rows.standardCauchy, [], size);
  }

  /**
   * Student's t numbers, float64.
   *
   * @param df degrees of freedom
   * @param size the shape; without it, one number, or one for each of the parameters where they are arrays
   * @returns NaN where df is NaN
   * @throws ArgumentError when a parameter is no number, or df is not above 0
   * @throws ShapeError when parameters and size do not broadcast
   * @example
   * defaultRng(42).standardT(10); // 0.4100401953152789
   *
   * NumPy: `Generator.standard_t`.
   */
  standardT<const P extends Parameter, const S extends MaybeSize = undefined>(df: P, size?: S): Drawn<P, S>;
  standardT(df: Parameter, size?: MaybeSize): unknown {
    return drawReal(this.bitGenerator, rows.standardT, [df], size);
  }

  /**
   * Wald (inverse Gaussian) numbers, float64.
   *
   * @param mean the mean
   * @param scale the shape: the larger, the nearer to the mean
   * @param size the shape; without it, one number, or one for each of the parameters where they are arrays
   * @returns NaN where mean or scale is NaN
   * @throws ArgumentError when a parameter is no number, mean is not above 0, or scale is not above 0
   * @throws ShapeError when parameters and size do not broadcast
   * @example
   * defaultRng(42).wald(3, 2); // 2.069990769639344
   *
   * NumPy: `Generator.wald`.
   */
  wald<const P extends Parameter, const Q extends Parameter, const S extends MaybeSize = undefined>(
    mean: P,
    scale: Q,
    size?: S,
  ): Drawn<P | Q, S>;
  wald(mean: Parameter, scale: Parameter, size?: MaybeSize): unknown {
    return drawReal(this.bitGenerator, rows.wald, [mean, scale], size);
  }

  /**
   * Von Mises numbers, float64: angles from −π to π about a direction.
   *
   * @param mu the direction
   * @param kappa the concentration; 0 is uniform
   * @param size the shape; without it, one number, or one for each of the parameters where they are arrays
   * @returns NaN where mu or kappa is NaN
   * @throws ArgumentError when a parameter is no number, or kappa is negative
   * @throws ShapeError when parameters and size do not broadcast
   * @example
   * defaultRng(42).vonmises(0, 4); // -0.10171522044718628
   *
   * NumPy: `Generator.vonmises`.
   */
  vonmises<const P extends Parameter, const Q extends Parameter, const S extends MaybeSize = undefined>(
    mu: P,
    kappa: Q,
    size?: S,
  ): Drawn<P | Q, S>;
  vonmises(mu: Parameter, kappa: Parameter, size?: MaybeSize): unknown {
    return drawReal(this.bitGenerator, rows.vonmises, [mu, kappa], size);
  }
}
