import type { Look } from './colours.js';
import type { PictureModel } from './model.js';

/**
 * A picture for terminals: a tree from each result down to what it needs. What was shown before is named with `↑` and
 * not shown again.
 */
export function toText({ nodes, edges }: PictureModel, looks: readonly Look[]): string {
  const needs: number[][] = nodes.map(() => []);
  const isNeeded = nodes.map(() => false);
  for (const [from, to] of edges) {
    needs[to].push(from);
    isNeeded[from] = true;
  }
  const lines: string[] = [];
  const shown = new Set<number>();
  // Layers that are drawn as one can need each other: then none of them is at the top, and the last one is.
  const roots = nodes.map((_, i) => i).filter((i) => !isNeeded[i]);
  const starts = [...roots, ...nodes.map((_, i) => i).reverse()];
  for (const start of starts) {
    if (shown.has(start)) continue;
    // Not recursive: what is not collapsed may be deep.
    const stack = [{ node: start, first: '', rest: '' }];
    while (stack.length > 0) {
      const { node, first, rest } = stack.pop()!;
      const again = shown.has(node) && needs[node].length > 0;
      lines.push(`${first}${lineOf(nodes[node].label, looks[node].note)}${again ? ' ↑' : ''}`);
      if (again) continue;
      shown.add(node);
      for (let i = needs[node].length - 1; i >= 0; i--) {
        const isLast = i === needs[node].length - 1;
        stack.push({
          node: needs[node][i],
          first: `${rest}${isLast ? '└─ ' : '├─ '}`,
          rest: `${rest}${isLast ? '   ' : '│  '}`,
        });
      }
    }
  }
  return `${lines.join('\n')}\n`;
}

function lineOf(label: string, note: string): string {
  const text = label.replace('\n', ' × ').replace(/ tasks$/, '');
  return note === '' ? text : `${text}  ${note}`;
}
