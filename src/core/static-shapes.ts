/**
 * Shapes that the compiler computes. A length it knows is a literal (`[2, 3]`), one it does not is `number`; an
 * unknown rank is `Shape`, and whatever meets one is unknown too. Lengths that cannot fit become a text that says so:
 * where a parameter has that text for its type, the compiler prints it.
 */
import type { DType } from './dtype.js';
import type { Foreign } from './foreign.js';
import type { NDArray } from './ndarray.js';
import type { Shape } from './shape.js';
import type { ShapeFrom } from './types.js';

/** A shape as given, its lengths kept: `readonly [2, -1]` becomes `[2, number]`, `3` becomes `[3]`. */
export type Sizes<S> = S extends number
  ? [Length<S>]
  : S extends Shape
    ? number extends S['length']
      ? Shape
      : { -readonly [Axis in keyof S]: Length<S[Axis]> }
    : Shape;

/** -1 stands for a length that is worked out. */
type Length<N> = N extends -1 ? number : N extends number ? N : never;

/** The shape of anything that stands for an array; null, which stands for no operand, has that of a scalar. */
export type ShapeOf<X> = X extends NDArray<DType, infer S> | Foreign<DType, infer S>
  ? S
  : X extends null
    ? []
    : ShapeFrom<X>;

/** The axes in reverse. */
export type Reversed<S extends Shape, Done extends Shape = []> = number extends S['length']
  ? Shape
  : S extends readonly [infer Head extends number, ...infer Rest extends Shape]
    ? Reversed<Rest, [Head, ...Done]>
    : Done;

/** The axes in the order of `Axes`, where that is known. */
export type Permuted<S extends Shape, Axes> = Axes extends Shape
  ? number extends Axes['length'] | S['length']
    ? Shape
    : { -readonly [At in keyof Axes]: AxisLength<S, Axes[At]> }
  : Shape;

type AxisLength<S extends Shape, Axis> = AtAxis<S, Axis> extends infer N extends number ? N : number;

/** The length of one axis, counted from either end. */
type AtAxis<S extends Shape, Axis> = `${Axis & number}` extends `-${infer Back extends number}`
  ? AtAxis<Reversed<S>, Minus1<Back>>
  : S[Axis & number];

type Digits = [-1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16];
type Minus1<N extends number> = Digits[N];

/** The axes of both, one after the other. */
export type Joined<A extends Shape, B extends Shape> = number extends A['length'] | B['length']
  ? Shape
  : [...A, ...B];

/** The last two axes exchanged. */
export type MatrixTransposed<S extends Shape> = S extends readonly [
  ...infer Lead extends Shape,
  infer Rows extends number,
  infer Columns extends number,
]
  ? [...Lead, Columns, Rows]
  : Shape;

/* Broadcasting. */

/** The shape two shapes broadcast to. */
export type Broadcast<A extends Shape, B extends Shape> = number extends A['length'] | B['length']
  ? Shape
  : BroadcastTuples<A, B>;

type BroadcastTuples<A extends Shape, B extends Shape, Done extends Shape = []> = A extends readonly [
  ...infer RestA extends Shape,
  infer LastA extends number,
]
  ? B extends readonly [...infer RestB extends Shape, infer LastB extends number]
    ? BroadcastTuples<RestA, RestB, [BroadcastLength<LastA, LastB>, ...Done]>
    : [...A, ...Done]
  : [...B, ...Done];

/** What two lengths broadcast to; `number` also for lengths that do not, which `BroadcastProblem` reports. */
type BroadcastLength<A extends number, B extends number> = number extends A
  ? number extends B
    ? number
    : B extends 1
      ? number
      : B
  : A extends 1
    ? B
    : number extends B
      ? A
      : [A & B] extends [never]
        ? B extends 1
          ? A
          : number
        : A & B;

/** `unknown` where `A` and `B` broadcast, or may for all the compiler knows; else the text that says why not. */
export type BroadcastProblem<A extends Shape, B extends Shape> = number extends A['length'] | B['length']
  ? unknown
  : FirstMisfit<A, B> extends infer Misfit extends string
    ? `shapes (${Text<A>}) and (${Text<B>}) do not broadcast: ${Misfit}`
    : unknown;

type FirstMisfit<A extends Shape, B extends Shape> = A extends readonly [
  ...infer RestA extends Shape,
  infer LastA extends number,
]
  ? B extends readonly [...infer RestB extends Shape, infer LastB extends number]
    ? Misfits<LastA, LastB> extends true
      ? `${LastA} meets ${LastB}`
      : FirstMisfit<RestA, RestB>
    : null
  : null;

/** Whether two lengths can never broadcast. */
type Misfits<A extends number, B extends number> = 1 extends A ? false : 1 extends B ? false : Differ<A, B>;

/** Whether two lengths are known to differ. */
export type Differ<A extends number, B extends number> = number extends A
  ? false
  : number extends B
    ? false
    : [A & B] extends [never]
      ? true
      : false;

/** Lengths as text: `2, 3`. */
export type Text<S extends Shape> = S extends readonly [
  infer Head extends number,
  ...infer Rest extends Shape,
]
  ? Rest extends readonly []
    ? `${Head}`
    : `${Head}, ${Text<Rest>}`
  : '';

/* Matrix products. */

/** The shape of `matmul(a, b)`. */
export type MatrixProduct<A extends Shape, B extends Shape> = number extends A['length'] | B['length']
  ? Shape
  : A extends readonly [number]
    ? B extends readonly [...infer Lead extends Shape, number, infer Columns extends number]
      ? [...Lead, Columns]
      : []
    : A extends readonly [...infer LeadA extends Shape, infer Rows extends number, number]
      ? B extends readonly [number]
        ? [...LeadA, Rows]
        : B extends readonly [...infer LeadB extends Shape, number, infer Columns extends number]
          ? Broadcast<LeadA, LeadB> extends infer Lead extends Shape
            ? [...Lead, Rows, Columns]
            : Shape
          : Shape
      : Shape;

/** `unknown` where the inner lengths of a matrix product can agree and its stacks broadcast; else why not. */
export type MatrixProductProblem<A extends Shape, B extends Shape> = number extends A['length'] | B['length']
  ? unknown
  : A extends readonly []
    ? 'a is a scalar; matmul needs at least one axis'
    : B extends readonly []
      ? 'b is a scalar; matmul needs at least one axis'
      : Differ<LastOf<A>, InnerOf<B>> extends true
        ? `a has ${LastOf<A>} columns, b has ${InnerOf<B>} rows`
        : BroadcastProblem<StackOf<A>, StackOf<B>>;

type LastOf<S extends Shape> = S extends readonly [...Shape, infer Last extends number] ? Last : number;
type InnerOf<S extends Shape> = S extends readonly [infer Only extends number]
  ? Only
  : S extends readonly [...Shape, infer Inner extends number, number]
    ? Inner
    : number;
type StackOf<S extends Shape> = S extends readonly [...infer Lead extends Shape, number, number] ? Lead : [];

/* Reductions. */

/** The shape that is left of `S` after a reduction with `Options`. */
export type Reduced<S extends Shape, Options> = number extends S['length']
  ? [OptionOf<Options, 'axis'>, KeepsDims<Options>] extends [null | undefined, false]
    ? []
    : Shape
  : KeepsDims<Options> extends true
    ? KeptAxes<S, OptionOf<Options, 'axis'>>
    : KeepsDims<Options> extends false
      ? LeftAxes<S, OptionOf<Options, 'axis'>>
      : Shape;

type OptionOf<Options, Name extends string> = Name extends keyof Options ? Options[Name] : undefined;

/** true, false, or boolean where the compiler cannot tell. */
type KeepsDims<Options> = [OptionOf<Options, 'keepdims'>] extends [true]
  ? true
  : [OptionOf<Options, 'keepdims'>] extends [false | undefined]
    ? false
    : boolean;

/** Axis numbers, counted from the front, of what `axis` names; `never` where it is not known. */
type AxisSet<S extends Shape, Axis> = Axis extends readonly number[]
  ? number extends Axis['length']
    ? never
    : AxisFromFront<S, Axis[number]>
  : Axis extends number
    ? AxisFromFront<S, Axis>
    : never;

type AxisFromFront<S extends Shape, Axis extends number> = Axis extends number
  ? number extends Axis
    ? never
    : `${Axis}` extends `-${infer Back extends number}`
      ? Extract<FromBack<S, Back>, string>
      : `${Axis}`
  : never;

/** The number of the axis `Back` steps from the end: the length of what is left before it. */
type FromBack<S extends Shape, Back extends number> = Back extends 1
  ? S extends readonly [...infer Rest extends Shape, number]
    ? `${Rest['length']}`
    : never
  : S extends readonly [...infer Rest extends Shape, number]
    ? FromBack<Rest, Minus1<Back>>
    : never;

type LeftAxes<S extends Shape, Axis> = [Axis] extends [null | undefined]
  ? []
  : [Axis] extends [number]
    ? [AxisSet<S, Axis>] extends [never]
      ? WithoutOne<S>
      : Without<S, AxisSet<S, Axis>>
    : [Axis] extends [readonly number[]]
      ? [AxisSet<S, Axis>] extends [never]
        ? Shape
        : Without<S, AxisSet<S, Axis>>
      : Shape;

/** One axis less, nobody knows which. */
type WithoutOne<S extends Shape> = S extends readonly [number, ...infer Rest extends Shape]
  ? { [Axis in keyof Rest]: number }
  : Shape;

type Without<S extends Shape, Axes, At extends 0[] = [], Done extends Shape = []> = S extends readonly [
  infer Head extends number,
  ...infer Rest extends Shape,
]
  ? Without<Rest, Axes, [...At, 0], `${At['length']}` extends Axes ? Done : [...Done, Head]>
  : Done;

type KeptAxes<S extends Shape, Axis> = [Axis] extends [null | undefined]
  ? { -readonly [At in keyof S]: 1 }
  : [AxisSet<S, Axis>] extends [never]
    ? { -readonly [At in keyof S]: number }
    : { -readonly [At in keyof S]: At extends AxisSet<S, Axis> ? 1 : S[At] };

/** `unknown` where the axes of `Options` are axes of `S`, for all the compiler knows; else the one that is not. */
export type AxisProblem<S extends Shape, Options> = number extends S['length']
  ? unknown
  : OutOfBounds<S, EachAxis<OptionOf<Options, 'axis'>>> extends infer Wrong extends number
    ? [Wrong] extends [never]
      ? unknown
      : `axis ${Wrong} is out of bounds for an array of ${S['length']} axes`
    : unknown;

type EachAxis<Axis> = Axis extends readonly number[] ? Axis[number] : Axis;

type OutOfBounds<S extends Shape, Axis> = Axis extends number
  ? number extends Axis
    ? never
    : AxisFromFront<S, Axis> extends infer Front extends string
      ? [Front] extends [never]
        ? Axis
        : Front extends keyof S
          ? never
          : Axis
      : never
  : never;

/* Einstein summation. */

/** Lengths by label. */
type Lengths = Record<string, number>;
type NoLengths = Record<never, number>;

/** The shape of `einsum(subscripts, ...operands)` of operands with these shapes. */
export type EinsumShape<
  Subscripts extends string,
  Shapes extends readonly unknown[],
> = string extends Subscripts
  ? Shape
  : Subscripts extends `${string}...${string}`
    ? Shape
    : WithoutSpaces<Subscripts> extends `${infer Inputs}->${infer Output}`
      ? FromLabels<Output, LabelLengths<Inputs, Shapes>>
      : FromLabels<LabelsOnce<WithoutSpaces<Subscripts>>, LabelLengths<WithoutSpaces<Subscripts>, Shapes>>;

/** `unknown` where subscripts and shapes can fit together; else why they do not. */
export type EinsumProblem<
  Subscripts extends string,
  Shapes extends readonly unknown[],
> = string extends Subscripts
  ? unknown
  : Subscripts extends `${string}...${string}`
    ? unknown
    : WithoutSpaces<Subscripts> extends `${infer Inputs}->${string}`
      ? LabelLengths<Inputs, Shapes> extends infer Problem extends string
        ? Misfit<Problem>
        : unknown
      : LabelLengths<WithoutSpaces<Subscripts>, Shapes> extends infer Problem extends string
        ? Misfit<Problem>
        : unknown;

/** A text that can be met with another text: `'ij' & 'no'` would be `never`, and say nothing. */
export interface Misfit<Why extends string> {
  readonly why: Why;
}

type WithoutSpaces<T extends string> = T extends `${infer Left} ${infer Right}`
  ? WithoutSpaces<`${Left}${Right}`>
  : T;

/** Walks terms and shapes together; a text where they do not fit, null where a rank is unknown. */
type LabelLengths<
  Terms extends string,
  Shapes extends readonly unknown[],
  Known extends Lengths = NoLengths,
> = Shapes extends readonly [infer S extends Shape, ...infer Others]
  ? Terms extends `${infer Term},${infer Rest}`
    ? Others extends readonly []
      ? 'subscripts name more operands than were given'
      : AddTerm<Term, Term, S, Known> extends infer Next
        ? Next extends Lengths
          ? LabelLengths<Rest, Others, Next>
          : Next
        : never
    : Others extends readonly []
      ? AddTerm<Terms, Terms, S, Known>
      : 'there are more operands than subscripts name'
  : Known;

type AddTerm<
  Whole extends string,
  Term extends string,
  S extends Shape,
  Known extends Lengths,
> = number extends S['length']
  ? Known
  : Term extends `${infer Label}${infer Rest}`
    ? S extends readonly [infer Length extends number, ...infer More extends Shape]
      ? AddLabel<Label, Length, Known> extends infer Next
        ? Next extends Lengths
          ? AddTerm<Whole, Rest, More, Next>
          : Next
        : never
      : `'${Whole}' names more axes than its operand has`
    : S extends readonly []
      ? Known
      : `'${Whole}' names fewer axes than its operand has`;

type AddLabel<Label extends string, Length extends number, Known extends Lengths> = Label extends keyof Known
  ? Misfits<Known[Label], Length> extends true
    ? `'${Label}' is ${Known[Label]} in one operand and ${Length} in another`
    : Omit<Known, Label> & Record<Label, BroadcastLength<Known[Label], Length>>
  : Known & Record<Label, Length>;

type FromLabels<
  Labels extends string,
  Known,
  Done extends Shape = [],
> = Labels extends `${infer Label}${infer Rest}`
  ? FromLabels<Rest, Known, [...Done, Label extends keyof Known ? Extract<Known[Label], number> : number]>
  : Done;

type Alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** The labels that stand once, in alphabetical order: the result where none is named. */
type LabelsOnce<
  Terms extends string,
  Left extends string = Alphabet,
> = Left extends `${infer Label}${infer Rest}`
  ? Terms extends `${string}${Label}${infer After}`
    ? After extends `${string}${Label}${string}`
      ? LabelsOnce<Terms, Rest>
      : `${Label}${LabelsOnce<Terms, Rest>}`
    : LabelsOnce<Terms, Rest>
  : '';
