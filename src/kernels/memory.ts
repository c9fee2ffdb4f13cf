/** What this machine says about memory: the addon's accounting and huge pages, the system's and the group's limits. */
import type * as FileSystem from 'node:fs';
import { installMemoryHost, type MemoryHost } from '../core/buffer.js';
import { installSlabGuard } from '../core/slabs.js';
import { loadAddon } from './native.js';
import { nodeModules } from './package-root.js';

type ReadText = (path: string) => string | null;

/** Lets core/buffer.ts find the addon when the first large array is made, and what small ones need at the first of those. */
export function installMemory(addonWanted: () => boolean): void {
  installSlabGuard(() => nodeModules()?.threads.markAsUntransferable ?? null);
  installMemoryHost((): MemoryHost => {
    const loaded = addonWanted() ? loadAddon() : null;
    const addon = loaded && 'addon' in loaded ? loaded.addon : null;
    return {
      adjust: addon && ((bytes) => addon.adjustMemory(bytes)),
      adviseHuge: addon && ((view) => addon.adviseHuge(view)),
      watcher: addon && {
        watch: (object) => addon.watch(object),
        watched: (handle) => addon.watched(handle),
        collectYoung: youngCollector(),
      },
      discard: addon && ((view) => addon.discard(view)),
      collect: addon ? null : collector(),
      mapFile: (path) => {
        const mapping = addon?.mapFile(path);
        return mapping instanceof ArrayBuffer ? mapping : null;
      },
      available: availableMemory,
    };
  });
}

type Collect = (options?: { type: 'minor' }) => void;

/** Node's own collection, which it offers to programs that ask for it. */
function nodeCollect(node: NonNullable<ReturnType<typeof nodeModules>>): Collect {
  node.v8.setFlagsFromString('--expose-gc');
  return node.vm.runInNewContext('gc') as Collect;
}

/** Collects what died young; null where there is no Node. */
function youngCollector(): (() => void) | null {
  const node = nodeModules();
  if (node === null) return null;
  let collect: Collect | undefined;
  const minor = { type: 'minor' } as const;
  return () => {
    collect ??= nodeCollect(node);
    collect(minor);
  };
}

/** Collects everything, for no more than half the time; null where there is no Node. */
function collector(): (() => void) | null {
  const node = nodeModules();
  if (node === null) return null;
  let collect: Collect | undefined;
  let notBefore = 0;
  return () => {
    const started = performance.now();
    if (started < notBefore) return;
    collect ??= nodeCollect(node);
    collect();
    const ended = performance.now();
    // The program has as long for itself.
    notBefore = ended + (ended - started);
  };
}

/**
 * Bytes that this process can still use: the machine's available memory, or what the control groups it is in have
 * left, whichever is less. Files in the page cache count as free. Infinity where nothing says.
 *
 * @example
 * import { availableMemory } from 'strided';
 * console.log(`${(availableMemory() / 1e9).toFixed(1)} GB`);
 */
export function availableMemory(): number {
  const node = nodeModules();
  if (!node) return Number.POSITIVE_INFINITY;
  const read = reader(node.fs);
  const fields = read('/proc/meminfo')?.match(/^MemAvailable:\s+(\d+) kB/m);
  const machine = fields
    ? Number(fields[1]) * 1024
    : (process.availableMemory?.() ?? Number.POSITIVE_INFINITY);
  return Math.min(machine, groupAvailable(read));
}

function reader(fs: typeof FileSystem): ReadText {
  return (path) => {
    try {
      return fs.readFileSync(path, 'latin1');
    } catch {
      return null;
    }
  };
}

/** What the tightest control group above this process has left, in either version of the interface. */
export function groupAvailable(read: ReadText): number {
  let available = Number.POSITIVE_INFINITY;
  for (const line of read('/proc/self/cgroup')?.split('\n') ?? []) {
    const [, controllers, path] = line.match(/^\d+:([^:]*):(\/.*)$/) ?? [];
    if (path === undefined) continue;
    const second = controllers === '';
    if (!second && !controllers.split(',').includes('memory')) continue;
    const mount = second ? '/sys/fs/cgroup' : '/sys/fs/cgroup/memory';
    // Inside a container the path may be the host's: then only the mount's own files are there, and they are ours.
    for (let folder = path; ; folder = folder.slice(0, folder.lastIndexOf('/'))) {
      available = Math.min(available, leftIn(read, `${mount}${folder === '/' ? '' : folder}`, second));
      if (folder === '' || folder === '/') break;
    }
  }
  return available;
}

function leftIn(read: ReadText, folder: string, second: boolean): number {
  const limit = Number(read(`${folder}/${second ? 'memory.max' : 'memory.limit_in_bytes'}`) ?? Number.NaN);
  const used = Number(read(`${folder}/${second ? 'memory.current' : 'memory.usage_in_bytes'}`) ?? Number.NaN);
  // 'max' is no number, and version 1 writes a number near 2^63 for it.
  if (!(limit < 2 ** 62) || Number.isNaN(used)) return Number.POSITIVE_INFINITY;
  const pattern = second ? /^inactive_file (\d+)/m : /^total_inactive_file (\d+)/m;
  const cache = Number(read(`${folder}/memory.stat`)?.match(pattern)?.[1] ?? 0);
  return Math.max(0, limit - used + cache);
}
