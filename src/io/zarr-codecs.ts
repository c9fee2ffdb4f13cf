/**
 * What a Zarr chunk goes through between its elements and its file: one row for each compressor. Decoders are told how
 * many bytes must come out, so that a chunk that lies about itself cannot fill the memory.
 */
import { promisify } from 'node:util';
import zlib from 'node:zlib';
import { BackendError } from '../core/errors.js';

/** Turns bytes into bytes; `expected` is how many come out of `decode`, where that is known. */
export interface BytesCodec {
  decode(bytes: Uint8Array, expected: number | null): Promise<Uint8Array>;
  encode(bytes: Uint8Array): Promise<Uint8Array>;
}

type Configuration = Readonly<Record<string, unknown>>;

const gzip = promisify<Uint8Array, zlib.ZlibOptions, Buffer>(zlib.gzip);
const deflate = promisify<Uint8Array, zlib.ZlibOptions, Buffer>(zlib.deflate);
const unzip = promisify<Uint8Array, zlib.ZlibOptions, Buffer>(zlib.unzip);

/** Output of up to so many bytes is made in one piece; more is put together from several. */
const largestPiece = 1 << 26;

const inflated = (bytes: Uint8Array, expected: number | null): Promise<Uint8Array> => {
  if (expected === null) return unzip(bytes, {});
  const chunkSize = Math.min(largestPiece, Math.max(64, expected + 1));
  return unzip(bytes, { maxOutputLength: Math.max(1, expected), chunkSize });
};

function levelOf(configuration: Configuration, otherwise: number): number {
  return typeof configuration.level === 'number' ? configuration.level : otherwise;
}

/** The part of numcodecs that is used; each codec is WebAssembly in a module of its own. */
interface Numcodec {
  decode(bytes: Uint8Array): Uint8Array | Promise<Uint8Array>;
  encode(bytes: Uint8Array): Uint8Array | Promise<Uint8Array>;
}

async function numcodec(name: 'blosc' | 'lz4' | 'zstd', configuration: Configuration): Promise<Numcodec> {
  try {
    const modules = {
      blosc: () => import('numcodecs/blosc'),
      lz4: () => import('numcodecs/lz4'),
      zstd: () => import('numcodecs/zstd'),
    };
    const { default: Codec } = await modules[name]();
    return Codec.fromConfig({ id: name, ...configuration });
  } catch (cause) {
    throw new BackendError(`the codec '${name}' cannot be loaded; needs the package numcodecs`, {
      operation: 'zarr',
      needs: 'npm install numcodecs',
      cause,
    });
  }
}

function fromNumcodecs(
  name: 'blosc' | 'lz4' | 'zstd',
  configuration: Configuration,
  sizeIn: (bytes: Uint8Array) => number | null,
): BytesCodec {
  let codec: Promise<Numcodec> | undefined;
  const load = () => {
    codec ??= numcodec(name, configuration);
    return codec;
  };
  return {
    async decode(bytes, expected) {
      const size = sizeIn(bytes);
      if (size !== null && expected !== null && size !== expected) {
        throw new Error(`it says that it holds ${size} bytes, not ${expected}`);
      }
      return (await load()).decode(bytes);
    },
    encode: async (bytes) => (await load()).encode(bytes),
  };
}

/** Number `at` of the little-endian 32-bit numbers that a chunk starts with. */
function sizeAt(at: number) {
  return (bytes: Uint8Array): number => {
    if (bytes.length < at + 4) throw new Error('it is cut short');
    return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(at, true);
  };
}

/** blosc's names for how bytes are shuffled, in version 3 of the format; version 2 has the numbers. */
const shuffles: Record<string, number> = { noshuffle: 0, shuffle: 1, bitshuffle: 2 };

const crc32c: BytesCodec = {
  async decode(bytes) {
    if (bytes.length < 4) throw new Error('it is cut short');
    const content = bytes.subarray(0, bytes.length - 4);
    const stored = sizeAt(content.length)(bytes);
    if (checksum(content) !== stored) throw new Error('its checksum is wrong');
    return content;
  },
  async encode(bytes) {
    const out = new Uint8Array(bytes.length + 4);
    out.set(bytes);
    new DataView(out.buffer).setUint32(bytes.length, checksum(bytes), true);
    return out;
  },
};

/** The codecs by the names that both versions of the format give them. */
const codecs: Record<string, (configuration: Configuration) => BytesCodec> = {
  gzip: (configuration) => ({
    decode: inflated,
    encode: (bytes) => gzip(bytes, { level: levelOf(configuration, 5) }),
  }),
  zlib: (configuration) => ({
    decode: inflated,
    encode: (bytes) => deflate(bytes, { level: levelOf(configuration, 1) }),
  }),
  zstd: (configuration) => fromNumcodecs('zstd', { level: levelOf(configuration, 0) }, () => null),
  lz4: (configuration) => fromNumcodecs('lz4', configuration, sizeAt(0)),
  blosc: ({ cname, clevel, shuffle, blocksize }) => {
    const named = typeof shuffle === 'string' ? shuffles[shuffle] : shuffle;
    return fromNumcodecs('blosc', { cname, clevel, shuffle: named, blocksize }, sizeAt(4));
  },
  crc32c: () => crc32c,
};

/** The codec of a name; undefined when there is none. */
export function bytesCodec(name: string, configuration: Configuration): BytesCodec | undefined {
  const plain = name.replace(/^numcodecs\./, '');
  return Object.hasOwn(codecs, plain) ? codecs[plain](configuration) : undefined;
}

let table: Uint32Array | undefined;

/** CRC-32C (Castagnoli), as RFC 3720 has it. */
function checksum(bytes: Uint8Array): number {
  table ??= Uint32Array.from({ length: 256 }, (_, byte) => {
    let word = byte;
    for (let bit = 0; bit < 8; bit++) word = word & 1 ? (word >>> 1) ^ 0x82f63b78 : word >>> 1;
    return word;
  });
  let sum = 0xffffffff;
  for (let at = 0; at < bytes.length; at++) sum = table[(sum ^ bytes[at]) & 0xff] ^ (sum >>> 8);
  return (sum ^ 0xffffffff) >>> 0;
}
