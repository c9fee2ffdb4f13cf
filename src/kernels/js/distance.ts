/**
 * The reference of the distance entries: plain loops over pairs. What each entry takes and gives is said in
 * native/kernels.def; `algorithm` changes only how kernels compute, so it is not read here.
 */
import type { Operand } from '../backend.js';
import { type EntryName, kernelDType } from '../table.gen.js';
import { bitDistance, wordsPerRow } from './distanceBooleans.js';
import { type DistanceJob, type Floats, operandOf, parameterOf, readJob } from './distanceJob.js';
import { referenceMetrics } from './distanceMetrics.js';
import { offerNearest } from './selection.js';

/** The distance of row i of x to row j of y, rounded as the result will hold it. */
function pairs(job: DistanceJob): (i: number, j: number) => number {
  if (job.dtype === kernelDType.bit) {
    const width = wordsPerRow(job.features);
    const distance = bitDistance(job);
    return (i, j) => distance(i * width, j * width);
  }
  const width = job.features;
  const distance = referenceMetrics[job.metric](job);
  if (job.dtype === kernelDType.f32) return (i, j) => Math.fround(distance(i * width, j * width));
  return (i, j) => distance(i * width, j * width);
}

export function distanceFull(operands: readonly Operand[], params: Float64Array): void {
  const job = readJob('distanceFull', operands, params);
  const out = operandOf('distanceFull', operands, 'out') as Floats;
  const outStride = parameterOf('distanceFull', params, 'outStride');
  const distance = pairs(job);
  for (let i = 0; i < job.rowsX; i++) {
    for (let j = 0; j < job.rowsY; j++) out[i * outStride + j] = distance(i, j);
  }
}

export function distanceCondensed(operands: readonly Operand[], params: Float64Array): void {
  const job = readJob('distanceCondensed', operands, params);
  const out = operandOf('distanceCondensed', operands, 'out') as Floats;
  const distance = pairs(job);
  let position = 0;
  for (let i = 0; i < job.rowsX; i++) {
    for (let j = i + 1; j < job.rowsX; j++) out[position++] = distance(i, j);
  }
}

export function distanceNearest(operands: readonly Operand[], params: Float64Array): void {
  const job = readJob('distanceNearest', operands, params);
  const indices = operandOf('distanceNearest', operands, 'indices') as Int32Array;
  const distances = operandOf('distanceNearest', operands, 'distances') as Floats;
  const k = parameterOf('distanceNearest', params, 'k');
  const self = parameterOf('distanceNearest', params, 'excludeSelf') - 1;
  const distance = pairs(job);
  for (let i = 0; i < job.rowsX; i++) {
    let count = 0;
    for (let j = 0; j < job.rowsY; j++) {
      if (self >= 0 && self + i === j) continue;
      count = offerNearest(indices, distances, i * k, k, count, j, distance(i, j));
    }
  }
}

export function distanceRadiusCount(operands: readonly Operand[], params: Float64Array): void {
  const counts = operandOf('distanceRadiusCount', operands, 'counts') as Float64Array;
  counts.fill(0);
  forPairsWithin('distanceRadiusCount', operands, params, (i) => {
    counts[i]++;
  });
}

export function distanceRadiusFill(operands: readonly Operand[], params: Float64Array): void {
  const starts = operandOf('distanceRadiusFill', operands, 'starts') as Float64Array;
  const indices = operandOf('distanceRadiusFill', operands, 'indices') as Int32Array;
  const distances = operandOf('distanceRadiusFill', operands, 'distances') as Floats;
  let row = -1;
  let position = 0;
  forPairsWithin('distanceRadiusFill', operands, params, (i, j, distance) => {
    if (i !== row) {
      row = i;
      position = starts[i];
    }
    indices[position] = j;
    distances[position++] = distance;
  });
}

/** Visits the pairs whose distance is at most the radius, row by row, columns ascending. */
function forPairsWithin(
  entry: EntryName,
  operands: readonly Operand[],
  params: Float64Array,
  visit: (i: number, j: number, distance: number) => void,
): void {
  const job = readJob(entry, operands, params);
  const radius = parameterOf(entry, params, 'radius');
  const self = parameterOf(entry, params, 'excludeSelf') - 1;
  const distance = pairs(job);
  for (let i = 0; i < job.rowsX; i++) {
    for (let j = 0; j < job.rowsY; j++) {
      if (self >= 0 && self + i === j) continue;
      const value = distance(i, j);
      if (value <= radius) visit(i, j, value);
    }
  }
}
