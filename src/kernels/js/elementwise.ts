/** The reference for elementwise entries and copies: the same loops and plans that the ops layer runs without kernels. */
import { copyElements } from '../../core/copy.js';
import { type DType, dtypeInfo, type StorageOf } from '../../core/dtype.js';
import type { Operand } from '../backend.js';
import { dtypeOfCode } from '../element-kind.js';
import { kernelBinary, kernelLoops, kernelTernary, kernelUnary } from '../table.gen.js';
import { type AnyBinary, type AnyUnary, driveBinary, driveUnary, eachRow, type Term } from './loops/drive.js';
import { binaryLoops, type LoopsByKind, unaryLoops } from './loops/table.js';
import { inPlace, type LoopKind, loopKind } from './loops/work.js';

type Name = keyof typeof binaryLoops | keyof typeof unaryLoops;

export const binaryNames = Object.keys(kernelBinary) as (keyof typeof binaryLoops)[];
export const unaryNames = Object.keys(kernelUnary) as (keyof typeof unaryLoops)[];

function loopFor<Loop>(loops: LoopsByKind<Loop>, dtype: DType): Loop {
  return (dtype === 'bool' ? loops.bool : loops[loopKind[dtype]]) as Loop;
}

function termOf(operand: Operand, code: number, kind: LoopKind): Term {
  const dtype = dtypeOfCode(code);
  return { data: operand as unknown as Term['data'], dtype, direct: inPlace(kind, dtype) };
}

function resultTerm(operand: Operand, code: number, kind: LoopKind, name: Name): Term {
  const term = termOf(operand, code, kind);
  return kernelLoops[name].result === 'truth' ? { ...term, direct: true } : term;
}

export function binary(operands: readonly Operand[], params: Float64Array): void {
  const [out, a, b, layout] = operands;
  const [operation, code, ndim, outCode, aCode, bCode] = params;
  const name = binaryNames[operation];
  const dtype = dtypeOfCode(code);
  const kind = loopKind[dtype];
  driveBinary(
    loopFor(binaryLoops[name] as LoopsByKind<AnyBinary>, dtype),
    kind,
    ndim,
    layout as Float64Array,
    resultTerm(out, outCode, kind, name),
    termOf(a, aCode, kind),
    termOf(b, bCode, kind),
  );
}

export function unary(operands: readonly Operand[], params: Float64Array): void {
  const [out, a, layout] = operands;
  const [operation, code, ndim, outCode, aCode] = params;
  const name = unaryNames[operation];
  const dtype = dtypeOfCode(code);
  const kind = loopKind[dtype];
  driveUnary(
    loopFor(unaryLoops[name] as LoopsByKind<AnyUnary>, dtype),
    kind,
    ndim,
    layout as Float64Array,
    resultTerm(out, outCode, kind, name),
    termOf(a, aCode, kind),
  );
}

/** Choices and limits; all operands have the loop's dtype here, but for the condition of `where`. */
export function ternary(operands: readonly Operand[], params: Float64Array): void {
  const [operation, code, ndim] = params;
  const layout = operands[4] as Float64Array;
  const [o, x, y, z] = operands as unknown as Float64Array[];
  const steps = [0, 1, 2, 3].map((array) => layout[(2 + array) * ndim + array]);
  const { slots } = dtypeInfo(dtypeOfCode(code));
  const n = layout[ndim - 1];
  eachRow(ndim, layout, 4, (at) => {
    for (let e = 0; e < n; e++) {
      const [i, p, q, r] = [o, x, y, z].map(
        (data, array) => (at[array] + e * steps[array]) / data.BYTES_PER_ELEMENT,
      );
      if (operation === kernelTernary.where) {
        for (let slot = 0; slot < slots; slot++) o[i + slot] = x[p] !== 0 ? y[q + slot] : z[r + slot];
      } else {
        o[i] = least(most(x[p], y[q]), z[r]);
      }
    }
  });
}

const isNaNValue = (x: number): boolean => !(x >= 0) && !(x < 0);
const most = (x: number, y: number): number => (x >= y || isNaNValue(x) ? x : y);
const least = (x: number, y: number): number => (x <= y || isNaNValue(x) ? x : y);

export function copy(operands: readonly Operand[], params: Float64Array): void {
  const [out, a] = operands;
  const layout = Array.from(operands[2] as Float64Array);
  const [ndim, outCode, aCode] = params;
  const shape = layout.slice(0, ndim);
  const side = (operand: Operand, code: number, start: number) => ({
    data: operand as StorageOf<DType>,
    dtype: dtypeOfCode(code),
    shape,
    offset: layout[start],
    strides: layout.slice(start + 1, start + 1 + ndim),
  });
  copyElements(side(out, outCode, ndim), side(a, aCode, 2 * ndim + 1));
}
