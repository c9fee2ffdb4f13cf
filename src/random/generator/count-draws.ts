/** Counts: distributions over the integers. */
import { ArgumentError } from '../../core/errors.js';
import * as binomial from '../distributions/binomial.js';
import * as discrete from '../distributions/discrete.js';
import * as hypergeometric from '../distributions/hypergeometric.js';
import * as poisson from '../distributions/poisson.js';
import { type Distribution, type Drawn, drawWhole, type MaybeSize } from '../draw.js';
import type { Parameter } from '../parameters.js';
import { GammaDraws } from './gamma-draws.js';

const rows = {
  binomial: {
    name: 'binomial',
    parameters: [
      ['n', 'count'],
      ['p', 'probability'],
    ],
    sample: binomial.binomial,
  },
  negativeBinomial: {
    name: 'negativeBinomial',
    parameters: [
      ['n', 'positiveNotNaN'],
      ['p', 'probabilityAbove0'],
    ],
    sample: discrete.negativeBinomial,
    together: checkMean,
  },
  poisson: { name: 'poisson', parameters: [['lam', 'mean']], sample: poisson.poisson },
  geometric: { name: 'geometric', parameters: [['p', 'probabilityAbove0']], sample: discrete.geometric },
  logseries: { name: 'logseries', parameters: [['p', 'probabilityBelow1']], sample: discrete.logseries },
  zipf: { name: 'zipf', parameters: [['a', 'above1']], sample: discrete.zipf },
  hypergeometric: {
    name: 'hypergeometric',
    parameters: [
      ['ngood', 'count'],
      ['nbad', 'count'],
      ['nsample', 'count'],
    ],
    sample: hypergeometric.hypergeometric,
    together: checkSample,
  },
} satisfies { readonly [name: string]: Distribution };

export class CountDraws extends GammaDraws {
  /**
   * How often something of probability p happens in n trials, int64.
   *
   * @param n trials
   * @param p the probability of each
   * @param size the shape; without it, one number, or one for each of the parameters where they are arrays
   * @throws ArgumentError when a parameter is no number, n is no integer, 0 or more, or p is no probability
   * @throws ShapeError when parameters and size do not broadcast
   * @example
   * defaultRng(42).binomial(10, 0.5); // 6
   *
   * NumPy: `Generator.binomial`.
   */
  binomial<const P extends Parameter, const Q extends Parameter, const S extends MaybeSize = undefined>(
    n: P,
    p: Q,
    size?: S,
  ): Drawn<P | Q, S, 'int64'>;
  binomial(n: Parameter, p: Parameter, size?: MaybeSize): unknown {
    return drawWhole(this.bitGenerator, rows.binomial, [n, p], size);
  }

  /**
   * How often something fails before it succeeds n times, int64.
   *
   * @param n successes; need not be whole
   * @param p the probability of a success
   * @param size the shape; without it, one number, or one for each of the parameters where they are arrays
   * @throws ArgumentError when a parameter is no number, n is not above 0, p is no probability above 0, or the mean is too large for int64
   * @throws ShapeError when parameters and size do not broadcast
   * @example
   * defaultRng(42).negativeBinomial(5, 0.5); // 6
   *
   * NumPy: `Generator.negative_binomial`.
   */
  negativeBinomial<
    const P extends Parameter,
    const Q extends Parameter,
    const S extends MaybeSize = undefined,
  >(n: P, p: Q, size?: S): Drawn<P | Q, S, 'int64'>;
  negativeBinomial(n: Parameter, p: Parameter, size?: MaybeSize): unknown {
    return drawWhole(this.bitGenerator, rows.negativeBinomial, [n, p], size);
  }

  /**
   * Poisson numbers, int64.
   *
   * @param lam the mean; 1
   * @param size the shape; without it, one number, or one for each of the parameters where they are arrays
   * @throws ArgumentError when a parameter is no number, or lam is negative, NaN or too large
   * @throws ShapeError when parameters and size do not broadcast
   * @example
   * defaultRng(42).poisson(5); // 8
   *
   * NumPy: `Generator.poisson`.
   */
  poisson<const P extends Parameter = number, const S extends MaybeSize = undefined>(
    lam?: P,
    size?: S,
  ): Drawn<P, S, 'int64'>;
  poisson(lam: Parameter = 1, size?: MaybeSize): unknown {
    return drawWhole(this.bitGenerator, rows.poisson, [lam], size);
  }

  /**
   * How many trials of probability p it takes to succeed, int64.
   *
   * @param p the probability of a success
   * @param size the shape; without it, one number, or one for each of the parameters where they are arrays
   * @throws ArgumentError when a parameter is no number, or p is no probability above 0
   * @throws ShapeError when parameters and size do not broadcast
   * @example
   * defaultRng(42).geometric(0.3); // 7
   *
   * NumPy: `Generator.geometric`.
   */
  geometric<const P extends Parameter, const S extends MaybeSize = undefined>(
    p: P,
    size?: S,
  ): Drawn<P, S, 'int64'>;
  geometric(p: Parameter, size?: MaybeSize): unknown {
    return drawWhole(this.bitGenerator, rows.geometric, [p], size);
  }

  /**
   * Logarithmic series numbers, int64.
   *
   * @param p the shape
   * @param size the shape; without it, one number, or one for each of the parameters where they are arrays
   * @throws ArgumentError when a parameter is no number, or p is no probability below 1
   * @throws ShapeError when parameters and size do not broadcast
   * @example
   * defaultRng(42).logseries(0.6); // 1
   *
   * NumPy: `Generator.logseries`.
   */
  logseries<const P extends Parameter, const S extends MaybeSize = undefined>(
    p: P,
    size?: S,
  ): Drawn<P, S, 'int64'>;
  logseries(p: Parameter, size?: MaybeSize): unknown {
    return drawWhole(this.bitGenerator, rows.logseries, [p], size);
  }

  /**
   * Zipf (zeta) numbers, int64: k with a probability like k⁻ᵃ.
   *
   * @param a the exponent
   * @param size the shape; without it, one number, or one for each of the parameters where they are arrays
   * @throws ArgumentError when a parameter is no number, or a is not above 1
   * @throws ShapeError when parameters and size do not broadcast
   * @example
   * defaultRng(42).zipf(2); // 4
   *
   * NumPy: `Generator.zipf`.
   */
  zipf<const P extends Parameter, const S extends MaybeSize = undefined>(
    a: P,
    size?: S,
  ): Drawn<P, S, 'int64'>;
  zipf(a: Parameter, size?: MaybeSize): unknown {
    return drawWhole(this.bitGenerator, rows.zipf, [a], size);
  }

  /**
   * How many of a sample are good, when it is drawn without replacement, int64.
   *
   * @param ngood good ones there are
   * @param nbad bad ones there are
   * @param nsample how many are drawn
   * @param size the shape; without it, one number, or one for each of the parameters where they are arrays
   * @throws ArgumentError when a parameter is no number, ngood is no integer, 0 or more, nbad is no integer, 0 or more, nsample is no integer, 0 or more, or nsample is more than there are
   * @throws ShapeError when parameters and size do not broadcast
   * @example
   * defaultRng(42).hypergeometric(10, 5, 6); // 5
   *
   * NumPy: `Generator.hypergeometric`.
   */
  hypergeometric<
    const P extends Parameter,
    const Q extends Parameter,
    const R extends Parameter,
    const S extends MaybeSize = undefined,
  >(ngood: P, nbad: Q, nsample: R, size?: S): Drawn<P | Q | R, S, 'int64'>;
  hypergeometric(ngood: Parameter, nbad: Parameter, nsample: Parameter, size?: MaybeSize): unknown {
    return drawWhole(this.bitGenerator, rows.hypergeometric, [ngood, nbad, nsample], size);
  }
}

/** The largest mean of the Poisson numbers that negative binomial numbers are. */
const largestMean = 2 ** 63 - Math.sqrt(2 ** 63) * 10;

function checkMean(n: number, p: number): void {
  if (((1 - p) / p) * (n + 10 * Math.sqrt(n)) <= largestMean) return;
  throw new ArgumentError(
    `n is ${n}, p is ${p}; needs a smaller n or a larger p: the numbers do not fit int64`,
    {
      operation: 'negativeBinomial',
      argument: 'n',
      got: n,
    },
  );
}

/** More good or bad ones would cost the algorithm its precision. */
const mostOfAKind = 1e9;

function checkSample(ngood: number, nbad: number, nsample: number): void {
  if (ngood >= mostOfAKind || nbad >= mostOfAKind) {
    throw new ArgumentError(`ngood is ${ngood}, nbad is ${nbad}; needs both below 10⁹`, {
      operation: 'hypergeometric',
      argument: ngood >= mostOfAKind ? 'ngood' : 'nbad',
      got: Math.max(ngood, nbad),
    });
  }
  if (nsample <= ngood + nbad) return;
  throw new ArgumentError(`nsample is ${nsample}; needs at most ngood + nbad, ${ngood + nbad}`, {
    operation: 'hypergeometric',
    argument: 'nsample',
    got: nsample,
  });
}
