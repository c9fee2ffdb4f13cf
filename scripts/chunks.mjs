// Which files of dist/ the modules go to. esbuild makes a chunk for each set of entry points that share something: 18 for
// the main module, with a hundred import statements between them. Node resolves each by paths, and from about a hundred on
// V8 finds that worth optimizing: its compiler alone takes 4 MB then. So modules are loaded in three parts.
import { readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { build } from 'esbuild';

const main = 'src/index.ts';
/** What starts most often, and must not wait for more than it needs. */
const small = ['src/graph/workers/thread.ts', 'src/graph/workers/process.ts'];
/** What needs all modules. */
const large = [main, 'src/blocked/index.ts', 'src/blocked/blocks/index.ts'];

/**
 * The plugin that keeps the main module in parts: what workers need of it, what other entry points do, and the rest. A
 * module that imports one of a part imports all of it, so that esbuild sees each part used as a whole.
 */
export async function inParts(options) {
  const { metafile } = await build({ ...options, write: false, metafile: true, sourcemap: false });
  const needed = new Map(options.entryPoints.map((entry) => [entry, modulesOf(entry, metafile.outputs)]));
  const needs = (entries) => new Set(entries.flatMap((entry) => [...needed.get(entry)]));
  const forWorkers = needs(small);
  const forOthers = needs(options.entryPoints.filter((entry) => !large.includes(entry)));
  const parts = new Map();
  for (const path of needs([main])) {
    if (path !== main)
      parts.set(path, forWorkers.has(path) ? 'workers' : forOthers.has(path) ? 'others' : 'rest');
  }
  const root = options.absWorkingDir;
  return {
    name: 'parts',
    setup({ onResolve, onLoad }) {
      // The main module's own namespace: Node has it, a bundler would make a getter for each of its names.
      onResolve({ filter: /^\.\/index\.js$/ }, ({ importer }) =>
        importer === join(root, main) ? { path: './index.js', external: true } : undefined,
      );
      onResolve({ filter: /^part:/ }, ({ path }) => ({
        path: path.slice(5),
        namespace: 'part',
        sideEffects: true,
      }));
      onLoad({ filter: /./, namespace: 'part' }, ({ path: part }) => {
        const paths = [...parts.keys()].filter((path) => parts.get(path) === part);
        return { contents: importsOf(paths.map((path) => join(root, path))), resolveDir: root };
      });
      onLoad({ filter: /\.ts$/ }, async ({ path }) => {
        const own = relative(root, path).replaceAll(sep, '/');
        const imported = (metafile.inputs[own]?.imports ?? []).filter(
          ({ kind }) => kind === 'import-statement',
        );
        const others = new Set(imported.map((one) => parts.get(one.path)));
        others.delete(undefined);
        others.delete(parts.get(own));
        if (others.size === 0) return undefined;
        const text = await readFile(path, 'utf8');
        return { contents: `${text}\n${importsOf([...others].map((part) => `part:${part}`))}`, loader: 'ts' };
      });
    },
  };
}

function importsOf(specifiers) {
  return specifiers.map((specifier) => `import ${JSON.stringify(specifier)};`).join('\n');
}

/** The modules that an entry point loads, by the outputs it is made of. */
function modulesOf(entry, outputs) {
  const [start] = Object.keys(outputs).filter((path) => outputs[path].entryPoint === entry);
  const reached = new Set([start]);
  for (const path of reached) {
    for (const one of outputs[path].imports) {
      if (one.kind === 'import-statement' && !one.external) reached.add(one.path);
    }
  }
  return new Set([...reached].flatMap((path) => Object.keys(outputs[path].inputs)));
}
