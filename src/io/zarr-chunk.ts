/** From the bytes of a chunk's file to its elements, and back. */
import { allocateUninitialized } from '../core/buffer.js';
import { copyElements, fillElements } from '../core/copy.js';
import { type DType, dtypeInfo, type StorageOf } from '../core/dtype.js';
import { BackendError } from '../core/errors.js';
import type { Layout } from '../core/layout.js';
import { contiguousStrides, type Shape, sizeOf } from '../core/shape.js';
import { bytesOf } from './array-bytes.js';
import { swapBytes } from './byte-order.js';
import { nativeBigEndian } from './npy-header.js';
import { boxesOf, rangeParts } from './selection.js';
import { fileError, type Source } from './source.js';
import type { BytesCodec } from './zarr-codecs.js';
import type { ChunkCodecs, Shard, ZarrMetadata } from './zarr-metadata.js';

/** What chunks are decoded with. */
type Element = Pick<ZarrMetadata, 'dtype' | 'fill'>;

/** @throws FileError when a codec fails, or another number of bytes comes out than the chunk has */
export async function decodeChunk(
  source: Source,
  element: Element,
  shape: Shape,
  codecs: ChunkCodecs,
  file: Uint8Array,
): Promise<Layout> {
  const { dtype } = element;
  const { itemsize } = dtypeInfo(dtype);
  const expected = sizeOf(shape) * itemsize;
  const bytes = await decoded(source, codecs.bytes, file, codecs.shard === null ? expected : null);
  const stored = codecs.order.map((axis) => shape[axis]);
  if (codecs.shard !== null) {
    const whole = await decodeShard(source, element, stored, codecs.shard, bytes);
    return turned(whole, shape, codecs.order);
  }
  if (bytes.length !== expected) {
    throw fileError(source, `holds ${bytes.length} bytes; a chunk has ${expected}`);
  }
  const data = typedArray(source, dtype, bytes, sizeOf(shape));
  if (codecs.bigEndian !== nativeBigEndian) swapBytes(data);
  if (dtype === 'bool') for (let at = 0; at < data.length; at++) if (data[at] !== 0) data[at] = 1;
  const strides = contiguousStrides(stored, itemsize);
  return turned({ data, dtype, shape: stored, strides }, shape, codecs.order);
}

/** What goes into the first of `codecs`, of what came out of the last. */
async function decoded(
  source: Source,
  codecs: readonly BytesCodec[],
  file: Uint8Array,
  expected: number | null,
): Promise<Uint8Array> {
  let bytes = file;
  for (let at = codecs.length - 1; at >= 0; at--) {
    try {
      bytes = await codecs[at].decode(bytes, at === 0 ? expected : null);
    } catch (cause) {
      if (cause instanceof BackendError) throw cause;
      const reason = cause instanceof Error ? cause.message : 'its codec failed';
      throw fileError(source, `cannot be decoded: ${reason}`, { cause });
    }
  }
  return bytes;
}

/** The layout whose axes lie in the file in the order `order`. */
function turned(stored: Layout, shape: Shape, order: readonly number[]): Layout {
  const strides: number[] = [];
  for (const [place, axis] of order.entries()) strides[axis] = stored.strides[place];
  return { ...stored, shape, strides };
}

/** The bytes as elements: without a copy where they lie so that they can be. */
function typedArray(source: Source, dtype: DType, bytes: Uint8Array, size: number): StorageOf<DType> {
  const { storage, slots } = dtypeInfo(dtype);
  if (bytes.byteOffset % storage.BYTES_PER_ELEMENT === 0 && bytes.buffer instanceof ArrayBuffer) {
    return new storage(bytes.buffer, bytes.byteOffset, size * slots) as StorageOf<DType>;
  }
  const data = allocateUninitialized(source.operation, dtype, size);
  bytesOf(data).set(bytes);
  return data;
}

/** Place and length of a chunk that is not in its shard. */
const missing = 0xffff_ffff_ffff_ffffn;

async function decodeShard(
  source: Source,
  element: Element,
  shape: Shape,
  shard: Shard,
  bytes: Uint8Array,
): Promise<Layout> {
  const { dtype, fill } = element;
  const counts = shape.map((length, axis) => length / shard.chunks[axis]);
  let indexBytes = sizeOf(counts) * 16;
  for (const _ of shard.indexCodecs) indexBytes += 4;
  if (indexBytes > bytes.length) throw fileError(source, 'is cut short: its index is not there');
  const stored = shard.indexAtEnd ? bytes.subarray(bytes.length - indexBytes) : bytes.subarray(0, indexBytes);
  const index = await decoded(source, shard.indexCodecs, stored, sizeOf(counts) * 16);
  if (index.length !== sizeOf(counts) * 16) throw fileError(source, 'has an index of another length');
  const entries = new DataView(index.buffer, index.byteOffset, index.byteLength);
  const data = allocateUninitialized(source.operation, dtype, sizeOf(shape));
  const strides = contiguousStrides(shape, dtypeInfo(dtype).itemsize);
  const parts = shape.map((count, axis) => rangeParts({ first: 0, count, step: 1 }, shard.chunks[axis]));
  let at = 0;
  for (const box of boxesOf(parts)) {
    const offset = box.reduce((sum, part, axis) => sum + part.at * strides[axis], 0);
    const target: Layout = { data, dtype, shape: shard.chunks, strides, offset };
    const start = entries.getBigUint64(at, true);
    const length = entries.getBigUint64(at + 8, true);
    at += 16;
    if (start === missing && length === missing) {
      fillElements(target, fill);
      continue;
    }
    if (start + length > BigInt(bytes.length)) throw fileError(source, 'has a chunk outside of itself');
    const inner = bytes.subarray(Number(start), Number(start + length));
    copyElements(target, await decodeChunk(source, element, shard.chunks, shard.codecs, inner));
  }
  return { data, dtype, shape, strides };
}

/** The file of a chunk whose elements lie one after the other in `data`, in C order. */
export async function encodeChunk(codecs: ChunkCodecs, data: StorageOf<DType>): Promise<Uint8Array> {
  let bytes = bytesOf(data);
  for (const codec of codecs.bytes) bytes = await codec.encode(bytes);
  return bytes;
}
