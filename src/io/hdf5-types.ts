/** Which dtype the elements of a dataset have, and how each dtype is described to the library. */
import { type DType, dtypeInfo, dtypeNames } from '../core/dtype.js';
import { DTypeError } from '../core/errors.js';
import { type Hdf5Metadata, hdf5Class, type NewDataset } from './hdf5-library.js';
import { fileError, type Source } from './source.js';

/**
 * The dtype of elements that the library describes; it gives them in this machine's byte order.
 * @throws FileError when the elements are none that an array can hold: strings, records, references
 */
export function elementDType(source: Source, metadata: Hdf5Metadata): DType {
  const found = numberType(metadata) ?? complexType(metadata);
  if (found !== undefined) return found;
  throw fileError(source, `holds ${kindOf(metadata)}; needs numbers`, {
    needs: 'integers, floats, bools or complex numbers as h5py writes them',
  });
}

function numberType({ type, size, signed, enum_type }: Hdf5Metadata): DType | undefined {
  if (type === hdf5Class.float) return named(`float${size * 8}`);
  const isEnum = type === hdf5Class.enum && enum_type?.type === hdf5Class.integer;
  if (isEnum && size === 1 && enum_type.members.FALSE === 0 && enum_type.members.TRUE === 1) return 'bool';
  if (type !== hdf5Class.integer && !isEnum) return undefined;
  return named(`${signed ? 'int' : 'uint'}${size * 8}`);
}

function named(name: string): DType | undefined {
  return dtypeNames.find((known) => known === name);
}

/** A compound of two equal floats, `r` and `i`, as h5py writes complex numbers. */
function complexType({ type, size, compound_type }: Hdf5Metadata): DType | undefined {
  const members = compound_type?.members ?? [];
  if (type !== hdf5Class.compound || members.length !== 2) return undefined;
  const [real, imaginary] = members;
  const floats = real.type === hdf5Class.float && imaginary.type === hdf5Class.float;
  const halves = real.size === imaginary.size && size === 2 * real.size;
  if (!floats || !halves || real.name !== 'r' || imaginary.name !== 'i') return undefined;
  return named(`complex${size * 8}`);
}

const classNames: Record<number, string> = {
  0: 'integers',
  1: 'floats',
  2: 'times',
  3: 'strings',
  4: 'bit fields',
  5: 'opaque bytes',
  6: 'records',
  7: 'references',
  8: 'enumerated values',
  9: 'lists of varying length',
  10: 'arrays in each element',
};

function kindOf({ type, size, vlen }: Hdf5Metadata): string {
  const name = vlen && type === 3 ? 'strings of varying length' : (classNames[type] ?? `class ${type}`);
  return `${name} of ${size} bytes`;
}

type TypeDescription = Pick<
  NewDataset,
  'type' | 'size' | 'signed' | 'littleEndian' | 'vlen' | 'compound_type'
>;

/** @throws DTypeError for bool and float16, which the library cannot write */
export function typeDescription(operation: string, name: string, dtype: DType): TypeDescription {
  const { kind, itemsize } = dtypeInfo(dtype);
  const shared = { size: itemsize, littleEndian: true, vlen: false } as const;
  if (dtype === 'bool' || dtype === 'float16') {
    const instead = dtype === 'bool' ? 'uint8' : 'float32';
    throw new DTypeError(`${name} is ${dtype}, which cannot be written; needs x.asType('${instead}')`, {
      operation,
      argument: 'arrays',
      got: dtype,
      needs: 'integers of 8 to 64 bits, float32, float64, complex64 or complex128',
    });
  }
  if (kind !== 'c') {
    const type = kind === 'f' ? hdf5Class.float : hdf5Class.integer;
    return { ...shared, type, signed: kind === 'i' };
  }
  const size = itemsize / 2;
  const part = { ...shared, type: hdf5Class.float, signed: false, size, shape: [] };
  const members = [
    { ...part, name: 'r', offset: 0 },
    { ...part, name: 'i', offset: size },
  ];
  return { ...shared, type: hdf5Class.compound, signed: false, compound_type: { members, nmembers: 2 } };
}
