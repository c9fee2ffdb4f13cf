/** How much memory results take, as far as it is known. */
import { hasLayout } from '../../core/layout.js';
import type { NDArray } from '../../core/ndarray.js';
import { isPlainObject } from '../tasks/task.js';
import { Encoded } from '../workers/values.js';

/** Bytes of the arrays and typed arrays in a result; what else is in it counts as nothing. */
export function bytesOf(result: unknown): number {
  if (typeof result !== 'object' || result === null) return 0;
  if (result instanceof Encoded) {
    let bytes = bytesOf(result.value);
    for (const { kind, payload } of result.patches ?? [])
      if (kind === 'array' || kind === 'view') bytes += payloadBytes(payload);
    return bytes;
  }
  if (ArrayBuffer.isView(result)) return result.byteLength;
  if (hasLayout(result)) return (result as NDArray).nbytes;
  let bytes = 0;
  if (Array.isArray(result)) {
    for (const item of result) if (typeof item === 'object') bytes += bytesOf(item);
  } else if (isPlainObject(result)) {
    for (const item of Object.values(result)) bytes += bytesOf(item);
  }
  return bytes;
}

function payloadBytes(payload: unknown): number {
  if (ArrayBuffer.isView(payload)) return payload.byteLength;
  const { data, shape, bytes } = payload as {
    data?: ArrayBufferView & { BYTES_PER_ELEMENT: number };
    shape?: number[];
    bytes?: number;
  };
  if (bytes !== undefined) return bytes;
  return shape!.reduce((a, b) => a * b, data!.BYTES_PER_ELEMENT);
}
