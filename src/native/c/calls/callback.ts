import { describe } from '../../../core/element.js';
import { ArgumentError, BackendError } from '../../../core/errors.js';
import { recordFromBytes, register } from '../koffi.js';
import { integerSize, isSigned, layoutOf } from '../layout.js';
import { Pointer } from '../memory/pointer.js';
import { type Place, toBoolean, toComplex, toEnum, toFloat, toInteger } from '../memory/scalars.js';
import { writeValue } from '../memory/values.js';
import { type CType, type Declarations, type FunctionType, writeType } from '../types.js';
import { resultReader } from './results.js';

export interface CallbackOptions {
  /** Gets what the function throws; what it returns is what C gets instead. */
  readonly onError?: (error: unknown) => unknown;
}

/**
 * A JavaScript function that C can call, for as long as this object is not freed. Passing a plain function to a C function is
 * enough where C calls it only until it returns.
 *
 * An error that the function throws comes out of the call to C, or rejects its promise; C itself sees a zero, or what
 * `onError` returns. Where C calls from nowhere, long after the call, an error is uncaught as in any event.
 *
 * C may call it from another thread while an `async` call runs. From another thread during a plain call it waits for the
 * event loop, which waits for the call: never join a thread that calls back.
 *
 * @see cffi's `ffi.callback`
 */
export class Callback extends Pointer {
  readonly #slot: Slot;
  readonly #listeners: ((error: unknown) => void)[] = [];
  #live = true;

  /** Use `ffi.callback`. */
  constructor(
    type: FunctionType,
    call: (...args: never[]) => unknown,
    declarations: Declarations,
    { onError }: CallbackOptions = {},
  ) {
    const readers = type.parameters.map((parameter) => resultReader(decayed(parameter.type)));
    const write = resultWriter(type.returns, declarations);
    const slot = takeSlot(type);
    super(slot.address, type);
    this.#slot = slot;
    slot.run = (args) => {
      try {
        return write(call(...(args.map((arg, index) => readers[index](arg)) as never[])));
      } catch (error) {
        if (onError !== undefined) return write(onError(error) ?? zeroOf(type.returns));
        const listener = this.#listeners.at(-1);
        if (waitingCalls > 0 || listener === undefined) throw error; // koffi hands it to the call that waits
        listener(error);
        return write(zeroOf(type.returns));
      }
    };
  }

  /** Who hears of errors while nothing waits for C; returns what ends that. */
  listen(listener: (error: unknown) => void): () => void {
    this.#listeners.push(listener);
    return () => void this.#listeners.splice(this.#listeners.indexOf(listener), 1);
  }

  /** Makes the address invalid: C must not call it any more. */
  free(): void {
    if (!this.#live) return;
    this.#live = false;
    giveSlot(this.#slot);
  }

  override get freed(): boolean {
    return !this.#live;
  }

  [Symbol.dispose](): void {
    this.free();
  }
}

let waitingCalls = 0;

/** Around a call of C that this thread waits for. */
export function beginWaiting(): void {
  waitingCalls++;
}

export function endWaiting(): void {
  waitingCalls--;
}

/**
 * An address that C can call, with a function behind it that changes. Slots are used again by functions of the same form and
 * never taken down: a call that comes after `free` is an error, not a jump to nowhere.
 */
interface Slot {
  address: bigint;
  readonly form: string;
  run: (args: unknown[]) => unknown;
}

const spare = new Map<string, Slot[]>();

function takeSlot(type: FunctionType): Slot {
  const form = formOf(type);
  const known = spare.get(form)?.pop();
  if (known !== undefined) return known;
  const slot: Slot = { address: 0n, form, run: afterFree };
  try {
    slot.address = register((...args) => slot.run(args), type);
  } catch (cause) {
    throw new BackendError('there are too many callbacks at once; free those that C does not call any more', {
      operation: 'callback',
      cause,
    });
  }
  return slot;
}

function giveSlot(slot: Slot): void {
  slot.run = afterFree;
  const slots = spare.get(slot.form);
  if (slots === undefined) spare.set(slot.form, [slot]);
  else slots.push(slot);
}

function afterFree(): never {
  throw new ArgumentError('C called a function that was freed; keep it with ffi.callback while C has it', {
    operation: 'callback',
  });
}

const recordForms = new WeakMap<object, string>();
let recordCount = 0;

/** What the processor sees of a function: the same for all whose arguments travel alike. */
function formOf({ returns, parameters }: FunctionType): string {
  return [returns, ...parameters.map(({ type }) => decayed(type))].map(formOfType).join(' ');
}

function formOfType(type: CType): string {
  if (type.kind === 'integer') return `${isSigned(type.name) ? 'i' : 'u'}${integerSize(type.name)}`;
  if (type.kind === 'float' || type.kind === 'complex') return `${type.kind} ${type.name}`;
  if (type.kind !== 'struct' && type.kind !== 'union') return type.kind;
  const fields = type.fields ?? type;
  let form = recordForms.get(fields);
  if (form === undefined) {
    form = `record ${recordCount++}`;
    recordForms.set(fields, form);
  }
  return form;
}

function decayed(type: CType): CType {
  return type.kind === 'array' ? { kind: 'pointer', to: type.of } : type;
}

const place: Place = { operation: 'callback', argument: 'result' };

/** What C sees where there is no result. */
function zeroOf(type: CType): unknown {
  if (type.kind === 'void') return undefined;
  if (type.kind === 'pointer') return null;
  if (type.kind === 'bool') return false;
  return type.kind === 'struct' || type.kind === 'union' ? {} : 0;
}

function resultWriter(type: CType, declarations: Declarations): (value: unknown) => unknown {
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
    case 'struct':
    case 'union':
      return (value) => {
        const bytes = new Uint8Array(layoutOf(type).size);
        // C has it beyond any call of ours: addresses in it are the caller's to keep.
        writeValue(new DataView(bytes.buffer), 0, type, value, place, { declarations, keep: () => {} });
        return recordFromBytes(bytes, type);
      };
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
        `a callback cannot return '${writeType(type)}'; needs a number, a struct or a pointer`,
        place,
      );
  }
}
