/**
 * The header of an npy file: a magic string, a version, a length, and a Python dict with descr, fortran_order and
 * shape (NEP 1, and numpy/lib/format.py for versions 2.0 and 3.0).
 *
 * Policy: everything a header claims is checked before a byte of data is read or allocated. A header is written as
 * NumPy 2 writes it, byte for byte: padded so that the data start at a multiple of 64, with room for the first axis
 * to grow in place.
 */
import { type DType, dtypeInfo, dtypeNames } from '../core/dtype.js';
import { type Order, type Shape, sizeOf } from '../core/shape.js';
import { type Literal, LiteralError, parseLiteral } from './python-literal.js';
import { fileError, type Source } from './source.js';

export interface NpyHeader {
  readonly dtype: DType;
  readonly shape: Shape;
  readonly order: Order;
  /** Whether the data are stored most significant byte first. */
  readonly bigEndian: boolean;
  /** Bytes before the first element. */
  readonly dataOffset: number;
  /** Bytes of all elements. */
  readonly dataBytes: number;
}

const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
const alignment = 64;
/** NumPy leaves room for the growing axis to be rewritten with this many digits. */
const growthDigits = 21;
/** Far above any real header; NumPy itself stops at 10 000 unless told otherwise. */
const longestHeader = 1 << 20;
/** NumPy 2's limit. */
const mostAxes = 64;

/** Bytes needed to know how long the header is: magic, version and the longer of the two length fields. */
export const npyPreambleBytes = 12;

/** Whether this machine stores the most significant byte first. */
export const nativeBigEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 0;

/**
 * The bytes an npy file starts with, version 1.0 (2.0 for very many axes), for data in this machine's byte order.
 *
 * @param dtype the dtype of the elements that will follow
 * @param shape the length of each axis; `[]` for a scalar
 * @param order 'C' or 'F', how the elements that will follow are ordered
 * @returns a multiple of 64 bytes, identical to what `numpy.save` writes
 * @example
 * npyHeader('float64', [2, 3], 'C').length; // 128
 *
 * NumPy: `numpy.lib.format.write_array_header_1_0`.
 */
export function npyHeader(dtype: DType, shape: Shape, order: Order = 'C'): Uint8Array {
  const axes = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const fortran = order === 'F' ? 'True' : 'False';
  let text = `{'descr': '${descrOf(dtype)}', 'fortran_order': ${fortran}, 'shape': (${axes}), }`;
  if (shape.length > 0) {
    const growing = String(order === 'F' ? shape[shape.length - 1] : shape[0]);
    text += ' '.repeat(Math.max(0, growthDigits - growing.length));
  }
  const preamble = text.length + 1 + alignment > 0xffff ? 12 : 10;
  text += ' '.repeat(alignment - ((preamble + text.length + 1) % alignment));
  const header = new Uint8Array(preamble + text.length + 1);
  header.set(magic);
  header[6] = preamble === 12 ? 2 : 1;
  const length = header.length - preamble;
  for (let byte = 0; byte < preamble - 8; byte++) header[8 + byte] = (length >>> (8 * byte)) & 0xff;
  for (let at = 0; at < text.length; at++) header[preamble + at] = text.charCodeAt(at);
  header[header.length - 1] = 0x0a;
  return header;
}

function descrOf(dtype: DType): string {
  const { kind, itemsize } = dtypeInfo(dtype);
  const byteOrder = itemsize === 1 ? '|' : nativeBigEndian ? '>' : '<';
  return `${byteOrder}${kind}${itemsize}`;
}

/**
 * How many bytes the whole header takes.
 * @param start the first `npyPreambleBytes` bytes of the file, fewer if it is shorter
 * @throws FileError when this is no npy file, its version is unknown or its header length is absurd
 */
export function npyHeaderBytes(source: Source, start: Uint8Array): number {
  for (let at = 0; at < magic.length; at++) {
    if (start[at] === magic[at]) continue;
    if (start.length === 0) throw fileError(source, 'is empty; needs an npy file');
    if (at > 0 && at >= start.length) throw truncatedHeader(source, start.length);
    throw fileError(source, `is not an npy file: it starts with ${formatBytes(start)}, not with \\x93NUMPY`);
  }
  if (start.length < 10) throw truncatedHeader(source, start.length);
  const major = start[6];
  const minor = start[7];
  if (major < 1 || major > 3 || minor !== 0) {
    throw fileError(source, `has npy version ${major}.${minor}; needs 1.0, 2.0 or 3.0`);
  }
  const wide = major > 1;
  if (wide && start.length < 12) throw truncatedHeader(source, start.length);
  let length = start[8] + start[9] * 0x100;
  if (wide) length += start[10] * 0x10000 + start[11] * 0x1000000;
  if (length > longestHeader) {
    throw fileError(source, `claims a header of ${length} bytes; needs at most ${longestHeader}`);
  }
  return (wide ? 12 : 10) + length;
}

function truncatedHeader(source: Source, got: number): Error {
  return fileError(source, `is truncated: it ends after ${got} bytes, within the header`);
}

function formatBytes(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes.subarray(0, 6)) {
    text +=
      byte > 0x20 && byte < 0x7f ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, '0')}`;
  }
  return text;
}

/**
 * Reads the header at the start of `bytes`, which must hold all of it.
 * @throws FileError naming what is wrong
 */
export function parseNpyHeader(source: Source, bytes: Uint8Array): NpyHeader {
  const dataOffset = npyHeaderBytes(source, bytes.subarray(0, npyPreambleBytes));
  if (bytes.length < dataOffset) throw truncatedHeader(source, bytes.length);
  let text = '';
  for (let at = bytes[6] > 1 ? 12 : 10; at < dataOffset; at++) text += String.fromCharCode(bytes[at]);
  const header = parseDict(source, text);
  const { dtype, bigEndian } = parseDescr(source, header.get('descr'));
  const order = header.get('fortran_order');
  if (typeof order !== 'boolean') {
    throw fileError(source, `has fortran_order ${formatLiteral(order)}; needs True or False`);
  }
  const shape = parseShape(source, header.get('shape'), dtypeInfo(dtype).itemsize);
  const dataBytes = sizeOf(shape) * dtypeInfo(dtype).itemsize;
  return { dtype, shape, order: order ? 'F' : 'C', bigEndian, dataOffset, dataBytes };
}

const headerKeys = ['descr', 'fortran_order', 'shape'];

function parseDict(source: Source, text: string): ReadonlyMap<string, Literal> {
  let header: Literal;
  try {
    header = parseLiteral(text);
  } catch (cause) {
    if (!(cause instanceof LiteralError)) throw cause;
    throw fileError(source, `has a header that cannot be read: ${cause.message}`, { cause });
  }
  if (!(header instanceof Map)) {
    throw fileError(source, `has a header that is ${formatLiteral(header)}; needs a dict`);
  }
  const missing = headerKeys.find((key) => !header.has(key));
  if (missing !== undefined) throw fileError(source, `has a header without '${missing}'`);
  const extra = [...header.keys()].find((key) => !headerKeys.includes(key));
  if (extra !== undefined)
    throw fileError(source, `has a header with the unknown key ${JSON.stringify(extra)}`);
  return header;
}

const dtypeByDescr = new Map<string, DType>(
  dtypeNames.map((dtype) => [`${dtypeInfo(dtype).kind}${dtypeInfo(dtype).itemsize}`, dtype]),
);
dtypeByDescr.set('?', 'bool');

const refusedKinds: Record<string, string> = {
  O: 'Python objects, which only Python can read',
  S: 'byte strings',
  a: 'byte strings',
  U: 'strings',
  T: 'strings',
  V: 'raw records',
  M: 'dates',
  m: 'time differences',
  f: 'floats of a size that this machine has no arithmetic for',
  c: 'complex numbers of a size that this machine has no arithmetic for',
};

function parseDescr(source: Source, descr: Literal | undefined): { dtype: DType; bigEndian: boolean } {
  const needs = `numbers: ${dtypeNames.join(', ')}`;
  if (Array.isArray(descr)) {
    throw fileError(source, `has a structured dtype ${formatLiteral(descr)}; needs ${needs}`, {
      got: descr,
      needs,
    });
  }
  const match = typeof descr === 'string' ? /^([<>=|]?)(.+)$/s.exec(descr) : null;
  const dtype = match === null ? undefined : dtypeByDescr.get(match[2]);
  if (match === null || dtype === undefined) {
    const kind = match === null ? undefined : refusedKinds[match[2][0]];
    const what = kind === undefined ? '' : ` (${kind})`;
    throw fileError(source, `has dtype ${formatLiteral(descr)}${what}; needs ${needs}`, {
      got: descr,
      needs,
    });
  }
  const bigEndian = match[1] === '>' || (match[1] !== '<' && nativeBigEndian);
  return { dtype, bigEndian };
}

function parseShape(source: Source, shape: Literal | undefined, itemsize: number): number[] {
  if (!Array.isArray(shape)) throw fileError(source, `has shape ${formatLiteral(shape)}; needs a tuple`);
  if (shape.length > mostAxes) {
    throw fileError(source, `has a shape of ${shape.length} axes; needs at most ${mostAxes}`);
  }
  // Strides are computed from the lengths even where an axis is empty, so zeros do not excuse absurd lengths.
  let span = itemsize;
  for (const length of shape as readonly Literal[]) {
    if (typeof length === 'bigint' || (typeof length === 'number' && length < 0)) {
      throw fileError(source, `has shape ${formatLiteral(shape)}; no axis can be ${length} long`);
    }
    if (typeof length !== 'number') {
      throw fileError(source, `has shape ${formatLiteral(shape)}; needs integers`);
    }
    span *= Math.max(length, 1);
  }
  if (span > Number.MAX_SAFE_INTEGER) {
    throw fileError(source, `has shape ${formatLiteral(shape)}, whose size in bytes overflows`);
  }
  return shape as number[];
}

/** A header value as Python would print it, cut to a length that fits an error message. */
function formatLiteral(value: Literal | undefined): string {
  const text = formatWhole(value ?? null);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

function formatWhole(value: Literal): string {
  if (value === null) return 'None';
  if (value === true) return 'True';
  if (value === false) return 'False';
  if (typeof value === 'string') return `'${value.slice(0, 80)}'`;
  if (value instanceof Map) return 'a dict';
  if (Array.isArray(value)) {
    const items = value.slice(0, 20).map(formatWhole);
    return items.length === 1 ? `(${items[0]},)` : `(${items.join(', ')})`;
  }
  return String(value);
}
