/** Functions over the last axes of arrays, as `(m,n),(n)->(m)` says. */
import type { DType } from '../core/dtype.js';
import { ArgumentError, ShapeError } from '../core/errors.js';
import { type NDArray, newArray } from '../core/ndarray.js';
import { broadcastShapes, formatShape, sizeOf } from '../core/shape.js';
import { type Operand, toArray } from './ufunc.js';

/** The names of the last axes of each operand and each result. */
export interface Signature {
  readonly inputs: readonly (readonly string[])[];
  readonly outputs: readonly (readonly string[])[];
}

/** Reads `(m,n),(n)->(m)`. @throws ArgumentError for anything else. */
export function parseSignature(text: string): Signature {
  const squeezed = text.replace(/\s/g, '');
  const group = String.raw`\((?:\w+(?:,\w+)*)?\)`;
  const list = `${group}(?:,${group})*`;
  if (!new RegExp(`^${list}->${list}$`).test(squeezed)) {
    throw new ArgumentError(`signature is ${text}; needs the form (m,n),(n)->(m)`, {
      operation: 'vectorize',
      argument: 'signature',
      got: text,
      needs: '(m,n),(n)->(m)',
    });
  }
  const [inputs, outputs] = squeezed
    .split('->')
    .map((side) =>
      [...side.matchAll(/\(([^)]*)\)/g)].map(([, names]) => (names === '' ? [] : names.split(','))),
    );
  return { inputs, outputs };
}

/** Notes the lengths of an array's last axes, which are all it has where it is a result. @throws ShapeError where one is known otherwise. */
function bind(
  lengths: Map<string, number>,
  x: NDArray,
  names: readonly string[],
  what: string,
  isResult = false,
): void {
  const own = x.shape.slice(x.ndim - names.length);
  const fits =
    (isResult ? x.ndim === names.length : x.ndim >= names.length) &&
    names.every((name, at) => {
      const known = lengths.get(name);
      lengths.set(name, own[at]);
      return known === undefined || known === own[at];
    });
  if (fits) return;
  throw new ShapeError(`${what} has shape ${formatShape(x.shape)}, the signature (${names.join(',')})`, {
    operation: 'vectorize',
    argument: 'signature',
    got: x.shape,
    needs: `last axes (${names.join(',')})`,
  });
}

/** Calls the function for each place of the axes that the signature does not name. */
export function overCore(
  call: (...args: unknown[]) => unknown,
  operands: readonly Operand[],
  { inputs, outputs }: Signature,
  dtypes: readonly DType[] | undefined,
): NDArray | NDArray[] {
  if (operands.length !== inputs.length) {
    throw new ArgumentError(`got ${operands.length} arguments; the signature has ${inputs.length}`, {
      operation: 'vectorize',
      argument: 'arguments',
      got: operands.length,
      needs: `${inputs.length} arguments`,
    });
  }
  const lengths = new Map<string, number>();
  const arrays = operands.map((operand) => toArray('vectorize', operand));
  arrays.forEach((x, at) => {
    bind(lengths, x, inputs[at], `argument ${at}`);
  });
  const lead = broadcastShapes(
    'vectorize',
    ...arrays.map((x, at) => x.shape.slice(0, x.ndim - inputs[at].length)),
  );
  const wide = arrays.map((x, at) => {
    const own = x.shape.slice(x.ndim - inputs[at].length);
    return x.broadcastTo([...lead, ...own]).reshape([sizeOf(lead), ...own]) as NDArray;
  });
  const parts: NDArray[][] = outputs.map(() => []);
  for (let i = 0; i < sizeOf(lead); i++) {
    const result = call(...wide.map((x, at) => (inputs[at].length === 0 ? x.get(i) : x.at(i))));
    const results = outputs.length === 1 ? [result] : (result as unknown[]);
    outputs.forEach((names, at) => {
      const one = toArray('vectorize', results[at] as Operand);
      bind(lengths, one, names, `result ${at}`, true);
      parts[at].push(one);
    });
  }
  const joined = outputs.map((names, at) => stacked(parts[at], lead, names, lengths, dtypes?.[at]));
  return joined.length === 1 ? joined[0] : joined;
}

/** The results of all calls as one array. */
function stacked(
  parts: readonly NDArray[],
  lead: readonly number[],
  names: readonly string[],
  lengths: ReadonlyMap<string, number>,
  dtype: DType | undefined,
): NDArray {
  const core = names.map((name) => {
    const length = lengths.get(name);
    if (length !== undefined) return length;
    throw new ShapeError(
      `axis ${name} of a result has no length: there was nothing to call the function for`,
      {
        operation: 'vectorize',
        argument: 'signature',
        got: names,
      },
    );
  });
  const result = newArray('vectorize', dtype ?? parts[0]?.dtype ?? 'float64', [parts.length, ...core]);
  parts.forEach((part, i) => {
    (result.at(i) as NDArray).assign(part);
  });
  return result.reshape([...lead, ...core]) as NDArray;
}
