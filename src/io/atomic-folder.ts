/**
 * A folder that appears whole or not at all: it is filled under a temporary name beside its place, and renamed at the
 * end. A folder that is there already is moved aside first and removed afterwards; moved back where that fails.
 */
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { checkPath } from '../core/file-errors.js';
import { fileError, type Source, systemError } from './source.js';

const unfinished = new Set<AtomicFolder>();

function discardUnfinished(): void {
  for (const folder of unfinished) folder.discard();
}

export class AtomicFolder {
  readonly temporaryPath: string;
  readonly path: string;
  readonly #source: Source;
  readonly #aside: string;

  /**
   * Creates the temporary folder.
   * @param mayReplace says whether a folder that is there may be replaced
   * @throws FileError when something is there that may not be replaced, or the folder cannot be made
   */
  constructor(operation: string, path: string, mayReplace: (path: string) => boolean, what: string) {
    checkPath(operation, path);
    this.#source = { operation, name: path };
    this.path = path;
    const hidden = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}`);
    this.temporaryPath = `${hidden}.tmp`;
    this.#aside = `${hidden}.old`;
    try {
      if (fs.existsSync(path) && !mayReplace(path)) {
        throw fileError(this.#source, `is there already, and is no ${what}; needs another path`);
      }
      fs.mkdirSync(this.temporaryPath);
    } catch (cause) {
      throw systemError(this.#source, 'write it', cause);
    }
    if (unfinished.size === 0) process.on('exit', discardUnfinished);
    unfinished.add(this);
  }

  /** Gives the folder its name. @throws FileError, after which the old folder is there and nothing else */
  commit(): void {
    let movedAside = false;
    try {
      if (fs.existsSync(this.path)) {
        fs.renameSync(this.path, this.#aside);
        movedAside = true;
      }
      fs.renameSync(this.temporaryPath, this.path);
    } catch (cause) {
      if (movedAside) fs.renameSync(this.#aside, this.path);
      this.discard();
      throw systemError(this.#source, 'write it', cause);
    }
    this.#forget();
    fs.rmSync(this.#aside, { recursive: true, force: true });
  }

  /** Gives up: removes the temporary folder. Does nothing once it is committed or discarded. */
  discard(): void {
    if (!unfinished.has(this)) return;
    this.#forget();
    fs.rmSync(this.temporaryPath, { recursive: true, force: true });
  }

  [Symbol.dispose](): void {
    this.discard();
  }

  #forget(): void {
    unfinished.delete(this);
    if (unfinished.size === 0) process.off('exit', discardUnfinished);
  }
}
