import { ArgumentError, BackendError } from '../../../core/errors.js';
import { type NDArray, newArray } from '../../../core/ndarray.js';
import { lastErrno, type NativeFunction, setErrno } from '../koffi.js';
import { type Declarations, type FunctionDeclaration, writeType } from '../types.js';
import type { ParameterAnnotation } from './annotations.js';
import type { ArrayRule } from './array-argument.js';
import { callAsync } from './async-calls.js';
import { Call } from './call.js';
import { beginWaiting, endWaiting } from './callback.js';
import { type BoundParameter, bindParameter } from './parameters.js';
import { resultReader } from './results.js';

/** A function of C, as JavaScript calls it. */
export interface BoundFunction {
  (...args: unknown[]): unknown;
  /** The same off the event loop, on a thread of its own. */
  async(...args: unknown[]): Promise<unknown>;
  /** How it was declared. */
  readonly declaration: string;
  /** The arrays of which nothing says how long they must be: C reads and writes as far as it likes. */
  readonly unchecked: readonly string[];
}

/** What the last call left in errno, or what the next one shall find there. */
export interface ErrnoRecord {
  value: number;
  /** Whether the program set it since the last call. */
  given: boolean;
}

/** A function whose parameters were looked at. */
export interface Plan {
  readonly name: string;
  readonly declaration: FunctionDeclaration;
  readonly parameters: readonly BoundParameter[];
  readonly annotations: readonly (ParameterAnnotation | undefined)[];
  /** Names of the arrays of which nothing says how long they must be. */
  readonly unchecked: readonly string[];
  /** Positions of the parameters that the caller gives, in order. */
  readonly given: readonly number[];
  /** Positions by the order of conversion: integers before the arrays that they bound. */
  readonly order: readonly number[];
  /** Positions of arrays that are made by the call and returned. */
  readonly outs: readonly number[];
}

/** What a function needs of the library that it is of. */
export interface CallContext {
  readonly declarations: Declarations;
  readonly errno: ErrnoRecord;
  /** Calls that are running off the event loop. */
  running: number;
  /** @throws when the library was closed. */
  checkOpen(operation: string): void;
}

/** Makes a validated function of a planned one. */
export function bindFunction(plan: Plan, native: NativeFunction, context: CallContext): BoundFunction {
  const { declaration, name } = plan;
  const { declarations, errno } = context;
  const read = resultReader(declaration.type.returns);
  const returnsNothing = declaration.type.returns.kind === 'void';

  const finish = (call: Call, made: readonly NDArray[], value: unknown): unknown => {
    call.succeed();
    const result = read(value, call);
    if (made.length === 0) return result;
    if (!returnsNothing) return [result, ...made];
    return made.length === 1 ? made[0] : made;
  };
  const bound = (...args: unknown[]): unknown => {
    context.checkOpen(name);
    const call = new Call(name, declarations);
    try {
      const { values, made } = convertAll(plan, args, call);
      const value = callWaiting(native, values, errno);
      return finish(call, made, value);
    } finally {
      call.end();
    }
  };
  const asynchronous = async (...args: unknown[]): Promise<unknown> => {
    context.checkOpen(name);
    const call = new Call(name, declarations, true);
    context.running++;
    try {
      const { values, made } = convertAll(plan, args, call);
      const value = await callAsync(native, values);
      return finish(call, made, value);
    } finally {
      context.running--;
      call.end();
    }
  };
  return Object.assign(bound, {
    async: asynchronous,
    declaration: writeType(declaration.type, declaration.name),
    unchecked: plan.unchecked,
  });
}

function callWaiting(native: NativeFunction, values: readonly unknown[], errno: ErrnoRecord): unknown {
  if (errno.given) {
    setErrno(errno.value);
    errno.given = false;
  }
  beginWaiting();
  try {
    const value = native(...values);
    errno.value = lastErrno();
    return value;
  } finally {
    endWaiting();
  }
}

/**
 * What is known of a call before there is one.
 * @throws ArgumentError for variadic functions and for annotations that do not fit.
 */
export function planCall(
  declaration: FunctionDeclaration,
  annotations: Readonly<Record<string, ParameterAnnotation>>,
  declarations: Declarations,
  unsized: 'allow' | 'refuse',
): Plan {
  const { name, type } = declaration;
  if (type.variadic) {
    throw new ArgumentError(
      `'${writeType(type, name)}' takes any arguments, whose types C does not know; needs a wrapper with fixed ones (see compile)`,
      { operation: name, got: writeType(type, name) },
    );
  }
  for (const annotated of Object.keys(annotations)) {
    if (type.parameters.some((parameter) => parameter.name === annotated)) continue;
    const names = type.parameters.map((parameter) => parameter.name ?? '?').join(', ');
    throw new ArgumentError(`has no parameter '${annotated}'; needs one of ${names}`, {
      operation: name,
      argument: 'annotations',
      got: annotated,
    });
  }
  const notes = type.parameters.map((parameter) =>
    parameter.name === null ? undefined : annotations[parameter.name],
  );
  const integers = new Set(
    type.parameters.flatMap((parameter) =>
      parameter.type.kind === 'integer' && parameter.name !== null ? [parameter.name] : [],
    ),
  );
  const binding = { operation: name, declarations, integers, unsized };
  const parameters = type.parameters.map((parameter, index) =>
    bindParameter(parameter, index, notes[index], binding),
  );
  const all = parameters.map((_, index) => index);
  const outs = all.filter((index) => notes[index]?.intent === 'out');
  for (const index of outs) {
    const { rule } = parameters[index];
    if (rule === null || rule.extents === null || rule.dtypes.length === 0) {
      throw new ArgumentError(
        `'${parameters[index].name}' has intent out; needs an array of numbers with a size`,
        {
          operation: name,
          argument: parameters[index].name,
        },
      );
    }
  }
  return {
    name,
    declaration,
    parameters,
    annotations: notes,
    unchecked: parameters
      .filter(({ rule }) => rule !== null && isUnchecked(rule))
      .map((parameter) => parameter.name),
    given: all.filter((index) => !outs.includes(index) && notes[index]?.value === undefined),
    order: [
      ...all.filter((index) => !parameters[index].late),
      ...all.filter((index) => parameters[index].late),
    ],
    outs,
  };
}

function convertAll(
  plan: Plan,
  args: readonly unknown[],
  call: Call,
): { values: unknown[]; made: NDArray[] } {
  const { parameters, given } = plan;
  if (args.length !== given.length) {
    const names = given.map((index) => parameters[index].name).join(', ');
    const needs = given.length === 0 ? 'none' : `${given.length} (${names})`;
    throw new ArgumentError(`got ${args.length} arguments; needs ${needs}`, {
      operation: plan.name,
      got: args.length,
      needs,
    });
  }
  let all = args as unknown[];
  if (given.length !== parameters.length) {
    all = new Array(parameters.length);
    for (let at = 0; at < given.length; at++) all[given[at]] = args[at];
    computeHidden(plan, all);
  }
  const values = new Array<unknown>(parameters.length);
  const made: NDArray[] = [];
  for (const index of plan.order) {
    if (plan.outs.length > 0 && plan.outs.includes(index)) {
      const array = makeOut(parameters[index], call);
      all[index] = array;
      made.push(array);
    }
    values[index] = parameters[index].convert(all[index], call);
  }
  call.recheck();
  return { values, made };
}

/** Whether nothing says how far C may go: not for one struct, nor for text, which ends with a zero. */
function isUnchecked({ extents, dtypes, bytes, writes }: ArrayRule): boolean {
  if (extents !== null) return false;
  return bytes === true || (dtypes.length > 0 && (writes || !dtypes.includes('bool')));
}

/** Arguments that are computed from others. */
function computeHidden({ parameters, annotations }: Plan, all: unknown[]): void {
  const byName = Object.fromEntries(parameters.map(({ name }, index) => [name, all[index]]));
  parameters.forEach((_, index) => {
    const value = annotations[index]?.value;
    if (value !== undefined) all[index] = value(byName as never);
  });
}

function makeOut({ rule }: BoundParameter, call: Call): NDArray {
  const shape = rule!.extents!.map((extent) => extent.evaluate(call.operation, call.extents));
  return newArray(call.operation, rule!.dtypes[0], shape, rule!.order);
}

/** The error for a name that the library does not have. */
export function missingSymbol(operation: string, path: string | null, name: string): BackendError {
  return new BackendError(`library '${path}' has no '${name}'; needs a name that it exports`, {
    operation,
    argument: name,
    got: path,
  });
}
