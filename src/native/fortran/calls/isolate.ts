/**
 * Routines in a child process: what crashes there, or ends by `stop`, leaves the program alive.
 *
 * Policy: every check happens here, so that the child gets what its wrapper takes and nothing else; what Fortran wrote comes back
 * and is put into the caller's arrays. State: one child, started at the first call and again after it died, which does one call
 * after the other; the calls that wait for it.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { ArgumentError, BackendError } from '../../../core/errors.js';
import { integerSize, isSigned } from '../../c/layout.js';
import type { CType } from '../../c/types.js';
import type { CallPlan } from '../plans/call-plan.js';
import type { Frame } from './frame.js';
import { type FortranFunction, PreparedRoutine, type RoutineOptions, wrapperType } from './routine.js';

/** What the child does: it knows koffi alone. */
const program = `
const [koffiPath, path] = process.argv.slice(-2);
const koffi = (await import(koffiPath)).default;
koffi.config({ sync_stack_size: 16 * 2 ** 20 });
const library = koffi.load(path);
const known = new Map();
process.on('message', ({ id, symbol, types, passed, written }) => {
  let native = known.get(symbol);
  if (native === undefined) known.set(symbol, (native = library.func(symbol, 'void', types)));
  native(...passed);
  process.send({ id, memory: written.map((slot) => passed[slot]) });
});
process.on('disconnect', () => process.exit());
process.send({ id: -1 });
`;

interface Answer {
  readonly id: number;
  readonly memory?: readonly ArrayBufferView[];
}

interface Waiting {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
  readonly operation: string;
}

/** The child process of one library. */
export class Isolation {
  readonly #path: string;
  #child: ChildProcess | null = null;
  readonly #waiting = new Map<number, Waiting>();
  #next = 0;

  constructor(path: string) {
    this.#path = path;
  }

  /** @throws BackendError when the child ends instead of answering. */
  call(operation: string, request: object): Promise<Answer> {
    const child = this.#running();
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject, operation });
      // A program that waits for an answer must not end before it.
      child.ref();
      child.channel?.ref();
      child.send({ id, ...request }, (error) => {
        if (error !== null) this.#fail(child, `could not be reached: ${error.message}`);
      });
    });
  }

  #running(): ChildProcess {
    if (this.#child !== null) return this.#child;
    const koffi = createRequire(import.meta.url).resolve('koffi');
    const child = spawn(
      process.execPath,
      ['--input-type=module', '-e', program, '--', pathToFileURL(koffi).href, this.#path],
      { stdio: ['ignore', 'inherit', 'pipe', 'ipc'], serialization: 'advanced' },
    );
    let said = '';
    child.stderr!.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-2000);
    });
    (child.stderr as unknown as { unref(): void }).unref();
    child.on('message', (answer: Answer) => {
      const waiting = this.#waiting.get(answer.id);
      this.#waiting.delete(answer.id);
      waiting?.resolve(answer);
      this.#rest(child);
    });
    child.on('error', (error) => this.#fail(child, `could not be started: ${error.message}`));
    child.on('close', (code, signal) => {
      const how = signal === null ? `exit code ${code}` : `signal ${signal}`;
      const last = said.trim().split('\n').slice(0, 3).join(' | ');
      this.#fail(child, `ended its process: ${how}${last === '' ? '' : `: ${last}`}`);
    });
    this.#child = child;
    return child;
  }

  /** A child without work keeps no program alive. */
  #rest(child: ChildProcess): void {
    if (this.#waiting.size > 0) return;
    child.unref();
    child.channel?.unref();
  }

  #fail(child: ChildProcess, how: string): void {
    if (this.#child !== child) return;
    this.#child = null;
    const all = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const [index, { reject, operation }] of all.entries()) {
      // The first one was running; those behind it were only waiting.
      const message = index === 0 ? `the routine ${how}` : 'the routine before this one ended their process';
      reject(new BackendError(message, { operation, got: how, needs: 'a routine that returns' }));
    }
  }
}

/** A routine whose calls give promises. @throws ArgumentError where it is called with functions. */
export function isolateRoutine(
  routine: CallPlan,
  isolation: Isolation,
  options: RoutineOptions,
): FortranFunction {
  const prepared = new PreparedRoutine(routine, options.copies ?? 'allow');
  const types = wrapperType(routine).parameters.map(({ type }) => typeName(type));
  const call = async (...args: unknown[]): Promise<unknown> => {
    const callback = routine.arguments.find(({ kind }) => kind === 'callback');
    if (callback !== undefined) {
      throw new ArgumentError(`'${callback.name}' is a function, which a child process cannot call`, {
        operation: routine.name,
        argument: callback.name,
        needs: 'a library without isolate',
      });
    }
    const frame = prepared.frame();
    prepared.fill(frame, args);
    const written = writtenSlots(frame);
    const { symbol, name } = routine;
    const answer = await isolation.call(name, { symbol, types, passed: frame.passed.map(sent), written });
    written.forEach((slot, index) => {
      copyInto(frame.passed[slot] as ArrayBufferView, answer.memory![index]);
    });
    return prepared.results(frame);
  };
  return Object.assign(call, { async: call });
}

/** Everything that is memory: what is only read comes back as it was. */
function writtenSlots({ passed }: Frame): number[] {
  return passed.flatMap((part, slot) => (ArrayBuffer.isView(part) ? [slot] : []));
}

/** The bytes of an array alone, not of the buffer it is a part of. */
function sent(part: unknown): unknown {
  return ArrayBuffer.isView(part) ? bytesOf(part).slice() : part;
}

function bytesOf(view: ArrayBufferView): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}

function copyInto(target: ArrayBufferView, source: ArrayBufferView): void {
  bytesOf(target).set(bytesOf(source));
}

/** A type of the wrapper as koffi names it. */
function typeName(type: CType): string {
  if (type.kind === 'integer') return `${isSigned(type.name) ? 'int' : 'uint'}${integerSize(type.name) * 8}`;
  return type.kind === 'float' ? type.name : 'void *';
}
