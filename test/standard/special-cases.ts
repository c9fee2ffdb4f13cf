/**
 * The special cases of the Array API standard 2024.12, function by function, as its pages list them.
 *
 * A rule is `operands → result`. An operand is a set of numbers: `+0`, `0` (of either sign), `+inf`, `inf` (of either
 * sign), `NaN`, `any`, `finite`, `>0` (infinity included), `finite>0`, `|x|>1`, `odd` … A result is a number, or one
 * in terms of the operands. Of complex numbers, an operand is its two parts, and `±` before a result leaves its sign
 * open. Several results separated by `|` are allowed alike.
 */

/** Functions of one real number. */
export const unaryCases: Record<string, string> = {
  abs: 'NaN → NaN; -0 → +0; -inf → +inf',
  acos: 'NaN → NaN; >1 → NaN; <-1 → NaN; 1 → +0',
  acosh: 'NaN → NaN; <1 → NaN; 1 → +0; +inf → +inf',
  asin: 'NaN → NaN; >1 → NaN; <-1 → NaN; +0 → +0; -0 → -0',
  asinh: 'NaN → NaN; +0 → +0; -0 → -0; +inf → +inf; -inf → -inf',
  atan: 'NaN → NaN; +0 → +0; -0 → -0; +inf → π/2; -inf → -π/2',
  atanh: 'NaN → NaN; <-1 → NaN; >1 → NaN; -1 → -inf; 1 → +inf; +0 → +0; -0 → -0',
  ceil: 'integer → x1; +inf → +inf; -inf → -inf; +0 → +0; -0 → -0; NaN → NaN',
  cos: 'NaN → NaN; 0 → 1; inf → NaN',
  cosh: 'NaN → NaN; 0 → 1; inf → +inf',
  exp: 'NaN → NaN; 0 → 1; +inf → +inf; -inf → +0',
  expm1: 'NaN → NaN; +0 → +0; -0 → -0; +inf → +inf; -inf → -1',
  floor: 'integer → x1; +inf → +inf; -inf → -inf; +0 → +0; -0 → -0; NaN → NaN',
  isfinite: 'inf → false; NaN → false; finite → true',
  isinf: 'inf → true; NaN → false; finite → false',
  isnan: 'inf → false; NaN → true; finite → false',
  log: 'NaN → NaN; <0 → NaN; 0 → -inf; 1 → +0; +inf → +inf',
  log10: 'NaN → NaN; <0 → NaN; 0 → -inf; 1 → +0; +inf → +inf',
  log1p: 'NaN → NaN; <-1 → NaN; -1 → -inf; +0 → +0; -0 → -0; +inf → +inf',
  log2: 'NaN → NaN; <0 → NaN; 0 → -inf; 1 → +0; +inf → +inf',
  negative: 'NaN → NaN; +0 → -0; -0 → +0; +inf → -inf; -inf → +inf',
  positive: 'NaN → NaN; +0 → +0; -0 → -0; +inf → +inf; -inf → -inf',
  reciprocal: 'NaN → NaN; +0 → +inf; -0 → -inf; +inf → +0; -inf → -0',
  round:
    'integer → x1; +inf → +inf; -inf → -inf; +0 → +0; -0 → -0; NaN → NaN; 0.5 → +0; 1.5 → 2; 2.5 → 2; -0.5 → -0',
  sign: '<0 → -1; 0 → 0; >0 → 1; NaN → NaN',
  signbit: '+0 → false; -0 → true; +inf → false; -inf → true; finite>0 → false; finite<0 → true; NaN → false',
  sin: 'NaN → NaN; +0 → +0; -0 → -0; inf → NaN',
  sinh: 'NaN → NaN; +0 → +0; -0 → -0; +inf → +inf; -inf → -inf',
  sqrt: 'NaN → NaN; <0 → NaN; +0 → +0; -0 → -0; +inf → +inf',
  square: 'NaN → NaN; 0 → +0; inf → +inf',
  tan: 'NaN → NaN; +0 → +0; -0 → -0; inf → NaN',
  tanh: 'NaN → NaN; +0 → +0; -0 → -0; +inf → 1; -inf → -1',
  trunc: 'integer → x1; +inf → +inf; -inf → -inf; +0 → +0; -0 → -0; NaN → NaN',
};

/** Sums and differences; a difference is the sum with the negative. */
const sums =
  'NaN, any → NaN; any, NaN → NaN; +inf, -inf → NaN; -inf, +inf → NaN; +inf, +inf → +inf; -inf, -inf → -inf; ' +
  '+inf, finite → +inf; -inf, finite → -inf; finite, +inf → +inf; finite, -inf → -inf; -0, -0 → -0; -0, +0 → +0; ' +
  '+0, -0 → +0; +0, +0 → +0; 0, nonzero → x2; nonzero, 0 → x1; 1, -1 → +0';

const quotients =
  'NaN, any → NaN; any, NaN → NaN; inf, inf → NaN; 0, 0 → NaN; +0, >0 → +0; -0, >0 → -0; +0, <0 → -0; -0, <0 → +0; ' +
  '>0, +0 → +inf; >0, -0 → -inf; <0, +0 → -inf; <0, -0 → +inf; ';

/** Functions of two real numbers. */
export const binaryCases: Record<string, string> = {
  add: sums,
  atan2:
    'NaN, any → NaN; any, NaN → NaN; >0, 0 → π/2; +0, >0 → +0; +0, +0 → +0; +0, -0 → π; +0, <0 → π; -0, >0 → -0; ' +
    '-0, +0 → -0; -0, -0 → -π; -0, <0 → -π; <0, 0 → -π/2; finite>0, +inf → +0; finite>0, -inf → π; ' +
    'finite<0, +inf → -0; finite<0, -inf → -π; +inf, finite → π/2; -inf, finite → -π/2; +inf, +inf → π/4; ' +
    '+inf, -inf → 3π/4; -inf, +inf → -π/4; -inf, -inf → -3π/4',
  copysign:
    'not NaN, <0 → -|x1|; not NaN, -0 → -|x1|; not NaN, +0 → |x1|; not NaN, >0 → |x1|; NaN, any → NaN',
  divide:
    quotients +
    '+inf, finite>0 → +inf; +inf, finite<0 → -inf; -inf, finite>0 → -inf; -inf, finite<0 → +inf; ' +
    'finite>0, +inf → +0; finite>0, -inf → -0; finite<0, +inf → -0; finite<0, -inf → +0',
  equal:
    'NaN, any → false; any, NaN → false; +inf, +inf → true; -inf, -inf → true; 0, 0 → true; +inf, finite → false; 1, 2 → false',
  // The standard allows Python's results where one operand is infinite.
  floorDivide:
    quotients +
    '+inf, finite>0 → +inf | NaN; +inf, finite<0 → -inf | NaN; -inf, finite>0 → -inf | NaN; -inf, finite<0 → +inf | NaN; ' +
    'finite>0, +inf → +0; finite>0, -inf → -0 | -1; finite<0, +inf → -0 | -1; finite<0, -inf → +0',
  greater: 'NaN, any → false; any, NaN → false; +inf, finite → true; 0, 0 → false',
  greaterEqual: 'NaN, any → false; any, NaN → false; +inf, +inf → true; 0, 0 → true',
  hypot:
    'inf, any → +inf; any, inf → +inf; 0, any → |x2|; any, 0 → |x1|; finite, NaN → NaN; NaN, finite → NaN; NaN, NaN → NaN',
  less: 'NaN, any → false; any, NaN → false; -inf, finite → true; 0, 0 → false',
  lessEqual: 'NaN, any → false; any, NaN → false; -inf, -inf → true; 0, 0 → true',
  logaddexp: 'NaN, any → NaN; any, NaN → NaN; +inf, not NaN → +inf; not NaN, +inf → +inf',
  maximum: 'NaN, any → NaN; any, NaN → NaN; +inf, not NaN → +inf; -inf, finite → x2; 0, 0 → 0',
  minimum: 'NaN, any → NaN; any, NaN → NaN; -inf, not NaN → -inf; +inf, finite → x2; 0, 0 → 0',
  multiply:
    'NaN, any → NaN; any, NaN → NaN; inf, 0 → NaN; 0, inf → NaN; >0, +inf → +inf; >0, -inf → -inf; <0, +inf → -inf; ' +
    '<0, -inf → +inf; +inf, >0 → +inf; +inf, <0 → -inf; -inf, >0 → -inf; -inf, <0 → +inf; finite>0, +0 → +0; ' +
    'finite>0, -0 → -0; finite<0, +0 → -0; finite<0, -0 → +0; -0, -0 → +0; +0, -0 → -0',
  nextafter: 'NaN, any → NaN; any, NaN → NaN; -0, +0 → +0; +0, -0 → -0',
  notEqual:
    'NaN, any → true; any, NaN → true; +inf, -inf → true; -inf, +inf → true; 1, 2 → true; 0, 0 → false; +inf, +inf → false',
  power:
    'not 1, NaN → NaN; any, 0 → 1; NaN, not 0 → NaN; |x|>1, +inf → +inf; |x|>1, -inf → +0; |x|=1, inf → 1; ' +
    '1, not NaN → 1; |x|<1, +inf → +0; |x|<1, -inf → +inf; +inf, >0 → +inf; +inf, <0 → +0; -inf, odd>0 → -inf; ' +
    '-inf, even>0 → +inf; -inf, odd<0 → -0; -inf, even<0 → +0; +0, >0 → +0; +0, <0 → +inf; -0, odd>0 → -0; ' +
    '-0, even>0 → +0; -0, odd<0 → -inf; -0, even<0 → +inf; finite<0, fraction → NaN',
  remainder:
    'NaN, any → NaN; any, NaN → NaN; inf, inf → NaN; 0, 0 → NaN; 0, >0 → +0; 0, <0 → -0; >0, 0 → NaN; <0, 0 → NaN; ' +
    'inf, finite → NaN; finite>0, +inf → x1; finite>0, -inf → x2; finite<0, +inf → x2; finite<0, -inf → x1',
  subtract:
    'NaN, any → NaN; any, NaN → NaN; +inf, +inf → NaN; -inf, -inf → NaN; +inf, -inf → +inf; -inf, +inf → -inf; ' +
    '+inf, finite → +inf; -inf, finite → -inf; finite, +inf → -inf; finite, -inf → +inf; -0, +0 → -0; -0, -0 → +0; ' +
    '+0, +0 → +0; +0, -0 → +0; nonzero, 0 → x1; 1, 1 → +0',
};

/** Functions of one complex number, whose conjugate has the conjugate result. */
export const complexCases: Record<string, string> = {
  abs: 'inf any → +inf; any inf → +inf; 0 any → |b|; any 0 → |a|; NaN finite → NaN; finite NaN → NaN; NaN NaN → NaN',
  acos:
    '0 +0 → π/2 -0; 0 NaN → π/2 NaN; finite +inf → π/2 -inf; nonzero NaN → NaN NaN; -inf finite>0 → π -inf; ' +
    '+inf finite>0 → +0 -inf; -inf +inf → 3π/4 -inf; +inf +inf → π/4 -inf; inf NaN → NaN ±inf; NaN finite → NaN NaN; ' +
    'NaN +inf → NaN -inf; NaN NaN → NaN NaN',
  acosh:
    '0 +0 → +0 π/2; finite +inf → +inf π/2; nonzero NaN → NaN NaN; +0 NaN → NaN ±π/2; -inf finite>0 → +inf π; ' +
    '+inf finite>0 → +inf +0; -inf +inf → +inf 3π/4; +inf +inf → +inf π/4; inf NaN → +inf NaN; NaN finite → NaN NaN; ' +
    'NaN +inf → +inf NaN; NaN NaN → NaN NaN',
  asinh:
    '+0 +0 → +0 +0; finite>0 +inf → +inf π/2; finite NaN → NaN NaN; +inf finite>0 → +inf +0; +inf +inf → +inf π/4; ' +
    'NaN +0 → NaN +0; NaN nonzero → NaN NaN; NaN +inf → ±inf NaN; NaN NaN → NaN NaN; +inf NaN → +inf NaN',
  atanh:
    '+0 +0 → +0 +0; +0 NaN → +0 NaN; 1 +0 → +inf +0; finite>0 +inf → +0 π/2; nonzero NaN → NaN NaN; ' +
    '+inf finite>0 → +0 π/2; +inf +inf → +0 π/2; +inf NaN → +0 NaN; NaN finite → NaN NaN; NaN +inf → ±0 π/2; NaN NaN → NaN NaN',
  conj: '+0 +0 → +0 -0; +inf -inf → +inf +inf; 1 2 → 1 -2',
  cosh:
    '+0 +0 → 1 +0; +0 +inf → NaN ±0; +0 NaN → NaN ±0; nonzero +inf → NaN NaN; nonzero NaN → NaN NaN; +inf +0 → +inf +0; ' +
    '+inf nonzero → +inf*cis; +inf +inf → ±inf NaN; +inf NaN → +inf NaN; NaN 0 → NaN ±0; NaN nonzero → NaN NaN; NaN NaN → NaN NaN',
  exp:
    '0 +0 → 1 +0; finite +inf → NaN NaN; finite NaN → NaN NaN; +inf +0 → +inf +0; -inf finite → +0*cis; ' +
    '+inf nonzero → +inf*cis; -inf +inf → ±0 ±0; +inf +inf → ±inf NaN; -inf NaN → ±0 ±0; +inf NaN → ±inf NaN; ' +
    'NaN +0 → NaN +0; NaN nonzero → NaN NaN; NaN NaN → NaN NaN',
  expm1:
    '0 +0 → ±0 +0; finite +inf → NaN NaN; finite NaN → NaN NaN; +inf +0 → +inf +0; -inf finite → -1 ±0; ' +
    '+inf nonzero → +inf*cis; -inf +inf → -1 ±0; +inf +inf → ±inf NaN; -inf NaN → -1 ±0; +inf NaN → ±inf NaN; ' +
    'NaN +0 → NaN +0; NaN nonzero → NaN NaN; NaN NaN → NaN NaN',
  isfinite: 'NaN any → false; any NaN → false; inf any → false; any inf → false; finite finite → true',
  isinf: 'inf any → true; any inf → true; finite finite → false; NaN finite → false; NaN NaN → false',
  isnan: 'NaN any → true; any NaN → true; finite finite → false; inf inf → false',
  log:
    '-0 +0 → -inf π; +0 +0 → -inf +0; finite +inf → +inf π/2; finite NaN → NaN NaN; -inf finite>0 → +inf π; ' +
    '+inf finite>0 → +inf +0; -inf +inf → +inf 3π/4; +inf +inf → +inf π/4; inf NaN → +inf NaN; NaN finite → NaN NaN; ' +
    'NaN +inf → +inf NaN; NaN NaN → NaN NaN',
  log1p:
    '-1 +0 → -inf +0; finite +inf → +inf π/2; finite NaN → NaN NaN; -inf finite>0 → +inf π; +inf finite>0 → +inf +0; ' +
    '-inf +inf → +inf 3π/4; +inf +inf → +inf π/4; inf NaN → +inf NaN; NaN finite → NaN NaN; NaN +inf → +inf NaN; NaN NaN → NaN NaN',
  round: '0.5 1.5 → +0 2; NaN 2.5 → NaN 2; +inf -0 → +inf -0',
  sign: '0 0 → 0 0; NaN any → NaN NaN; any NaN → NaN NaN; finite>0 0 → 1 0',
  sinh:
    '+0 +0 → +0 +0; +0 +inf → ±0 NaN; +0 NaN → ±0 NaN; finite>0 +inf → NaN NaN; finite>0 NaN → NaN NaN; +inf +0 → +inf +0; ' +
    '+inf finite>0 → +inf*cis; +inf +inf → ±inf NaN; +inf NaN → ±inf NaN; NaN +0 → NaN +0; NaN nonzero → NaN NaN; NaN NaN → NaN NaN',
  // For an infinite real part and a finite imaginary one the page has the results of other operands; these are C99's.
  sqrt:
    '0 +0 → +0 +0; any +inf → +inf +inf; finite NaN → NaN NaN; -inf finite>0 → +0 +inf; +inf finite>0 → +inf +0; ' +
    '-inf NaN → NaN ±inf; +inf NaN → +inf NaN; NaN finite → NaN NaN; NaN NaN → NaN NaN',
  tanh:
    '+0 +0 → +0 +0; nonzero +inf → NaN NaN; +0 +inf → ±0 NaN; nonzero NaN → NaN NaN; +0 NaN → ±0 NaN; ' +
    '+inf finite>0 → 1 ±0; +inf +inf → 1 ±0; +inf NaN → 1 ±0; NaN +0 → NaN +0; NaN nonzero → NaN NaN; NaN NaN → NaN NaN',
};
