/** The names every thread of Node has, whatever was put on this thread's `globalThis`. */
import { runInNewContext } from 'node:vm';

const host =
  `AbortController AbortSignal Blob BroadcastChannel Buffer ByteLengthQueuingStrategy CompressionStream
  CountQueuingStrategy CustomEvent DOMException DecompressionStream Event EventTarget File FormData Headers
  MessageChannel MessageEvent MessagePort Performance ReadableStream Request Response TextDecoder
  TextDecoderStream TextEncoder TextEncoderStream TransformStream URL URLSearchParams WebAssembly WebSocket
  WritableStream atob btoa clearImmediate clearInterval clearTimeout console crypto fetch global navigator performance
  process queueMicrotask setImmediate setInterval setTimeout structuredClone undefined
  __name`.split(/\s+/);

let names: Set<string> | undefined;

/** Whether a worker has a global of that name. `__name` is what some transpilers put around functions; workers have it. */
export function isGlobal(name: string): boolean {
  names ??= new Set([...(runInNewContext('Object.getOwnPropertyNames(globalThis)') as string[]), ...host]);
  return names.has(name);
}
