/** No function of `strided` takes a blocked array for something else. */
import { expect, test } from 'vitest';
import * as blocked from '../../src/blocked/index.js';
import { StridedError } from '../../src/core/errors.js';
import { isCollection } from '../../src/graph/index.js';
import * as strided from '../../src/index.js';
import { hstack, interp, kron, partition, searchsorted, share, tobytes, zerosLike } from '../../src/index.js';

type AnyFunction = (...args: unknown[]) => unknown;

/** Functions that take no array: of numbers, dtypes, settings and the machine. */
const withoutArrays = new Set(
  `arrayNamespaceInfo availableMemory backendInfo complex emptyPool formatBytes getPoolLimit getPrintoptions getThreads
  initWasm isComplex isDType isscalar ndindex printoptions setPoolLimit setPrintoptions slice defaultRng`.split(
    /\s+/,
  ),
);

/** What comes behind the array, where something has to. */
const behind: Readonly<Record<string, readonly unknown[]>> = {
  arraySplit: [2],
  hsplit: [2],
  vsplit: [2],
  dsplit: [2],
  choose: [[[0], [1]]],
  split: [2],
  expandDims: [0],
  flip: [0],
  moveaxis: [0, 1],
  permuteDims: [[1, 0]],
  repeat: [2],
  reshape: [[4]],
  roll: [1],
  squeeze: [],
  swapaxes: [0, 1],
  tile: [2],
  transpose: [[1, 0]],
};

const namespaces: readonly [string, Readonly<Record<string, unknown>>][] = [
  ['strided', strided],
  ['linalg', strided.linalg],
  ['fft', strided.fft],
];

test.each(namespaces)('%s: blocked arrays are handed over to, or refused by name', (_, functions) => {
  const x = blocked.ones([2, 2], { chunks: 1 });
  const wrong: string[] = [];
  for (const [name, fn] of Object.entries(functions)) {
    if (typeof fn !== 'function' || /^[A-Z]/.test(name) || withoutArrays.has(name)) continue;
    const more = behind[name];
    const calls =
      more === undefined
        ? [[x], [x, x], [[x, x]]]
        : [
            [x, ...more],
            [[x, x], ...more],
          ];
    for (const args of calls) {
      const outcome = call(fn as AnyFunction, args);
      if (outcome !== undefined) wrong.push(`${name}(${args.map(spelled).join(', ')}) ${outcome}`);
    }
  }
  expect(wrong).toEqual([]);
});

/** What is wrong with a call; undefined where nothing is. */
function call(fn: AnyFunction, args: readonly unknown[]): string | undefined {
  try {
    let result = fn(...args);
    // Generators say it when they are asked.
    if (typeof result === 'object' && result !== null && 'next' in result) {
      result = [...(result as unknown as Iterable<unknown>)];
    }
    const all = Array.isArray(result) ? result : [result, ...Object.values(result ?? {})];
    return all.some(isCollection) ? undefined : `gives ${spelled(result)}`;
  } catch (error) {
    if (error instanceof StridedError && error.operation !== '') return undefined;
    return `throws ${error}`;
  }
}

function spelled(x: unknown): string {
  return Array.isArray(x) ? `[${x.map(spelled)}]` : String(x).replace(/<.*/, '');
}

test('functions that have no blocked form say their name, and what to do', () => {
  const x = blocked.ones([2, 2], { chunks: 1 });
  const refusing = { interp, kron, partition, searchsorted, share, tobytes, zerosLike };
  for (const [name, fn] of Object.entries({ ...refusing, hstack: () => hstack([x, x] as never) })) {
    expect(() => (fn as AnyFunction)(x, x, x)).toThrow(
      new RegExp(`^${name}: takes no BlockedArray; needs an NDArray, as compute\\(\\) gives it`),
    );
  }
});
