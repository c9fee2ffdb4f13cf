/** Runs the built command line as a user does: another process, real files, exit codes. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
export const mainScript = join(root, 'dist', 'cli', 'main.js');

if (!existsSync(mainScript)) throw new Error(`${mainScript} is missing: run "npm run build" first`);

export interface Outcome {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly child: ChildProcess;
  readonly outcome: Promise<Outcome>;
}

/** Starts `strided …args` in `cwd`. */
export function start(args: readonly string[], cwd: string, env: Record<string, string> = {}): Running {
  const child = spawn(process.execPath, [mainScript, ...args], {
    cwd,
    env: { ...process.env, STRIDED_DEBUG: '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (text) => {
    output.stdout += text;
  });
  child.stderr.on('data', (text) => {
    output.stderr += text;
  });
  const outcome = new Promise<Outcome>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, ...output }));
  });
  return { child, outcome };
}

export function strided(
  args: readonly string[],
  cwd: string,
  env?: Record<string, string>,
): Promise<Outcome> {
  return start(args, cwd, env).outcome;
}

/** A folder that goes when the tests of the file are over. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'strided-cli-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
