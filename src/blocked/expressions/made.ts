/** Blocks whose tasks a function makes: factorizations, whose blocks need each other. */
import type { DType } from '../../core/dtype.js';
import type { Key } from '../../graph/tasks/key.js';
import { keysIn, Nested, Ref, Task } from '../../graph/tasks/task.js';
import { type BlockFunction, blockFunction } from '../block-function.js';
import type { Chunks } from '../chunks.js';
import { type Builder, Expression } from './expression.js';

/** What a block is the result of: a function and its arguments, Refs and lists of Refs among them. */
export interface Call {
  readonly block: BlockFunction;
  readonly args: readonly unknown[];
}

/** What calls are made with: `block` gives a block of any expression, `task` the result of another call. */
export interface Maker extends Builder {
  /** The result of a call under a key of its own, which is made once. */
  call(suffix: string, call: () => Call): Ref;
}

export class MadeExpression<D extends DType = DType> extends Expression<D> {
  readonly #make: (self: Expression, index: readonly number[], maker: Maker) => Call;

  /** `name` follows from all that the function depends on. */
  constructor(
    name: string,
    dtype: D,
    chunks: Chunks,
    make: (self: Expression, index: readonly number[], maker: Maker) => Call,
  ) {
    super(name, dtype, chunks);
    this.#make = make;
  }

  task(key: Key, index: readonly number[], builder: Builder): Task {
    const shown = this.name.slice(0, this.name.lastIndexOf('-'));
    const made = (own: Key, { block, args }: Call): Task => {
      const nested = args.map((arg) => (Array.isArray(arg) ? new Nested(arg) : arg));
      return new Task(own, blockFunction(block, shown), nested, keysIn(nested));
    };
    const maker: Maker = {
      ...builder,
      call: (suffix, call) => {
        const own =
          this.name.replace(/-(?=[^-]*$)/, `_${suffix.split(',')[0]}-`) + suffix.replace(/^[^,]*/, '');
        if (!builder.graph.has(own)) builder.graph.set(own, made(own, call()));
        return new Ref(own);
      },
    };
    return made(key, this.#make(this, index, maker));
  }
}
