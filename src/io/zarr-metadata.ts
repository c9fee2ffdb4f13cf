/** What the JSON files of a Zarr array say, in versions 2 and 3 of the format, in one form. */
import { type DType, dtypeInfo, isDType, type StorageOf } from '../core/dtype.js';
import { nativeBigEndian } from './npy-header.js';
import { fileError, type Source } from './source.js';
import type { Attribute } from './stored-array.js';
import { type BytesCodec, bytesCodec } from './zarr-codecs.js';
import { fillStorage } from './zarr-fill.js';

/** How the elements of a chunk become bytes. */
export interface ChunkCodecs {
  /** The axes in the order in which elements lie, slowest first. */
  readonly order: readonly number[];
  readonly bigEndian: boolean;
  /** Chunks in the chunk, where it is a shard. */
  readonly shard: Shard | null;
  /** What the bytes went through, first to last. */
  readonly bytes: readonly BytesCodec[];
}

export interface Shard {
  readonly chunks: readonly number[];
  readonly codecs: ChunkCodecs;
  readonly indexCodecs: readonly BytesCodec[];
  readonly indexAtEnd: boolean;
}

export interface ZarrMetadata {
  readonly format: 2 | 3;
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly chunks: readonly number[];
  /** One element: what chunks that are not there consist of. */
  readonly fill: StorageOf<DType>;
  readonly codecs: ChunkCodecs;
  readonly attributes: Readonly<Record<string, Attribute>>;
  /** The file of a chunk, relative to the array's folder. */
  keyOf(place: readonly number[]): string;
}

type Json = Readonly<Record<string, unknown>>;

/** The object in a JSON text. @throws FileError when there is none */
export function parseJson(source: Source, text: string): Json {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw fileError(source, 'is no JSON', { cause });
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Json;
  throw fileError(source, 'holds no JSON object');
}

/** @throws FileError when the metadata are none of an array of numbers, or name codecs that are not known */
export function parseMetadata2(source: Source, text: string, attributes: Json): ZarrMetadata {
  const json = parseJson(source, text);
  if (json.zarr_format !== 2) throw fileError(source, `says zarr_format ${json.zarr_format}; needs 2`);
  const { dtype, bigEndian } = dtype2(source, json.dtype);
  const shape = lengths(source, 'shape', json.shape, 0);
  const chunks = lengths(source, 'chunks', json.chunks, 1, shape.length);
  if (Array.isArray(json.filters) && json.filters.length > 0) {
    const names = json.filters.map((filter) => String((filter as Json | null)?.id));
    throw fileError(source, `has the filter ${names.join(', ')}; needs none`);
  }
  const compressor = json.compressor as Json | null | undefined;
  const axes = shape.map((_, axis) => axis);
  const codecs: ChunkCodecs = {
    order: json.order === 'F' ? axes.reverse() : axes,
    bigEndian,
    shard: null,
    bytes: compressor ? [knownCodec(source, String(compressor.id), compressor)] : [],
  };
  const separator = json.dimension_separator === '/' ? '/' : '.';
  const fill = fillStorage(source, dtype, json.fill_value ?? 0, text);
  const keyOf = (place: readonly number[]) => (place.length === 0 ? '0' : place.join(separator));
  return { format: 2, dtype, shape, chunks, fill, codecs, keyOf, attributes: attributes as Attributes };
}

type Attributes = Readonly<Record<string, Attribute>>;

/** @throws FileError as parseMetadata2 */
export function parseMetadata3(source: Source, text: string): ZarrMetadata {
  const json = parseJson(source, text);
  const dtype = json.data_type;
  if (!isDType(dtype)) {
    throw fileError(source, `holds ${JSON.stringify(dtype)}; needs numbers`, { got: dtype });
  }
  const shape = lengths(source, 'shape', json.shape, 0);
  const grid = named(source, 'chunk_grid', json.chunk_grid);
  if (grid.name !== 'regular') throw fileError(source, `has the chunk grid '${grid.name}'; needs 'regular'`);
  const chunks = lengths(source, 'chunk_shape', grid.configuration.chunk_shape, 1, shape.length);
  const encoding = named(source, 'chunk_key_encoding', json.chunk_key_encoding);
  const isDefault = encoding.name === 'default';
  if (!isDefault && encoding.name !== 'v2') {
    throw fileError(source, `names its chunks by '${encoding.name}'; needs 'default' or 'v2'`);
  }
  const separator = encoding.configuration.separator ?? (isDefault ? '/' : '.');
  if (separator !== '/' && separator !== '.') {
    throw fileError(source, `separates the numbers of chunks by ${JSON.stringify(separator)}; needs / or .`);
  }
  const keyOf = (place: readonly number[]) => {
    if (isDefault) return ['c', ...place].join(separator);
    return place.length === 0 ? '0' : place.join(separator);
  };
  const codecs = codecs3(source, json.codecs, chunks);
  const fill = fillStorage(source, dtype, json.fill_value ?? 0, text);
  const attributes = (json.attributes ?? {}) as Attributes;
  return { format: 3, dtype, shape, chunks, fill, codecs, keyOf, attributes };
}

function codecs3(source: Source, list: unknown, chunks: readonly number[]): ChunkCodecs {
  if (!Array.isArray(list)) throw fileError(source, 'has no list of codecs');
  let order: readonly number[] = chunks.map((_, axis) => axis);
  let bigEndian = false;
  let shard: Shard | null = null;
  const bytes: BytesCodec[] = [];
  for (const item of list) {
    const { name, configuration } = named(source, 'codecs', item);
    if (name === 'transpose') {
      const permutation = lengths(source, 'order', configuration.order, 0, chunks.length);
      if (new Set(permutation).size !== chunks.length || permutation.some((axis) => axis >= chunks.length)) {
        throw fileError(source, `transposes axes in the order [${permutation}]`);
      }
      order = permutation.map((axis) => order[axis]);
    } else if (name === 'bytes') {
      bigEndian = configuration.endian === 'big';
    } else if (name === 'sharding_indexed') {
      shard = shardOf(
        source,
        configuration,
        order.map((axis) => chunks[axis]),
      );
    } else {
      bytes.push(knownCodec(source, name, configuration));
    }
  }
  return { order, bigEndian, shard, bytes };
}

function shardOf(source: Source, configuration: Json, outer: readonly number[]): Shard {
  const chunks = lengths(source, 'chunk_shape', configuration.chunk_shape, 1, outer.length);
  if (outer.some((length, axis) => length % chunks[axis] !== 0)) {
    throw fileError(source, `has shards of [${outer}] in chunks of [${chunks}], which do not divide them`);
  }
  const index = codecs3(source, configuration.index_codecs, []);
  return {
    chunks,
    codecs: codecs3(source, configuration.codecs, chunks),
    indexCodecs: index.bytes,
    indexAtEnd: configuration.index_location !== 'start',
  };
}

function knownCodec(source: Source, name: string, configuration: Json): BytesCodec {
  const codec = bytesCodec(name, configuration);
  if (codec !== undefined) return codec;
  const needs = 'gzip, zlib, zstd, lz4, blosc, crc32c, transpose or sharding_indexed';
  throw fileError(source, `is stored with the codec '${name}'; needs ${needs}`, { got: name, needs });
}

/** `{ name, configuration }`, of which the latter may be left out. */
function named(source: Source, field: string, value: unknown): { name: string; configuration: Json } {
  const { name, configuration = {} } = (value ?? {}) as { name?: unknown; configuration?: unknown };
  if (typeof name === 'string' && typeof configuration === 'object' && configuration !== null) {
    return { name, configuration: configuration as Json };
  }
  throw fileError(source, `has no name in ${field}`);
}

function lengths(source: Source, field: string, value: unknown, least: number, count?: number): number[] {
  const valid = Array.isArray(value) && value.every((one) => Number.isSafeInteger(one) && one >= least);
  if (valid && value.length <= 64 && (count === undefined || value.length === count)) return value;
  const needs = `${count === undefined ? 'at most 64' : count} integers of at least ${least}`;
  throw fileError(source, `has ${field} ${JSON.stringify(value)}; needs ${needs}`, { got: value, needs });
}

const kinds: Record<string, string> = { b: 'bool', i: 'int', u: 'uint', f: 'float', c: 'complex' };

function dtype2(source: Source, text: unknown): { dtype: DType; bigEndian: boolean } {
  const match = typeof text === 'string' ? /^([<>|=])([biufc])(\d+)$/.exec(text) : null;
  const [, order, kind, size] = match ?? [];
  const dtype = kind === 'b' && size === '1' ? 'bool' : `${kinds[kind]}${Number(size) * 8}`;
  if (match !== null && isDType(dtype)) {
    return { dtype, bigEndian: order === '>' || (order === '=' && nativeBigEndian) };
  }
  throw fileError(source, `holds ${JSON.stringify(text)}; needs numbers`, { got: text });
}

/** How NumPy, and version 2 of the format, name a dtype. */
export function dtypeCode(dtype: DType): string {
  const { kind, itemsize } = dtypeInfo(dtype);
  return `${itemsize === 1 ? '|' : nativeBigEndian ? '>' : '<'}${kind}${itemsize}`;
}
