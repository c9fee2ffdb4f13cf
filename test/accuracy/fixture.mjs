// Writes test/conformance/fixtures/ops/accuracy.json: operands at which the mathematical functions are hard to get right,
// and the correctly rounded values. Needs gcc with libquadmath, and a build (npm run build).
//
//   node test/accuracy/fixture.mjs
//
// For each function: chosen places, the points of 20 000 at which some backend of this build is furthest off, and points
// drawn at random.
import { writeFileSync } from 'node:fs';
import { buildReference, reference, ulps } from './exact.mjs';
import { functions, pointsOf } from './points.mjs';

// By name, so not as a namespace import.
const strided = await import('../../dist/index.js');
const worst = 24;
const random = 56;

/** Near whole multiples of pi / 2, among them the worst of float64 (J.-M. Muller, Elementary Functions, table 11.2). */
const turns = [
  ...[
    6381956970095103 * 2 ** 797,
    5319372648326541 * 2 ** 416,
    2 ** 1023,
    1e22,
    1e300,
    2 ** 20,
    2 ** 20 + 1 / 3,
  ],
  ...[
    Math.PI / 2,
    Math.PI,
    3 * (Math.PI / 2),
    2 * Math.PI,
    11,
    22,
    355,
    710,
    1e5,
    1048575.5,
    131072,
    131071.5,
  ],
];
const chosen = {
  exp: [709.782712893384, 709.78, -708.4, -744.4, -745.1, 88.72283, 88.7, -87.33, -103.9, 1e-300, 2 ** -54],
  exp2: [1023.999, -1022, -1074, 0.5, -0.5, 127.99, -126, -149, 1e-300],
  expm1: [709.78, 88.7, -37, 1e-300, 5e-324, -1e-17, 0.34657, -0.34658, 1e-45],
  log: [5e-324, 1e-310, 1 + 2 ** -52, 1 - 2 ** -53, 1 + 2 ** -23, 1 - 2 ** -24, 1e-45, 1.7e308, 3.4e38],
  log2: [5e-324, 1e-310, 1 + 2 ** -52, 1 - 2 ** -53, 8, 2 ** -1074, 1e-45, 1.7e308, 3.4e38],
  log10: [5e-324, 1e-310, 1 + 2 ** -52, 1 - 2 ** -53, 1000, 1e22, 1e-45, 1.7e308, 3.4e38],
  log1p: [5e-324, -1 + 2 ** -53, 1e-17, -1e-17, 1.7e308, 3.4e38, -0.2928932, 0.4142135, 1e-45],
  sin: turns,
  cos: turns,
  tan: turns,
  asin: [1, -1, 0.5, 0.5 + 2 ** -53, 1 - 2 ** -53, 1e-300, 5e-324],
  acos: [1, -1, 0.5, 0.5 + 2 ** -53, 1 - 2 ** -53, -1 + 2 ** -53, 1e-300],
  atan: [1, 1e-300, 5e-324, 1e300, 0.41421356237309503, 2.414213562373095, 1e-45],
  sinh: [710.4758600739439, 709.79, -710, 89.415, 1e-300, 5e-324, 1e-45, 22, 1e-9],
  cosh: [710.4758600739439, 709.79, -710, 89.415, 1e-300, 22, 1e-9],
  tanh: [1e-300, 5e-324, 1e-45, 19.06, 22, 1e-9, 0.34657],
  asinh: [1e-300, 5e-324, 1e-45, 1e300, 2 ** 28, 2 ** 28 + 1, 2 ** 13, 1.7e308, 3.4e38],
  acosh: [1, 1 + 2 ** -52, 1 + 2 ** -23, 1e300, 2 ** 28, 2 ** 13, 1.7e308, 3.4e38],
  atanh: [1 - 2 ** -53, 1 - 2 ** -24, 1e-300, 5e-324, 1e-45],
  cbrt: [5e-324, 1e-310, 1e-45, 1.7e308, 3.4e38, 27, 0.001],
  power: [
    [10, 1.0000000000000002, 0.9999999999999999, 2, 1e-310, -2, -1.5, 1e300, 5e-324, Math.SQRT2],
    [22, 3e18, -3e18, -1074, 0.5, 3, -301, 1.02, -0.9, 2047],
  ],
  atan2: [
    [1e-310, 1e308, -1e-300, 5e-324, 1, -1],
    [1, 1e308, 1e-300, -1e300, -1e-300, -0.4142135623730951],
  ],
  hypot: [
    [3e200, 5e-324, 1e308, 1e-310, 1e-200],
    [4e200, 5e-324, 1e308, 1, 1e-200],
  ],
};

const base64 = (values) =>
  Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('base64');

/** Distances of what every backend gives, the largest of them for each point. */
function furthest(name, dtype, operands, exact) {
  const largest = new Float64Array(operands[0].length);
  for (const backendName of ['native', 'js']) {
    strided.setBackend(backendName);
    const got = strided[name](...operands.map((list) => strided.array(list, { dtype }))).toArray();
    for (let i = 0; i < got.length; i++) {
      largest[i] = Math.max(largest[i], ulps(got[i], exact[2 * i], exact[2 * i + 1], dtype === 'float32'));
    }
  }
  return largest;
}

function fixtureOf(name, dtype) {
  const single = dtype === 'float32';
  const numbers = single ? Float32Array : Float64Array;
  const pool = pointsOf(name, single, 4000);
  const distances = furthest(name, dtype, pool, reference(name, pool, 113));
  const order = Array.from(distances.keys()).sort((a, b) => distances[b] - distances[a]);
  const step = Math.floor(order.length / random);
  const taken = [...order.slice(0, worst), ...Array.from({ length: random }, (_, i) => i * step)];
  const places = (chosen[name] ?? []).map((list) => (Array.isArray(list) ? list : [list]));
  const extra = pool.length === 2 ? (chosen[name] ?? [[], []]) : [places.flat()];
  const operands = pool.map((list, operand) =>
    numbers.from([...extra[operand], ...taken.map((i) => list[i])]),
  );
  const exact = reference(
    name,
    operands.map((list) => Array.from(list)),
    113,
  );
  const values = numbers.from({ length: operands[0].length }, (_, i) => exact[2 * i]);
  return { operation: name, dtype, operands: operands.map(base64), values: base64(values) };
}

buildReference();
const cases = Object.keys(functions).flatMap((name) =>
  ['float64', 'float32'].map((dtype) => fixtureOf(name, dtype)),
);
const target = new URL('../conformance/fixtures/ops/accuracy.json', import.meta.url);
writeFileSync(target, `${JSON.stringify({ cases })}\n`);
console.log(`${cases.length} cases`);
