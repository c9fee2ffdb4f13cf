/**
 * A parser of what Fortran sources declare: modules, subroutines, functions, and the types of all they have. What procedures
 * do is stepped over.
 *
 * Policy: a source that a compiler takes must be read; where a declaration is of no interest to a caller it is left alone. State:
 * the statements, and the place in them. Each unit reads until its own end.
 */
import { error, newScope, readDeclaration, readType, takeGroup, variableOf } from './declarations.js';
import { describeExternals } from './external.js';
import type { FortranSource, FortranType, Module, Procedure, Scope, Use } from './model.js';
import { type Statement, splitAt } from './source.js';

/** Reads statements. @throws ParseError with file and line. */
export function parseFortran(statements: readonly Statement[]): FortranSource {
  return new Parser(statements).parse();
}

const prefixWords = 'pure|impure|elemental|recursive|non_recursive|module|simple';
const constructs =
  /^end ?(if|do|select|where|forall|associate|block(?! ?data)|critical|team|enum|type|interface)(?![a-z0-9_(=])/;

class Parser {
  readonly #statements: readonly Statement[];
  readonly #source: FortranSource = { modules: [], procedures: [], skipped: [] };
  #at = 0;

  constructor(statements: readonly Statement[]) {
    this.#statements = statements;
  }

  parse(): FortranSource {
    while (this.#at < this.#statements.length) this.#unit();
    return this.#source;
  }

  #unit(): void {
    const statement = this.#statements[this.#at];
    const { text, line, file } = statement;
    const module = /^module ([a-z_]\w*)$/.exec(text);
    if (module !== null && module[1] !== 'procedure') {
      this.#at++;
      this.#source.modules.push(this.#module(module[1], statement));
      return;
    }
    const procedure = this.#procedureHere(null);
    if (procedure !== null) {
      this.#source.procedures.push(procedure, ...procedure.entries);
      return;
    }
    const other = /^(program|block ?data|submodule)\b/.exec(text);
    this.#at++;
    if (other !== null) {
      this.#source.skipped.push({ what: text, line, file });
      this.#skipUnit();
    } else if (!statement.directive) {
      // A main program may begin without a word.
      this.#source.skipped.push({ what: 'program', line, file });
      this.#skipUnit();
    }
  }

  /** Until the end of a unit, whatever is in it. */
  #skipUnit(): void {
    while (this.#at < this.#statements.length) {
      const { text } = this.#statements[this.#at++];
      if (text === 'contains') this.#skipContained();
      else if (isInterface(text)) this.#skipTo(/^end ?interface/);
      else if (isEnd(text)) return;
    }
  }

  #skipContained(): void {
    while (this.#at < this.#statements.length && !isEnd(this.#statements[this.#at].text)) {
      // The body of a procedure whose interface the parent module has.
      if (this.#take(/^module procedure [a-z_]\w*$/) !== null) this.#skipUnit();
      else if (this.#procedureHere(null) === null) this.#at++;
    }
  }

  #module(name: string, { line, file }: Statement): Module {
    const module: Module = {
      ...newScope(),
      name,
      procedures: [],
      access: 'public',
      exceptions: new Map(),
      generics: new Map(),
      file,
      line,
    };
    const own = (statement: Statement) => {
      const access = /^(public|private)(?:\s*(?:::)?\s*(.*))?$/.exec(statement.text);
      if (access === null) return false;
      const kind = access[1] as 'public' | 'private';
      if (!access[2]) module.access = kind;
      else for (const item of splitAt(access[2], ',')) module.exceptions.set(item.trim(), kind);
      return true;
    };
    while (this.#at < this.#statements.length) {
      this.#declarations(module, own);
      const statement = this.#statements[this.#at++];
      if (statement === undefined || isEnd(statement.text)) break;
      if (statement.text === 'contains') this.#contained(module);
    }
    return module;
  }

  #contained(module: Module): void {
    while (this.#at < this.#statements.length && !isEnd(this.#statements[this.#at].text)) {
      const procedure = this.#procedureHere(module);
      if (procedure !== null) module.procedures.push(procedure, ...procedure.entries);
      else this.#at++;
    }
  }

  /** A subroutine or function that begins at the cursor; null where none does. */
  #procedureHere(module: Module | null, host: Scope | null = module): Procedure | null {
    const statement = this.#statements[this.#at];
    const head = readHead(statement);
    if (head === null) return null;
    this.#at++;
    const start = this.#at;
    const procedure = newProcedure(head, statement, newScope(), module, host);
    if (head.type !== null && procedure.result !== null) {
      variableOf(procedure, procedure.result, statement.line).type = head.type;
    }
    this.#declarations(procedure, (inner) => readProcedureStatement(inner, procedure));
    const body = this.#at;
    this.#body(procedure);
    const directives = this.#statements.slice(start, body).filter(({ directive }) => directive);
    describeExternals(procedure, [...directives, ...this.#statements.slice(body, this.#at)]);
    return procedure;
  }

  /** Declarations until the first statement that is none. */
  #declarations(scope: Scope, own: (statement: Statement) => boolean): void {
    while (this.#at < this.#statements.length) {
      const statement = this.#statements[this.#at];
      const { text } = statement;
      if (isEnd(text) || text === 'contains') return;
      if (own(statement) || this.#otherDeclaration(statement, scope) || readDeclaration(statement, scope))
        this.#at++;
      else if (isPassive(text)) this.#at++;
      else if (statement.directive) this.#at++;
      else return;
    }
  }

  /** Declarations with a form of their own; those that span several statements leave the cursor on their last one. */
  #otherDeclaration(statement: Statement, scope: Scope): boolean {
    const { text } = statement;
    if (/^use\b/.test(text)) scope.uses.push(readUse(text));
    else if (/^implicit\b/.test(text)) readImplicit(statement, scope);
    else if (/^common\b/.test(text)) readCommon(statement, scope);
    else if (isInterface(text)) this.#interface(statement, scope);
    else if (/^enum\b/.test(text)) this.#skipTo(/^end ?enum/);
    else {
      const derived = /^type(?:\s*,.*::|\s*::)?\s*([a-z_]\w*)\s*(\(.*\))?$/.exec(text);
      if (derived === null || /^type\s*\(/.test(text)) return false;
      scope.types.add(derived[1]);
      this.#skipTo(/^end ?type/);
    }
    return true;
  }

  #interface({ text, line }: Statement, scope: Scope): void {
    const module = 'generics' in scope ? (scope as Module) : null;
    const generic = /^interface ([a-z_]\w*)$/.exec(text)?.[1];
    const names: string[] = module?.generics.get(generic ?? '')?.names ?? [];
    this.#at++;
    while (this.#at < this.#statements.length && !/^end ?interface/.test(this.#statements[this.#at].text)) {
      const { text: inner } = this.#statements[this.#at];
      // What a submodule defines belongs to the module.
      const separate = module !== null && /^([a-z_ ]* )?module [^=]*\b(subroutine|function)\b/.test(inner);
      const procedure = this.#procedureHere(separate ? module : null, scope);
      if (procedure === null) {
        const listed = /^(?:module )?procedure\s*(?:::)?\s*(.*)$/.exec(inner)?.[1] ?? '';
        names.push(...splitAt(listed, ',').map((name) => name.trim()));
        this.#at++;
      } else if (separate) module?.procedures.push(procedure);
      else scope.interfaces.set(procedure.name, procedure);
    }
    if (generic !== undefined) module?.generics.set(generic, { names: names.filter(Boolean), line });
  }

  /** Statements of a procedure until its end; directives may still declare. */
  #body(procedure: Procedure): void {
    while (this.#at < this.#statements.length) {
      const statement = this.#statements[this.#at];
      if (statement.text === 'contains') {
        this.#at++;
        this.#skipContained();
      } else if (isEnd(statement.text)) {
        this.#at++;
        return;
      } else {
        const known = readProcedureStatement(statement, procedure);
        if (!known && statement.directive) readDeclaration(statement, procedure);
        this.#at++;
      }
    }
    const last = this.#statements[this.#statements.length - 1];
    throw error(last, `the end of ${procedure.kind} ${procedure.name} is missing`);
  }

  #skipTo(pattern: RegExp): void {
    while (this.#at < this.#statements.length - 1 && !pattern.test(this.#statements[this.#at].text))
      this.#at++;
  }

  #take(pattern: RegExp): Statement | null {
    const statement = this.#statements[this.#at];
    if (statement === undefined || !pattern.test(statement.text)) return null;
    this.#at++;
    return statement;
  }
}

/** `end`, `end subroutine f`, `endfunction`; not `end if` and its kin, nor a variable that begins with end. */
function isEnd(text: string): boolean {
  if (constructs.test(text)) return false;
  return /^end( ?(subroutine|function|module|program|procedure|block ?data|submodule|python ?module)( [a-z_]\w*)?)?$/.test(
    text,
  );
}

/** Declarations that say nothing to a caller. */
function isPassive(text: string): boolean {
  return /^(data|save|intrinsic|equivalence|namelist|import|format|volatile|asynchronous|bind|generic|procedure|sequence|public|private|python)\b(?!\s*(\([^)]*\))?\s*=[^=])/.test(
    text,
  );
}

function isInterface(text: string): boolean {
  return /^(abstract )?interface( [a-z_]\w*| ?operator ?\(.*\)| ?assignment ?\(=\)| (read|write) ?\(.*\))?$/.test(
    text,
  );
}

function newProcedure(
  head: Head,
  { comment, file, line }: Statement,
  scope: Scope,
  module: Module | null,
  host: Scope | null,
): Procedure {
  const { kind, name, result, bindName, prefixes } = head;
  return {
    ...scope,
    kind,
    name,
    arguments: head.arguments,
    result: kind === 'function' ? (result ?? name) : null,
    module,
    host,
    bindName,
    prefixes,
    calledAs: name,
    unsupported: null,
    threadsafe: false,
    entries: [],
    comment,
    file,
    line,
  };
}

/** Statements about a procedure as a whole: `entry` of Fortran, and those of f2py; false for others. */
function readProcedureStatement(statement: Statement, procedure: Procedure): boolean {
  const { text, directive } = statement;
  const entry = /^entry\b(?!\s*[=(%])/.test(text)
    ? readHead({ ...statement, text: text.replace('entry', procedure.kind) })
    : null;
  if (entry !== null) {
    procedure.entries.push(newProcedure(entry, statement, procedure, procedure.module, procedure.host));
    return true;
  }
  if (!directive) return false;
  const name = /^fortranname(?: ([a-z_]\w*))?$/.exec(text);
  const code = /^(callstatement|callprotoargument|usercode|pymethoddef)\b/.exec(text);
  const note = /^note\s*\((.*)\)$/.exec(text);
  if (text === 'threadsafe') procedure.threadsafe = true;
  else if (name !== null) procedure.calledAs = name[1] ?? '';
  else if (note !== null) procedure.comment = note[1];
  else if (code?.[1] === 'callstatement')
    procedure.unsupported = 'callstatement is C code for F2PY, and replaces the call';
  else if (/^intent\s*\(\s*c\s*\)$/.test(text))
    procedure.unsupported = 'intent(c) says that it is a function of C: declare it to cdef';
  else return code !== null;
  return true;
}

interface Head {
  readonly kind: 'subroutine' | 'function';
  readonly name: string;
  readonly arguments: readonly string[];
  readonly result: string | null;
  readonly type: FortranType | null;
  readonly bindName: string | null;
  readonly prefixes: readonly string[];
}

/** `pure real(dp) function f(x, n) result(y) bind(c, name='f')`; null for other statements. */
function readHead({ text }: Statement): Head | null {
  if (!/\b(subroutine|function)\b/.test(text) || isEnd(text)) return null;
  const prefixes: string[] = [];
  let rest = text;
  let type: FortranType | null = null;
  for (;;) {
    const prefix = new RegExp(`^(${prefixWords})\\s+`).exec(rest);
    if (prefix !== null) {
      prefixes.push(prefix[1]);
      rest = rest.slice(prefix[0].length);
      continue;
    }
    const typed: ReturnType<typeof readType> = type === null ? readType(rest) : null;
    if (typed === null) break;
    type = typed.type;
    rest = typed.rest;
  }
  const match = /^(subroutine|function)\s+([a-z_]\w*)\s*/.exec(rest);
  if (match === null) return null;
  rest = rest.slice(match[0].length);
  let names: string[] = [];
  if (rest.startsWith('(')) {
    const [inner, after] = takeGroup(rest);
    names = splitAt(inner, ',')
      .map((name) => name.trim())
      .filter(Boolean);
    rest = after;
  }
  const result = /\bresult\s*\(\s*([a-z_]\w*)\s*\)/.exec(rest);
  const bind = /\bbind\s*\(\s*c\s*(?:,\s*name\s*=\s*(['"])(.*?)\1\s*)?\)/.exec(rest);
  return {
    kind: match[1] as Head['kind'],
    name: match[2],
    arguments: names,
    result: result?.[1] ?? null,
    type,
    bindName: bind === null ? null : (bind[2] ?? match[2]),
    prefixes,
  };
}

/** `use, intrinsic :: m, only: a, b => c`. */
function readUse(text: string): Use {
  const match = /^use(?:\s*,\s*(?:non_)?intrinsic\s*)?(?:\s*::)?\s*([a-z_]\w*)\s*(?:,(.*))?$/.exec(text);
  const renames = new Map<string, string>();
  if (match === null) return { module: text, only: null, renames };
  const tail = (match[2] ?? '').trim();
  const only = /^only\s*:(.*)$/.exec(tail);
  const names = new Map<string, string>();
  for (const item of splitAt(only === null ? tail : only[1], ',')) {
    const [local, there] = item.split('=>').map((part) => part.trim());
    if (local !== '') (only === null ? renames : names).set(local, there ?? local);
  }
  return { module: match[1], only: only === null ? null : names, renames };
}

/** `implicit none`, `implicit real*8 (a-h, o-z)`. */
function readImplicit(statement: Statement, scope: Scope): void {
  const rest = statement.text.replace(/^implicit\s*/, '');
  if (/^none\b/.test(rest)) {
    scope.implicit = null;
    return;
  }
  const letters = new Map(scope.implicit ?? []);
  for (const part of splitAt(rest, ',')) {
    // The last parentheses are the letters; those before belong to the type.
    const match = /^\s*(.*?)\s*\(([a-z\s,-]+)\)\s*$/.exec(part);
    const typed = match === null ? null : readType(match[1]);
    if (match === null || typed === null) throw error(statement, 'implicit needs types with letters');
    for (const range of match[2].split(',')) {
      const [first, last = first] = range.split('-').map((letter) => letter.trim());
      for (let code = first.charCodeAt(0); code <= last.charCodeAt(0); code++) {
        letters.set(String.fromCharCode(code), typed.type);
      }
    }
  }
  scope.implicit = letters;
}

/** `common /a/ x, y(3) /b/ z`. */
function readCommon(statement: Statement, scope: Scope): void {
  const rest = statement.text.replace(/^common\s*/, '');
  const parts = rest.startsWith('/') ? rest.split('/').slice(1) : ['', rest];
  for (let index = 0; index + 1 < parts.length; index += 2) {
    const entities = parts[index + 1].replace(/,\s*$/, '');
    const names = splitAt(entities, ',')
      .map((entity) => /[a-z_]\w*/.exec(entity)?.[0] ?? '')
      .filter(Boolean);
    readDeclaration({ ...statement, text: `dimension ${entities}` }, scope);
    for (const name of names) variableOf(scope, name, statement.line);
    scope.commons.push({ name: parts[index].trim(), variables: names });
  }
}
