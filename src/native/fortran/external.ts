/**
 * Procedures that are arguments without an interface block (`external f`): what they take, as the calls in the source show it.
 *
 * Only what is certain counts: every argument of every call must be a variable that is declared, arrays with lengths that are
 * constant or passed along. Anything else, an element or an expression, leaves the procedure undescribed.
 */
import { takeGroup } from './declarations.js';
import type { Procedure, Variable } from './model.js';
import { type Statement, splitAt } from './source.js';

/** Describes them in the procedure's `interfaces`. `body`: its statements after the declarations. */
export function describeExternals(procedure: Procedure, body: readonly Statement[]): void {
  const end = body.findIndex(({ text }) => text === 'contains');
  const texts = (end === -1 ? body : body.slice(0, end))
    .filter(({ directive }) => !directive)
    .map(({ text }) => text.replace(/'[^']*'|"[^"]*"/g, "''"));
  for (const name of procedure.arguments) {
    const external = procedure.variables.get(name)?.attributes.has('external');
    if (!external || procedure.interfaces.has(name)) continue;
    const described = describe(name, procedure, texts);
    if (described !== null) procedure.interfaces.set(name, described);
  }
}

interface Call {
  readonly kind: Procedure['kind'];
  readonly actual: readonly string[];
}

function describe(name: string, procedure: Procedure, texts: readonly string[]): Procedure | null {
  const calls = texts.flatMap((text) => callsOf(name, text));
  const [first] = calls;
  if (first === undefined || new Set([...first.actual, name]).size !== first.actual.length + 1) return null;
  const known = calls.map((call) => call.actual.map((actual) => passed(actual, call, procedure)));
  for (const [index, call] of calls.entries()) {
    const alike =
      call.kind === first.kind &&
      call.actual.length === first.actual.length &&
      known[index].every((variable, place) => variable !== null && same(variable, known[0][place]));
    if (!alike) return null;
  }
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
    arguments: first.actual,
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
function passed(actual: string, call: Call, { variables }: Procedure): Variable | null {
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

function same(a: Variable, b: Variable | null): boolean {
  const text = (variable: Variable | null) => JSON.stringify([variable?.type, variable?.dimensions]);
  return text(a) === text(b);
}
