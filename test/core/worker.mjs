/** Receives a shared array's descriptor, doubles what it describes, and answers with what it saw. */
import { parentPort } from 'node:worker_threads';

parentPort.on('message', ({ data, shape, strides, offset }) => {
  const unit = data.BYTES_PER_ELEMENT;
  const seen = [];
  for (let i = 0; i < shape[0]; i++) {
    for (let j = 0; j < shape[1]; j++) {
      const slot = (offset + i * strides[0] + j * strides[1]) / unit;
      seen.push(data[slot]);
      data[slot] *= 2;
    }
  }
  parentPort.postMessage({ seen, shared: data.buffer instanceof SharedArrayBuffer });
});
