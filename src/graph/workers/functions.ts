/** From what a message says of a function to the function: an import, or a piece of source text that is compiled. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { constants, Script } from 'node:vm';
import { GraphError } from '../../core/errors.js';
import type { Transport } from '../tasks/callable.js';

export type AnyFunction = (...args: unknown[]) => unknown;

/** Names of the files that inline functions are in, as far as stacks are concerned. */
export const inlineUrl = 'strided-inline:';

/** @throws GraphError where there is no such export, whatever importing throws otherwise. */
export async function findFunction(
  id: number,
  transport: Transport,
  captures: Readonly<Record<string, unknown>>,
): Promise<AnyFunction> {
  if (transport.kind === 'source') return compile(id, transport.code, captures);
  const { url, name } = transport;
  const file = builtFile(url);
  await prepareFor(file);
  const namespace = (await import(file)) as Record<string, unknown>;
  const found = name
    .split('.')
    .reduce<unknown>((at, part) => (at as Record<string, unknown>)?.[part], namespace);
  if (typeof found === 'function') return found as AnyFunction;
  throw new GraphError(`${url} has no export '${name}' that is a function`, {
    operation: 'task',
    argument: 'name',
    got: name,
    needs: `one of ${Object.keys(namespace).join(', ')}`,
  });
}

/** The first line of the text is the first line of the file, so that positions in stacks can be found again. */
function compile(id: number, code: string, captures: Readonly<Record<string, unknown>>): AnyFunction {
  const names = Object.keys(captures);
  const opening = `(function (__name, ${names.join(', ')}) { 'use strict'; return (`;
  const script = new Script(`${opening}${code}\n); })`, {
    filename: `${inlineUrl}${id}`,
    columnOffset: -opening.length,
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  const make = script.runInThisContext() as (...args: unknown[]) => AnyFunction;
  return make((fn: unknown) => fn, ...Object.values(captures));
}

/** A module of this package's own source is in its build: workers, which are built, must not have it twice. */
function builtFile(url: string): string {
  const end = import.meta.url.lastIndexOf('/dist/');
  const root = import.meta.url.slice(0, end + 1);
  if (end < 0 || !url.startsWith(`${root}src/`)) return url;
  const built = `${root}dist/${url.slice(root.length + 4).replace(/\.ts$/, '.js')}`;
  return existsSync(fileURLToPath(built)) ? built : url;
}

let typescriptReady: Promise<void> | undefined;

/** TypeScript modules need tsx where Node does not take types away itself. */
async function prepareFor(url: string): Promise<void> {
  if (!/\.[cm]?tsx?$/.test(url) || (process.features as { typescript?: unknown }).typescript) return;
  typescriptReady ??= registerTsx();
  await typescriptReady;
}

async function registerTsx(): Promise<void> {
  // Not known to the compiler: whoever has TypeScript tasks on a Node without types installs it.
  const specifier = 'tsx/esm/api';
  const from = new URL(`file://${process.cwd()}/package.json`).href;
  try {
    const { createRequire } = await import('node:module');
    const { pathToFileURL } = await import('node:url');
    // What require finds is for CommonJS; its twin beside it loads modules.
    const path = createRequire(from)
      .resolve(specifier)
      .replace(/\.cjs$/, '.mjs');
    const { register } = (await import(pathToFileURL(path).href)) as { register: () => void };
    register();
    process.setSourceMapsEnabled(true);
  } catch (cause) {
    throw new GraphError(
      `TypeScript modules cannot be loaded by Node ${process.versions.node}; needs the package tsx, or Node 22.18`,
      { operation: 'task', argument: 'url', cause },
    );
  }
}
