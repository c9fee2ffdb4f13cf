/** What dtypes hold, and what this library can do: finfo, iinfo, isdtype, arrayNamespaceInfo. */
import { checkDType, type DType, dtypeInfo, dtypeNames, type ElementOf } from '../core/dtype.js';
import { ArgumentError, DTypeError } from '../core/errors.js';
import { NDArray } from '../core/ndarray.js';
import { rangeOf } from '../core/promotion.js';
import { checkDevice, type Device } from './device.js';

/** The kinds of dtype that `isdtype` and `arrayNamespaceInfo` know, by the standard's names. */
export type DTypeKind =
  | 'bool'
  | 'signed integer'
  | 'unsigned integer'
  | 'integral'
  | 'real floating'
  | 'complex floating'
  | 'numeric';

const kindLetters: Record<DTypeKind, string> = {
  bool: 'b',
  'signed integer': 'i',
  'unsigned integer': 'u',
  integral: 'iu',
  'real floating': 'f',
  'complex floating': 'c',
  numeric: 'iufc',
};

/** The facts of a floating-point dtype. */
export interface FloatInfo {
  readonly dtype: DType;
  /** Bits of one real number. */
  readonly bits: number;
  /** The distance from 1 to the next larger number. */
  readonly eps: number;
  /** The distance from 1 to the next smaller number. */
  readonly epsneg: number;
  readonly max: number;
  readonly min: number;
  /** The smallest positive number with full precision. */
  readonly smallestNormal: number;
  /** The smallest positive number. */
  readonly smallestSubnormal: number;
  /** Another name for `smallestNormal`. */
  readonly tiny: number;
  /** Decimal digits that always survive. */
  readonly precision: number;
  /** 10 to the power -precision. */
  readonly resolution: number;
}

/** The facts of an integer dtype; numbers of 64 bits are bigints. */
export interface IntegerInfo<D extends DType = DType> {
  readonly dtype: D;
  readonly bits: number;
  readonly max: ElementOf<D>;
  readonly min: ElementOf<D>;
}

function dtypeOf(operation: string, type: unknown): DType {
  return type instanceof NDArray ? type.dtype : checkDType(operation, type, 'type');
}

const mantissaBits = { float16: 10, float32: 23, float64: 52 } as const;
const lowestExponent = { float16: -14, float32: -126, float64: -1022 } as const;

/**
 * The limits of a floating-point dtype, given by name or by an array of it. Complex dtypes have those of their parts.
 *
 * @throws DTypeError for a dtype that is not floating-point.
 * @example
 * finfo('float32').eps; // 1.1920928955078125e-7
 * finfo('complex128').bits; // 64
 * @see numpy.finfo
 */
export function finfo(type: DType | NDArray): FloatInfo {
  const given = dtypeOf('finfo', type);
  const dtype = given === 'complex64' ? 'float32' : given === 'complex128' ? 'float64' : given;
  if (dtype !== 'float16' && dtype !== 'float32' && dtype !== 'float64') {
    throw new DTypeError(`type is ${given}; needs a floating-point dtype`, {
      operation: 'finfo',
      argument: 'type',
      got: given,
      needs: 'a floating-point dtype',
    });
  }
  const bits = mantissaBits[dtype];
  const eps = 2 ** -bits;
  const smallestNormal = 2 ** lowestExponent[dtype];
  const max = (2 - eps) * 2 ** (1 - lowestExponent[dtype]);
  const precision = Math.floor(bits * Math.log10(2));
  return {
    dtype,
    bits: 8 * dtypeInfo(dtype).itemsize,
    eps,
    epsneg: eps / 2,
    max,
    min: -max,
    smallestNormal,
    smallestSubnormal: smallestNormal * eps,
    tiny: smallestNormal,
    precision,
    resolution: Number(`1e-${precision}`),
  };
}

/**
 * The limits of an integer dtype, given by name or by an array of it.
 *
 * @throws DTypeError for a dtype that is no integer.
 * @example
 * iinfo('int8').max; // 127
 * iinfo('uint64').max.toString(); // '18446744073709551615'
 * @see numpy.iinfo
 */
export function iinfo<D extends DType>(type: D | NDArray<D>): IntegerInfo<D> {
  const dtype = dtypeOf('iinfo', type) as D;
  const range = rangeOf(dtype);
  if (range === undefined) {
    throw new DTypeError(`type is ${dtype}; needs an integer dtype`, {
      operation: 'iinfo',
      argument: 'type',
      got: dtype,
      needs: 'an integer dtype',
    });
  }
  const bits = 8 * dtypeInfo(dtype).itemsize;
  const [min, max] = bits === 64 ? range : range.map(Number);
  return { dtype, bits, max: max as ElementOf<D>, min: min as ElementOf<D> };
}

/**
 * Whether a dtype is another, or of a kind, or either of any in a list.
 *
 * @throws DTypeError for a name that is no dtype; ArgumentError for a kind that is neither a dtype nor a kind's name.
 * @example
 * isdtype('float32', 'real floating'); // true
 * isdtype('int8', ['bool', 'unsigned integer']); // false
 * @see numpy.isdtype
 */
export function isdtype(dtype: DType, kind: DType | DTypeKind | readonly (DType | DTypeKind)[]): boolean {
  const { kind: letter } = dtypeInfo(checkDType('isdtype', dtype));
  if (typeof kind !== 'string') {
    if (Array.isArray(kind)) return kind.some((one) => isdtype(dtype, one));
    throw unknownKind(kind);
  }
  if (Object.hasOwn(kindLetters, kind)) return kindLetters[kind as DTypeKind].includes(letter);
  if (dtypeNames.includes(kind as DType)) return dtype === kind;
  throw unknownKind(kind);
}

function unknownKind(kind: unknown): ArgumentError {
  const needs = `a dtype, or one of ${Object.keys(kindLetters).join(', ')}`;
  return new ArgumentError(`kind is ${String(kind)}; needs ${needs}`, {
    operation: 'isdtype',
    argument: 'kind',
    got: kind,
    needs,
  });
}

/** What the standard asks of an inspection. */
export interface NamespaceInfo {
  /** What can be done that not every library can; by the standard's names. */
  capabilities(): {
    readonly 'boolean indexing': true;
    readonly 'data-dependent shapes': true;
    readonly 'max dimensions': null;
  };
  /** Where new arrays are. */
  defaultDevice(): Device;
  /** The dtypes that arrays have when none is asked for. Numbers in lists become float64, integers too. */
  defaultDtypes(options?: { readonly device?: Device }): {
    readonly 'real floating': 'float64';
    readonly 'complex floating': 'complex128';
    readonly integral: 'int64';
    readonly indexing: 'int64';
  };
  devices(): Device[];
  /** The dtypes there are, all or of some kinds, by name. */
  dtypes(options?: {
    readonly device?: Device;
    readonly kind?: DTypeKind | readonly DTypeKind[];
  }): Partial<Record<DType, DType>>;
}

/**
 * What this library can do, in the standard's form (`__array_namespace_info__`).
 *
 * @throws ArgumentError from its functions for a device that is not 'cpu', or an unknown kind.
 * @example
 * arrayNamespaceInfo().defaultDevice(); // 'cpu'
 * Object.keys(arrayNamespaceInfo().dtypes({ kind: 'real floating' })); // ['float16', 'float32', 'float64']
 * @see numpy.__array_namespace_info__
 */
export function arrayNamespaceInfo(): NamespaceInfo {
  return {
    capabilities: () => ({ 'boolean indexing': true, 'data-dependent shapes': true, 'max dimensions': null }),
    defaultDevice: () => 'cpu',
    defaultDtypes: ({ device } = {}) => {
      checkDevice('defaultDtypes', device);
      return {
        'real floating': 'float64',
        'complex floating': 'complex128',
        integral: 'int64',
        indexing: 'int64',
      };
    },
    devices: () => ['cpu'],
    dtypes: ({ device, kind } = {}) => {
      checkDevice('dtypes', device);
      const chosen = dtypeNames.filter((dtype) => kind === undefined || isdtype(dtype, kind));
      return Object.fromEntries(chosen.map((dtype) => [dtype, dtype]));
    },
  };
}
