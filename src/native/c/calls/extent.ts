/** Lengths of array parameters, as expressions of other arguments: `rows * cols`, `2 * n + 1`. */
import { ArgumentError } from '../../../core/errors.js';
import { type Constant, evaluate, NotConstant, WithoutValue } from '../parsing/constant.js';
import { Cursor } from '../parsing/cursor.js';
import { type Token, tokenize } from '../parsing/tokens.js';

/** The integers among the arguments, by name. */
export type Extents = ReadonlyMap<string, number | bigint>;

/** An expression that was read once and is evaluated at every call. */
export class Extent {
  readonly text: string;
  readonly #tokens: readonly Token[];
  readonly #constants: ReadonlyMap<string, unknown>;
  /** Where it is one number, or the name of one argument: the forms they nearly always have. */
  readonly #number: number | null;
  readonly #isName: boolean;

  /**
   * @param integers the arguments that it may refer to.
   * @throws ArgumentError when the text is no expression of integers, or refers to something else.
   */
  constructor(
    operation: string,
    text: string | number,
    integers: ReadonlySet<string>,
    constants: ReadonlyMap<string, unknown>,
  ) {
    this.text = String(text);
    this.#tokens = tokenize(this.text).tokens;
    this.#constants = constants;
    this.#number = /^\d+$/.test(this.text) ? Number(this.text) : null;
    this.#isName = /^[A-Za-z_]\w*$/.test(this.text);
    for (const { kind, text: name } of this.#tokens) {
      if (kind !== 'name' || integers.has(name) || this.#constant(name) !== undefined) continue;
      const known = integers.size === 0 ? '' : `; the integer arguments are ${[...integers].join(', ')}`;
      throw this.#refusal(operation, `refers to '${name}', which is no integer argument${known}`);
    }
    try {
      // Ones stand for the arguments: only the form is looked at.
      this.#compute((name) => this.#constant(name) ?? 1n);
    } catch (error) {
      if (error instanceof WithoutValue) return;
      if (error instanceof NotConstant)
        throw this.#refusal(operation, 'is no expression of integer arguments');
      throw error;
    }
  }

  /** @throws ArgumentError when it has no value for these arguments, or a negative one. */
  evaluate(operation: string, values: Extents): number {
    if (this.#number !== null) return this.#number;
    const given = this.#isName ? values.get(this.text) : undefined;
    if (typeof given === 'number' && given >= 0) return given;
    let result: Constant;
    try {
      result = this.#compute((name) => {
        const value = values.get(name);
        return value === undefined ? this.#constant(name) : BigInt(value);
      });
    } catch (error) {
      if (error instanceof NotConstant) throw this.#refusal(operation, 'has no value for these arguments');
      throw error;
    }
    const length = Number(result);
    if (Number.isSafeInteger(length) && length >= 0) return length;
    throw this.#refusal(operation, `is ${length}; needs a length`, length);
  }

  #compute(constant: (name: string) => Constant | undefined): Constant {
    const cursor = new Cursor(this.#tokens);
    const value = evaluate(cursor, {
      constant,
      sizeofType: () => undefined,
      alignOfType: () => undefined,
      skipType: () => false,
    });
    if (!cursor.done) throw new NotConstant();
    return value;
  }

  #constant(name: string): Constant | undefined {
    const value = this.#constants.get(name);
    return typeof value === 'bigint' || typeof value === 'number' ? value : undefined;
  }

  #refusal(operation: string, why: string, got: unknown = this.text): ArgumentError {
    return new ArgumentError(`size '${this.text}' ${why}`, { operation, argument: 'size', got });
  }
}
