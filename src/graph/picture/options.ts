import type { TaskEvent } from '../scheduler.js';

export type PictureFormat = 'svg' | 'png' | 'dot' | 'text';

/** How a graph is drawn. */
export interface VisualizeOptions {
  /** `'svg'` where neither this nor the ending of `path` says. */
  readonly format?: PictureFormat;
  /** A file to write the picture to as well; it appears whole or not at all. */
  readonly path?: string;
  /** Where the results are: at the top (`'BT'`, bottom to top), bottom, right or left. `'BT'`. */
  readonly rankDirection?: 'BT' | 'TB' | 'LR' | 'RL';
  /** What the colours say: the place in the static order, the layer, or time or memory as `profile` has them. */
  readonly color?: 'order' | 'duration' | 'memory' | 'layer';
  /** What happened when the graph ran, for `'duration'` and `'memory'`: the events that callbacks get after each task. */
  readonly profile?: Iterable<TaskEvent>;
  /** Whether tasks of a layer are drawn as one, with their number; by itself from 300 tasks on. */
  readonly collapse?: boolean;
  /** Whether the graph is drawn as it would run, that is, optimised. false. */
  readonly optimize?: boolean;
}

/** What a picture is: bytes of a PNG, or text. */
export type Picture<O extends VisualizeOptions> = O extends { readonly format: infer F extends PictureFormat }
  ? F extends 'png'
    ? Uint8Array
    : string
  : O extends { readonly path: string }
    ? string | Uint8Array
    : string;
