/**
 * Functions of JavaScript that Fortran calls. Fortran passes everything by reference: numbers are read before the call and, where
 * the function returns them, written after it; arrays are copied, and copied back, because Fortran's memory is there for the time of the call only.
 */
import { dtypeInfo } from '../../../core/dtype.js';
import { describe } from '../../../core/element.js';
import { ArgumentError } from '../../../core/errors.js';
import { NDArray, storage } from '../../../core/ndarray.js';
import { contiguousStrides } from '../../../core/shape.js';
import { foreignBytes, register } from '../../c/koffi.js';
import type { CType, FunctionType } from '../../c/types.js';
import type { Argument, CallPlan } from '../plans/call-plan.js';
import { type ExpressionScope, evaluate } from '../plans/expression.js';
import { logicalStorage } from '../plans/kinds.js';
import { integerNames, readCell, scalarConverter, writeCell } from './cells.js';

/** An address that Fortran can call until it is unregistered. The first error of the function is kept in `failure`. */
export function registerCallback(
  routine: CallPlan,
  call: (...args: unknown[]) => unknown,
  failure: { error: unknown },
): bigint {
  const { arguments: known, result, name } = routine;
  const type: FunctionType = {
    kind: 'function',
    returns: result === null ? { kind: 'void' } : numberType(result),
    parameters: known.map((argument) => ({
      name: argument.name,
      type: argument.value ? numberType(argument) : { kind: 'pointer', to: { kind: 'void' } },
    })),
    variadic: false,
  };
  const callback = (...passed: unknown[]): unknown => {
    if (failure.error !== undefined) return 0;
    try {
      return answer(routine, passed as bigint[], call);
    } catch (error) {
      // Fortran cannot be left by an error: it goes on with zeros, and the error comes out of the call to it.
      failure.error = error;
      return 0;
    }
  };
  Object.defineProperty(callback, 'name', { value: name });
  return register(callback, type);
}

/** The type in which C has a number. */
function numberType({ type, bytes }: Argument): CType {
  if (type.base === 'real') return { kind: 'float', name: bytes === 4 ? 'float' : 'double' };
  if (type.base === 'complex') return { kind: 'complex', name: bytes === 4 ? 'float' : 'double' };
  return { kind: 'integer', name: integerNames[bytes] };
}

function answer(
  routine: CallPlan,
  addresses: readonly bigint[],
  call: (...args: unknown[]) => unknown,
): unknown {
  const { arguments: known, result, name: operation } = routine;
  const values = new Map<string, unknown>();
  const scope: ExpressionScope = {
    value: (name) => values.get(name) as number | undefined,
    shape: (name) => (values.get(name) instanceof NDArray ? (values.get(name) as NDArray).shape : undefined),
  };
  // Numbers first: they are the lengths of the arrays.
  known.forEach((argument, index) => {
    if (argument.kind !== 'scalar') return;
    const passed: unknown = addresses[index];
    const value = argument.value ? passed : readCell(argument, cellAt(argument, addresses[index]));
    values.set(argument.name, argument.value && argument.type.base === 'logical' ? Boolean(value) : value);
  });
  known.forEach((argument, index) => {
    if (argument.kind !== 'array') return;
    const shape = argument.axes.map(({ length, text }) => {
      if (length !== null) return Math.max(0, Number(evaluate(length, scope)));
      throw new ArgumentError(`'${argument.name}' has the length ${text}, which nothing says`, {
        operation,
      });
    });
    values.set(argument.name, arrayAt(argument, addresses[index], shape));
  });
  const given = known
    .filter(({ reads, kind }) => reads || kind === 'array')
    .map(({ name }) => values.get(name));
  const returned = call(...given);
  known.forEach((argument, index) => {
    if (argument.kind === 'array' && argument.writes !== 'no')
      copyBack(values.get(argument.name) as NDArray, addresses[index]);
  });
  const outs = known.filter(({ writes, kind }) => writes === 'returned' && kind === 'scalar');
  const expected = outs.length + Number(result !== null);
  const list = expected > 1 ? (returned as unknown[]) : [returned];
  if (expected > 0 && (!Array.isArray(list) || list.length !== expected)) {
    throw new ArgumentError(`the function returned ${describe(returned)}; needs a list of ${expected}`, {
      operation,
      got: returned,
    });
  }
  outs.forEach((argument, index) => {
    const value = numeric(argument, list[index + Number(result !== null)], operation);
    writeCell(argument, cellAt(argument, addresses[known.indexOf(argument)]), value);
  });
  if (result === null) return undefined;
  const value = numeric(result, list[0], operation);
  return typeof value === 'boolean' ? Number(value) : value;
}

/** What the function returned for a number. */
function numeric(argument: Argument, value: unknown, operation: string): unknown {
  try {
    return scalarConverter(operation, argument)(value);
  } catch (cause) {
    throw new ArgumentError(`the function returned ${describe(value)}; needs a ${argument.dtype}`, {
      operation,
      got: value,
      cause,
    });
  }
}

/** The memory of a number: Fortran's logicals are integers of their size. */
function cellAt({ dtype, type, bytes }: Argument, address: bigint): ArrayBufferView {
  const { storage, itemsize } = dtypeInfo(type.base === 'logical' ? logicalStorage[bytes] : dtype!);
  return new storage(foreignBytes(address, itemsize)) as ArrayBufferView;
}

function arrayAt({ dtype }: Argument, address: bigint, shape: readonly number[]): NDArray {
  const { storage: Storage, itemsize } = dtypeInfo(dtype!);
  const elements = shape.reduce((product, length) => product * length, 1);
  const data = new Storage(foreignBytes(address, elements * itemsize).slice(0));
  const strides = contiguousStrides(shape, itemsize, 'F');
  return new NDArray({ data: data as never, dtype: dtype!, shape, strides });
}

function copyBack(array: NDArray, address: bigint): void {
  const { buffer } = storage(array) as Uint8Array;
  new Uint8Array(foreignBytes(address, array.nbytes)).set(new Uint8Array(buffer, 0, array.nbytes));
}
