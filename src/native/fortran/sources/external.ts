/**
 * Procedures that are arguments without an interface block (`external f`): what they take, as the calls in the source show it.
 *
 * Only what is certain counts: every argument of every call must be a number of known type, or an array with lengths that are
 * constant or passed along. Anything else, as an expression, leaves the procedure undescribed.
 */
import { newScope, takeGroup, variableOf } from './declarations.js';
import type { FortranType, Procedure, Variable } from './model.js';
import { type Statement, splitAt } from './source.js';

/** Describes them in the procedure's `interfaces`. `body`: its directives, and its statements after the declarations. */
export function describeExternals(procedure: Procedure, body: readonly Statement[]): void {
  const end = body.findIndex(({ text }) => text === 'contains');
  const own = end === -1 ? body : body.slice(0, end);
  const texts = (directive: boolean) =>
    own
      .filter((statement) => statement.directive === directive)
      .map(({ text }) => text.replace(/'[^']*'|"[^"]*"/g, "''"));
  for (const name of procedure.arguments) {
    const variable = procedure.variables.get(name);
    const external = variable?.attributes.has('external') && variable.interfaceName === null;
    if (!external || procedure.interfaces.has(name)) continue;
    // A call in a directive, `!f2py y = f(y)`, is there to describe it.
    const said = texts(true).flatMap((text) => callsOf(name, text));
    const calls = said.length > 0 ? said : texts(false).flatMap((text) => callsOf(name, text));
    const described = describe(name, procedure, calls);
    if (described !== null) procedure.interfaces.set(name, described);
  }
}

interface Call {
  readonly kind: Procedure['kind'];
  readonly actual: readonly string[];
}

function describe(name: string, procedure: Procedure, calls: readonly Call[]): Procedure | null {
  const [first] = calls;
  if (first === undefined) return null;
  const known = calls.map((call) =>
    call.actual.map((actual, place) => passed(actual, place, call, procedure)),
  );
  for (const [index, call] of calls.entries()) {
    const alike =
      call.kind === first.kind &&
      call.actual.length === first.actual.length &&
      known[index].every((variable, place) => variable !== null && same(variable, known[0][place]));
    if (!alike) return null;
  }
  const names = known[0].map((variable) => variable!.name);
  if (new Set([...names, name]).size !== names.length + 1) return null;
  const constants = [...procedure.variables].filter(([, { attributes }]) => attributes.has('parameter'));
  const variables = new Map<string, Variable>(constants);
  for (const variable of known[0]) variables.set(variable!.name, variable!);
  const own = procedure.variables.get(name)!;
  if (first.kind === 'function') variables.set(name, { ...own, attributes: new Set(), comment: '' });
  const { uses, implicit, types, module, file, line } = procedure;
  return {
    variables,
    uses,
    implicit,
    types,
    commons: [],
    interfaces: new Map(),
    kind: first.kind,
    name,
    arguments: names,
    result: first.kind === 'function' ? name : null,
    module,
    host: procedure,
    bindName: null,
    prefixes: [],
    calledAs: name,
    unsupported: null,
    threadsafe: false,
    entries: [],
    comment: '',
    file,
    line,
  };
}

/** `call f(x, n)`, `y = a + f(x)`. */
function callsOf(name: string, text: string): Call[] {
  return [...text.matchAll(new RegExp(`(\\bcall )?(?<![\\w%])${name} ?(?=\\()`, 'g'))].map((match) => {
    const [inner] = takeGroup(text.slice(match.index + match[0].length));
    const actual = splitAt(inner, ',').map((one) => one.trim());
    return {
      kind: match[1] === undefined ? 'function' : 'subroutine',
      actual: inner.trim() === '' ? [] : actual,
    };
  });
}

/** The variable as the callee sees it; null where the call does not say enough. */
function passed(actual: string, place: number, call: Call, { variables }: Procedure): Variable | null {
  const literal = literalType(actual);
  if (literal !== null) return numberOf(`value${place + 1}`, literal);
  // What a function gets of an array is a number; a subroutine may get the array from there on.
  const element = call.kind === 'function' ? /^([a-z_]\w*) ?\(/.exec(actual)?.[1] : undefined;
  const array = element === undefined ? undefined : variables.get(element);
  if (
    array?.type != null &&
    array.dimensions !== null &&
    takeGroup(actual.slice(element!.length).trim())[1] === ''
  )
    return numberOf(`${element}${place + 1}`, array.type);
  const variable = variables.get(actual);
  if (variable?.type == null || variable.attributes.has('parameter')) return null;
  const lengths = (variable.dimensions ?? []).flatMap(({ lower, upper }) => [lower ?? '1', upper]);
  const certain = lengths.every(
    (text) =>
      !/[*:]/.test(text) &&
      (text.match(/[a-z_]\w*/g) ?? []).every(
        (name) => call.actual.includes(name) || variables.get(name)?.attributes.has('parameter'),
      ),
  );
  if (!certain) return null;
  const reads = variable.intent === 'in';
  return {
    ...variable,
    intents: new Set(reads ? ['in'] : []),
    intent: reads ? 'in' : null,
    optional: false,
    mayBeAbsent: false,
    initial: null,
    attributes: new Set(),
    checks: [],
    depends: null,
    comment: '',
  };
}

/** `1`, `2.5`, `1d0`, `.true.`. */
function literalType(text: string): FortranType | null {
  const of = (base: FortranType['base'], bytes: number): FortranType => ({
    base,
    kind: null,
    bytes,
    length: null,
    name: null,
  });
  if (/^\.(true|false)\.$/.test(text)) return of('logical', 4);
  if (/^[+-]?\d+$/.test(text)) return of('integer', 4);
  const real = /^[+-]?(?:\d+\.\d*|\.\d+|\d+(?=[ed]))(?:([ed])[+-]?\d+)?$/.exec(text);
  return real === null ? null : of('real', real[1] === 'd' ? 8 : 4);
}

function numberOf(name: string, type: FortranType): Variable {
  const scope = newScope();
  const variable = variableOf(scope, name, 0);
  variable.type = type;
  variable.intents.add('in');
  variable.intent = 'in';
  return variable;
}

function same(a: Variable, b: Variable | null): boolean {
  const text = (variable: Variable | null) => JSON.stringify([variable?.type, variable?.dimensions]);
  return text(a) === text(b);
}
