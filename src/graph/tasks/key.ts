/**
 * The name of a task, unique in its graph. Tasks that were made together share what comes before the first comma,
 * their layer: `'add-5d41402a'` is a layer of one task, `'sum-7d793037,0,1'` a block of the layer `'sum-7d793037'`.
 */
export type Key = string;

/** The layer a task belongs to. */
export function layerOf(key: Key): string {
  const comma = key.indexOf(',');
  return comma < 0 ? key : key.slice(0, comma);
}

/** What a layer is called, without the hash that makes it unique. */
export function nameOf(key: Key): string {
  const layer = layerOf(key);
  const dash = layer.lastIndexOf('-');
  return dash <= 0 ? layer : layer.slice(0, dash);
}

const process = Math.random().toString(36).slice(2, 8).padEnd(6, '0');
let made = 0;

/** What no other key ends with, in this process or another. */
export function uniqueToken(): string {
  made += 1;
  return `${process}${made.toString(36)}`;
}

/** The key of a layer of one task: its name, and what makes it unique. A comma in the name would end the layer. */
export function keyOf(name: string, token: string): Key {
  return `${name.includes(',') ? name.replaceAll(',', '_') : name}-${token}`;
}
