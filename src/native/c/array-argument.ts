/** Arrays as arguments: what must be true of one before its address is given away. */
import type { DType } from '../../core/dtype.js';
import { describe } from '../../core/element.js';
import { ArgumentError, DTypeError, ShapeError } from '../../core/errors.js';
import { NDArray } from '../../core/ndarray.js';
import type { ParameterAnnotation } from './annotations.js';
import type { Extent, Extents } from './extent.js';
import type { Place } from './scalars.js';

export interface ArrayRule {
  readonly dtypes: readonly DType[];
  /** Whether C may write to it. */
  readonly writes: boolean;
  readonly order: 'C' | 'F';
  /** Lengths by axis; a single one counts all elements. Null where nobody said. */
  readonly extents: readonly Extent[] | null;
}

/** Which dtype a typed array is; undefined for what is none. */
export function dtypeOfTyped(value: ArrayBufferView): DType | undefined {
  if (value instanceof Float64Array) return 'float64';
  if (value instanceof Float32Array) return 'float32';
  if (value instanceof Int32Array) return 'int32';
  if (value instanceof Uint8Array || value instanceof Uint8ClampedArray) return 'uint8';
  if (value instanceof BigInt64Array) return 'int64';
  if (value instanceof Int8Array) return 'int8';
  if (value instanceof Int16Array) return 'int16';
  if (value instanceof Uint16Array) return 'uint16';
  if (value instanceof Uint32Array) return 'uint32';
  if (value instanceof BigUint64Array) return 'uint64';
  return undefined;
}

/** An array's elements where C finds them. @throws DTypeError, ShapeError or ArgumentError when it does not fit the rule. */
export function arrayData(
  value: NDArray | ArrayBufferView,
  rule: ArrayRule,
  place: Place,
  extents: Extents,
): ArrayBufferView {
  if (!(value instanceof NDArray)) {
    const dtype = dtypeOfTyped(value);
    checkDType(dtype, value, rule, place);
    checkShape([(value as Uint8Array).length], rule, place, extents);
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
  checkShape(value.shape, rule, place, extents);
  // Read through `data`: from then on the elements stay where they are.
  const { data } = value;
  const { offset } = value;
  if (offset === 0) return data;
  return (data as Uint8Array).subarray(offset / data.BYTES_PER_ELEMENT);
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

function checkShape(
  shape: readonly number[],
  rule: ArrayRule,
  { operation, argument }: Place,
  extents: Extents,
): void {
  if (rule.extents === null) return;
  const lengths = rule.extents.map((extent) => extent.evaluate(operation, extents));
  if (lengths.length === shape.length && lengths.length > 1) {
    lengths.forEach((length, axis) => {
      if (shape[axis] === length) return;
      const what = rule.extents![axis].text;
      const needs = `dimension ${axis + 1} must be ${length}${what === String(length) ? '' : ` (${what})`}`;
      throw new ShapeError(`argument '${argument}' has shape (${shape.join(', ')}) but ${needs}`, {
        operation,
        argument,
        got: shape,
        needs,
      });
    });
    return;
  }
  const size = shape.reduce((product, length) => product * length, 1);
  const needed = lengths.reduce((product, length) => product * length, 1);
  if (size >= needed) return;
  const text = rule.extents
    .map((extent) => (rule.extents!.length > 1 ? `(${extent.text})` : extent.text))
    .join(' * ');
  const needs = `at least ${needed}${text === String(needed) ? '' : ` (${text})`}`;
  throw new ShapeError(`argument '${argument}' has ${size} elements; needs ${needs}`, {
    operation,
    argument,
    got: size,
    needs,
  });
}

/** How an annotation, or an array declarator, bounds an array. */
export function mostlyIn(annotation: ParameterAnnotation | undefined, constant: boolean): boolean {
  return annotation?.intent === 'in' || (annotation?.intent === undefined && constant);
}
