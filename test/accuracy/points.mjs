// Where the mathematical functions are measured: all magnitudes, the stretches in which each does its work, and the
// places that are hard for it. Points are drawn with a fixed seed, so that a run can be repeated.

const full = Symbol('every finite number, by its bits');

/** Stretches [from, to] of each function; points are drawn evenly in some, over magnitudes in others. */
export const functions = {
  exp: {
    stretches: [
      [-745.2, 709.8],
      [-1, 1],
    ],
  },
  exp2: {
    stretches: [
      [-1075, 1024],
      [-1, 1],
    ],
  },
  expm1: {
    stretches: [
      [-40, 709.8],
      [-1, 1],
      [-0.4, 0.4],
    ],
  },
  log: {
    stretches: [
      [0, 10],
      [0.7, 1.42],
      [0.99, 1.01],
    ],
  },
  log2: {
    stretches: [
      [0, 10],
      [0.7, 1.42],
      [0.99, 1.01],
    ],
  },
  log10: {
    stretches: [
      [0, 10],
      [0.7, 1.42],
      [0.99, 1.01],
    ],
  },
  log1p: {
    stretches: [
      [-1, 3],
      [-0.3, 0.45],
      [0, 1e6],
    ],
  },
  sin: {
    stretches: [
      [-10, 10],
      [-1e4, 1e4],
      [-2.2e6, 2.2e6],
      [2e6, 1e15],
    ],
    nearTurns: true,
  },
  cos: {
    stretches: [
      [-10, 10],
      [-1e4, 1e4],
      [-2.2e6, 2.2e6],
      [2e6, 1e15],
    ],
    nearTurns: true,
  },
  tan: {
    stretches: [
      [-10, 10],
      [-1e4, 1e4],
      [-2.2e6, 2.2e6],
      [2e6, 1e15],
    ],
    nearTurns: true,
  },
  asin: {
    stretches: [
      [-1, 1],
      [0.49, 0.52],
      [0.99, 1],
    ],
  },
  acos: {
    stretches: [
      [-1, 1],
      [0.49, 0.52],
      [0.99, 1],
    ],
  },
  atan: {
    stretches: [
      [-1, 1],
      [-10, 10],
      [0.41, 0.42],
      [2.4, 2.43],
    ],
  },
  sinh: {
    stretches: [
      [-711, 711],
      [-2, 2],
      [-0.4, 0.4],
    ],
  },
  cosh: {
    stretches: [
      [-711, 711],
      [-2, 2],
    ],
  },
  tanh: {
    stretches: [
      [-20, 20],
      [-2, 2],
      [-0.4, 0.4],
    ],
  },
  asinh: {
    stretches: [
      [-10, 10],
      [-1, 1],
      [1e7, 1e9],
    ],
  },
  acosh: {
    stretches: [
      [1, 10],
      [1, 1.5],
      [1e7, 1e9],
    ],
  },
  atanh: {
    stretches: [
      [-1, 1],
      [-0.2, 0.2],
      [0.99, 1],
    ],
  },
  cbrt: {
    stretches: [
      [-10, 10],
      [1, 8],
    ],
  },
  deg2rad: { stretches: [[-360, 360]] },
  rad2deg: { stretches: [[-7, 7]] },
  power: {
    pairs: [
      [
        [0, 10],
        [-300, 300],
      ],
      [
        [0.9, 1.1],
        [-7000, 7000],
      ],
      [
        [0.7, 1.5],
        [-1000, 1000],
      ],
      [
        [0, 1e6],
        [-3, 3],
      ],
    ],
  },
  atan2: {
    pairs: [
      [
        [-1, 1],
        [-1, 1],
      ],
      [
        [-1e-3, 1e-3],
        [-10, 10],
      ],
      [
        [-10, 10],
        [-1e-3, 1e-3],
      ],
    ],
  },
  hypot: {
    pairs: [
      [
        [-1, 1],
        [-1, 1],
      ],
      [
        [-1e-3, 1e-3],
        [-10, 10],
      ],
    ],
  },
  // Where the sum is near 1, its logarithm near 0 has only the digits that the operands leave it: not drawn here.
  logaddexp: {
    pairs: [
      [
        [0, 10],
        [0, 10],
      ],
      [
        [-700, -1],
        [-700, -1],
      ],
      [
        [1, 2],
        [0, 100],
      ],
    ],
    all: false,
  },
  logaddexp2: {
    pairs: [
      [
        [0, 10],
        [0, 10],
      ],
      [
        [-700, -1],
        [-700, -1],
      ],
      [
        [1, 2],
        [0, 100],
      ],
    ],
    all: false,
  },
};

/** Numbers in [0, 1), the same ones for the same seed. */
function uniform(seed) {
  let state = seed >>> 0;
  const word = () => {
    state = (state + 0x9e3779b9) >>> 0;
    let z = state;
    z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
    z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
    return (z ^ (z >>> 16)) >>> 0;
  };
  return () => (word() * 2 ** 21 + (word() >>> 11)) / 2 ** 53;
}

const buffer = new BigUint64Array(1);
const number = new Float64Array(buffer.buffer);
const buffer32 = new Uint32Array(1);
const number32 = new Float32Array(buffer32.buffer);

function anyNumber(single, next) {
  for (;;) {
    if (single) {
      buffer32[0] = next() * 2 ** 32;
      if (Number.isFinite(number32[0])) return number32[0];
    } else {
      buffer[0] = (BigInt(Math.floor(next() * 2 ** 32)) << 32n) | BigInt(Math.floor(next() * 2 ** 32));
      if (Number.isFinite(number[0])) return number[0];
    }
  }
}

/** Magnitudes from 2^-40 to 1, either sign. */
const small = (next) => (next() < 0.5 ? -1 : 1) * 2 ** (-40 * next());

function draw(stretch, count, single, next) {
  const round = single ? Math.fround : (x) => x;
  const values = [];
  for (let i = 0; i < count; i++) {
    if (stretch === full) values.push(anyNumber(single, next));
    else if (stretch === 'small') values.push(round(small(next)));
    else if (stretch === 'turns') values.push(round(Math.floor(next() * 2e6) * (Math.PI / 2)));
    else values.push(round(stretch[0] + (stretch[1] - stretch[0]) * next()));
  }
  return values;
}

/** The operands at which `name` is measured, `count` for each stretch: one list, or two for functions of two. */
export function pointsOf(name, single, count) {
  const { stretches, pairs, nearTurns, all = true } = functions[name];
  const next = uniform(name.length * 7919 + name.charCodeAt(0) * 31 + name.charCodeAt(name.length - 1));
  if (pairs !== undefined) {
    const drawn = all ? [...pairs, [full, full]] : pairs;
    return [0, 1].map((operand) => drawn.flatMap((pair) => draw(pair[operand], count, single, next)));
  }
  const drawn = [full, 'small', ...stretches, ...(nearTurns ? ['turns'] : [])];
  return [drawn.flatMap((stretch) => draw(stretch, count, single, next))];
}
