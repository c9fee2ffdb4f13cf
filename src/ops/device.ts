/** The one device there is. The standard has arrays on several; these functions keep its names and say so. */
import { ArgumentError } from '../core/errors.js';
import type { NDArray } from '../core/ndarray.js';

/** Where arrays are. */
export type Device = 'cpu';

/** @throws ArgumentError for any device but 'cpu'. */
export function checkDevice(operation: string, device: unknown): void {
  if (device === undefined || device === null || device === 'cpu') return;
  throw new ArgumentError(`device is ${String(device)}; needs 'cpu', the one device there is`, {
    operation,
    argument: 'device',
    got: device,
    needs: "'cpu'",
  });
}

/**
 * The array on another device: as there is only 'cpu', the array itself.
 *
 * @throws ArgumentError for any device but 'cpu'.
 * @example
 * toDevice(zeros(3), 'cpu').shape; // [3]
 * @see Array API array.to_device
 */
export function toDevice<A extends NDArray>(x: A, device: Device): A {
  checkDevice('toDevice', device);
  return x;
}
