/**
 * Stacks of inline functions with the places they stand in: workers compile them from their text, and know no more. Where
 * a function stands is asked of the debugger's side of this thread, and only when one has failed.
 */
import { Session } from 'node:inspector';
import { findSourceMap } from 'node:module';
import type { AnyFunction, Callable } from '../tasks/callable.js';
import { numberOf } from './packer.js';

interface Place {
  readonly url: string;
  /** Where it begins, from 0. */
  readonly line: number;
  readonly column: number;
}

interface Scripts {
  readonly internalProperties?: readonly {
    readonly name: string;
    readonly value?: {
      readonly value?: {
        readonly scriptId: string;
        readonly lineNumber: number;
        readonly columnNumber: number;
      };
    };
  }[];
}

const frame = /strided-inline:(\d+):(\d+):(\d+)/g;

/** Puts file and line of what a task calls into the frames that are of it. */
export function placeStack(error: Error, callable: Callable): void {
  const { run, transport } = callable;
  if (run === undefined || transport?.kind !== 'source' || !error.stack?.includes('strided-inline:')) return;
  const number = String(numberOf(callable));
  const place = placeOf(run);
  if (place === null) return;
  error.stack = error.stack.replace(frame, (whole, id, line, column) =>
    id === number ? positionIn(place, Number(line) - 1, Number(column) - 1, String(run)) : whole,
  );
}

/** From a line and a column in the text of a function, from 0, to those in its file, or in what that was made from. */
function positionIn(place: Place, line: number, column: number, text: string): string {
  // V8 has functions begin at their parameters.
  const start = place.column - (/^(?:async\s+)?function\b[^(]*/.exec(text)?.[0].length ?? 0);
  const at = { line: place.line + line, column: line === 0 ? start + column : column };
  const entry = findSourceMap(place.url)?.findEntry(at.line, at.column);
  if (entry === undefined || !('originalSource' in entry))
    return `${place.url}:${at.line + 1}:${at.column + 1}`;
  return `${entry.originalSource}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
}

/** Null where nobody knows, or another debugger is at work. */
function placeOf(fn: AnyFunction): Place | null {
  const session = new Session();
  const urls = new Map<string, string>();
  let place: Place | null = null;
  try {
    session.connect();
    session.on('Debugger.scriptParsed', ({ params }) => urls.set(params.scriptId, params.url));
    session.post('Debugger.enable');
    Object.defineProperty(globalThis, '__stridedAsked', { value: fn, configurable: true });
    session.post('Runtime.evaluate', { expression: '__stridedAsked' }, (_, found) => {
      const { objectId } = found.result;
      if (objectId === undefined) return;
      session.post('Runtime.getProperties', { objectId, ownProperties: true }, (__, properties) => {
        const { internalProperties = [] } = properties as Scripts;
        const at = internalProperties.find(({ name }) => name === '[[FunctionLocation]]')?.value?.value;
        const url = at && urls.get(at.scriptId);
        if (at && url) place = { url, line: at.lineNumber, column: at.columnNumber };
      });
    });
  } catch {
    // Stacks are then as the worker sees them.
  } finally {
    Reflect.deleteProperty(globalThis, '__stridedAsked');
    session.disconnect();
  }
  return place;
}
