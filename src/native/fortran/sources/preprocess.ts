/** Sources that the C preprocessor goes over first: `.F90` and its kin, by the compiler itself. */
import { spawnSync } from 'node:child_process';
import { missing, refusal } from '../../compilers/compiler.js';

/** As gfortran decides: by the capital letters of the name. */
function isPreprocessed(path: string, flags: readonly string[]): boolean {
  return /\.(F|FOR|FTN|fpp|FPP|F90|F95|F03|F08)$/.test(path) || flags.includes('-cpp');
}

interface PreprocessOptions {
  readonly flags?: readonly string[];
  readonly includeFolders?: readonly string[];
  readonly compiler?: string;
}

/**
 * The text after the preprocessor; the same where nothing is left to it. Lines keep their numbers by its marks, `# 12 "file"`.
 * @throws CompileError where there is no compiler, or it refuses.
 */
export function preprocessed(path: string, text: string, options: PreprocessOptions): string {
  const { flags = [], includeFolders = [], compiler = process.env.FC ?? 'gfortran' } = options;
  const own = flags.filter((flag) => /^-[DUI]./.test(flag));
  if (!isPreprocessed(path, flags) || (own.length === 0 && !/^\s*#\s*[a-z]/m.test(text))) return text;
  const args = ['-E', '-cpp', ...own, ...includeFolders.map((folder) => `-I${folder}`), path];
  const environment = { ...process.env, LC_ALL: 'C' };
  const result = spawnSync(compiler, args, { encoding: 'utf8', env: environment, maxBuffer: 2 ** 28 });
  if (result.error !== undefined) throw missing('fortran', 'Fortran', compiler);
  if (result.status !== 0) throw refusal('fortran', result.stderr);
  return result.stdout;
}
