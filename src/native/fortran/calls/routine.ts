/**
 * A routine of Fortran as a function of JavaScript.
 *
 * Policy: everything is checked before Fortran runs: numbers fit their types, arrays have the dtype, rank and order, lengths
 * agree, the source's own checks hold. What a call does is prepared when the routine is bound: a step for each argument, in an
 * order in which each finds what it refers to. State of a call: a Frame.
 */
import { ArgumentError } from '../../../core/errors.js';
import { pin } from '../../c/calls/call.js';
import { findFunction, type Handle, type NativeFunction, unregister } from '../../c/koffi.js';
import type { CType, FunctionType } from '../../c/types.js';
import type { Argument, CallPlan } from '../plans/call-plan.js';
import { dependsOn } from '../plans/plan.js';
import { byValue } from '../wrapper.js';
import type { Copies } from './arrays.js';
import { integerNames, readCell } from './cells.js';
import { Frame, Scope } from './frame.js';
import { makeCheck, makeStep, type Position, type Step, slotsOf } from './steps.js';

export interface RoutineOptions {
  /** Whether an array in C order is copied (as f2py does), or refused. */
  readonly copies?: Copies;
  /**
   * Whether routines run in a child process: one that crashes, or stops, is an error, and the program lives. Calls give promises;
   * arrays are copied to the child and back.
   */
  readonly isolate?: boolean;
}

export interface FortranFunction {
  (...args: unknown[]): unknown;
  /** The same off the event loop. Routines that are not marked threadsafe wait for one another. */
  async(...args: unknown[]): Promise<unknown>;
}

const pointer: CType = { kind: 'pointer', to: { kind: 'void' } };
const size: CType = { kind: 'integer', name: 'unsigned long long' };
const flag: CType = { kind: 'integer', name: 'int' };

/** The type in which C passes a scalar by value. */
function scalarType({ type, bytes }: Argument): CType {
  if (type.base === 'real') return { kind: 'float', name: bytes === 4 ? 'float' : 'double' };
  return { kind: 'integer', name: type.base === 'logical' ? 'signed char' : integerNames[bytes] };
}

/** What the wrapper takes: see wrapper.ts, which writes the same list. */
export function wrapperType(routine: CallPlan): FunctionType {
  const types = allOf(routine).flatMap((argument): CType[] => {
    const first = byValue(argument) ? scalarType(argument) : pointer;
    const lengths = argument.kind === 'text' ? [size] : argument.axes.map(() => size);
    return [first, ...lengths, ...(argument.mayBeAbsent && argument.kind !== 'callback' ? [flag] : [])];
  });
  const parameters = types.map((type) => ({ name: null, type }));
  return { kind: 'function', returns: { kind: 'void' }, parameters, variadic: false };
}

/** The arguments, and the result behind them. */
function allOf({ arguments: known, result }: CallPlan): readonly Argument[] {
  return result === null ? known : [...known, result];
}

/** Calls of one library that must not overlap. */
export interface Turn {
  last: Promise<unknown>;
}

export function bindRoutine(
  routine: CallPlan,
  handle: Handle,
  options: RoutineOptions,
  turn: Turn,
): FortranFunction {
  const native = findFunction(handle, routine.symbol, wrapperType(routine));
  if (native === null) {
    throw new ArgumentError(`the built library lacks ${routine.symbol}`, { operation: 'fortran' });
  }
  const prepared = new PreparedRoutine(routine, options.copies ?? 'allow');
  const call = (...args: unknown[]): unknown => {
    const frame = prepared.frame();
    try {
      prepared.fill(frame, args);
      native(...frame.passed);
      return prepared.results(frame);
    } finally {
      if (frame.callbacks !== null) frame.callbacks.forEach(unregister);
    }
  };
  const asynchronous = async (...args: unknown[]): Promise<unknown> => {
    const frame = prepared.frame();
    try {
      prepared.fill(frame, args);
      frame.values.forEach(pin);
      if (routine.overlaps) await inBackground(native, frame.passed);
      else {
        const before = turn.last;
        turn.last = before.then(() => inBackground(native, frame.passed));
        await turn.last;
      }
      return prepared.results(frame);
    } finally {
      if (frame.callbacks !== null) frame.callbacks.forEach(unregister);
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
function inOrder(all: readonly Argument[]): readonly Argument[] {
  // What the caller gives is known before anything is derived from it.
  const left = [...all].sort((a, b) => Number(a.role !== 'given') - Number(b.role !== 'given'));
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

/** All that a call of a routine checks, makes and reads, without the call itself. */
export class PreparedRoutine {
  readonly #operation: string;
  readonly #count: number;
  readonly #slots: number;
  /** Places of what the caller gives in order. */
  readonly #required: readonly number[];
  readonly #requiredNames: readonly string[];
  /** Places of what the caller may give by name. */
  readonly #options: ReadonlyMap<string, number>;
  readonly #steps: readonly { readonly place: number; readonly step: Step }[];
  readonly #checks: readonly ((frame: Frame) => void)[];
  readonly #readers: readonly ((frame: Frame) => unknown)[];

  constructor(routine: CallPlan, copies: Copies) {
    const all = allOf(routine);
    const operation = routine.name;
    this.#operation = operation;
    this.#count = all.length;
    let slot = 0;
    const positions = all.map((argument, place): Position => {
      const position = { operation, argument, place, slot, spare: null };
      slot += slotsOf(argument);
      return position;
    });
    this.#slots = slot;
    const required = positions.filter(({ argument }) => argument.role === 'given');
    this.#required = required.map(({ place }) => place);
    this.#requiredNames = required.map(({ argument }) => argument.name);
    const options = positions.filter(({ argument }) => argument.role === 'option');
    this.#options = new Map(options.map(({ argument, place }) => [argument.name, place]));
    const scope = new Scope(operation, all);
    this.#steps = inOrder(all).map((argument) => {
      const position = positions[all.indexOf(argument)];
      return { place: position.place, step: makeStep(position, scope, copies) };
    });
    this.#checks = positions.flatMap((position) => makeCheck(position, scope) ?? []);
    const returned = positions.filter(({ argument }) => argument.writes === 'returned');
    // The result of a function comes first.
    if (routine.result !== null) returned.unshift(returned.pop()!);
    this.#readers = returned.map(reader);
  }

  frame(): Frame {
    return new Frame(this.#count, this.#slots);
  }

  /** Everything that comes before the call. @throws for whatever does not fit. */
  fill(frame: Frame, args: readonly unknown[]): void {
    const given = this.#assign(args);
    for (const { place, step } of this.#steps) step(frame, given[place]);
    for (const check of this.#checks) check(frame);
  }

  /** The result and what is returned beside it: nothing, one value, or a list. */
  results(frame: Frame): unknown {
    if (frame.failure?.error !== undefined) throw frame.failure.error;
    const readers = this.#readers;
    if (readers.length === 0) return undefined;
    return readers.length === 1 ? readers[0](frame) : readers.map((read) => read(frame));
  }

  /** What the caller gave, by place. */
  #assign(args: readonly unknown[]): readonly unknown[] {
    const required = this.#required;
    const given = new Array<unknown>(this.#count);
    const extra = args.length - required.length;
    const named = extra === 1 ? args[args.length - 1] : undefined;
    if (extra !== 0 && !(extra === 1 && isOptions(named))) throw this.#wrongCount(args.length);
    for (let at = 0; at < required.length; at++) given[required[at]] = args[at];
    if (extra === 1) {
      for (const [name, value] of Object.entries(named as object)) {
        const place = this.#options.get(name);
        if (place === undefined) throw this.#unknownOption(name);
        given[place] = value;
      }
    }
    return given;
  }

  #wrongCount(count: number): ArgumentError {
    const names = this.#requiredNames;
    const options = this.#options.size > 0 ? ` and options { ${[...this.#options.keys()].join(', ')} }` : '';
    const needs = `${names.length === 0 ? 'none' : `${names.length} (${names.join(', ')})`}${options}`;
    return new ArgumentError(`got ${count} arguments; needs ${needs}`, {
      operation: this.#operation,
      got: count,
      needs,
    });
  }

  #unknownOption(name: string): ArgumentError {
    const options = [...this.#options.keys()];
    const needs = options.length === 0 ? 'none' : `one of ${options.join(', ')}`;
    return new ArgumentError(`has no option '${name}'; needs ${needs}`, {
      operation: this.#operation,
      got: name,
      needs,
    });
  }
}

function reader(position: Position): (frame: Frame) => unknown {
  const { argument, place } = position;
  const { kind, mayBeAbsent } = argument;
  if (kind === 'array') return (frame) => frame.values[place];
  if (kind === 'text') {
    return (frame) => {
      const bytes = frame.memory[place];
      return bytes === null ? undefined : new TextDecoder().decode(bytes as Uint8Array).replace(/ +$/, '');
    };
  }
  return (frame) => {
    const cell = frame.memory[place];
    if (cell === null) return undefined;
    if (!mayBeAbsent) position.spare = cell;
    return readCell(argument, cell);
  };
}

function isOptions(x: unknown): x is Record<string, unknown> {
  if (typeof x !== 'object' || x === null) return false;
  const prototype = Object.getPrototypeOf(x);
  return prototype === Object.prototype || prototype === null;
}
