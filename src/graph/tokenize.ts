/**
 * Hashes of content: equal content gives equal tokens in every process and every run, other content other tokens.
 *
 * Policy: a value is written down as text in which every part says its kind and its length, or where it ends, so that no
 * two values are the same text; the bytes of arrays stand in it as hashes of their own. The token is the hash of the text.
 * What has no such text (an instance of an unknown class, a promise, a symbol) is refused: a token that is different each
 * time would make equal calls different without anybody noticing.
 */
import { createHash } from 'node:crypto';
import { storage } from '../core/array-base.js';
import { GraphError } from '../core/errors.js';
import { NDArray } from '../core/ndarray.js';
import { collectionSymbol, isCollection } from './collection.js';
import { originalSymbol } from './delayed/types.js';
import { type AnyFunction, callableOf } from './tasks/callable.js';
import { isPlainObject } from './tasks/task.js';

/** Objects with a method of this name are hashed as what it returns, which `tokenize` must know. */
export const tokenizeSymbol: unique symbol = Symbol.for('strided.tokenize') as never;

export interface Tokenized {
  [tokenizeSymbol](): unknown;
}

/**
 * A hash of the values: 32 hexadecimal digits, the same in every process and run. Arrays count by dtype, shape and
 * elements, whatever their strides; plain objects, maps and sets whatever the order they were filled in; −0 and 0 are
 * different, and so are `[1]` and `'1'`; every NaN is the same but for those in arrays, which count by their bits.
 * A function is its module and export where `task()` says them, else its text and what it captures explicitly. What a
 * function captures implicitly cannot be seen: of several functions with the same text in one process, all but the first
 * get a token that no other function has. Collections count by their keys.
 *
 * @throws GraphError for what cannot be hashed (give its class a `[tokenizeSymbol]()`), and for what contains itself
 * @example
 * tokenize([1, 2], { a: 1 }) === tokenize([1, 2], { a: 1 }); // true
 * tokenize(0) === tokenize(-0); // false
 * @see Dask's `dask.tokenize`
 */
export function tokenize(...values: readonly unknown[]): string {
  const writer = new Writer();
  for (const value of values) writer.write(value, '');
  return hash(writer.text);
}

function hash(content: string | Uint8Array): string {
  return createHash('sha1').update(content).digest('hex').slice(0, 32);
}

class Writer {
  text = '';
  /** What is being written, from the outside in: what comes up again contains itself. */
  readonly #around: unknown[] = [];

  /** `path` says in a refusal which part of a value it was. */
  write(x: unknown, path: string): void {
    switch (typeof x) {
      case 'number':
        this.text += Object.is(x, -0) ? 'n-0;' : `n${x};`;
        return;
      case 'string':
        // Escaped, because lone surrogates have no bytes of their own.
        this.text += JSON.stringify(x);
        return;
      case 'bigint':
        this.text += `i${x};`;
        return;
      case 'boolean':
      case 'undefined':
        this.text += `${x};`;
        return;
      case 'symbol':
        this.#writeSymbol(x, path);
        return;
      default:
    }
    if (x === null) {
      this.text += 'null;';
      return;
    }
    if (this.#around.includes(x)) throw refusal('contains itself', path, x);
    this.#around.push(x);
    this.#writeObject(x as object, path);
    this.#around.pop();
  }

  #writeSymbol(x: symbol, path: string): void {
    const name = Symbol.keyFor(x);
    if (name === undefined) throw refusal('is a symbol that only this process has', path, x);
    this.text += `y${JSON.stringify(name)}`;
  }

  #writeObject(x: object, path: string): void {
    if (tokenizeSymbol in x) {
      this.text += `(${x.constructor?.name ?? ''}:`;
      this.write((x as Tokenized)[tokenizeSymbol](), path);
      this.text += ')';
    } else if (isCollection(x)) {
      this.text += 'c';
      this.write(x[collectionSymbol]().keys, path);
    } else if (typeof x === 'function') {
      this.#writeFunction(x as AnyFunction, path);
    } else if (Array.isArray(x)) {
      this.text += '[';
      for (let i = 0; i < x.length; i++) this.write(x[i], `${path}[${i}]`);
      this.text += ']';
    } else if (isPlainObject(x)) {
      this.text += '{';
      for (const name of Object.keys(x).sort()) {
        this.text += JSON.stringify(name);
        this.write(x[name], `${path}.${name}`);
      }
      this.text += '}';
    } else if (!this.#writeKnown(x, path)) {
      throw refusal(`is a ${x.constructor?.name ?? 'object'}, whose content is not known`, path, x);
    }
  }

  /** Arrays, bytes, and the classes of the language. */
  #writeKnown(x: object, path: string): boolean {
    if (x instanceof NDArray) {
      this.text += `a${x.dtype}(${x.shape.join()})${hash(elementBytes(x))}`;
    } else if (ArrayBuffer.isView(x)) {
      this.text += `b${x.constructor.name}:${hash(new Uint8Array(x.buffer, x.byteOffset, x.byteLength))}`;
    } else if (x instanceof ArrayBuffer || x instanceof SharedArrayBuffer) {
      this.text += `b${x.constructor.name}:${hash(new Uint8Array(x))}`;
    } else if (x instanceof Map) {
      this.#writeSorted('M', x, path);
    } else if (x instanceof Set) {
      this.#writeSorted('S', x, path);
    } else if (x instanceof Date) {
      this.text += `d${x.getTime()};`;
    } else if (x instanceof RegExp) {
      this.text += `r${JSON.stringify([x.source, x.flags])}`;
    } else if (x instanceof URL) {
      this.text += `u${JSON.stringify(x.href)}`;
    } else {
      return false;
    }
    return true;
  }

  #writeSorted(kind: string, items: Iterable<unknown>, path: string): void {
    const before = this.text;
    const texts: string[] = [];
    for (const item of items) {
      this.text = '';
      this.write(item, `${path}{}`);
      texts.push(this.text);
    }
    this.text = `${before}${kind}${texts.sort().join('')};`;
  }

  #writeFunction(given: AnyFunction, path: string): void {
    const fn = (given as { [originalSymbol]?: AnyFunction })[originalSymbol] ?? given;
    const { transport } = callableOf(fn);
    this.text += 'f';
    if (transport?.kind === 'module') this.write([transport.url, transport.name], path);
    else if (transport?.kind === 'source') this.write([transport.code, transport.captures], path);
    else this.text += JSON.stringify(textOf(fn));
  }
}

function refusal(what: string, path: string, got: unknown): GraphError {
  return new GraphError(`a value${path === '' ? '' : ` at ${path}`} ${what}`, {
    operation: 'tokenize',
    argument: 'values',
    got,
    needs: 'plain values, arrays, functions, collections, or objects with a [tokenizeSymbol]()',
  });
}

/** The elements in C order, without a copy where they lie so. */
function elementBytes(x: NDArray): Uint8Array {
  const inOrder = x.flags.cContiguous ? x : x.copy('C');
  const { buffer, byteOffset } = storage(inOrder);
  return new Uint8Array(buffer, byteOffset + inOrder.offset, inOrder.size * inOrder.itemsize);
}

/** Functions by their text: the first, and how many more there were. */
const firstWith = new Map<string, WeakRef<AnyFunction>>();
const numbers = new WeakMap<AnyFunction, number>();
let others = 0;

/** The text of a function, and a number where another function had the same: those two may capture different values. */
function textOf(fn: AnyFunction): string {
  const text = String(fn);
  const first = firstWith.get(text);
  if (first === undefined) {
    firstWith.set(text, new WeakRef(fn));
    return text;
  }
  if (first.deref() === fn) return text;
  let number = numbers.get(fn);
  if (number === undefined) {
    others += 1;
    number = others;
    numbers.set(fn, number);
  }
  return `${process.pid}:${number}:${text}`;
}
