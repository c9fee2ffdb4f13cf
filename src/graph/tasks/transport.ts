/** How workers find what a task calls. Apart from callable.ts, because most programs that make graphs need no parser. */
import { GraphError } from '../../core/errors.js';
import { type Callable, callableOf, type Transport } from './callable.js';
import { sourceOf } from './source.js';

const needsTravel = "task(import.meta.url, 'name') for an export, or inline(fn, { captures: { … } })";

/**
 * How others find what a task calls.
 * @throws GraphError that says why they cannot, and what to do.
 */
export function transportOf(callable: Callable): Transport {
  if (callable.transport) return callable.transport;
  const { run, name } = callable;
  if (run === undefined) throw refusal(callable, 'has neither a function nor a module', needsTravel);
  const own = callableOf(run);
  const captures = callable.captures ?? own.captures ?? {};
  if (own.transport) {
    callable.transport = own.transport;
    return own.transport;
  }
  const source = sourceOf(run, Object.keys(captures));
  if ('problem' in source) {
    callable.transport = null;
    throw refusal(callable, source.problem, source.needs ?? needsTravel);
  }
  callable.transport = { kind: 'source', code: source.code, captures, name };
  return callable.transport;
}

function refusal(callable: Callable, problem: string, needs: string): GraphError {
  const message = `the function ${callable.name} cannot go to a worker: it ${problem}; needs ${needs}`;
  return new GraphError(message, { operation: 'compute', argument: callable.name, got: callable.run, needs });
}
