/** The rows of a float matrix in an npy file, a few at a time, so that the file may be larger than memory. */
import { open } from 'node:fs/promises';
import { dtypeInfo } from '../core/dtype.js';
import { readNpyHeader } from '../io/npy-file.js';

export interface RowBlock {
  readonly start: number;
  readonly rows: number;
  /** rows × columns values, row after row; overwritten by the next block. */
  readonly values: Float64Array | Float32Array;
}

const blockBytes = 1 << 24;

/** Reads a C-ordered float32 or float64 matrix in this machine's byte order, as cdistToFile writes it. */
export async function* matrixRows(path: string): AsyncGenerator<RowBlock> {
  const { shape, dtype, dataOffset } = readNpyHeader(path);
  const [rows, columns] = shape;
  const rowBytes = columns * dtypeInfo(dtype).itemsize;
  const most = Math.max(1, Math.min(rows, Math.floor(blockBytes / Math.max(1, rowBytes))));
  const values = dtype === 'float32' ? new Float32Array(most * columns) : new Float64Array(most * columns);
  const bytes = new Uint8Array(values.buffer);
  const file = await open(path, 'r');
  try {
    for (let start = 0; start < rows; start += most) {
      const count = Math.min(most, rows - start);
      const wanted = count * rowBytes;
      for (let got = 0; got < wanted; ) {
        const { bytesRead } = await file.read(bytes, got, wanted - got, dataOffset + start * rowBytes + got);
        if (bytesRead === 0) throw new Error(`${path} became shorter while it was read`);
        got += bytesRead;
      }
      yield { start, rows: count, values };
    }
  } finally {
    await file.close();
  }
}
