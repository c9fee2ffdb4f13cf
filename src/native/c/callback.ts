import { describe } from '../../core/element.js';
import { ArgumentError } from '../../core/errors.js';
import { register, unregister } from './koffi.js';
import { Pointer } from './pointer.js';
import { resultReader } from './results.js';
import { toBoolean, toComplex, toEnum, toFloat, toInteger } from './scalars.js';
import { type CType, type Declarations, type FunctionType, writeType } from './types.js';

/**
 * A JavaScript function that C can call, for as long as this object is not freed. Passing a plain function to a C function is
 * enough where C calls it only until it returns.
 *
 * An error that the function throws comes out of the call to C; C itself sees a zero.
 *
 * @see cffi's `ffi.callback`
 */
export class Callback extends Pointer {
  #live = true;

  constructor(type: FunctionType, call: (...args: never[]) => unknown, declarations: Declarations) {
    super(register(callbackFor(type, call, declarations), type), type);
  }

  /** Makes the address invalid: C must not call it any more. */
  free(): void {
    if (!this.#live) return;
    this.#live = false;
    unregister(this.address);
  }

  get freed(): boolean {
    return !this.#live;
  }

  [Symbol.dispose](): void {
    this.free();
  }
}

/** Around the user's function: arguments as C functions give results, and a checked result. */
function callbackFor(type: FunctionType, call: (...args: never[]) => unknown, declarations: Declarations) {
  const readers = type.parameters.map((parameter) => resultReader(decayed(parameter.type)));
  const write = resultWriter(type.returns, declarations);
  return (...args: unknown[]): unknown =>
    write(call(...(args.map((arg, index) => readers[index](arg)) as never[])));
}

function decayed(type: CType): CType {
  return type.kind === 'array' ? { kind: 'pointer', to: type.of } : type;
}

function resultWriter(type: CType, declarations: Declarations): (value: unknown) => unknown {
  const place = { operation: 'callback', argument: 'result' };
  switch (type.kind) {
    case 'void':
      return () => undefined;
    case 'bool':
      return (value) => toBoolean(value, place);
    case 'integer':
      return (value) => toInteger(type, value, place);
    case 'float':
      return (value) => toFloat(value, place);
    case 'complex':
      return (value) => toComplex(value, place);
    case 'enum':
      return (value) => toEnum(type, declarations, value, place);
    case 'pointer':
      return (value) => {
        if (value === null || value === undefined) return 0n;
        if (value instanceof Pointer) return value.address;
        throw new ArgumentError(`result is ${describe(value)}; needs a pointer or null`, {
          ...place,
          got: value,
        });
      };
    default:
      throw new ArgumentError(
        `a callback cannot return '${writeType(type)}'; needs a number or a pointer`,
        place,
      );
  }
}
