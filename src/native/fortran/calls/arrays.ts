/** Arrays as Fortran takes them: dtype, rank and order, without a copy where the order is right. */
import { copyElements } from '../../../core/copy.js';
import { dtypeInfo } from '../../../core/dtype.js';
import { describe } from '../../../core/element.js';
import { ArgumentError, DTypeError, ShapeError } from '../../../core/errors.js';
import { layoutSymbol } from '../../../core/layout.js';
import { NDArray, newUninitialized } from '../../../core/ndarray.js';
import { asarray } from '../../../ops/asarray.js';
import { dtypeOfTyped } from '../../c/calls/array-argument.js';
import type { Argument } from '../plans/call-plan.js';

/** What happens to an array in the wrong order: copied, or refused. */
export type Copies = 'allow' | 'refuse';

/** The array to pass for what the caller gave. @throws DTypeError, ShapeError or ArgumentError */
export function fortranArray(operation: string, argument: Argument, given: unknown, copies: Copies): NDArray {
  const { name } = argument;
  const array = toNDArray(operation, argument, given);
  if (array.dtype !== argument.dtype) {
    throw new DTypeError(`argument '${name}' has dtype ${array.dtype}; needs ${argument.dtype}`, {
      operation,
      argument: name,
      got: array.dtype,
      needs: argument.dtype!,
    });
  }
  checkRank(operation, argument, array);
  const { flags } = array;
  if (argument.writes === 'inPlace' && !flags.writeable) {
    throw new ArgumentError(`argument '${name}' is read-only; needs a writeable array`, {
      operation,
      argument: name,
    });
  }
  const fits = argument.order === 'F' ? flags.fContiguous : flags.cContiguous;
  if (fits && !argument.copy) return array;
  if (!fits) {
    const [order, convert] =
      argument.order === 'F' ? ['Fortran', 'asfortranarray'] : ['C', 'ascontiguousarray'];
    if (copies === 'refuse' || argument.declaredInPlace) {
      throw new ArgumentError(
        `argument '${name}' is not contiguous in ${order} order; needs ${convert}(${name})`,
        {
          operation,
          argument: name,
          got: array.strides,
        },
      );
    }
    reportCopy(operation, array, `argument '${name}' is not in ${order} order`);
  } else reportCopy(operation, array, `argument '${name}' is written to by the routine, and kept`);
  return copyOf(operation, array, argument.order);
}

function toNDArray(operation: string, argument: Argument, given: unknown): NDArray {
  if (given instanceof NDArray) return given;
  if (ArrayBuffer.isView(given) && dtypeOfTyped(given) !== undefined) return asarray(given as Float64Array);
  // One character is one byte.
  if (typeof given === 'string' && argument.type.base === 'character' && argument.writes !== 'inPlace')
    return asarray(new TextEncoder().encode(given));
  if (Array.isArray(given)) return asarray(given as never, { dtype: argument.dtype! });
  if (typeof given === 'number' && argument.axes.length > 0)
    return asarray([given], { dtype: argument.dtype! });
  const needs = `a ${argument.dtype} array`;
  throw new ArgumentError(`argument '${argument.name}' is ${describe(given)}; needs ${needs}`, {
    operation,
    argument: argument.name,
    got: given,
    needs,
  });
}

/** As many axes as declared; assumed size on one axis takes any. */
function checkRank(operation: string, { name, axes }: Argument, array: NDArray): void {
  if (array.ndim === axes.length || (axes.length === 1 && axes[0].text === '*')) return;
  throw new ShapeError(
    `argument '${name}' has shape (${array.shape.join(', ')}); needs ${axes.length} axes`,
    {
      operation,
      argument: name,
      got: array.shape,
    },
  );
}

function copyOf(operation: string, array: NDArray, order: 'F' | 'C'): NDArray {
  const copy = newUninitialized(operation, array.dtype, array.shape, order);
  copyElements(copy[layoutSymbol](), array[layoutSymbol]());
  return copy;
}

/** With STRIDED_REPORT_COPIES=n in the environment, every copy of at least n elements is said on stderr. */
function reportCopy(operation: string, array: NDArray, why: string): void {
  const least = process.env.STRIDED_REPORT_COPIES;
  if (least === undefined || least === '' || array.size < Number(least)) return;
  process.stderr.write(`${operation}: copied ${array.nbytes} bytes: ${why}\n`);
}

/** The elements of an array where Fortran finds them. Read through `data`: from then on they stay where they are. */
export function dataOf(array: NDArray): ArrayBufferView {
  const { data } = array;
  const { offset } = array;
  return offset === 0 ? data : (data as Uint8Array).subarray(offset / data.BYTES_PER_ELEMENT);
}

/** A typed array of one element, for scalars that Fortran writes to. */
export function cellOf(argument: Argument): ArrayBufferView {
  const { storage: Storage, itemsize } = dtypeInfo(argument.dtype!);
  return new Storage(itemsize / Storage.BYTES_PER_ELEMENT) as ArrayBufferView;
}
