/** Where a file's addresses count from, and the messages of the header of one of its objects. */
import { bytesAt, Cursor, expectThat, type StoredBytes, Unfamiliar } from './cursor.js';

const signature = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];
/** Headers with more messages than this are damaged. */
const mostMessages = 10_000;

/** Messages that say where and how elements lie. */
export const messageType = { dataspace: 0x01, layout: 0x08, externalFiles: 0x07 } as const;
const continuation = 0x10;

export interface Message {
  readonly type: number;
  /** Its content lies elsewhere. */
  readonly isShared: boolean;
  readonly content: Uint8Array;
}

/** The open file `fd` of `size` bytes. @throws Unfamiliar unless it begins as files with addresses of 8 bytes do */
export function openStoredBytes(fd: number, size: number): StoredBytes {
  const whole = { fd, size, base: 0 };
  for (let at = 0; at + 96 <= size; at = at === 0 ? 512 : 2 * at) {
    const cursor = new Cursor(bytesAt(whole, at, 96));
    if (!signature.every((byte) => cursor.u8() === byte)) continue;
    const version = cursor.u8();
    expectThat(version <= 3, 'a superblock of another version');
    if (version < 2) cursor.skip(4);
    expectThat(cursor.u8() === 8 && cursor.u8() === 8, 'addresses that have not 8 bytes');
    // Reserved, or flags; how many entries nodes have; flags.
    cursor.skip(version === 0 ? 9 : version === 1 ? 13 : 1);
    const base = cursor.address();
    expectThat(base === at, 'addresses that do not count from the start');
    if (version < 2) {
      cursor.skip(16);
      expectThat(cursor.address() === null, 'a driver of files');
    } else {
      cursor.skip(24);
      cursor.checksum();
    }
    return { fd, size, base };
  }
  throw new Unfamiliar('no signature');
}

/** The messages of the header at `address`. @throws Unfamiliar */
export function messagesOf(file: StoredBytes, address: number): Message[] {
  const start = new Cursor(bytesAt(file, address, Math.min(32, file.size - file.base - address)));
  return start.bytes[0] === 1 ? messages1(file, address, start) : messages2(file, address, start);
}

function messages1(file: StoredBytes, address: number, start: Cursor): Message[] {
  expectThat(start.u8() === 1 && start.u8() === 0, 'no object header');
  const count = start.u16();
  start.skip(4);
  const length = start.u32();
  start.skip(4);
  const messages: Message[] = [];
  const blocks: [address: number, length: number][] = [[address + start.at, length]];
  for (let next = blocks.shift(); next !== undefined; next = blocks.shift()) {
    const cursor = new Cursor(bytesAt(file, ...next));
    while (cursor.left >= 8 && messages.length < count) {
      const type = cursor.u16();
      const size = cursor.u16();
      const flags = cursor.u8();
      cursor.skip(3);
      add(messages, blocks, { type, isShared: (flags & 2) !== 0, content: cursor.take(size).bytes });
    }
  }
  expectThat(messages.length === count, 'an object header that is cut short');
  return messages;
}

function messages2(file: StoredBytes, address: number, start: Cursor): Message[] {
  start.text('OHDR');
  expectThat(start.u8() === 2, 'an object header of another version');
  const flags = start.u8();
  start.skip((flags & 0x20 ? 16 : 0) + (flags & 0x10 ? 4 : 0));
  const length = start.unsigned(1 << (flags & 3));
  const messages: Message[] = [];
  const blocks: [address: number, length: number][] = [[address, start.at + length + 4]];
  let first = start.at;
  /** Bytes of the order of creation. */
  const ordered = flags & 4 ? 2 : 0;
  for (let next = blocks.shift(); next !== undefined; next = blocks.shift()) {
    const cursor = new Cursor(bytesAt(file, ...next));
    if (first === 0) cursor.text('OCHK');
    else cursor.skip(first);
    first = 0;
    // What is too short for a message and a checksum is a gap.
    while (cursor.left >= ordered + 8) {
      const type = cursor.u8();
      const size = cursor.u16();
      const own = cursor.u8();
      cursor.skip(ordered);
      add(messages, blocks, { type, isShared: (own & 2) !== 0, content: cursor.take(size).bytes });
    }
    cursor.skip(cursor.left - 4);
    cursor.checksum();
  }
  return messages;
}

function add(messages: Message[], blocks: [number, number][], message: Message): void {
  messages.push(message);
  expectThat(messages.length <= mostMessages, 'an object header without an end');
  if (message.type !== continuation) return;
  const cursor = new Cursor(message.content);
  blocks.push([cursor.unsigned(8), cursor.unsigned(8)]);
}
