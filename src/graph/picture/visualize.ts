import { AtomicFile } from '../../core/atomic-file.js';
import { ArgumentError } from '../../core/errors.js';
import { checkOptions, type OptionNames } from '../../core/option-check.js';
import { type Collection, collectionSymbol, isCollection } from '../collection.js';
import { graphOf } from '../optimization/optimize.js';
import { isPlainObject } from '../tasks/task.js';
import { looksOf } from './colours.js';
import { toDot } from './dot.js';
import { modelOf } from './model.js';
import type { Picture, PictureFormat, VisualizeOptions } from './options.js';
import { toText } from './text.js';

const formats: readonly PictureFormat[] = ['svg', 'png', 'dot', 'text'];
const directions = ['BT', 'TB', 'LR', 'RL'];

const visualizeNames: OptionNames<VisualizeOptions> = {
  path: true,
  format: true,
  rankDirection: true,
  color: true,
  profile: true,
  collapse: true,
  optimize: true,
};

/**
 * A picture of the tasks behind collections: a box for each call, an oval for each value, an arrow from a result to
 * whoever needs it. Graphs of more than 300 tasks are drawn with one box for each layer.
 *
 * @param args collections, then how to draw them
 * @returns the picture: bytes where the format is `'png'`, else text; it is also written where `path` says
 * @throws GraphError when a task needs itself, however far round
 * @throws ArgumentError when an option is none of what it can be, or `profile` is missing
 * @throws FileError when the file cannot be written
 * @example
 * await visualize(total, { path: 'total.svg', color: 'order' });
 * @see Dask's `dask.visualize`
 */
export function visualize<const O extends VisualizeOptions>(
  ...args: readonly [...Collection[], O]
): Promise<Picture<O>>;
export function visualize(...collections: readonly Collection[]): Promise<string>;
export async function visualize(...args: readonly unknown[]): Promise<string | Uint8Array> {
  const last = args.at(-1);
  const hasOptions = args.length > 0 && !isCollection(last) && isPlainObject(last);
  return visualizeAll(hasOptions ? args.slice(0, -1) : args, hasOptions ? last : {});
}

export async function visualizeAll(
  collections: readonly unknown[],
  options: VisualizeOptions = {},
): Promise<string | Uint8Array> {
  checkOptions('visualize', options, visualizeNames);
  const format = formatOf(options);
  const { rankDirection = 'BT', path, collapse, optimize = false } = options;
  if (!directions.includes(rankDirection)) throw refusal('rankDirection', rankDirection, directions);
  const parts = collections.map((x) => {
    if (!isCollection(x)) throw refusal('collections', x, ['delayed values, blocked arrays and the like']);
    return x[collectionSymbol]();
  });
  const graph = graphOf(parts, optimize);
  const model = modelOf(graph, collapse);
  const looks = looksOf(
    graph,
    parts.flatMap(({ keys }) => keys),
    model,
    options,
  );
  const picture =
    format === 'text'
      ? toText(model, looks)
      : await draw(toDot(model, looks, rankDirection), format, async (json) =>
          (await import('./png.js')).toPng(json, model, looks),
        );
  if (path !== undefined) await write(path, picture);
  return picture;
}

async function draw(
  dot: string,
  format: 'dot' | 'svg' | 'png',
  toPng: (json: string) => Promise<Uint8Array>,
): Promise<string | Uint8Array> {
  if (format === 'dot') return dot;
  const { Graphviz } = await import('@hpcc-js/wasm-graphviz');
  const graphviz = await Graphviz.load();
  return format === 'svg' ? graphviz.layout(dot, 'svg', 'dot') : toPng(graphviz.layout(dot, 'json', 'dot'));
}

function formatOf({ format, path }: VisualizeOptions): PictureFormat {
  const ending = path === undefined ? undefined : /\.(\w+)$/.exec(path)?.[1].toLowerCase();
  const asked = format ?? (ending === 'txt' ? 'text' : ending === 'gv' ? 'dot' : ending) ?? 'svg';
  if (!formats.includes(asked as PictureFormat)) throw refusal('format', asked, formats);
  return asked as PictureFormat;
}

function refusal(argument: string, got: unknown, accepted: readonly string[]): ArgumentError {
  const needs = accepted.length === 1 ? accepted[0] : `one of ${accepted.join(', ')}`;
  const shown = typeof got === 'string' ? `'${got}'` : typeof got;
  return new ArgumentError(`${argument} is ${shown}; needs ${needs}`, {
    operation: 'visualize',
    argument,
    got,
    needs,
  });
}

async function write(path: string, picture: string | Uint8Array): Promise<void> {
  using file = new AtomicFile('visualize', path);
  await file.write(typeof picture === 'string' ? Buffer.from(picture) : picture);
  await file.commit();
}
