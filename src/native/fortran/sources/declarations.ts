/** Statements that declare: types with their attributes and entities, and attributes alone. */
import { ParseError } from '../../errors.js';
import type { Dimension, FortranType, Intent, Module, Scope, Variable } from './model.js';
import { type Statement, splitAt } from './source.js';

const bases = 'integer|real|complex|logical|character|double ?precision|double ?complex|byte|type|class';
const typeStart = new RegExp(`^(${bases})(?![a-z0-9_])`);

/** A type and what is left of the text; null where the text does not begin with one. */
export function readType(text: string): { type: FortranType; rest: string } | null {
  const match = typeStart.exec(text);
  if (match === null) return null;
  const word = match[1].replace(' ', '');
  let rest = text.slice(match[0].length).trimStart();
  if (word === 'type' || word === 'class') {
    if (!rest.startsWith('(')) return null; // the definition of a type
    const [inner, after] = takeGroup(rest);
    return {
      type: { base: 'derived', kind: null, bytes: null, length: null, name: inner.trim() },
      rest: after,
    };
  }
  if (word === 'doubleprecision') return { type: real(8), rest };
  if (word === 'doublecomplex') return { type: { ...real(16), base: 'complex' }, rest };
  if (word === 'byte') return { type: { ...real(1), base: 'integer' }, rest };
  const base = word as FortranType['base'];
  let kind: string | null = null;
  let bytes: number | null = null;
  let length: string | null = null;
  if (rest.startsWith('*') && !rest.startsWith('**')) {
    const star = /^\*\s*(\d+|\()/.exec(rest);
    if (star !== null && star[1] === '(') {
      const [inner, after] = takeGroup(rest.slice(rest.indexOf('(')));
      length = inner.trim();
      rest = after;
    } else if (star !== null) {
      if (base === 'character') length = star[1];
      else bytes = Number(star[1]);
      rest = rest.slice(star[0].length);
    }
    // `character*10, x`: the comma of old sources.
    rest = rest.replace(/^\s*,(?!.*::)/, '');
  } else if (rest.startsWith('(')) {
    const [inner, after] = takeGroup(rest);
    rest = after;
    for (const [index, part] of splitAt(inner, ',').entries()) {
      const named = /^\s*(kind|len)\s*=\s*(.*)$/.exec(part);
      const value = (named?.[2] ?? part).trim();
      if (named?.[1] === 'kind' || (named === null && (base !== 'character' || index === 1))) kind = value;
      else length = value;
    }
  }
  return { type: { base, kind, bytes, length, name: null }, rest: rest.trimStart() };
}

function real(bytes: number): FortranType {
  return { base: 'real', kind: null, bytes, length: null, name: null };
}

/** What is inside the parentheses that a text begins with, and what follows. */
export function takeGroup(text: string): [inner: string, after: string] {
  let depth = 0;
  let quote: string | null = null;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (quote !== null) {
      if (character === quote) quote = null;
    } else if (character === "'" || character === '"') quote = character;
    else if (character === '(') depth++;
    else if (character === ')' && --depth === 0) return [text.slice(1, at), text.slice(at + 1).trimStart()];
  }
  return [text.slice(1), ''];
}

export function newScope(): Scope {
  return {
    variables: new Map(),
    uses: [],
    implicit: undefined,
    types: new Set(),
    commons: [],
    interfaces: new Map(),
  };
}

export function variableOf(scope: Scope, name: string, line: number): Variable {
  let variable = scope.variables.get(name);
  if (variable === undefined) {
    variable = {
      name,
      type: null,
      dimensions: null,
      least: null,
      intents: new Set(),
      intent: null,
      optional: false,
      required: false,
      mayBeAbsent: false,
      initial: null,
      attributes: new Set(),
      checks: [],
      depends: null,
      interfaceName: null,
      comment: '',
      line,
    };
    scope.variables.set(name, variable);
  }
  return variable;
}

/** Reads a declaration into the scope; false where the statement is none. @throws ParseError for one that is broken. */
export function readDeclaration(statement: Statement, scope: Scope): boolean {
  const typed = readType(statement.text);
  if (typed !== null) {
    const { attributes, entities } = splitAttributes(typed.rest);
    declare(statement, scope, typed.type, attributes, entities);
    return true;
  }
  return readProcedureArgument(statement, scope) || readAttributeStatement(statement, scope);
}

/** `procedure(fun), optional :: f`. */
function readProcedureArgument(statement: Statement, scope: Scope): boolean {
  const match = /^procedure\s*(\(.*)$/.exec(statement.text);
  if (match === null) return false;
  const [name, rest] = takeGroup(match[1]);
  const { attributes, entities } = splitAttributes(rest);
  if (!/^\s*[a-z_]/.test(entities)) return false;
  declare(statement, scope, null, [...attributes, 'external'], entities);
  for (const entity of splitAt(entities, ',')) {
    const variable = scope.variables.get(readEntity(statement, entity).name);
    if (variable !== undefined) variable.interfaceName = name.trim();
  }
  return true;
}

/** `, intent(in), dimension(n) :: x, y` → attributes and entities. */
function splitAttributes(rest: string): { attributes: string[]; entities: string } {
  const parts = splitAt(rest, '::');
  if (parts.length < 2) return { attributes: [], entities: rest };
  const attributes = splitAt(parts[0], ',')
    .map((part) => part.trim())
    .filter(Boolean);
  return { attributes, entities: parts.slice(1).join('::') };
}

function declare(
  statement: Statement,
  scope: Scope,
  type: FortranType | null,
  attributes: readonly string[],
  entities: string,
): void {
  for (const entity of splitAt(entities, ',')) {
    const { name, dimensions, initial, length, bytes } = readEntity(statement, entity);
    const variable = variableOf(scope, name, statement.line);
    if (type !== null) {
      variable.type = { ...type, length: length ?? type.length, bytes: bytes ?? type.bytes };
    }
    for (const attribute of attributes) {
      if ((attribute === 'private' || attribute === 'public') && 'exceptions' in scope)
        (scope as Module).exceptions.set(name, attribute);
      else applyAttribute(statement, variable, attribute);
    }
    if (dimensions !== null) variable.dimensions = dimensions;
    if (initial !== null) variable.initial = initial;
    if (statement.comment !== '' && variable.comment === '') variable.comment = statement.comment;
  }
}

interface Entity {
  readonly name: string;
  readonly dimensions: readonly Dimension[] | null;
  readonly initial: string | null;
  readonly length: string | null;
  readonly bytes: number | null;
}

/** `x(n, 0:m)*8 = 3`. */
function readEntity(statement: Statement, text: string): Entity {
  const match = /^\s*([a-z_][a-z0-9_]*)\s*/.exec(text);
  if (match === null) throw error(statement, `'${text.trim()}' is no name`);
  let rest = text.slice(match[0].length);
  let dimensions: readonly Dimension[] | null = null;
  let length: string | null = null;
  let bytes: number | null = null;
  for (;;) {
    if (rest.startsWith('(')) {
      const [inner, after] = takeGroup(rest);
      dimensions = readDimensions(inner);
      rest = after;
    } else if (/^\*\s*\d/.test(rest)) {
      const star = /^\*\s*(\d+)\s*/.exec(rest)!;
      length = star[1];
      bytes = Number(star[1]);
      rest = rest.slice(star[0].length);
    } else if (/^\*\s*\(/.test(rest)) {
      const [inner, after] = takeGroup(rest.slice(rest.indexOf('(')));
      length = inner.trim();
      rest = after;
    } else break;
  }
  const initial = /^=>?\s*(.*)$/.exec(rest);
  return { name: match[1], dimensions, initial: initial?.[1].trim() ?? null, length, bytes };
}

export function readDimensions(text: string): Dimension[] {
  return splitAt(text, ',').map((axis) => {
    const parts = splitAt(axis, ':').map((part) => part.trim());
    if (parts.length === 1) return { lower: null, upper: parts[0] };
    return { lower: parts[0] === '' ? null : parts[0], upper: parts[1] === '' ? ':' : parts[1] };
  });
}

const intentWords: Readonly<Record<string, readonly Intent[]>> = {
  in: ['in'],
  out: ['out'],
  inout: ['inout'],
  'in out': ['inout'],
  hide: ['hide'],
  copy: ['copy'],
  overwrite: ['overwrite'],
  cache: ['cache'],
  callback: ['callback'],
  inplace: ['inplace'],
  c: ['c'],
  // Memory of arrays is aligned for all of these.
  aligned4: [],
  aligned8: [],
  aligned16: [],
  aux: ['aux'],
};

/** One attribute, of Fortran or of f2py: `intent(in, out)`, `dimension(n)`, `depend(n)`, `check(n > 0)`. */
function applyAttribute(statement: Statement, variable: Variable, text: string): void {
  const word = /^[a-z]+/.exec(text)?.[0] ?? '';
  const after = text.slice(word.length).trim();
  const inner = after.startsWith('(') ? takeGroup(after)[0] : '';
  switch (word) {
    case 'intent':
      for (const part of splitAt(inner, ',')) {
        const written = part.trim();
        const intents = /^out\s*=/.test(written) ? intentWords.out : intentWords[written];
        if (intents === undefined) throw error(statement, `intent(${written}) is unknown`);
        for (const intent of intents) variable.intents.add(intent);
        const [intent] = intents;
        if (!statement.directive && (intent === 'in' || intent === 'out' || intent === 'inout'))
          variable.intent = intent;
      }
      break;
    case 'dimension':
      if (inner !== '') variable.dimensions = readDimensions(inner);
      break;
    case 'optional':
      variable.optional = true;
      if (!statement.directive) variable.mayBeAbsent = true;
      break;
    case 'required':
      variable.required = true;
      break;
    case 'depend':
      variable.depends = splitAt(inner, ',')
        .map((part) => part.trim())
        .filter(Boolean);
      break;
    case 'check':
      variable.checks.push(
        ...splitAt(inner, ',')
          .map((part) => part.trim())
          .filter(Boolean),
      );
      break;
    case 'parameter':
    case 'allocatable':
    case 'pointer':
    case 'value':
    case 'external':
    case 'target':
    case 'save':
    case 'contiguous':
    case 'protected':
      variable.attributes.add(word);
      break;
    case 'note':
      variable.comment = inner;
      break;
    default: // public, private, volatile, asynchronous, bind …: nothing to a caller
  }
}

const attributeWords =
  /^(dimension|intent|optional|required|depend|check|note|allocatable|pointer|value|external|target|save|contiguous|protected)(?![a-z0-9_])/;

/** `dimension x(n)`, `intent(in) :: x`, `external f`, `parameter (n = 3)`. */
function readAttributeStatement(statement: Statement, scope: Scope): boolean {
  const { text } = statement;
  const parameter = /^parameter\s*(\(.*)$/.exec(text);
  if (parameter !== null) {
    for (const item of splitAt(takeGroup(parameter[1])[0], ',')) {
      const { name, initial } = readEntity(statement, item);
      const variable = variableOf(scope, name, statement.line);
      variable.attributes.add('parameter');
      variable.initial = initial;
    }
    return true;
  }
  const match = attributeWords.exec(text);
  if (match === null || /^[a-z]+\s*(\([^)]*\))?\s*=[^=]/.test(text)) return false;
  const [head, tail] = splitHead(text, match[1]);
  if (tail.trim() === '') return match[1] === 'save';
  if (match[1] === 'save') return true;
  const entities = tail.replace(/^\s*::/, '');
  declare(
    statement,
    scope,
    null,
    splitAt(head, ',').map((part) => part.trim()),
    entities,
  );
  return true;
}

/** `intent(in), optional :: x` → [`intent(in), optional`, `x`]; f2py also takes `intent(in), depend(n) x`. */
function splitHead(text: string, word: string): [string, string] {
  const parts = splitAt(text, '::');
  if (parts.length > 1) return [parts[0], parts.slice(1).join('::')];
  const rest = text.slice(word.length).trimStart();
  if (!rest.startsWith('(') || !['intent', 'depend', 'check', 'note'].includes(word)) return [word, rest];
  const [inner, after] = takeGroup(rest);
  const head = `${word}(${inner})`;
  const next = /^,\s*((intent|depend|check|note)\s*\(.*)$/.exec(after);
  if (next === null) return [head, after];
  const [more, entities] = splitHead(next[1], next[2]);
  return [`${head}, ${more}`, entities];
}

export function error({ line, file, text }: Statement, message: string): ParseError {
  return new ParseError(message, { line, file, text, operation: 'fortran' });
}
