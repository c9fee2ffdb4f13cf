import { execFileSync } from 'node:child_process';

/** Whether there is a C compiler to test with. */
export const hasCompiler = ['cc', 'gcc', 'clang'].some((program) => {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
});
