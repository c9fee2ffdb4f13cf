/**
 * Which functions this package exports, so that another thread can import them: each public index announces itself,
 * and the layers below can ask without knowing them. Nothing is read before somebody asks.
 */

/** Where a function of this package is found. */
export interface Exported {
  /** `'strided/distance'` and the like. */
  readonly specifier: string;
  readonly name: string;
  /** The same function with `Async` after its name, where there is one: it computes on threads of its own. */
  readonly background: ((...args: unknown[]) => Promise<unknown>) | undefined;
}

const announced = new Map<string, () => object>();
const found = new Map<unknown, Exported>();
const read = new Set<string>();

/** Says what `specifier` exports. Called by the index of that name. */
export function announceExports(specifier: string, namespace: () => object): void {
  announced.set(specifier, namespace);
}

/** Where `fn` is exported, if this package does. */
export function exportOf(fn: unknown): Exported | undefined {
  for (const [specifier, namespace] of announced) {
    if (read.has(specifier)) continue;
    read.add(specifier);
    addExports(specifier, namespace() as Record<string, unknown>);
  }
  return found.get(fn);
}

function addExports(specifier: string, namespace: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(namespace)) {
    if (typeof value !== 'function' || found.has(value)) continue;
    const background = namespace[`${name}Async`] as Exported['background'];
    found.set(value, { specifier, name, background });
  }
}
