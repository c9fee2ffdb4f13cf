/** Errors that come from workers, as they were thrown there: class, message, stack, fields and cause. */
import * as own from '../../core/errors.js';

/** An error as it travels: structured clone forgets classes and fields. */
export interface PackedError {
  readonly name: string;
  readonly message: string;
  readonly stack: string | undefined;
  readonly fields: readonly (readonly [string, unknown])[];
  readonly cause: unknown;
}

/** Fields that structured clone takes go along; others are left out. */
export function packError(error: unknown, depth = 0): PackedError {
  if (!(error instanceof Error)) {
    return { name: '', message: '', stack: undefined, fields: [], cause: cloneable(error) };
  }
  const fields = Object.entries(error)
    .filter(([name]) => !['name', 'message', 'stack', 'cause'].includes(name))
    .filter(([, value]) => value === null || !['object', 'function', 'symbol'].includes(typeof value));
  const { name, message, stack, cause } = error;
  const inner = cause instanceof Error && depth < 8 ? packError(cause, depth + 1) : cloneable(cause);
  return { name, message, stack, fields, cause: inner };
}

function cloneable(x: unknown): unknown {
  try {
    return structuredClone(x);
  } catch {
    return String(x);
  }
}

const classes: Readonly<Record<string, { readonly prototype: object }>> = {
  EvalError,
  RangeError,
  ReferenceError,
  SyntaxError,
  TypeError,
  URIError,
  AggregateError,
  ...(Object.fromEntries(
    Object.entries(own).filter(([, value]) => typeof value === 'function'),
  ) as unknown as Record<string, { readonly prototype: object }>),
};

/** What was thrown. An error of a class that is not known here is an Error of that name. */
export function unpackError(packed: PackedError): unknown {
  if (packed.name === '' && packed.stack === undefined) return packed.cause;
  const error = Object.create((classes[packed.name] ?? Error).prototype) as Record<string, unknown>;
  const define = (name: string, value: unknown): void => {
    Object.defineProperty(error, name, { value, writable: true, configurable: true });
  };
  define('message', packed.message);
  define('stack', packed.stack);
  if (error.name !== packed.name) define('name', packed.name);
  for (const [name, value] of packed.fields) error[name] = value;
  const { cause } = packed;
  if (cause !== undefined) define('cause', isPacked(cause) ? unpackError(cause) : cause);
  return error;
}

function isPacked(x: unknown): x is PackedError {
  return typeof x === 'object' && x !== null && 'fields' in x && 'stack' in x;
}
