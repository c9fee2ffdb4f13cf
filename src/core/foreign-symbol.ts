/** What arrays of other kinds are known by; apart from foreign.ts, so that what makes arrays of data knows it too. */
import { DTypeError } from './errors.js';

/** The method's name. */
export const foreignSymbol: unique symbol = Symbol.for('strided.foreign') as never;

/** Refuses a foreign operand where an operation cannot hand over. */
export function refuseForeign(operation: string, x: object): DTypeError {
  const name = x.constructor.name;
  return new DTypeError(`takes no ${name}; needs an NDArray, as compute() gives it`, {
    operation,
    got: name,
    needs: 'an NDArray',
  });
}
