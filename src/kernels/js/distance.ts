import type { Operand } from '../backend.js';

export function distanceFull(_operands: readonly Operand[], _params: Float64Array): void {
  throw new Error('distanceFull: being written');
}

export function distanceCondensed(_operands: readonly Operand[], _params: Float64Array): void {
  throw new Error('distanceCondensed: being written');
}

export function distanceNearest(_operands: readonly Operand[], _params: Float64Array): void {
  throw new Error('distanceNearest: being written');
}

export function distanceRadiusCount(_operands: readonly Operand[], _params: Float64Array): void {
  throw new Error('distanceRadiusCount: being written');
}

export function distanceRadiusFill(_operands: readonly Operand[], _params: Float64Array): void {
  throw new Error('distanceRadiusFill: being written');
}
