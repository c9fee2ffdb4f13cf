/** A bit generator from what its `toJSON` gave. */
import { ArgumentError } from '../../core/errors.js';
import type { BitGenerator } from './bit-generator.js';
import { Mt19937 } from './mt19937.js';
import { Pcg64, Pcg64Dxsm } from './pcg64.js';
import { Philox } from './philox.js';
import { Sfc64 } from './sfc64.js';

type Stored = { readonly [part: string]: unknown };

const kinds: { readonly [name: string]: () => BitGenerator & { state: object } } = {
  PCG64: () => new Pcg64(0),
  PCG64DXSM: () => new Pcg64Dxsm(0),
  Philox: () => new Philox(0),
  SFC64: () => new Sfc64(0),
  MT19937: () => new Mt19937(0),
};

/**
 * The generator, at the place in its stream where it was written as JSON.
 *
 * @param stored what `JSON.parse` gives of `JSON.stringify(bitGenerator)`
 * @throws ArgumentError when it is no state of a generator there is
 * @example
 * const rng = defaultRng(42);
 * rng.random(1000);
 * const text = JSON.stringify(rng.bitGenerator);
 * const next = rng.random();
 * defaultRng(restoreBitGenerator(JSON.parse(text))).random() === next; // true
 */
export function restoreBitGenerator(stored: object): BitGenerator {
  const { bitGenerator, ...state } = stored as Stored;
  const make = Object.hasOwn(kinds, String(bitGenerator)) ? kinds[String(bitGenerator)] : undefined;
  if (make === undefined) {
    throw new ArgumentError(
      `bitGenerator is ${String(bitGenerator)}; needs one of ${Object.keys(kinds).join(', ')}`,
      { operation: 'restoreBitGenerator', argument: 'stored', got: bitGenerator },
    );
  }
  const bits = make();
  try {
    bits.state = Object.fromEntries(Object.entries(state).map(([part, value]) => [part, integers(value)]));
  } catch (cause) {
    if (cause instanceof ArgumentError) throw cause;
    throw new ArgumentError(`stored is no state of ${bitGenerator}`, {
      operation: 'restoreBitGenerator',
      argument: 'stored',
      cause,
    });
  }
  return bits;
}

/** Text becomes the integer it shows. */
function integers(value: unknown): unknown {
  if (typeof value === 'string') return BigInt(value);
  return Array.isArray(value) ? value.map(integers) : value;
}
