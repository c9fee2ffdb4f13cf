/** The compilers of the machine: which there are, running one, and what to install where there is none. */
import { spawn } from 'node:child_process';
import { CompileError } from '../errors.js';

export type Language = 'C' | 'Fortran';

interface LanguageFacts {
  /** Names of programs, best first; the environment variable comes before them. */
  readonly programs: readonly string[];
  readonly variable: string;
  readonly install: Readonly<Partial<Record<NodeJS.Platform, string>>>;
}

const languages: Readonly<Record<Language, LanguageFacts>> = {
  C: {
    programs: ['cc', 'gcc', 'clang'],
    variable: 'CC',
    install: {
      linux: 'apt install gcc (Debian, Ubuntu), dnf install gcc (Fedora), apk add gcc musl-dev (Alpine)',
      darwin: 'xcode-select --install',
      win32: 'winget install LLVM.LLVM',
    },
  },
  Fortran: {
    programs: ['gfortran', 'flang-new', 'flang'],
    variable: 'FC',
    install: {
      linux:
        'apt install gfortran (Debian, Ubuntu), dnf install gcc-gfortran (Fedora), apk add gfortran (Alpine)',
      darwin: 'brew install gcc',
      win32: 'winget install MSYS2.MSYS2, then pacman -S mingw-w64-x86_64-gcc-fortran',
    },
  },
};

export interface Output {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program; null where there is none of that name. */
export function run(
  program: string,
  args: readonly string[],
  input = '',
  cwd?: string,
): Promise<Output | null> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env: { ...process.env, LC_ALL: 'C' } });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    child.on('error', (error: NodeJS.ErrnoException) =>
      error.code === 'ENOENT' ? resolve(null) : reject(error),
    );
    child.on('close', (status) =>
      resolve({ status, stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString() }),
    );
    child.stdin.on('error', () => {}); // a compiler that ends early says why
    child.stdin.end(input);
  });
}

export interface Compiler {
  readonly program: string;
  /** What `--version` says: part of the name of what it made. */
  readonly version: string;
}

const found = new Map<string, Promise<Compiler | null>>();

/**
 * The compiler to use: the one asked for, the environment's `CC` or `FC`, or the first that is there.
 * @throws CompileError that says what to install.
 */
export async function findCompiler(operation: string, language: Language, asked?: string): Promise<Compiler> {
  const { programs, variable } = languages[language];
  const wanted = asked ?? process.env[variable];
  for (const program of wanted === undefined ? programs : [wanted]) {
    let known = found.get(program);
    if (known === undefined) {
      known = run(program, ['--version']).then((output) =>
        output?.status === 0 ? { program, version: output.stdout.split('\n', 1)[0] } : null,
      );
      found.set(program, known);
    }
    const compiler = await known;
    if (compiler !== null) return compiler;
  }
  throw missing(operation, language, wanted);
}

/** The error for a compiler that is not there. `wanted`: the one that was asked for. */
export function missing(operation: string, language: Language, wanted?: string): CompileError {
  const { programs, install } = languages[language];
  const how = install[process.platform] ?? `a ${language} compiler`;
  const what =
    wanted === undefined
      ? `no ${language} compiler was found (${programs.join(', ')})`
      : `compiler '${wanted}' was not found`;
  return new CompileError(`${what}; install one: ${how}`, {
    operation,
    argument: 'compiler',
    got: wanted,
    needs: how,
  });
}

/** The error for what a compiler refused: its first message, with the file and line it names. */
export function refusal(operation: string, output: string): CompileError {
  const undefinedNames = [...output.matchAll(/undefined reference to [`'](.+?)'/g)].map(([, name]) => name);
  if (undefinedNames.length > 0 && !/\berror: (?!ld returned)/i.test(output)) {
    const names = [...new Set(undefinedNames)].join(', ');
    const needs = 'the source or library that has it';
    return new CompileError(`no source or library defines ${names}`, { operation, output, needs });
  }
  const lines = output.split('\n');
  const fortran = lines.findIndex((line) => /^(Fatal )?Error:/.test(line));
  const gnu =
    lines.find((line) => /:\d+:(\d+:)? (fatal )?error:/.test(line)) ??
    lines.find((line) => /error:/.test(line));
  let message = gnu ?? lines.find((line) => line.trim() !== '') ?? 'the compiler failed without a word';
  if (gnu === undefined && fortran >= 0) {
    // gfortran names the place some lines before it says what is wrong.
    const place = lines.slice(0, fortran).findLast((line) => /^\S.*:\d+:\d+:$/.test(line)) ?? '';
    message = `${place} ${lines[fortran]}`.trim();
  }
  return new CompileError(message, { operation, output, needs: 'a source that compiles' });
}
