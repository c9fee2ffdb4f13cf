/**
 * Conversion of a contiguous run of elements from one dtype to another, as NumPy's `astype` does with casting
 * 'unsafe': integers wrap, floats lose their fraction towards zero, complex numbers lose their imaginary part,
 * everything that is not zero (NaN too) is true.
 *
 * Where C leaves the result open (a float out of an integer's range) the result here is the same on every machine:
 * the integer modulo 2^bits; NaN and the infinities give 0.
 *
 * Policy: a run goes through a small float64 buffer, which holds every value but 64-bit integers exactly, so each
 * loop below meets few kinds of typed array and stays fast; 64-bit integers are read and written as two words.
 */
import { type DType, dtypeInfo, type StorageOf } from './dtype.js';
import { float16Table, toFloat16 } from './float16.js';

/** Elements that pass through the buffers at a time: 32 KB of float64, which stay in the first-level cache. */
const CHUNK = 2048;
const TWO_32 = 4294967296;

/** How a dtype stores an element: a plain number, half precision bits, two words, or a pair of floats. */
type StorageClass = 'number' | 'half' | 'wide' | 'complex';

function storageClass(dtype: DType): StorageClass {
  if (dtype === 'float16') return 'half';
  if (dtype === 'int64' || dtype === 'uint64') return 'wide';
  return dtypeInfo(dtype).kind === 'c' ? 'complex' : 'number';
}

type NumberArray = Exclude<StorageOf<DType>, BigInt64Array | BigUint64Array>;

let realChunk: Float64Array | null = null;
let imagChunk: Float64Array | null = null;

/** The two 32-bit words of each 64-bit integer, low word first. */
function wordsOf(data: StorageOf<DType>): Int32Array {
  return new Int32Array(data.buffer, data.byteOffset, data.byteLength / 4);
}

/**
 * Casts `count` elements that lie one after the other. `from` and `to` are element numbers (not slots).
 * The runs do not overlap.
 */
export function castRun(
  toDType: DType,
  target: StorageOf<DType>,
  to: number,
  fromDType: DType,
  source: StorageOf<DType>,
  from: number,
  count: number,
): void {
  const fromClass = storageClass(fromDType);
  const toClass = storageClass(toDType);
  if (toDType !== 'bool' && fromClass === toClass) {
    const slots = fromClass === 'complex' ? 2 : 1;
    copySlots(target as NumberArray, to * slots, source as NumberArray, from * slots, count * slots);
    return;
  }
  if (
    fromClass === 'wide' &&
    toClass !== 'half' &&
    dtypeInfo(toDType).kind !== 'f' &&
    toClass !== 'complex'
  ) {
    narrowWide(toDType, target as NumberArray, to, wordsOf(source), from, count);
    return;
  }
  realChunk ??= new Float64Array(CHUNK);
  const needsImag = fromClass === 'complex' && toDType === 'bool';
  if (needsImag) imagChunk ??= new Float64Array(CHUNK);
  const sourceWords = fromClass === 'wide' ? wordsOf(source) : null;
  const sticky = toDType === 'float32' || toDType === 'complex64' || toDType === 'float16';
  const targetWords = toClass === 'wide' ? wordsOf(target) : null;
  for (let done = 0; done < count; done += CHUNK) {
    const length = Math.min(CHUNK, count - done);
    if (sourceWords !== null)
      readWide(realChunk, sourceWords, from + done, length, fromDType === 'uint64', sticky);
    else read(realChunk, fromClass, source as NumberArray, from + done, length);
    if (needsImag) {
      readPart(imagChunk!, source as NumberArray, 2 * (from + done) + 1, length);
      for (let i = 0; i < length; i++) if (imagChunk![i] !== 0) realChunk[i] = 1;
    }
    if (targetWords !== null) writeWide(targetWords, to + done, realChunk, length);
    else write(toDType, toClass, target as NumberArray, to + done, realChunk, length);
  }
}

/** Copies slots, converting as typed arrays do (modulo for integers, rounding for float32). */
function copySlots(target: NumberArray, to: number, source: NumberArray, from: number, count: number): void {
  if (count < 16) {
    for (let i = 0; i < count; i++) target[to + i] = source[from + i];
  } else {
    target.set(from === 0 && count === source.length ? source : source.subarray(from, from + count), to);
  }
}

function read(
  chunk: Float64Array,
  from: StorageClass,
  source: NumberArray,
  start: number,
  count: number,
): void {
  if (from === 'number') {
    copySlots(chunk, 0, source, start, count);
  } else if (from === 'half') {
    const values = float16Table();
    for (let i = 0; i < count; i++) chunk[i] = values[source[start + i]];
  } else {
    readPart(chunk, source, 2 * start, count);
  }
}

/** Every second slot: the real or the imaginary parts. */
function readPart(chunk: Float64Array, source: NumberArray, start: number, count: number): void {
  for (let i = 0; i < count; i++) chunk[i] = source[start + 2 * i];
}

/**
 * 64-bit integers as float64, rounded once. Of integers above 2^53 the last bits are first gathered into one sticky
 * bit where float64 would round them, so that a second rounding to float32 or float16 sees whether they were zero.
 */
function readWide(
  chunk: Float64Array,
  words: Int32Array,
  start: number,
  count: number,
  unsigned: boolean,
  sticky: boolean,
): void {
  for (let i = 0; i < count; i++) {
    let low = words[2 * (start + i)] >>> 0;
    const high = words[2 * (start + i) + 1];
    if (sticky && (high >= 0x200000 || high < -0x200000)) {
      low = ((low & ~0xfff) | ((low & 0xfff) === 0 ? 0 : 0x800)) >>> 0;
    }
    chunk[i] = (unsigned ? high >>> 0 : high) * TWO_32 + low;
  }
}

function write(
  dtype: DType,
  to: StorageClass,
  target: NumberArray,
  start: number,
  chunk: Float64Array,
  count: number,
): void {
  if (dtype === 'bool') {
    for (let i = 0; i < count; i++) target[start + i] = chunk[i] === 0 ? 0 : 1;
  } else if (to === 'number') {
    copySlots(target, start, chunk, 0, count);
  } else if (to === 'half') {
    for (let i = 0; i < count; i++) target[start + i] = toFloat16(chunk[i]);
  } else {
    for (let i = 0; i < count; i++) {
      target[2 * (start + i)] = chunk[i];
      target[2 * (start + i) + 1] = 0;
    }
  }
}

/** float64 to 64-bit integers: the low word is the value modulo 2^32, the high word what is above it. */
function writeWide(words: Int32Array, start: number, chunk: Float64Array, count: number): void {
  for (let i = 0; i < count; i++) {
    const value = Math.trunc(chunk[i]);
    words[2 * (start + i)] = value;
    words[2 * (start + i) + 1] = Math.floor(value / TWO_32);
  }
}

/** 64-bit integers to narrower ones (their low words, which typed arrays wrap further) and to bool. */
function narrowWide(
  dtype: DType,
  target: NumberArray,
  to: number,
  words: Int32Array,
  from: number,
  count: number,
): void {
  if (dtype === 'bool') {
    for (let i = 0; i < count; i++) {
      const at = 2 * (from + i);
      target[to + i] = (words[at] | words[at + 1]) === 0 ? 0 : 1;
    }
  } else {
    for (let i = 0; i < count; i++) target[to + i] = words[2 * (from + i)];
  }
}
