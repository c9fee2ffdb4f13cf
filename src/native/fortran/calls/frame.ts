/**
 * The state of one call, and expressions of it. Everything has a number: an argument its place in the routine's list (the result
 * comes last), and what the wrapper takes its place in `passed`.
 */
import { ArgumentError } from '../../../core/errors.js';
import { NDArray } from '../../../core/ndarray.js';
import type { Argument } from '../plans/call-plan.js';
import { type Expression, evaluate, NoValue, type Value } from '../plans/expression.js';

export class Frame {
  /** What each argument is by now; undefined for one that is absent. */
  readonly values: unknown[];
  /** What Fortran gets of it: arrays, cells of one element, bytes of texts. */
  readonly memory: (ArrayBufferView | null)[];
  /** What the wrapper takes, in its order. */
  readonly passed: unknown[];
  /** Addresses of callbacks, to be given up after the call. */
  callbacks: bigint[] | null = null;
  /** The first error of a callback. */
  failure: { error: unknown } | null = null;

  constructor(count: number, slots: number) {
    this.values = new Array(count);
    this.memory = new Array(count).fill(null);
    this.passed = new Array(slots);
  }
}

/** An expression that was prepared: names are numbers by now. */
export type Prepared = (frame: Frame) => Value;

/** The arguments by name, for expressions that refer to them. */
export class Scope {
  readonly #operation: string;
  readonly #places: ReadonlyMap<string, number>;

  constructor(operation: string, all: readonly Argument[]) {
    this.#operation = operation;
    this.#places = new Map(all.map(({ name }, place) => [name, place]));
  }

  /** The forms that lengths have nearly always are made closures; others are walked at every call. */
  prepare(owner: string, expression: Expression, text: string): Prepared {
    return this.#number(expression) ?? ((frame) => this.#walk(owner, expression, text, frame));
  }

  #number(expression: Expression): Prepared | null {
    if (expression.op === 'value') return () => expression.value;
    if (expression.op === 'name') {
      const place = this.#places.get(expression.name);
      if (place === undefined) return null;
      return (frame) => known(frame.values[place]) ?? this.#missing(expression.name);
    }
    if (expression.op === 'call') return this.#length(expression.name, expression.args);
    if (expression.op !== 'binary' || (expression.sign !== '+' && expression.sign !== '-')) return null;
    const a = this.#number(expression.a);
    const b = this.#number(expression.b);
    if (a === null || b === null) return null;
    return expression.sign === '+'
      ? (frame) => Number(a(frame)) + Number(b(frame))
      : (frame) => Number(a(frame)) - Number(b(frame));
  }

  /** `shape(x, 0)` and `size(x, 1)`. */
  #length(name: string, [array, axis]: readonly Expression[]): Prepared | null {
    if ((name !== 'shape' && name !== 'size') || array?.op !== 'name' || axis?.op !== 'value') return null;
    const place = this.#places.get(array.name);
    const at = Number(axis.value) - Number(name === 'size');
    if (place === undefined) return null;
    return (frame) => {
      const value = frame.values[place];
      return (value instanceof NDArray ? value.shape[at] : undefined) ?? this.#missing(array.name);
    };
  }

  #walk(owner: string, expression: Expression, text: string, frame: Frame): Value {
    const valueOf = (name: string) => frame.values[this.#places.get(name) ?? -1];
    try {
      return evaluate(expression, {
        value: (name) => known(valueOf(name)),
        shape: (name) => {
          const value = valueOf(name);
          if (value instanceof NDArray) return value.shape;
          // Fortran counts the bytes of a text, blanks behind it included.
          const memory = typeof value === 'string' ? frame.memory[this.#places.get(name) ?? -1] : null;
          return memory == null ? undefined : [memory.byteLength];
        },
      });
    } catch (error) {
      if (!(error instanceof NoValue)) throw error;
      throw new ArgumentError(`'${owner}' depends on '${text}', which has no value: ${error.message}`, {
        operation: this.#operation,
        argument: owner,
        cause: error,
      });
    }
  }

  #missing(name: string): never {
    throw new ArgumentError(`'${name}' is absent, and a length or value depends on it`, {
      operation: this.#operation,
      argument: name,
    });
  }
}

function known(value: unknown): Value | undefined {
  if (typeof value === 'bigint') return Number(value);
  return typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean'
    ? value
    : undefined;
}
