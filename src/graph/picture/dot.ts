import { hexOf, inkOn, type Look } from './colours.js';
import type { PictureModel } from './model.js';

/** A picture in the language of Graphviz. */
export function toDot({ nodes, edges }: PictureModel, looks: readonly Look[], rankDirection: string): string {
  const lines = [
    'digraph tasks {',
    `  graph [rankdir=${rankDirection}, bgcolor="white", ranksep=0.35, nodesep=0.2]`,
    '  node [shape=box, style="rounded,filled", fontname="Helvetica", fontsize=12, height=0.3, margin="0.12,0.05",',
    '        color="#5b6b7f", penwidth=0.8]',
    '  edge [color="#7d8896", arrowsize=0.6, penwidth=0.8]',
  ];
  nodes.forEach(({ label, title, isValue }, i) => {
    const { fill, note } = looks[i];
    const text = quoted(note === '' ? label : `${label}\n${note}`);
    const shape = isValue ? ', shape=ellipse, style=filled' : '';
    const colours = `fillcolor="${hexOf(fill)}", fontcolor="${hexOf(inkOn(fill))}"`;
    lines.push(`  n${i} [label=${text}, tooltip=${quoted(title)}, ${colours}${shape}]`);
  });
  for (const [from, to] of edges) lines.push(`  n${from} -> n${to}`);
  return `${lines.join('\n')}\n}\n`;
}

function quoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
}
