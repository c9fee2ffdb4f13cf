/**
 * Random blocks. Word i of a stream of Philox is made from its place alone, so that an element is the same number in
 * whatever block it is made: the k-th array of a generator draws from the stream that starts k jumps on, one word for
 * each element in C order, and distributions that need a second one take it from half a jump further.
 */
import type { DType } from '../../core/dtype.js';
import { type NDArray, newUninitialized, storage } from '../../core/ndarray.js';
import { contiguousStrides, sizeOf } from '../../core/shape.js';
import { add, floor, multiply, negative } from '../../ops/elementwise.js';
import type { WordStream } from '../../ops/fusion/nodes.js';
import { fusedCall, streamNumbers } from '../../ops/fusion/trace.js';
import { asType } from '../../ops/manipulation.js';
import { cos, log1p, sqrt } from '../../ops/math.js';
import { Philox } from '../../random/bits/philox.js';
import { fillStandard } from '../../random/fill.js';
import type { Range } from '../selection.js';

/** Whose numbers, and which array of that generator. */
export interface Stream {
  /** The key of Philox, as four 32-bit words. */
  readonly key: readonly number[];
  readonly jumps: number;
}

/** Steps up to which skipped elements are made and left out, rather than each one sought. */
const shortStep = 8;
/** Philox makes four words at a time. */
const wordsPerStep = 4;

/** How many elements were made in this thread, for tests that nothing is made in vain. */
export const made = { elements: 0 };

let philox: Philox | undefined;

/** Counter and key before the step that makes word `place` of a stream. */
function registerAt(register: Uint32Array, stream: Stream, place: number, second: boolean): Uint32Array {
  register.fill(0);
  const counter = Math.floor(place / wordsPerStep);
  register[0] = counter % 2 ** 32;
  register[1] = Math.floor(counter / 2 ** 32);
  register[3] = second ? 2 ** 31 : 0;
  register[4] = stream.jumps % 2 ** 32;
  register[5] = Math.floor(stream.jumps / 2 ** 32);
  register.set(stream.key, 8);
  return register;
}

/** Goes to word `place` of a stream. */
function goTo(stream: Stream, place: number, second: boolean): Philox {
  philox ??= new Philox(0);
  registerAt(philox.register, stream, place, second);
  philox.adopt(0, -1);
  for (let skipped = place % wordsPerStep; skipped > 0; skipped--) philox.next();
  return philox;
}

/** Numbers in [0, 1), one for each element that the ranges name of an array of `shape`. */
function uniforms(
  stream: Stream,
  shape: readonly number[],
  ranges: readonly Range[],
  second = false,
): NDArray {
  const strides = contiguousStrides(shape, 1);
  const words: WordStream = {
    register: registerAt(new Uint32Array(12), stream, 0, second),
    shape: ranges.map(({ count }) => count),
    offset: ranges.reduce((place, { first }, axis) => place + first * strides[axis], 0),
    strides: ranges.map(({ step }, axis) => step * strides[axis]),
  };
  made.elements += sizeOf(words.shape);
  return streamNumbers(words, () => storedUniforms(stream, shape, ranges, second));
}

/** The same, where no kernel makes them. */
function storedUniforms(
  stream: Stream,
  shape: readonly number[],
  ranges: readonly Range[],
  second: boolean,
): NDArray {
  const block = newUninitialized(
    'random',
    'float64',
    ranges.map(({ count }) => count),
  );
  const out = storage(block);
  const strides = contiguousStrides(shape, 1);
  // What follows contiguously: the last axes, from the last that is not taken whole.
  let inner = ranges.length;
  let run = 1;
  while (inner > 0 && (run === 1 || isWhole(ranges[inner], shape[inner])) && ranges[inner - 1].step === 1) {
    run *= ranges[--inner].count;
    if (!isWhole(ranges[inner], shape[inner])) break;
  }
  const places = new Array<number>(inner).fill(0);
  for (let at = 0; at < out.length; ) {
    let start = 0;
    for (let axis = 0; axis < ranges.length; axis++) {
      start += (ranges[axis].first + (places[axis] ?? 0) * ranges[axis].step) * strides[axis];
    }
    const last = inner === ranges.length && inner > 0 ? ranges[inner - 1] : undefined;
    if (last !== undefined && last.step > 0 && last.step <= shortStep && last.count > 1) {
      fillSteps(goTo(stream, start, second), out.subarray(at, at + last.count), last.step);
      at += last.count;
      places[inner - 1] = last.count - 1;
    } else if (run === 1) {
      out[at++] = goTo(stream, start, second).nextDouble();
    } else {
      fillStandard(goTo(stream, start, second), 'uniform', out.subarray(at, at + run));
      at += run;
    }
    for (let axis = inner - 1; axis >= 0; axis--) {
      if (++places[axis] < ranges[axis].count) break;
      places[axis] = 0;
    }
  }
  return block;
}

function isWhole({ first, count, step }: Range, length: number): boolean {
  return first === 0 && step === 1 && count === length;
}

/** Every `step`-th number of what comes. */
function fillSteps(bits: Philox, out: Float64Array, step: number): void {
  const all = new Float64Array((out.length - 1) * step + 1);
  fillStandard(bits, 'uniform', all);
  for (let at = 0; at < out.length; at++) out[at] = all[at * step];
}

/** low + (high − low) × [0, 1). */
export function uniformBlock(
  dtype: DType,
  stream: Stream,
  low: number,
  high: number,
  shape: readonly number[],
  ranges: readonly Range[],
): NDArray {
  if (low === 0 && high === 1 && dtype === 'float64') return uniforms(stream, shape, ranges);
  return fusedCall(() => {
    const standard = uniforms(stream, shape, ranges);
    const block = low === 0 && high === 1 ? standard : add(multiply(standard, high - low), low);
    return asType(block, dtype, { copy: false });
  });
}

/** Integers in [low, high), each from 53 bits. */
export function integersBlock(
  dtype: DType,
  stream: Stream,
  low: number,
  high: number,
  shape: readonly number[],
  ranges: readonly Range[],
): NDArray {
  return fusedCall(() => {
    const steps = floor(multiply(uniforms(stream, shape, ranges), high - low));
    return asType(add(steps, low), dtype, { copy: false });
  });
}

/** Normal numbers, each from two words (Box and Muller, 1958). */
export function normalBlock(
  dtype: DType,
  stream: Stream,
  mean: number,
  spread: number,
  shape: readonly number[],
  ranges: readonly Range[],
): NDArray {
  return fusedCall(() => {
    // 1 − u is never 0.
    const radius = sqrt(multiply(log1p(negative(uniforms(stream, shape, ranges))), -2));
    const direction = cos(multiply(uniforms(stream, shape, ranges, true), 2 * Math.PI));
    return asType(add(multiply(multiply(radius, direction), spread), mean), dtype, { copy: false });
  });
}

/** Exponential numbers. */
export function exponentialBlock(
  dtype: DType,
  stream: Stream,
  scale: number,
  shape: readonly number[],
  ranges: readonly Range[],
): NDArray {
  return fusedCall(() => {
    const block = multiply(log1p(negative(uniforms(stream, shape, ranges))), -scale);
    return asType(block, dtype, { copy: false });
  });
}
