/** Reverses the bytes of every element in place: what turns big-endian data into little-endian data and back. */
export function swapBytes(data: ArrayBufferView & { readonly BYTES_PER_ELEMENT: number }): void {
  const { buffer, byteOffset, byteLength } = data;
  if (data.BYTES_PER_ELEMENT === 2) {
    const words = new Uint16Array(buffer, byteOffset, byteLength / 2);
    for (let at = 0; at < words.length; at++) words[at] = (words[at] << 8) | (words[at] >>> 8);
  } else if (data.BYTES_PER_ELEMENT === 4) {
    const words = new Uint32Array(buffer, byteOffset, byteLength / 4);
    for (let at = 0; at < words.length; at++) words[at] = swap32(words[at]);
  } else if (data.BYTES_PER_ELEMENT === 8) {
    const words = new Uint32Array(buffer, byteOffset, byteLength / 4);
    for (let at = 0; at < words.length; at += 2) {
      const first = swap32(words[at]);
      words[at] = swap32(words[at + 1]);
      words[at + 1] = first;
    }
  }
}

function swap32(word: number): number {
  return (word << 24) | ((word & 0xff00) << 8) | ((word >>> 8) & 0xff00) | (word >>> 24);
}
