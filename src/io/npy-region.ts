/** npy files that are read in parts: each part from where it lies in the file to where it belongs. */
import fs from 'node:fs';
import { allocateUninitialized } from '../core/buffer.js';
import { dtypeInfo } from '../core/dtype.js';
import type { NDArray } from '../core/ndarray.js';
import { contiguousStrides, sizeOf } from '../core/shape.js';
import { readRegion } from './file-region.js';
import { finishNpy } from './npy.js';
import { readNpyHeader } from './npy-file.js';
import type { NpyHeader } from './npy-header.js';
import type { AxisRange } from './selection.js';
import { fileError, openForReading, readingError, type Source } from './source.js';

export class OpenNpy {
  readonly header: NpyHeader;
  readonly #source: Source;
  readonly #fd: number;

  /** @throws FileError when the file cannot be read or is no npy file */
  constructor(path: string) {
    this.#source = { operation: 'read', name: path };
    this.header = readNpyHeader(path);
    this.#fd = openForReading(this.#source);
  }

  /** The elements that `ranges` select, in the order of the file. @throws FileError, MemoryError */
  read(ranges: readonly AxisRange[]): NDArray {
    const { dtype, order, dataOffset, shape: whole } = this.header;
    const shape = ranges.map(({ count }) => count);
    const data = allocateUninitialized('read', dtype, sizeOf(shape));
    const strides = contiguousStrides(shape, dtypeInfo(dtype).itemsize, order);
    // With its axes the other way round, what lies in Fortran order lies in C order.
    const turn = <T>(axes: readonly T[]): readonly T[] => (order === 'C' ? axes : [...axes].reverse());
    const target = { data, dtype, shape: turn(shape), strides: turn(strides) };
    try {
      const file = { fd: this.#fd, position: dataOffset, shape: turn(whole) };
      if (readRegion(file, turn(ranges), target)) return finishNpy({ ...this.header, shape }, data);
    } catch (cause) {
      throw readingError(this.#source, cause);
    }
    throw fileError(this.#source, 'became shorter while it was read');
  }

  close(): void {
    fs.closeSync(this.#fd);
  }
}
