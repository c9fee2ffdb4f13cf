// A worker that calls kernels until it is told to stop, or is stopped: half of the calls in the background.
// workerData: { addon: path of the addon, rows, features }.
import { createRequire } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';

const { addon: path, entry, metric, rows, features } = workerData;
const addon = createRequire(import.meta.url)(path);
const x = Float64Array.from({ length: rows * features }, (_, i) => Math.sin(i));
const out = new Float64Array(new SharedArrayBuffer(rows * rows * 8));
const params = Float64Array.of(metric, 0, rows, rows, features, 2, 0, 1, 1, rows);

parentPort.postMessage('ready');
for (let call = 0; ; call++) {
  const status =
    call % 2 === 0
      ? addon.run(entry, 0, params, x, x, out, null, null)
      : await addon.runAsync(entry, 0, params, new Int32Array(3), x, x, out, null, null);
  if (status !== 0) throw new Error(`status ${status}`);
  if (out[1] !== out[rows]) throw new Error(`not symmetric: ${out[1]} and ${out[rows]}`);
  if (call % 20 === 0) await new Promise((resolve) => setImmediate(resolve));
}
