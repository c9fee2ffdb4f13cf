/** Where this package lies on disk, for the files beside the code: the WebAssembly module and the addon. */
import type * as FileSystem from 'node:fs';
import type { createRequire } from 'node:module';
import type * as Url from 'node:url';
import type * as V8 from 'node:v8';
import type * as Vm from 'node:vm';
import type * as Threads from 'node:worker_threads';

interface NodeModules {
  readonly fs: typeof FileSystem;
  readonly module: { readonly createRequire: typeof createRequire };
  readonly url: typeof Url;
  readonly threads: typeof Threads;
  readonly v8: typeof V8;
  readonly vm: typeof Vm;
}

/** Node's own modules, or null in a browser: asked for at run time, so that bundlers have nothing to resolve. */
export function nodeModules(): NodeModules | null {
  const get = globalThis.process?.getBuiltinModule;
  if (typeof get !== 'function') return null;
  return {
    fs: get('node:fs'),
    module: get('node:module'),
    url: get('node:url'),
    threads: get('node:worker_threads'),
    v8: get('node:v8'),
    vm: get('node:vm'),
  };
}

/** The folder of the package.json named strided above this file, in src/ and in dist/ alike; null where there is none. */
export function packageRoot(): string | null {
  const node = nodeModules();
  if (!node || !import.meta.url.startsWith('file:')) return null;
  for (let folder = new URL('.', import.meta.url); ; folder = new URL('..', folder)) {
    const file = new URL('package.json', folder);
    if (node.fs.existsSync(file) && JSON.parse(node.fs.readFileSync(file, 'utf8')).name === 'strided') {
      return node.url.fileURLToPath(folder);
    }
    if (folder.pathname === '/' || folder.href === new URL('..', folder).href) return null;
  }
}
