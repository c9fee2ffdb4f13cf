/**
 * Functions of JavaScript that Fortran calls. Fortran passes everything by reference: numbers are read before the call and, where
 * the function returns them, written after it; arrays are copied, and copied back, because Fortran's memory is there for the time of the call only.
 */
import { dtypeInfo } from '../../core/dtype.js';
import { describe } from '../../core/element.js';
import { ArgumentError } from '../../core/errors.js';
import { NDArray, storage } from '../../core/ndarray.js';
import { contiguousStrides } from '../../core/shape.js';
import { foreignBytes, register } from '../c/koffi.js';
import type { CType, FunctionType } from '../c/types.js';
import { type ExpressionScope, evaluate } from './expression.js';
import type { Argument, CallPlan } from './plan.js';

/** An address that Fortran can call until it is unregistered. The first error of the function is kept in `failure`. */
export function registerCallback(
  routine: CallPlan,
  call: (...args: unknown[]) => unknown,
  failure: { error: unknown },
): bigint {
  const { arguments: known, result, name } = routine;
  const type: FunctionType = {
    kind: 'function',
    returns: result === null ? { kind: 'void' } : resultType(result),
    parameters: known.map(({ name }) => ({ name, type: { kind: 'pointer', to: { kind: 'void' } } })),
    variadic: false,
  };
  const callback = (...addresses: unknown[]): unknown => {
    if (failure.error !== undefined) return 0;
    try {
      return answer(routine, addresses as bigint[], call);
    } catch (error) {
      // Fortran cannot be left by an error: it goes on with zeros, and the error comes out of the call to it.
      failure.error = error;
      return 0;
    }
  };
  Object.defineProperty(callback, 'name', { value: name });
  return register(callback, type);
}

function resultType({ type, bytes }: Argument): CType {
  if (type.base === 'real') return { kind: 'float', name: bytes === 4 ? 'float' : 'double' };
  if (type.base === 'complex') return { kind: 'complex', name: bytes === 4 ? 'float' : 'double' };
  return {
    kind: 'integer',
    name: bytes === 8 ? 'long long' : bytes === 4 ? 'int' : bytes === 2 ? 'short' : 'signed char',
  };
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
    if (argument.kind === 'scalar') values.set(argument.name, readScalar(argument, addresses[index]));
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
    writeScalar(
      argument,
      addresses[known.indexOf(argument)],
      list[index + Number(result !== null)],
      operation,
    );
  });
  return result === null ? undefined : numeric(result, list[0], operation);
}

function numeric(argument: Argument, value: unknown, operation: string): unknown {
  if (argument.type.base === 'complex' && typeof value === 'object' && value !== null) return value;
  if (typeof value === 'number' && (argument.type.base === 'real' || Number.isInteger(value))) return value;
  if (typeof value === 'bigint' && argument.type.base === 'integer') return value;
  throw new ArgumentError(`the function returned ${describe(value)}; needs a ${argument.dtype}`, {
    operation,
    got: value,
  });
}

function cellAt({ dtype }: Argument, address: bigint): Float64Array {
  const { storage: Storage, itemsize } = dtypeInfo(dtype!);
  return new Storage(foreignBytes(address, itemsize)) as Float64Array;
}

function readScalar(argument: Argument, address: bigint): unknown {
  const cell = cellAt(argument, address);
  return argument.type.base === 'complex' ? { re: cell[0], im: cell[1] } : Number(cell[0]);
}

function writeScalar(argument: Argument, address: bigint, value: unknown, operation: string): void {
  const cell = cellAt(argument, address);
  const number = numeric(argument, value, operation);
  if (argument.type.base === 'complex') {
    const { re, im } = number as { re: number; im: number };
    cell.set([re, im]);
  } else cell[0] = (cell instanceof BigInt64Array ? BigInt(number as number) : Number(number)) as never;
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
