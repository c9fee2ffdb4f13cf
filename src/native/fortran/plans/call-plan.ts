/** What is known of a routine before it is called: its arguments, what each call checks, derives and returns. */
import type { DType } from '../../../core/dtype.js';
import type { FortranType, Procedure } from '../sources/model.js';
import type { Expression } from './expression.js';

/** One axis of an array. */
export interface Axis {
  /** As it was written, for messages. */
  readonly text: string;
  /** Its length; null where the caller's array decides. */
  readonly length: Expression | null;
  /** Whether its indices begin elsewhere than at 1. */
  readonly from: boolean;
  /** What it must have at least where nothing is declared: from the caller's options, or the source's comments. */
  readonly least: { readonly text: string; readonly length: Expression } | null;
}

export interface Argument {
  readonly name: string;
  readonly kind: 'scalar' | 'array' | 'text' | 'callback';
  /** What the caller's numbers are; of texts and callbacks null. */
  readonly dtype: DType | null;
  readonly type: FortranType;
  /** Bytes of one number as Fortran has it: logicals are bool outside. */
  readonly bytes: number;
  readonly axes: readonly Axis[];
  /** Whether the dimensions are assumed shape, so that the callee needs an explicit interface. */
  readonly assumedShape: boolean;
  /** Given by the caller in order, given by name, or not at all. */
  readonly role: 'given' | 'option' | 'hidden';
  /** Whether the caller's value is used. */
  readonly reads: boolean;
  /** `'returned'`: part of the result. `'inPlace'`: the caller's array is written to. */
  readonly writes: 'no' | 'returned' | 'inPlace';
  readonly copy: boolean;
  /** Whether the source says inout: the caller expects to see what was written. */
  readonly declaredInPlace: boolean;
  readonly order: 'F' | 'C';
  /** Whether Fortran takes it by value. */
  readonly value: boolean;
  /** Fortran's optional: the callee is told when it is absent. */
  readonly mayBeAbsent: boolean;
  /** The value where the caller gives none. */
  readonly initial: Expression | null;
  readonly initialText: string | null;
  readonly checks: readonly { readonly text: string; readonly holds: Expression }[];
  /** Of a text: its length; null where the caller's decides. */
  readonly length: Expression | null;
  /** Of a callback. */
  readonly callback: CallPlan | null;
  readonly comment: string;
}

/** What a call needs to know; it survives JSON. */
export interface CallPlan {
  readonly name: string;
  /** The module it belongs to; null outside. */
  readonly owner: string | null;
  /** Whether calls may run beside one another. */
  readonly overlaps: boolean;
  /** The wrapper's symbol. */
  readonly symbol: string;
  /** In Fortran's order. */
  readonly arguments: readonly Argument[];
  readonly result: Argument | null;
}

export interface Routine extends CallPlan {
  readonly procedure: Procedure;
}

/** What cannot be bound. */
export interface Refusal {
  readonly name: string;
  /** The module or common block it belongs to; null outside. */
  readonly owner: string | null;
  readonly file: string;
  readonly line: number;
  readonly reason: string;
}

export interface Plan {
  readonly routines: readonly Routine[];
  readonly refusals: readonly Refusal[];
}
