// Our side of the benchmarks of task graphs. Same requests and replies as peers/graphs.py.
import { cdist } from '../../dist/distance/index.js';
import { compute, delayed, inline } from '../../dist/graph/index.js';
import { concatenate } from '../../dist/index.js';

const increment = inline((x) => x + 1);
const total = inline((...parts) => parts.reduce((a, b) => a + b, 0));

/** `leaves` tasks, added up by tens. */
function fanIn(leaves) {
  const [one, add] = [delayed(increment), delayed(total)];
  let level = Array.from({ length: leaves }, (_, i) => one(i));
  while (level.length > 1) {
    const above = [];
    for (let at = 0; at < level.length; at += 10) above.push(add(...level.slice(at, at + 10)));
    level = above;
  }
  return level[0];
}

async function timed(run) {
  const started = performance.now();
  const result = await run();
  return [(performance.now() - started) / 1000, result];
}

const peak = () => process.resourceUsage().maxRSS * 1024;

/** @param arrays what was loaded, by name; `sampleOf` picks values of a result */
export function graphOperations(arrays, sampleOf) {
  return {
    async buildGraph({ leaves }) {
      const [seconds, top] = await timed(() => fanIn(leaves));
      return { seconds, sample: [top === undefined ? 0 : leaves] };
    },
    async runGraph({ leaves, workers }) {
      const top = fanIn(leaves);
      const [seconds, result] = await timed(() => top.compute({ scheduler: 'threads', workers }));
      return { seconds, sample: [result], peak: peak() };
    },
    async delayedCdist({ x, metric, chunks, workers }) {
      const whole = arrays.get(x);
      const rows = Math.ceil(whole.shape[0] / chunks);
      const part = (at) => whole.at(`${at * rows}:${(at + 1) * rows}`);
      const parts = Array.from({ length: chunks }, (_, at) => delayed(cdist)(part(at), whole, metric));
      const [seconds, blocks] = await timed(() => compute(parts, { scheduler: 'threads', workers }));
      return { seconds, sample: sampleOf(concatenate(blocks)), peak: peak() };
    },
  };
}
