/**
 * Checks of the object of options that comes last in a call. The compiler refuses what is no option; in JavaScript
 * `sum(x, 0)` and `sum(x, { axes: 0 })` would silently be the sum of everything.
 */
import { ArgumentError } from './errors.js';
import { checkNotForeign } from './foreign.js';

/** The names of the options `O`; one that is forgotten does not compile. */
export type OptionNames<O> = { readonly [P in keyof O]-?: true };

/**
 * Refuses what is no object of options, and names that are no options.
 *
 * @throws ArgumentError that says which options there are.
 */
export function checkOptions<O extends object>(operation: string, options: O, names: OptionNames<O>): void {
  if (typeof options !== 'object' || options === null || Symbol.iterator in options) {
    throw noObject(operation, options, Object.keys(names));
  }
  for (const name in options) {
    if (Object.hasOwn(names, name)) continue;
    checkNotForeign(operation, options);
    throw noOption(operation, name, names);
  }
}

function noObject(operation: string, options: unknown, names: readonly string[]): ArgumentError {
  const got = options === null || typeof options !== 'object' ? String(options) : 'a list or an array';
  // What stands there bare in NumPy is most often the first of the options, or a dtype.
  const likely = typeof options === 'string' && names.includes('dtype') ? 'dtype' : names[0];
  const value = typeof options === 'string' ? `'${options}'` : got;
  const example = got === 'a list or an array' ? `{ ${likely}: … }` : `{ ${likely}: ${value} }`;
  const needs = `an object of options, like ${example}`;
  return new ArgumentError(`options is ${value}; needs ${needs}`, {
    operation,
    argument: 'options',
    got: options,
    needs,
  });
}

function noOption(operation: string, name: string, names: object): ArgumentError {
  const needs = Object.keys(names).join(', ');
  const plain = (text: string): string => text.toLowerCase().replaceAll('_', '');
  const meant = Object.keys(names).find((one) => plain(one) === plain(name));
  const hint = meant === undefined ? `needs ${needs}` : `needs ${meant}`;
  return new ArgumentError(`there is no option ${name}; ${hint}`, {
    operation,
    argument: name,
    needs: meant ?? needs,
  });
}
