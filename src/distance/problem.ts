/**
 * A checked distance computation: everything the kernels need, in the form they need it.
 *
 * Policy: every error is thrown here, before a kernel runs. `prepare` is a generator that yields between pieces of
 * work, so that one body serves the synchronous forms (`finish`) and the promise forms (`finishAsync`).
 */
import { release } from '../core/buffer.js';
import { ArgumentError, ShapeError } from '../core/errors.js';
import { isBooleanMetric } from '../kernels/js/distanceBooleans.js';
import { type KernelMetric, kernelDType, kernelMetrics } from '../kernels/table.gen.js';
import {
  bitsOf,
  type FloatDType,
  type Floats,
  floatsOf,
  isInPlace,
  keepMemory,
  type Matrix,
  type MatrixInput,
  readMatrix,
} from './inputs.js';
import { findMetric, type MetricFunction, metricInfo } from './metrics.js';
import { type MetricOptions, readThreads } from './options.js';
import { areOrdinary, hasQuickForm } from './ordinary.js';
import { type MetricParameters, metricParameters, refuseOptions } from './parameters.js';

export interface Problem {
  readonly operation: string;
  readonly metric: KernelMetric;
  /** The element kind of x and y, as kernels number them. */
  readonly kind: number;
  readonly x: Floats | BigUint64Array;
  /** x itself where the points are compared with each other. */
  readonly y: Floats | BigUint64Array;
  readonly rowsX: number;
  readonly rowsY: number;
  readonly features: number;
  /** Elements of x and y per row: features, or words of packed bits. */
  readonly width: number;
  readonly resultDType: FloatDType;
  readonly weights: Floats | null;
  readonly matrix: Floats | null;
  readonly p: number;
  readonly base: number;
  readonly centered: number;
  readonly algorithm: number;
  readonly threads: number;
  /** Computes one pair where no kernel can: a metric of the caller's, or mahalanobis with an indefinite VI. */
  readonly pair: MetricFunction | null;
  /** Copies made of the inputs, to be recycled when the call is over. */
  readonly copies: readonly ArrayBufferView[];
}

const algorithms = { auto: 0, direct: 1, gemm: 2 } as const;

/**
 * Checks and converts. `y` null compares x with itself.
 * @throws ShapeError, DTypeError, ArgumentError as the public functions document.
 */
export function* prepare(
  operation: string,
  nameX: string,
  x: MatrixInput,
  nameY: string,
  y: MatrixInput | null,
  options: MetricOptions,
): Generator<void, Problem> {
  const matrixX = readMatrix(operation, nameX, x);
  const matrixY = y === null || y === x ? matrixX : readMatrix(operation, nameY, y);
  const features = matrixX.columns;
  if (matrixY.columns !== features) {
    throw new ShapeError(`${nameY} has ${matrixY.columns} columns, ${nameX} has ${features}`, {
      operation,
      argument: nameY,
      got: matrixY.columns,
      needs: `${features} columns`,
    });
  }
  const chosen = options.metric ?? 'euclidean';
  const own = typeof chosen === 'function' ? chosen : null;
  const metric = own === null ? findMetric(operation, chosen) : 'euclidean';
  if (own !== null) {
    refuseOptions(operation, options);
    keepMemory(x, y); // the caller's function may keep the rows it is shown
  } else checkFeatures(operation, nameX, metric, features);
  const threads = readThreads(operation, options.threads);
  const dtype = floatDType(operation, matrixX, matrixY, options);
  const asked = algorithmNumber(operation, options);
  const bits = own === null && usesBits(metric, matrixX, matrixY, options);
  const copies: ArrayBufferView[] = [];
  const convert = (name: string, matrix: Matrix) => {
    const data = bits ? bitsOf(operation, name, matrix) : floatsOf(operation, name, matrix, dtype);
    if (bits || !isInPlace(matrix, dtype)) copies.push(data);
    return data;
  };
  const dataX = convert(nameX, matrixX);
  const dataY = matrixY === matrixX ? dataX : convert(nameY, matrixY);
  let parameters: MetricParameters = defaultParameters;
  if (own === null) {
    parameters = yield* metricParameters(operation, metric, options, dtype, features, {
      blocks: dataX === dataY && y === null ? [dataX as Floats] : [dataX as Floats, dataY as Floats],
      rows: matrixX.rows + (y === null ? 0 : matrixY.rows),
      features,
    });
  }
  const careful =
    own === null &&
    hasQuickForm(metric) &&
    !(areOrdinary(metric, dataX as Floats, features) && areOrdinary(metric, dataY as Floats, features));
  return {
    operation,
    metric: parameters.metric ?? metric,
    kind: bits ? kernelDType.bit : dtype === 'float32' ? kernelDType.f32 : kernelDType.f64,
    x: dataX,
    y: dataY,
    rowsX: matrixX.rows,
    rowsY: matrixY.rows,
    features,
    width: bits ? Math.ceil(features / 64) : features,
    resultDType: bits ? 'float64' : dtype,
    weights: parameters.weights,
    matrix: parameters.matrix,
    p: parameters.p,
    base: parameters.base,
    centered: parameters.centered,
    algorithm: careful ? algorithms.direct : asked,
    threads,
    pair: own ?? parameters.pair,
    copies,
  };
}

const defaultParameters: MetricParameters = {
  metric: null,
  weights: null,
  matrix: null,
  p: 2,
  base: 0,
  centered: 1,
  pair: null,
};

/** @throws ShapeError when the metric knows only one number of features, and it is another. */
export function checkFeatures(operation: string, name: string, metric: KernelMetric, features: number): void {
  const only = metricInfo(metric).features;
  if (only === undefined || only === features) return;
  throw new ShapeError(`${name} has ${features} columns, ${metric} needs ${only}`, {
    operation,
    argument: name,
    got: features,
    needs: `${only} columns: latitude and longitude in radians`,
  });
}

/** float32 where every input is float32 or float16, float64 otherwise: as precise as the inputs, no less. */
function floatDType(operation: string, x: Matrix, y: Matrix, options: MetricOptions): FloatDType {
  const { dtype } = options;
  if (dtype === undefined) return isSingle(x) && isSingle(y) ? 'float32' : 'float64';
  if (dtype === 'float64' || dtype === 'float32') return dtype;
  throw new ArgumentError(`dtype is ${String(dtype)}; needs float64 or float32`, {
    operation,
    argument: 'dtype',
    got: dtype,
    needs: 'float64 or float32',
  });
}

function isSingle({ dtype }: Matrix): boolean {
  return dtype === 'float32' || dtype === 'float16';
}

/** Truth values without weights are compared 64 features at a time. */
function usesBits(metric: KernelMetric, x: Matrix, y: Matrix, options: MetricOptions): boolean {
  return (
    x.dtype === 'bool' &&
    y.dtype === 'bool' &&
    isBooleanMetric(metric) &&
    (options.w === undefined || options.w === null) &&
    options.dtype !== 'float32'
  );
}

function algorithmNumber(operation: string, { algorithm }: MetricOptions): number {
  if (algorithm === undefined) return algorithms.auto;
  if (Object.hasOwn(algorithms, algorithm)) return algorithms[algorithm];
  throw new ArgumentError(`algorithm is ${String(algorithm)}; needs auto, direct or gemm`, {
    operation,
    argument: 'algorithm',
    got: algorithm,
    needs: 'auto, direct or gemm',
  });
}

/** The problem without the product form: searches decide by direct distances, and blocks must have the same ones. */
export function directly(problem: Problem): Problem {
  return hasQuickForm(problem.metric) ? problem : { ...problem, algorithm: algorithms.direct };
}

/** Recycles the copies of the inputs, once nothing reads them any more. */
export function releaseCopies(problem: Problem): void {
  if (problem.pair !== null) return; // the caller's function may have kept the rows it was shown
  for (const copy of problem.copies) release(copy);
}

/**
 * Checks that the inputs are still where they were: between the steps of a call the caller's own code may run, and
 * transfer a buffer elsewhere. Kernels follow pointers.
 * @throws ArgumentError when one has gone.
 */
export function checkPresent(problem: Problem): void {
  const { x, y, rowsX, rowsY, width, features, weights, matrix } = problem;
  const present =
    x.length >= rowsX * width &&
    y.length >= rowsY * width &&
    (weights === null || weights.length >= features) &&
    (matrix === null || matrix.length >= features);
  if (present) return;
  throw new ArgumentError('the memory under an input has gone: its buffer was transferred or shrunk', {
    operation: problem.operation,
    needs: 'inputs that stay as they are until the call is over',
  });
}

/**
 * Writes the parameters that the distance entries have in common, for `rowsX` by `rowsY` pairs.
 * @throws ArgumentError when an input has gone: this is the last step before a kernel runs.
 */
export function writePairParameters(
  params: Float64Array,
  problem: Problem,
  rowsX: number,
  rowsY: number,
): void {
  checkPresent(problem);
  params[0] = kernelMetrics[problem.metric].number;
  params[1] = problem.kind;
  params[2] = rowsX;
  params[3] = rowsY;
  params[4] = problem.features;
  params[5] = problem.p;
  params[6] = problem.base;
  params[7] = problem.centered;
  params[8] = problem.algorithm;
}

/** Drives a generator to its end. */
export function finish<T>(steps: Generator<void, T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}
