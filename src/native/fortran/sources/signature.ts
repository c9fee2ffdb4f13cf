/**
 * Signature files of f2py (`.pyf`): declarations alone, as blocks of Fortran inside `python module … interface`. All of them are
 * read as directives. Modules named `…__user__…` describe the procedures that are called back.
 */
import type { FortranSource, Procedure } from './model.js';
import { parseFortran } from './parser.js';
import { readStatements, type Statement } from './source.js';

/** Whether a file is one, by its name. */
export function isSignature(path: string): boolean {
  return /\.pyf$/i.test(path);
}

/** @throws ParseError with file and line. */
export function readSignature(text: string, file: string): FortranSource {
  // C code between triple quotes is no declaration; its lines are counted.
  const plain = text.replace(/'''[\s\S]*?'''/g, (code) => code.replace(/[^\n]/g, ''));
  const source: FortranSource = { modules: [], procedures: [], skipped: [] };
  const called = new Map<string, readonly Procedure[]>();
  for (const { name, statements } of pythonModules(readStatements(plain, { form: 'free', file }))) {
    const one = parseFortran(statements);
    if (name.includes('__user__')) called.set(name, one.procedures);
    else {
      source.modules.push(...one.modules);
      source.procedures.push(...one.procedures);
    }
  }
  for (const procedure of [...source.procedures, ...source.modules.flatMap((module) => module.procedures)]) {
    for (const { module, renames, only } of procedure.uses) {
      const locals = [...renames, ...(only ?? [])];
      for (const described of called.get(module) ?? []) {
        const names = locals.flatMap(([local, there]) => (there === described.name ? local : []));
        for (const name of [described.name, ...names]) procedure.interfaces.set(name, described);
      }
    }
  }
  return source;
}

interface PythonModule {
  readonly name: string;
  readonly statements: Statement[];
}

/**
 * What a signature does not say and the source does: the symbol's name, what is passed by value or may be absent, comments.
 */
export function completeSignature(signature: FortranSource, source: FortranSource): void {
  complete(signature.procedures, source.procedures);
  for (const module of signature.modules) {
    const written = source.modules.find(({ name }) => name === module.name);
    if (written === undefined) continue;
    complete(module.procedures, written.procedures);
    for (const variable of module.variables.values()) {
      variable.comment ||= written.variables.get(variable.name)?.comment ?? '';
    }
  }
}

function complete(described: Procedure[], written: readonly Procedure[]): void {
  described.forEach((procedure, index) => {
    const own = written.find(({ name }) => name === procedure.calledAs);
    if (own === undefined) return;
    for (const variable of procedure.variables.values()) {
      const declared = own.variables.get(variable.name);
      if (declared === undefined) continue;
      variable.mayBeAbsent = declared.mayBeAbsent;
      variable.intent = declared.intent;
      variable.comment ||= declared.comment;
      if (variable.dimensions?.length === declared.least?.length) variable.least = declared.least;
      for (const attribute of declared.attributes) variable.attributes.add(attribute);
    }
    const { bindName, prefixes, file, line } = own;
    const comment = procedure.comment || own.comment;
    described[index] = { ...procedure, bindName, prefixes, comment, file, line };
  });
}

interface PythonModule {
  readonly name: string;
  readonly statements: Statement[];
}

/** The statements inside each `python module`, without the one interface block around them. */
function pythonModules(statements: readonly Statement[]): PythonModule[] {
  const modules: PythonModule[] = [];
  let depth = 0;
  let inModule = false;
  for (const statement of statements) {
    const { text } = statement;
    const begin = /^python module (\w+)$/.exec(text);
    if (begin !== null) {
      modules.push({ name: begin[1], statements: [] });
      depth = 0;
      continue;
    }
    const ends = /^end ?interface\b/.test(text);
    if (ends) depth--;
    const outermost = depth === 0 && (ends || /^interface\b/.test(text));
    if (/^interface\b/.test(text)) depth++;
    if (outermost || /^end python module\b/.test(text)) continue;
    // f2py's own remark, `in :metrics:cityblock.f90`, documents nothing.
    const comment = /^in :/.test(statement.comment) ? '' : statement.comment;
    const list = modules.at(-1)?.statements;
    // Modules there have no `contains`.
    if (/^module \w+$/.test(text)) inModule = true;
    else if (inModule && /^[^'"]*\b(subroutine|function) \w+/.test(text)) {
      list?.push({ ...statement, text: 'contains', comment: '', directive: true });
      inModule = false;
    } else if (text === 'contains' || /^end ?module\b/.test(text)) inModule = false;
    list?.push({ ...statement, comment, directive: true });
  }
  return modules;
}
