/** Lengths of array parameters, as expressions of other arguments: `rows * cols`, `2 * n + 1`. */
import { ArgumentError } from '../../core/errors.js';
import { type Constant, evaluate, NotConstant } from './constant.js';
import { Cursor } from './cursor.js';
import { tokenize } from './tokens.js';

/** The integers among the arguments, by name. */
export type Extents = ReadonlyMap<string, number | bigint>;

/** An expression that was read once and is evaluated at every call. */
export interface Extent {
  readonly text: string;
  /** @throws ArgumentError when it refers to something that is no integer argument, or is negative. */
  evaluate(operation: string, arguments_: Extents): number;
}

/** @throws ArgumentError when the text is no expression of integers. */
export function readExtent(
  operation: string,
  text: string | number,
  constants: ReadonlyMap<string, unknown>,
): Extent {
  const written = String(text);
  if (/^\d+$/.test(written)) return { text: written, evaluate: () => Number(written) };
  const { tokens } = tokenize(written);
  const evaluateWith = (lookup: (name: string) => Constant | undefined): Constant => {
    const cursor = new Cursor(tokens);
    const value = evaluate(cursor, { constant: lookup, sizeofType: () => undefined, skipType: () => false });
    if (!cursor.done) throw new NotConstant();
    return value;
  };
  const refuse = (why: string, got: unknown = written) =>
    new ArgumentError(`size '${written}' ${why}`, { operation, argument: 'size', got });
  const fixed = (name: string): Constant | undefined => {
    const value = constants.get(name);
    return typeof value === 'bigint' || typeof value === 'number' ? value : undefined;
  };
  try {
    // Ones stand for the arguments: only the form is looked at.
    evaluateWith((name) => fixed(name) ?? 1n);
  } catch (error) {
    if (error instanceof NotConstant) throw refuse('is no expression of integer arguments');
    throw error;
  }
  const name = /^[A-Za-z_]\w*$/.test(written);
  return {
    text: written,
    evaluate(called, values) {
      // The form they nearly always have.
      const given = name ? values.get(written) : undefined;
      if (typeof given === 'number' && given >= 0) return given;
      const result = evaluateWith((name) => {
        const value = values.get(name);
        return value === undefined ? fixed(name) : BigInt(value);
      });
      const length = Number(result);
      if (Number.isSafeInteger(length) && length >= 0) return length;
      throw new ArgumentError(`size '${written}' is ${length}; needs a length`, {
        operation: called,
        argument: 'size',
        got: length,
      });
    },
  };
}
