/** Arrays as arguments: what must be true of one before its address is given away. */
import type { DType } from '../../../core/dtype.js';
import { describe } from '../../../core/element.js';
import { ArgumentError, DTypeError, ShapeError } from '../../../core/errors.js';
import { NDArray } from '../../../core/ndarray.js';
import type { Place } from '../memory/scalars.js';
import type { Extent, Extents } from './extent.js';

export interface ArrayRule {
  readonly dtypes: readonly DType[];
  /** Whether C may write to it. */
  readonly writes: boolean;
  readonly order: 'C' | 'F';
  /** Lengths by axis; a single one counts all elements. Null where nobody said. */
  readonly extents: readonly Extent[] | null;
  /** Whether the lengths count bytes, because nobody knows the elements: behind `void *`. */
  readonly bytes?: boolean;
  /** Whether arrays are taken although nobody said how long they must be. */
  readonly unsized?: 'allow' | 'refuse';
}

/** By the name that a typed array has of its own, whatever its class. */
const typedDTypes: Readonly<Record<string, DType>> = {
  Float64Array: 'float64',
  Float32Array: 'float32',
  Int32Array: 'int32',
  Uint8Array: 'uint8',
  Uint8ClampedArray: 'uint8',
  BigInt64Array: 'int64',
  Int8Array: 'int8',
  Int16Array: 'int16',
  Uint16Array: 'uint16',
  Uint32Array: 'uint32',
  BigUint64Array: 'uint64',
};

// What typed arrays themselves say: a property of the same name, in a subclass for instance, must not lengthen one.
const facts = Object.getOwnPropertyDescriptors(Object.getPrototypeOf(Uint8Array.prototype) as Uint8Array);
const nameOf = facts[Symbol.toStringTag as never] as PropertyDescriptor;

/** Which dtype a typed array is; undefined for what is none. */
export function dtypeOfTyped(value: ArrayBufferView): DType | undefined {
  return typedDTypes[nameOf.get!.call(value) as string];
}

/** How many elements a typed array has now: none where its buffer was transferred. */
export function lengthOf(value: ArrayBufferView): number {
  return facts.length.get!.call(value as Uint8Array) as number;
}

/** How many bytes they have. */
export function bytesOf(value: ArrayBufferView): number {
  return facts.byteLength.get!.call(value as Uint8Array) as number;
}

/** Whether it is a typed array or an NDArray. */
export function isArray(value: unknown): value is NDArray | ArrayBufferView {
  return value instanceof NDArray || (ArrayBuffer.isView(value) && !(value instanceof DataView));
}

/** An array's elements where C finds them. @throws DTypeError, ShapeError or ArgumentError when it does not fit the rule. */
export function arrayData(
  value: NDArray | ArrayBufferView,
  rule: ArrayRule,
  place: Place,
  extents: Extents,
): ArrayBufferView {
  if (!(value instanceof NDArray)) {
    checkDType(dtypeOfTyped(value), value, rule, place);
    checkFixed(value, place);
    checkShape([rule.bytes ? bytesOf(value) : lengthOf(value)], rule, place, extents);
    return value;
  }
  checkDType(value.dtype, value, rule, place);
  const { flags } = value;
  if (!(rule.order === 'C' ? flags.cContiguous : flags.fContiguous)) {
    const [name, copy] = rule.order === 'C' ? ['C', 'ascontiguousarray'] : ['Fortran', 'asfortranarray'];
    throw new ArgumentError(
      `argument '${place.argument}' is not contiguous in ${name} order; needs ${copy}(${place.argument})`,
      {
        ...place,
        got: value.strides,
      },
    );
  }
  if (rule.writes && !flags.writeable) {
    throw new ArgumentError(
      `argument '${place.argument}' is read-only; needs a writeable array, because C may write to it`,
      place,
    );
  }
  checkShape(rule.bytes ? [value.nbytes] : value.shape, rule, place, extents);
  // Read through `data`: from then on the elements stay where they are.
  const { data, offset } = value;
  checkFixed(data, place);
  if (offset === 0) return data;
  return (data as Uint8Array).subarray(offset / data.BYTES_PER_ELEMENT);
}

/** @throws ArgumentError for a buffer that can shrink under C's feet. */
function checkFixed({ buffer }: ArrayBufferView, place: Place): void {
  if ((buffer as { resizable?: boolean }).resizable !== true) return;
  throw new ArgumentError(
    `argument '${place.argument}' lies on a resizable buffer; needs one of a fixed length`,
    place,
  );
}

function checkDType(
  dtype: DType | undefined,
  value: unknown,
  rule: ArrayRule,
  { operation, argument }: Place,
): void {
  if (rule.dtypes.length === 0 || (dtype !== undefined && rule.dtypes.includes(dtype))) return;
  const [needs] = rule.dtypes;
  throw new DTypeError(`argument '${argument}' has dtype ${dtype ?? describe(value)}; needs ${needs}`, {
    operation,
    argument,
    got: dtype,
    needs,
  });
}

/** @throws ArgumentError for an array, or memory, of which nobody said how long it must be, where that is asked for. */
export function checkSized(rule: ArrayRule, { operation, argument }: Place): void {
  if (rule.unsized !== 'refuse' || rule.extents !== null) return;
  throw new ArgumentError(
    `argument '${argument}' has no declared length; needs an annotation with its size, as in { size: 'n' }, or unsized: 'allow'`,
    { operation, argument },
  );
}

/** How many elements (bytes behind `void *`) C may touch; null where nobody said. */
export function neededLength({ extents }: ArrayRule, { operation }: Place, values: Extents): number | null {
  if (extents === null) return null;
  return extents.reduce((product, extent) => product * extent.evaluate(operation, values), 1);
}

/** @throws ShapeError where `size` elements are fewer than C may touch. */
export function checkLength(size: number, rule: ArrayRule, place: Place, values: Extents): void {
  const needed = neededLength(rule, place, values);
  if (needed === null || size >= needed) return;
  const { operation, argument } = place;
  const text = rule
    .extents!.map((extent) => (rule.extents!.length > 1 ? `(${extent.text})` : extent.text))
    .join(' * ');
  const needs = `at least ${needed}${text === String(needed) ? '' : ` (${text})`}`;
  const what = rule.bytes ? 'bytes' : 'elements';
  throw new ShapeError(`argument '${argument}' has ${size} ${what}; needs ${needs}`, {
    operation,
    argument,
    got: size,
    needs,
  });
}

function checkShape(shape: readonly number[], rule: ArrayRule, place: Place, values: Extents): void {
  checkSized(rule, place);
  const { extents } = rule;
  if (extents === null) return;
  if (extents.length !== shape.length || extents.length === 1) {
    checkLength(
      shape.reduce((product, length) => product * length, 1),
      rule,
      place,
      values,
    );
    return;
  }
  const { operation, argument } = place;
  extents.forEach((extent, axis) => {
    const length = extent.evaluate(operation, values);
    if (shape[axis] === length) return;
    const needs = `dimension ${axis + 1} must be ${length}${extent.text === String(length) ? '' : ` (${extent.text})`}`;
    throw new ShapeError(`argument '${argument}' has shape (${shape.join(', ')}) but ${needs}`, {
      operation,
      argument,
      got: shape,
      needs,
    });
  });
}
