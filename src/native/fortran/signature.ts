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
    for (const { module } of procedure.uses) {
      for (const described of called.get(module) ?? []) procedure.interfaces.set(described.name, described);
    }
  }
  return source;
}

interface PythonModule {
  readonly name: string;
  readonly statements: Statement[];
}

/** The statements inside each `python module`, without the one interface block around them. */
function pythonModules(statements: readonly Statement[]): PythonModule[] {
  const modules: PythonModule[] = [];
  for (const statement of statements) {
    const begin = /^python module (\w+)$/.exec(statement.text);
    if (begin !== null) modules.push({ name: begin[1], statements: [] });
    else if (!/^(end )?(interface|python module)\b/.test(statement.text)) {
      // f2py's own remark, `in :metrics:cityblock.f90`, documents nothing.
      const comment = /^in :/.test(statement.comment) ? '' : statement.comment;
      modules.at(-1)?.statements.push({ ...statement, comment, directive: true });
    }
  }
  return modules;
}
