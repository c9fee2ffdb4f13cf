// The JavaScript peers: the same requests and replies as ../server.py. `npm install --ignore-scripts` in this folder
// (or node bench/peers/setup.mjs) brings them; without them every request is answered with what is missing.
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { readNpySync } from '../../../dist/io/index.js';

const library = process.argv[2];
const loaded = new Map();
const opened = await open(library).catch(() => ({ missing: library }));

/** How to make an array of the library's own, run an expression, and read one element of the result. */
async function open(name) {
  if (name === 'numpy-ts') {
    const np = await import('numpy-ts');
    return {
      namespace: { np },
      wrap: (data, shape) => np.array(data).reshape(...shape),
      finish: (result) => result,
    };
  }
  const tf = await import('@tensorflow/tfjs-core');
  const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
  setWasmPaths(fileURLToPath(new URL('./node_modules/@tensorflow/tfjs-backend-wasm/dist/', import.meta.url)));
  await tf.setBackend('wasm');
  await tf.ready();
  return {
    namespace: { tf },
    wrap: (data, shape) => tf.tensor(Float32Array.from(data), shape),
    // Nothing is computed for certain before the result is read.
    finish: (result) => {
      result.dataSync();
      result.dispose();
      return result;
    },
  };
}

function expression({ code, names, calls = 1 }) {
  const variables = Object.values(names).map((name) => loaded.get(name));
  const { namespace, finish } = opened;
  const call = new Function(...Object.keys(namespace), ...Object.keys(names), `return () => ${code};`)(
    ...Object.values(namespace),
    ...variables,
  );
  const start = performance.now();
  for (let done = 0; done < calls; done++) finish(call());
  return { seconds: (performance.now() - start) / 1000 / calls, sample: [] };
}

function answer({ op, ...request }) {
  if (opened.missing) return { missing: opened.missing };
  if (op === 'load') {
    const array = readNpySync(request.path);
    loaded.set(request.name, opened.wrap(array.data, array.shape));
    return {};
  }
  if (op === 'forget') {
    loaded.clear();
    return {};
  }
  return expression(request);
}

for await (const line of createInterface({ input: process.stdin })) {
  let reply;
  try {
    reply = answer(JSON.parse(line));
  } catch (error) {
    reply = { error: `${error.name}: ${error.message}` };
  }
  console.log(JSON.stringify(reply));
}
