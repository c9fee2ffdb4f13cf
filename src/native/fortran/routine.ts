/**
 * A routine of Fortran as a function of JavaScript.
 *
 * Policy: everything is checked before Fortran runs: numbers fit their types, arrays have the dtype, rank and order, lengths
 * agree, the source's own checks hold. State of a call: `values` has what each argument is by now, for the expressions of the
 * others; they are filled in an order in which each finds what it refers to, determined once.
 */
import { ArgumentError, ShapeError } from '../../core/errors.js';
import { NDArray, newArray } from '../../core/ndarray.js';
import { findFunction, type Handle, type NativeFunction, unregister } from '../c/koffi.js';
import { refuse, toBoolean, toComplex, toFloat, toInteger } from '../c/scalars.js';
import type { CType, FunctionType, IntegerName } from '../c/types.js';
import { type Copies, cellOf, dataOf, fortranArray } from './arrays.js';
import { registerCallback } from './callback.js';
import { type Expression, type ExpressionScope, evaluate, NoValue, type Value } from './expression.js';
import { type Argument, dependsOn, type Routine } from './plan.js';
import { byValue } from './wrapper.js';

export interface RoutineOptions {
  /** Whether an array in C order is copied (as f2py does), or refused. */
  readonly copies?: Copies;
}

export interface FortranFunction {
  (...args: unknown[]): unknown;
  /** The same off the event loop. Routines that are not marked threadsafe wait for one another. */
  async(...args: unknown[]): Promise<unknown>;
}

const pointer: CType = { kind: 'pointer', to: { kind: 'void' } };
const size: CType = { kind: 'integer', name: 'unsigned long long' };
const flag: CType = { kind: 'integer', name: 'int' };

const integerNames: Readonly<Record<number, IntegerName>> = {
  1: 'signed char',
  2: 'short',
  4: 'int',
  8: 'long long',
};

/** The type in which C passes a scalar by value. */
function scalarType({ type, bytes }: Argument): CType {
  if (type.base === 'real') return { kind: 'float', name: bytes === 4 ? 'float' : 'double' };
  return { kind: 'integer', name: type.base === 'logical' ? 'signed char' : integerNames[bytes] };
}

/** What the wrapper takes: see wrapper.ts, which writes the same list. */
function wrapperType(routine: Routine): FunctionType {
  const all = routine.result === null ? routine.arguments : [...routine.arguments, routine.result];
  const types = all.flatMap((argument): CType[] => {
    const first = byValue(argument) ? scalarType(argument) : pointer;
    const lengths = argument.kind === 'text' ? [size] : argument.axes.map(() => size);
    return [first, ...lengths, ...(argument.mayBeAbsent && argument.kind !== 'callback' ? [flag] : [])];
  });
  const parameters = types.map((type) => ({ name: null, type }));
  return { kind: 'function', returns: { kind: 'void' }, parameters, variadic: false };
}

/** Calls of one library that must not overlap. */
export interface Turn {
  last: Promise<unknown>;
}

export function bindRoutine(
  routine: Routine,
  handle: Handle,
  options: RoutineOptions,
  turn: Turn,
): FortranFunction {
  const native = findFunction(handle, routine.symbol, wrapperType(routine));
  if (native === null) throw new Error(`the built library lacks ${routine.symbol}`);
  const { copies = 'allow' } = options;
  const order = inOrder(routine);
  const call = (...args: unknown[]): unknown => {
    const running = new RoutineCall(routine, copies, args, order);
    try {
      native(...running.passed());
      return running.results();
    } finally {
      running.end();
    }
  };
  const asynchronous = async (...args: unknown[]): Promise<unknown> => {
    const running = new RoutineCall(routine, copies, args, order);
    try {
      const passed = running.passed();
      if (routine.procedure.threadsafe || routine.procedure.prefixes.includes('pure'))
        await inBackground(native, passed);
      else {
        const before = turn.last;
        turn.last = before.then(() => inBackground(native, passed));
        await turn.last;
      }
      return running.results();
    } finally {
      running.end();
    }
  };
  return Object.assign(call, { async: asynchronous });
}

function inBackground(native: NativeFunction, passed: readonly unknown[]): Promise<void> {
  return new Promise((resolve, reject) => {
    native.async(...passed, (error: unknown) => (error === null ? resolve() : reject(error)));
  });
}

/** Arguments so that each comes after those that its value and lengths refer to; those in a circle stay as they are. */
function inOrder(routine: Routine): readonly Argument[] {
  const all = routine.result === null ? [...routine.arguments] : [...routine.arguments, routine.result];
  // What the caller gives is known before anything is derived from it.
  const left = all.sort((a, b) => Number(a.role !== 'given') - Number(b.role !== 'given'));
  const done = new Set<string>();
  const sorted: Argument[] = [];
  const ready = (argument: Argument) =>
    argument.role === 'given' ||
    dependsOn(argument).every((name) => done.has(name) || !all.some((other) => other.name === name));
  while (left.length > 0) {
    const next = left.findIndex(ready);
    const [argument] = left.splice(Math.max(0, next), 1);
    done.add(argument.name);
    sorted.push(argument);
  }
  return sorted;
}

class RoutineCall implements ExpressionScope {
  readonly #routine: Routine;
  readonly #operation: string;
  readonly #copies: Copies;
  readonly #given = new Map<string, unknown>();
  readonly #values = new Map<string, unknown>();
  /** What Fortran gets: arrays, one-element cells, bytes of texts. */
  readonly #memory = new Map<string, ArrayBufferView | null>();
  readonly #callbacks: bigint[] = [];
  readonly #failure: { error: unknown } = { error: undefined };

  constructor(routine: Routine, copies: Copies, args: readonly unknown[], order: readonly Argument[]) {
    this.#routine = routine;
    this.#operation = routine.procedure.name;
    this.#copies = copies;
    this.#assign(args);
    for (const argument of order) this.#fill(argument);
    for (const argument of routine.arguments) this.#check(argument);
  }

  /** Positions and names of what the caller gave. */
  #assign(args: readonly unknown[]): void {
    const required = this.#routine.arguments.filter(({ role }) => role === 'given');
    const options = this.#routine.arguments.filter(({ role }) => role === 'option');
    const last = args[args.length - 1];
    const named = args.length === required.length + 1 && isOptions(last) ? last : {};
    const count = args.length - (named === last ? 1 : 0);
    if (count !== required.length) {
      const names = required.map(({ name }) => name).join(', ');
      const extra =
        options.length > 0 ? ` and options { ${options.map(({ name }) => name).join(', ')} }` : '';
      const needs = required.length === 0 ? `none${extra}` : `${required.length} (${names})${extra}`;
      throw new ArgumentError(`got ${count} arguments; needs ${needs}`, {
        operation: this.#operation,
        got: count,
        needs,
      });
    }
    required.forEach(({ name }, index) => {
      this.#given.set(name, args[index]);
    });
    for (const [name, value] of Object.entries(named)) {
      if (!options.some((option) => option.name === name)) {
        const needs = `one of ${options.map((option) => option.name).join(', ')}`;
        throw new ArgumentError(`has no option '${name}'; needs ${needs}`, {
          operation: this.#operation,
          got: name,
          needs,
        });
      }
      if (value !== undefined) this.#given.set(name, value);
    }
  }

  #fill(argument: Argument): void {
    const { name } = argument;
    let given = this.#given.get(name);
    if (given === undefined && argument.reads && argument.initial !== null) given = this.#initial(argument);
    if (given === undefined && argument.mayBeAbsent) {
      this.#values.set(name, undefined);
      this.#memory.set(name, null);
    } else if (argument.kind === 'callback') this.#fillCallback(argument, given);
    else if (argument.kind === 'text') this.#fillText(argument, given);
    else if (argument.kind === 'array') this.#fillArray(argument, given);
    else this.#fillScalar(argument, given);
  }

  /** The value of an argument that the caller did not give. */
  #initial(argument: Argument): unknown {
    const value = this.#evaluate(argument, argument.initial!, argument.initialText ?? 'the value');
    if (argument.kind !== 'array') return argument.type.base === 'logical' ? Boolean(value) : value;
    const array = newArray(this.#operation, argument.dtype!, this.#shape(argument), argument.order);
    return Number(value) === 0 ? array : array.fill(Number(value) as never);
  }

  #fillCallback(argument: Argument, given: unknown): void {
    const place = { operation: this.#operation, argument: argument.name };
    if (typeof given !== 'function') throw refuse(place, given, 'a function');
    const address = registerCallback(
      argument.callback!,
      given as (...args: unknown[]) => unknown,
      this.#failure,
    );
    this.#callbacks.push(address);
    this.#values.set(argument.name, address);
  }

  #fillText(argument: Argument, given: unknown): void {
    const place = { operation: this.#operation, argument: argument.name };
    const text = argument.reads ? given : '';
    if (typeof text !== 'string') throw refuse(place, text, 'a string');
    const encoded = new TextEncoder().encode(text);
    const { length } = argument;
    const bytes = length === null ? encoded.length : Number(this.#evaluate(argument, length, 'length'));
    if (encoded.length > bytes) throw refuse(place, text, `at most ${bytes} bytes`);
    // Fortran fills texts with blanks.
    const padded = new Uint8Array(new ArrayBuffer(bytes)).fill(32);
    padded.set(encoded);
    this.#values.set(argument.name, text);
    this.#memory.set(argument.name, padded);
  }

  #fillArray(argument: Argument, given: unknown): void {
    const array = argument.reads
      ? fortranArray(this.#operation, argument, given, this.#copies)
      : newArray(this.#operation, argument.dtype!, this.#shape(argument), argument.order);
    this.#values.set(argument.name, array);
    this.#memory.set(argument.name, dataOf(array));
  }

  #fillScalar(argument: Argument, given: unknown): void {
    const { name } = argument;
    if (argument.writes === 'inPlace') {
      const place = { operation: this.#operation, argument: name };
      const needs = `a ${argument.dtype} array of one element, to write to`;
      if (!(given instanceof NDArray || ArrayBuffer.isView(given))) throw refuse(place, given, needs);
      const any = { ...argument, axes: [{ text: '*', length: null, from: false }] };
      const array = fortranArray(this.#operation, any, given, 'refuse');
      if (array.size !== 1) throw refuse(place, given, needs);
      this.#values.set(name, array.item());
      this.#memory.set(name, dataOf(array));
      return;
    }
    const value = argument.reads ? this.#scalar(argument, given) : 0;
    this.#values.set(name, value);
    if (byValue(argument)) return;
    const cell = cellOf(argument);
    if (argument.type.base === 'complex') {
      const { re, im } = toComplex(value, { operation: this.#operation, argument: name });
      (cell as Float64Array).set([re, im]);
    } else
      (cell as Float64Array)[0] = (
        cell instanceof BigInt64Array ? BigInt(value as number) : Number(value)
      ) as never;
    this.#memory.set(name, cell);
  }

  #scalar(argument: Argument, given: unknown): unknown {
    const place = { operation: this.#operation, argument: argument.name };
    switch (argument.type.base) {
      case 'integer':
        return toInteger(
          { kind: 'integer', name: integerNames[argument.bytes], alias: argument.dtype! },
          given,
          place,
        );
      case 'real':
        return toFloat(given, place);
      case 'logical':
        return toBoolean(given, place);
      default:
        return toComplex(given, place);
    }
  }

  /** The shape of an array that is made by the call. */
  #shape(argument: Argument): number[] {
    return argument.axes.map(({ text, length }) => {
      if (length === null) {
        throw new ArgumentError(
          `'${argument.name}' has the length ${text}, which nothing says before the call`,
          {
            operation: this.#operation,
            argument: argument.name,
          },
        );
      }
      const value = Number(this.#evaluate(argument, length, text));
      if (Number.isSafeInteger(value) && value >= 0) return value;
      throw new ShapeError(`'${argument.name}' would have the length ${value} (${text}); needs a length`, {
        operation: this.#operation,
        argument: argument.name,
        got: value,
      });
    });
  }

  /** Lengths that the source declares, and its own checks. */
  #check(argument: Argument): void {
    const { name, axes, checks } = argument;
    const value = this.#values.get(name);
    if (argument.kind === 'array' && value instanceof NDArray) {
      axes.forEach(({ text, length }, axis) => {
        if (length === null) return;
        const needed = Number(this.#evaluate(argument, length, text));
        if (value.shape[axis] === needed) return;
        const why = text === String(needed) ? '' : ` (${text})`;
        const needs = `dimension ${axis + 1} must be ${needed}${why}`;
        throw new ShapeError(`argument '${name}' has shape (${value.shape.join(', ')}) but ${needs}`, {
          operation: this.#operation,
          argument: name,
          got: value.shape,
          needs,
        });
      });
    }
    if (value === undefined) return;
    for (const { text, holds } of checks) {
      if (this.#evaluate(argument, holds, text)) continue;
      throw new ArgumentError(`argument '${name}' does not meet check(${text})`, {
        operation: this.#operation,
        argument: name,
        got: value,
        needs: text,
      });
    }
  }

  #evaluate(argument: Argument, expression: Expression, text: string): Value {
    try {
      return evaluate(expression, this);
    } catch (error) {
      if (!(error instanceof NoValue)) throw error;
      throw new ArgumentError(
        `'${argument.name}' depends on '${text}', which has no value: ${error.message}`,
        {
          operation: this.#operation,
          argument: argument.name,
          cause: error,
        },
      );
    }
  }

  value(name: string): Value | undefined {
    const value = this.#values.get(name);
    if (typeof value === 'bigint') return Number(value);
    return typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean'
      ? value
      : undefined;
  }

  shape(name: string): readonly number[] | undefined {
    const value = this.#values.get(name);
    if (value instanceof NDArray) return value.shape;
    // Fortran counts the bytes of a text, blanks behind it included.
    const memory = typeof value === 'string' ? this.#memory.get(name) : null;
    return memory == null ? undefined : [memory.byteLength];
  }

  /** What the wrapper takes, in its order. */
  passed(): unknown[] {
    const { arguments: known, result } = this.#routine;
    return (result === null ? known : [...known, result]).flatMap((argument) => this.#pass(argument));
  }

  #pass(argument: Argument): unknown[] {
    const { name, kind, axes, mayBeAbsent } = argument;
    const value = this.#values.get(name);
    if (kind === 'callback') return [value ?? null];
    const present = mayBeAbsent ? [Number(value !== undefined)] : [];
    if (byValue(argument)) return [typeof value === 'boolean' ? Number(value) : (value ?? 0), ...present];
    const memory = this.#memory.get(name) ?? null;
    if (kind === 'text') return [memory, memory === null ? 0 : memory.byteLength, ...present];
    if (kind === 'scalar') return [memory, ...present];
    const shape: readonly number[] = value instanceof NDArray ? value.shape : axes.map(() => 0);
    return [
      memory,
      ...(shape.length === axes.length ? shape : [shape.reduce((a, b) => a * b, 1)]),
      ...present,
    ];
  }

  /** The result and what is returned beside it: nothing, one value, or a list. */
  results(): unknown {
    if (this.#failure.error !== undefined) throw this.#failure.error;
    const { arguments: known, result } = this.#routine;
    const returned = known.filter(({ writes }) => writes === 'returned');
    const all = (result === null ? returned : [result, ...returned]).map((argument) => this.#read(argument));
    return all.length <= 1 ? all[0] : all;
  }

  #read(argument: Argument): unknown {
    if (argument.kind === 'array') return this.#values.get(argument.name);
    const memory = this.#memory.get(argument.name);
    if (memory == null) return undefined;
    if (argument.kind === 'text') return new TextDecoder().decode(memory as Uint8Array).replace(/ +$/, '');
    const cell = memory as Float64Array;
    if (argument.type.base === 'complex') return { re: cell[0], im: cell[1] };
    if (argument.type.base === 'logical') return cell[0] !== 0;
    const number = Number(cell[0]);
    return Number.isSafeInteger(number) || argument.type.base === 'real' ? number : cell[0];
  }

  end(): void {
    for (const address of this.#callbacks) unregister(address);
  }
}

function isOptions(x: unknown): x is Record<string, unknown> {
  if (typeof x !== 'object' || x === null) return false;
  const prototype = Object.getPrototypeOf(x);
  return prototype === Object.prototype || prototype === null;
}
