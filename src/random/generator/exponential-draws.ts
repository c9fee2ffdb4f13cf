/** Exponential numbers, and distributions made of them or of logarithms. */

import { ArgumentError } from '../../core/errors.js';
import type { NDArray } from '../../core/ndarray.js';
import { checkOptions, type OptionNames } from '../../core/option-check.js';
import type { Shape } from '../../core/shape.js';
import type { Sizes } from '../../core/static-shapes.js';
import * as continuous from '../distributions/continuous.js';
import { type Distribution, type Drawn, drawReal, type MaybeSize } from '../draw.js';
import type { FloatDType, Size } from '../draws.js';
import { fillScaled } from '../fill.js';
import type { Parameter } from '../parameters.js';
import { NormalDraws } from './normal-draws.js';
import { drawScaled, drawStandard, type FloatOptions } from './standard.js';

const rows = {
  exponential: {
    name: 'exponential',
    parameters: [['scale', 'nonNegative']],
    sample: continuous.exponential,
  },
  laplace: {
    name: 'laplace',
    parameters: [
      ['loc', 'any'],
      ['scale', 'nonNegative'],
    ],
    sample: continuous.laplace,
  },
  gumbel: {
    name: 'gumbel',
    parameters: [
      ['loc', 'any'],
      ['scale', 'nonNegative'],
    ],
    sample: continuous.gumbel,
  },
  logistic: {
    name: 'logistic',
    parameters: [
      ['loc', 'any'],
      ['scale', 'nonNegative'],
    ],
    sample: continuous.logistic,
  },
  pareto: { name: 'pareto', parameters: [['a', 'positive']], sample: continuous.pareto },
  weibull: { name: 'weibull', parameters: [['a', 'nonNegative']], sample: continuous.weibull },
  power: { name: 'power', parameters: [['a', 'positive']], sample: continuous.power },
} satisfies { readonly [name: string]: Distribution };

export interface ExponentialOptions<D extends FloatDType = FloatDType> extends FloatOptions<D> {
  /** 'zig', the ziggurat method, or 'inv', the inverse of the distribution function. */
  readonly method?: 'zig' | 'inv';
}

const exponentialNames: OptionNames<ExponentialOptions> = { dtype: true, out: true, method: true };

export class ExponentialDraws extends NormalDraws {
  /**
   * Exponentially distributed numbers with mean 1.
   *
   * - `size`: the shape; without it, one number
   * - `options`: dtype float64 or float32, method ('zig' or 'inv'), or an array to fill
   * @throws ShapeError, DTypeError, ArgumentError for a size, dtype or `out` that does not fit
   * @example
   * defaultRng(42).standardExponential(); // 2.4042086039659947
   *
   * NumPy: `Generator.standard_exponential`.
   */
  standardExponential(): number;
  standardExponential<const S extends Size, D extends FloatDType = 'float64'>(
    size: S,
    options?: ExponentialOptions<D>,
  ): NDArray<D, Sizes<S>>;
  standardExponential<D extends FloatDType>(
    size: null | undefined,
    options: { dtype?: D; method?: 'zig' | 'inv'; out: NDArray<D, Shape> },
  ): NDArray<D, Shape>;
  standardExponential(size: null | undefined, options?: ExponentialOptions): number;
  standardExponential(size?: Size | null, options: ExponentialOptions = {}): unknown {
    checkOptions('standardExponential', options, exponentialNames);
    const { method, ...rest } = options;
    const kind = checkMethod(method) === 'zig' ? 'exponential' : 'exponentialInverse';
    return drawStandard(this.bitGenerator, 'standardExponential', kind, size, rest);
  }

  /**
   * Exponentially distributed numbers, float64.
   *
   * @param scale the mean; 1
   * @param size the shape; without it, one number, or one for each of the parameters where they are arrays
   * @returns NaN where scale is NaN
   * @throws ArgumentError when a parameter is no number, or scale is negative
   * @throws ShapeError when parameters and size do not broadcast
   * @example
   * defaultRng(42).exponential(2); // 4.808417207931989
   *
   * NumPy: `Generator.exponential`.
   */
  exponential<const P extends Parameter = number, const S extends MaybeSize = undefined>(
    scale?: P,
    size?: S,
  ): Drawn<P, S>;
  exponential(scale: Parameter = 1, size?: MaybeSize): unknown {
    return drawScaled(this.bitGenerator, rows.exponential, [scale], size, (bits, out, a) =>
      fillScaled(bits, 'exponential', out, 0, a),
    );
  }

  /**
   * Laplace (double exponential) numbers, float64.
   *
   * @param loc the mean; 0
   * @param scale the mean distance from it; 1
   * @param size the shape; without it, one number, or one for each of the parameters where they are arrays
   * @returns NaN where loc or scale is NaN
   * @throws ArgumentError when a parameter is no number, or scale is negative
   * @throws ShapeError when parameters and size do not broadcast
   * @example
   * defaultRng(42).laplace(); // 0.7938786426417068
   *
   * NumPy: `Generator.laplace`.
   */
  laplace<
    const P extends Parameter = number,
    const Q extends Parameter = number,
    const S extends MaybeSize = undefined,
  >(loc?: P, scale?: Q, size?: S): Drawn<P | Q, S>;
  laplace(loc: Parameter = 0, scale: Parameter = 1, size?: MaybeSize): unknown {
    return drawReal(this.bitGenerator, rows.laplace, [loc, scale], size);
  }

  /**
   * Gumbel (extreme value type I) numbers, float64.
   *
   * @param loc the mode; 0
   * @param scale the scale; 1
   * @param size the shape; without it, one number, or one for each of the parameters where they are arrays
   * @returns NaN where loc or scale is NaN
   * @throws ArgumentError when a parameter is no number, or scale is negative
   * @throws ShapeError when parameters and size do not broadcast
   * @example
   * defaultRng(42).gumbel(); // -0.3967780333000976
   *
   * NumPy: `Generator.gumbel`.
   */
  gumbel<
    const P extends Parameter = number,
    const Q extends Parameter = number,
    const S extends MaybeSize = undefined,
  >(loc?: P, scale?: Q, size?: S): Drawn<P | Q, S>;
  gumbel(loc: Parameter = 0, scale: Parameter = 1, size?: MaybeSize): unknown {
    return drawReal(this.bitGenerator, rows.gumbel, [loc, scale], size);
  }

  /**
   * Logistic numbers, float64.
   *
   * @param loc the mean; 0
   * @param scale the scale; 1
   * @param size the shape; without it, one number, or one for each of the parameters where they are arrays
   * @returns NaN where loc or scale is NaN
   * @throws ArgumentError when a parameter is no number, or scale is negative
   * @throws ShapeError when parameters and size do not broadcast
   * @example
   * defaultRng(42).logistic(); // 1.2307856313855068
   *
   * NumPy: `Generator.logistic`.
   */
  logistic<
    const P extends Parameter = number,
    const Q extends Parameter = number,
    const S extends MaybeSize = undefined,
  >(loc?: P, scale?: Q, size?: S): Drawn<P | Q, S>;
  logistic(loc: Parameter = 0, scale: Parameter = 1, size?: MaybeSize): unknown {
    return drawReal(this.bitGenerator, rows.logistic, [loc, scale], size);
  }

  /**
   * Pareto II (Lomax) numbers, float64; add 1 for the classical Pareto distribution.
   *
   * @param a the shape
   * @param size the shape; without it, one number, or one for each of the parameters where they are arrays
   * @returns NaN where a is NaN
   * @throws ArgumentError when a parameter is no number, or a is not above 0
   * @throws ShapeError when parameters and size do not broadcast
   * @example
   * defaultRng(42).pareto(3); // 1.228665259618174
   *
   * NumPy: `Generator.pareto`.
   */
  pareto<const P extends Parameter, const S extends MaybeSize = undefined>(a: P, size?: S): Drawn<P, S>;
  pareto(a: Parameter, size?: MaybeSize): unknown {
    return drawReal(this.bitGenerator, rows.pareto, [a], size);
  }

  /**
   * Weibull numbers of scale 1, float64.
   *
   * @param a the shape
   * @param size the shape; without it, one number, or one for each of the parameters where they are arrays
   * @returns NaN where a is NaN
   * @throws ArgumentError when a parameter is no number, or a is negative
   * @throws ShapeError when parameters and size do not broadcast
   * @example
   * defaultRng(42).weibull(1.5); // 1.794656893050126
   *
   * NumPy: `Generator.weibull`.
   */
  weibull<const P extends Parameter, const S extends MaybeSize = undefined>(a: P, size?: S): Drawn<P, S>;
  weibull(a: Parameter, size?: MaybeSize): unknown {
    return drawReal(this.bitGenerator, rows.weibull, [a], size);
  }

  /**
   * Numbers in [0, 1] with density a xᵃ⁻¹, float64.
   *
   * @param a the exponent plus one
   * @param size the shape; without it, one number, or one for each of the parameters where they are arrays
   * @returns NaN where a is NaN
   * @throws ArgumentError when a parameter is no number, or a is not above 0
   * @throws ShapeError when parameters and size do not broadcast
   * @example
   * defaultRng(42).power(5); // 0.9812419569358625
   *
   * NumPy: `Generator.power`.
   */
  power<const P extends Parameter, const S extends MaybeSize = undefined>(a: P, size?: S): Drawn<P, S>;
  power(a: Parameter, size?: MaybeSize): unknown {
    return drawReal(this.bitGenerator, rows.power, [a], size);
  }
}

function checkMethod(method: unknown = 'zig'): 'zig' | 'inv' {
  if (method === 'zig' || method === 'inv') return method;
  throw new ArgumentError(`method is ${String(method)}; needs 'zig' or 'inv'`, {
    operation: 'standardExponential',
    argument: 'method',
    got: method,
  });
}
