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
