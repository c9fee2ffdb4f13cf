/**
 * The results of a computation while somebody wants them.
 *
 * State: `#values[i]` is the result of task i: a value, or an Encoded one as a worker sent it; `#consumers[i]` counts
 * who still wants it.
 */
import type { ArrayTransfer } from '../workers/shared-memory.js';
import { decode, Encoded, type Patch, unpackValue } from '../workers/values.js';
import { bytesOf } from './bytes.js';

export class Results {
  readonly #values: unknown[];
  readonly #bytes: Float64Array;
  readonly #consumers: Int32Array;
  readonly #transfer: ArrayTransfer | null;
  /** Bytes of all results that are kept. */
  total = 0;

  constructor(consumers: Int32Array, transfer: ArrayTransfer | null) {
    this.#values = new Array(consumers.length);
    this.#bytes = new Float64Array(consumers.length);
    this.#consumers = consumers;
    this.#transfer = transfer;
  }

  /** Keeps a result; gives its bytes. */
  set(i: number, value: unknown): number {
    this.#values[i] = value;
    if (value instanceof Encoded) value.holders++;
    if (typeof value !== 'object') return 0;
    const bytes = bytesOf(value);
    this.#bytes[i] = bytes;
    this.total += bytes;
    return bytes;
  }

  /** As it can be sent on: a value or an Encoded one. */
  toSend(i: number): unknown {
    const value = this.#values[i];
    return value instanceof Encoded && value.decoded ? value.value : value;
  }

  value(i: number): unknown {
    const value = this.#values[i];
    if (!(value instanceof Encoded)) return value;
    if (!value.decoded) {
      value.value = decode(value, this.#unpack);
      value.decoded = true;
    }
    return value.value;
  }

  readonly #unpack = ({ kind, payload }: Patch): unknown =>
    unpackValue(kind, payload, this.#transfer!, this.#unpack);

  /** One task fewer wants it; whether nobody does any more, so that it is gone. */
  consumed(i: number): boolean {
    if (--this.#consumers[i] > 0) return false;
    this.#letGo(this.#values[i]);
    this.#values[i] = undefined;
    this.total -= this.#bytes[i];
    this.#bytes[i] = 0;
    return true;
  }

  /** What was needed only to send it goes with it. */
  #letGo(value: unknown): void {
    if (value instanceof Encoded) {
      if (--value.holders === 0 && value.patches) this.#transfer?.release?.(value.patches);
    } else if (typeof value === 'object' && value !== null) this.#transfer?.forget?.(value);
  }
}
