/** What the colours of a picture say, and the line of text that says it exactly. */
import { roundBytes } from '../../core/bytes.js';
import { ArgumentError } from '../../core/errors.js';
import type { Colour } from '../../plot/canvas.js';
import { viridis } from '../../plot/viridis.js';
import { order } from '../order/order.js';
import { type Key, layerOf } from '../tasks/key.js';
import type { Graph } from '../tasks/task.js';
import type { PictureModel, PictureNode } from './model.js';
import type { VisualizeOptions } from './options.js';

export interface Look {
  readonly fill: Colour;
  /** A further line; empty where there is nothing to say. */
  readonly note: string;
}

const plain: Look = { fill: [236, 242, 250], note: '' };
const value: Look = { fill: [250, 246, 232], note: '' };
const unknown: Look = { fill: [238, 238, 238], note: '' };

/** For each node how it looks. @throws ArgumentError when `profile` is needed and not given, or `color` is none */
export function looksOf(
  graph: Graph,
  keys: readonly Key[],
  model: PictureModel,
  options: VisualizeOptions,
): readonly Look[] {
  const { color } = options;
  switch (color) {
    case undefined:
      return model.nodes.map(({ isValue }) => (isValue ? value : plain));
    case 'layer':
      return byLayer(model);
    case 'order': {
      const places = order(graph, keys);
      return scaled(
        model,
        ({ tasks }) => places.get(tasks[0].key),
        (place) => `#${place}`,
      );
    }
    case 'duration':
    case 'memory':
      return byProfile(model, color, options.profile);
    default: {
      const needs = "'order', 'duration', 'memory' or 'layer'";
      throw new ArgumentError(`color is ${String(color)}; needs ${needs}`, {
        operation: 'visualize',
        argument: 'color',
        got: color,
        needs,
      });
    }
  }
}

function byProfile(
  model: PictureModel,
  color: 'duration' | 'memory',
  profile: VisualizeOptions['profile'],
): readonly Look[] {
  if (profile === undefined) {
    const needs = 'profile, the events of the tasks that ran';
    throw new ArgumentError(`color is '${color}'; needs ${needs}`, {
      operation: 'visualize',
      argument: 'profile',
      needs,
    });
  }
  const measured = new Map<Key, number>();
  for (const { key, started, ended, bytes } of profile) {
    measured.set(key, color === 'memory' ? bytes : ended - started);
  }
  const totalOf = ({ tasks }: PictureNode) => {
    const known = tasks.filter(({ key }) => measured.has(key));
    return known.length === 0 ? undefined : known.reduce((total, { key }) => total + measured.get(key)!, 0);
  };
  return scaled(model, totalOf, color === 'memory' ? roundBytes : roundTime);
}

function roundTime(milliseconds: number): string {
  if (milliseconds >= 1000) return `${Number((milliseconds / 1000).toPrecision(3))} s`;
  return `${Number(milliseconds.toPrecision(3))} ms`;
}

/** From the lowest number to the highest, in equal steps. */
function scaled(
  { nodes }: PictureModel,
  numberOf: (node: PictureNode) => number | undefined,
  noteOf: (x: number) => string,
): readonly Look[] {
  const numbers = nodes.map(numberOf);
  const known = numbers.filter((x) => x !== undefined);
  const lowest = known.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const highest = known.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const range = highest - lowest || 1;
  return numbers.map((x) => {
    if (x === undefined) return unknown;
    return { fill: viridis[Math.round(((x - lowest) / range) * 255)], note: noteOf(x) };
  });
}

/** A light colour for each layer, neighbours far apart. */
function byLayer({ nodes }: PictureModel): readonly Look[] {
  const layers = new Map<string, Look>();
  return nodes.map(({ tasks }) => {
    const layer = layerOf(tasks[0].key);
    const look = layers.get(layer) ?? { fill: lightColour((layers.size * 137.508) % 360), note: '' };
    layers.set(layer, look);
    return look;
  });
}

/** @param hue in degrees */
function lightColour(hue: number): Colour {
  const channel = (shift: number) => {
    const k = (shift + hue / 30) % 12;
    return Math.round(255 * (0.82 - 0.16 * Math.max(-1, Math.min(k - 3, 9 - k, 1))));
  };
  return [channel(0), channel(8), channel(4)];
}

/** Black or white, whichever can be read on a colour. */
export function inkOn([red, green, blue]: Colour): Colour {
  return 0.299 * red + 0.587 * green + 0.114 * blue > 140 ? [20, 20, 20] : [255, 255, 255];
}

export function hexOf(colour: Colour): string {
  return `#${colour.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;
}
