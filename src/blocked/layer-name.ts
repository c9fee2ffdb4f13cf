/** Names of layers: the operation, and a hash of what it is done to, so that equal work has equal keys. */
import { createHash } from 'node:crypto';

const tokens = new WeakMap<object, number>();
let objects = 0;

/** A name for an object that is what it is, whatever it holds: the same one each time. */
export function identityOf(x: object): string {
  let token = tokens.get(x);
  if (token === undefined) {
    token = ++objects;
    tokens.set(x, token);
  }
  return `object ${token}`;
}

/** `operation-hash`; inputs are plain values (names of layers among them), and functions or objects by identity. */
export function layerName(operation: string, ...inputs: readonly unknown[]): string {
  const hash = createHash('sha256').update(JSON.stringify(inputs, spelled)).digest('hex').slice(0, 24);
  return `${operation}-${hash}`;
}

/** What JSON has no words for. */
function spelled(_: string, x: unknown): unknown {
  if (typeof x === 'bigint') return `${x}n`;
  if (typeof x === 'function') return identityOf(x);
  if (x === undefined || Object.is(x, -0) || (typeof x === 'number' && !Number.isFinite(x)))
    return `value ${Object.is(x, -0) ? '-0' : String(x)}`;
  return x;
}
