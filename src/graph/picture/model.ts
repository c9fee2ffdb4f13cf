/** What is drawn, whatever the format: nodes with a text and a colour, and the arrows between them. */
import { indexGraph } from '../order/indexed.js';
import { layerOf, nameOf } from '../tasks/key.js';
import type { Graph, Task } from '../tasks/task.js';

export interface PictureNode {
  readonly label: string;
  /** What is shown where the pointer rests: the key. */
  readonly title: string;
  /** Whether it is a value, and nothing runs. */
  readonly isValue: boolean;
  readonly tasks: readonly Task[];
}

export interface PictureModel {
  readonly nodes: readonly PictureNode[];
  /** From a node to one that needs it, by position; each pair once. */
  readonly edges: readonly (readonly [from: number, to: number])[];
}

/** From how many tasks on layers are drawn instead. */
const tooMany = 300;

/** @throws GraphError when a task needs itself, however far round */
export function modelOf(graph: Graph, collapse: boolean | undefined): PictureModel {
  indexGraph('visualize', graph);
  const groups = (collapse ?? graph.size > tooMany) ? collapsed(graph) : (task: Task) => task.key;
  const members = new Map<string, Task[]>();
  for (const task of graph.values()) {
    const group = groups(task);
    const known = members.get(group);
    if (known === undefined) members.set(group, [task]);
    else known.push(task);
  }
  const places = new Map([...members.keys()].map((group, place) => [group, place]));
  return { nodes: [...members].map(nodeOf), edges: edgesOf(graph, (task) => places.get(groups(task))!) };
}

/** By layer, or by name where most layers are of one task, as those of delayed functions are. */
function collapsed(graph: Graph): (task: Task) => string {
  const layers = new Set<string>();
  for (const key of graph.keys()) layers.add(layerOf(key));
  const isFew = layers.size <= tooMany && layers.size < graph.size;
  return isFew ? ({ key }) => layerOf(key) : ({ key }) => nameOf(key);
}

function nodeOf([group, tasks]: readonly [string, readonly Task[]]): PictureNode {
  const [first] = tasks;
  const isValue = tasks.every(({ callable, needs }) => callable === null && needs.length === 0);
  if (tasks.length > 1)
    return { label: `${nameOf(group)}\n${tasks.length} tasks`, title: group, isValue, tasks };
  const value = isValue ? shortValue(first.args[0]) : null;
  return { label: value ?? nameOf(first.key), title: first.key, isValue, tasks };
}

/** A value as text, where it is short. */
function shortValue(x: unknown): string | null {
  if (typeof x === 'object' || typeof x === 'function' || typeof x === 'symbol')
    return x === null ? 'null' : null;
  const text = typeof x === 'string' ? JSON.stringify(x) : String(x);
  return text.length <= 20 ? text : null;
}

function edgesOf(graph: Graph, placeOf: (task: Task) => number): (readonly [number, number])[] {
  const seen = new Set<number>();
  const edges: (readonly [number, number])[] = [];
  for (const task of graph.values()) {
    const to = placeOf(task);
    for (const need of task.needs) {
      const needed = graph.get(need);
      if (needed === undefined) continue;
      const from = placeOf(needed);
      const pair = from * graph.size + to;
      if (from === to || seen.has(pair)) continue;
      seen.add(pair);
      edges.push([from, to]);
    }
  }
  return edges;
}
