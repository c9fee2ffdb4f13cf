/**
 * What is done for each argument of a call: a function made once for each, which turns what the caller gave into what the
 * wrapper takes. Everything is checked here.
 */
import { ArgumentError, ShapeError } from '../../../core/errors.js';
import { NDArray, newArray } from '../../../core/ndarray.js';
import { type Place, refuse } from '../../c/memory/scalars.js';
import type { Argument } from '../plans/call-plan.js';
import { byValue } from '../wrapper.js';
import { type Copies, cellOf, dataOf, fortranArray } from './arrays.js';
import { registerCallback } from './callback.js';
import { scalarConverter, writeCell } from './cells.js';
import type { Frame, Prepared, Scope } from './frame.js';

/** Where an argument is. */
export interface Position {
  readonly operation: string;
  readonly argument: Argument;
  /** In the routine's list. */
  readonly place: number;
  /** Of its first part in what the wrapper takes. */
  readonly slot: number;
  /** A cell that the last call is done with: making one costs more than the call. */
  spare: ArrayBufferView | null;
}

/** Takes what the caller gave, or undefined. */
export type Step = (frame: Frame, given: unknown) => void;

/** How many parts the wrapper takes for an argument: see wrapper.ts. */
export function slotsOf({ kind, axes, mayBeAbsent }: Argument): number {
  if (kind === 'callback') return 1;
  return 1 + (kind === 'text' ? 1 : axes.length) + Number(mayBeAbsent);
}

export function makeStep(position: Position, scope: Scope, copies: Copies): Step {
  const { argument, slot, place } = position;
  const present = slot + slotsOf(argument) - 1;
  const initial = argument.initial === null || !argument.reads ? null : initialValue(position, scope);
  const fill = filler(position, scope, copies);
  if (!argument.mayBeAbsent) {
    return initial === null
      ? fill
      : (frame, given) => fill(frame, given === undefined ? initial(frame) : given);
  }
  return (frame, given) => {
    if (given === undefined) {
      for (let at = slot; at <= present; at++) frame.passed[at] = 0;
      if (!byValue(argument)) frame.passed[slot] = null;
      frame.values[place] = undefined;
      return;
    }
    fill(frame, given);
    if (argument.kind !== 'callback') frame.passed[present] = 1;
  };
}

function filler(position: Position, scope: Scope, copies: Copies): Step {
  switch (position.argument.kind) {
    case 'callback':
      return fillCallback(position);
    case 'text':
      return fillText(position, scope);
    case 'array':
      return fillArray(position, scope, copies);
    default:
      return position.argument.writes === 'inPlace' ? fillCell(position) : fillScalar(position);
  }
}

/** The value of an argument that the caller did not give. */
function initialValue({ operation, argument }: Position, scope: Scope): (frame: Frame) => unknown {
  const value = scope.prepare(argument.name, argument.initial!, argument.initialText ?? 'the value');
  if (argument.kind !== 'array') {
    return argument.type.base === 'logical' ? (frame) => Boolean(value(frame)) : value;
  }
  const shape = shapeMaker(operation, argument, scope);
  return (frame) => {
    const array = newArray(operation, argument.dtype!, shape(frame), argument.order);
    const number = Number(value(frame));
    return number === 0 ? array : array.fill(number as never);
  };
}

function fillCallback({ operation, argument, place, slot }: Position): Step {
  const where: Place = { operation, argument: argument.name };
  return (frame, given) => {
    if (typeof given !== 'function') throw refuse(where, given, 'a function');
    frame.failure ??= { error: undefined };
    const call = given as (...args: unknown[]) => unknown;
    const address = registerCallback(argument.callback!, call, frame.failure);
    frame.callbacks ??= [];
    frame.callbacks.push(address);
    frame.values[place] = address;
    frame.passed[slot] = address;
  };
}

function fillText({ operation, argument, place, slot }: Position, scope: Scope): Step {
  const where: Place = { operation, argument: argument.name };
  const length = argument.length === null ? null : scope.prepare(argument.name, argument.length, 'length');
  return (frame, given) => {
    const text = argument.reads ? given : '';
    if (typeof text !== 'string') throw refuse(where, text, 'a string');
    const encoded = new TextEncoder().encode(text);
    const bytes = length === null ? encoded.length : Number(length(frame));
    if (!(Number.isSafeInteger(bytes) && bytes >= 0)) throw refuse(where, bytes, 'a length');
    if (encoded.length > bytes) throw refuse(where, text, `at most ${bytes} bytes`);
    // Fortran fills texts with blanks.
    const padded = new Uint8Array(new ArrayBuffer(bytes)).fill(32);
    padded.set(encoded);
    frame.values[place] = text;
    frame.memory[place] = padded;
    frame.passed[slot] = padded;
    frame.passed[slot + 1] = bytes;
  };
}

function fillArray({ operation, argument, place, slot }: Position, scope: Scope, copies: Copies): Step {
  const shape = argument.reads ? null : shapeMaker(operation, argument, scope);
  const count = argument.axes.length;
  return (frame, given) => {
    const array =
      shape === null
        ? fortranArray(operation, argument, given, copies)
        : newArray(operation, argument.dtype!, shape(frame), argument.order);
    const data = dataOf(array);
    frame.values[place] = array;
    frame.memory[place] = data;
    frame.passed[slot] = data;
    // An array of any rank where one axis of any length is asked for.
    if (array.ndim !== count) frame.passed[slot + 1] = array.size;
    else for (let axis = 0; axis < count; axis++) frame.passed[slot + 1 + axis] = array.shape[axis];
  };
}

/** A number that the caller sees change: an array of one element. */
function fillCell({ operation, argument, place, slot }: Position): Step {
  const where: Place = { operation, argument: argument.name };
  const needs = `a ${argument.dtype} array of one element, to write to`;
  const any: Argument = { ...argument, axes: [{ text: '*', length: null, from: false, least: null }] };
  return (frame, given) => {
    if (!(given instanceof NDArray || ArrayBuffer.isView(given))) throw refuse(where, given, needs);
    const array = fortranArray(operation, any, given, 'refuse');
    if (array.size !== 1) throw refuse(where, given, needs);
    const data = dataOf(array);
    frame.values[place] = array.item();
    frame.memory[place] = data;
    frame.passed[slot] = data;
  };
}

function fillScalar(position: Position): Step {
  const { operation, argument, place, slot } = position;
  const convert = scalarConverter(operation, argument);
  if (byValue(argument)) {
    return (frame, given) => {
      const value = convert(given);
      frame.values[place] = value;
      frame.passed[slot] = typeof value === 'boolean' ? Number(value) : value;
    };
  }
  const { reads } = argument;
  const zero = argument.type.base === 'complex' ? { re: 0, im: 0 } : 0;
  return (frame, given) => {
    const value = reads ? convert(given) : zero;
    const cell = position.spare ?? cellOf(argument);
    position.spare = null;
    frame.values[place] = value;
    writeCell(argument, cell, value);
    frame.memory[place] = cell;
    frame.passed[slot] = cell;
  };
}

/** The shape of an array that is made by the call. */
function shapeMaker(operation: string, argument: Argument, scope: Scope): (frame: Frame) => number[] {
  const lengths = argument.axes.map(({ text, length, least }) => {
    const known = length ?? least?.length ?? null;
    return known === null ? null : scope.prepare(argument.name, known, text);
  });
  return (frame) =>
    lengths.map((length, axis) => {
      const { text } = argument.axes[axis];
      if (length === null) {
        const message = `'${argument.name}' has the length ${text}, which nothing says before the call`;
        throw new ArgumentError(message, { operation, argument: argument.name });
      }
      const value = Number(length(frame));
      if (Number.isSafeInteger(value) && value >= 0) return value;
      throw new ShapeError(`'${argument.name}' would have the length ${value} (${text}); needs a length`, {
        operation,
        argument: argument.name,
        got: value,
      });
    });
}

/** Lengths that the source declares, and its own checks; null where there are none. */
export function makeCheck(position: Position, scope: Scope): ((frame: Frame) => void) | null {
  const { operation, argument, place } = position;
  const { name } = argument;
  const lengths = argument.kind === 'array' && argument.reads ? lengthChecks(argument, scope) : [];
  const checks = argument.checks.map(({ text, holds }) => ({
    text,
    holds: scope.prepare(name, holds, text),
  }));
  if (lengths.length === 0 && checks.length === 0) return null;
  return (frame) => {
    const value = frame.values[place];
    if (value === undefined) return;
    for (const check of lengths) {
      const array = value as NDArray;
      const needed = Number(check.length(frame));
      const { axis, least } = check;
      // An array of any rank where one axis of any length is asked for.
      const got = array.ndim === argument.axes.length ? array.shape[axis] : array.size;
      if (least ? got < needed : got !== needed) throw wrongShape(operation, argument, array, axis, needed);
    }
    for (const { text, holds } of checks) {
      if (holds(frame)) continue;
      throw new ArgumentError(`argument '${name}' does not meet check(${text})`, {
        operation,
        argument: name,
        got: value,
        needs: text,
      });
    }
  };
}

function lengthChecks(
  { name, axes }: Argument,
  scope: Scope,
): { axis: number; least: boolean; length: Prepared }[] {
  return axes.flatMap(({ text, length, least }, axis) => {
    const known = length ?? least?.length ?? null;
    if (known === null) return [];
    return [{ axis, least: length === null, length: scope.prepare(name, known, least?.text ?? text) }];
  });
}

function wrongShape(
  operation: string,
  { name, axes }: Argument,
  array: NDArray,
  axis: number,
  needed: number,
): ShapeError {
  const { text: declared, least } = axes[axis];
  const text = least?.text ?? declared;
  const why = text === String(needed) ? '' : ` (${text})`;
  const needs = `dimension ${axis + 1} must be ${least === null ? '' : 'at least '}${needed}${why}`;
  return new ShapeError(`argument '${name}' has shape (${array.shape.join(', ')}) but ${needs}`, {
    operation,
    argument: name,
    got: array.shape,
    needs,
  });
}
