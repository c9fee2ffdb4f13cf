/** Typedefs of the standard headers that declarations use without including them, as cffi knows them too. */
import { isWide } from '../layout.js';
import type { CType, IntegerName } from '../types.js';

/** size_t, int32_t and their kin, for this platform. */
export function* standardTypes(): Iterable<[string, CType]> {
  const word: IntegerName = isWide('long') ? 'long' : 'long long';
  const names: Record<string, IntegerName> = {
    size_t: `unsigned ${word}` as IntegerName,
    ssize_t: word,
    ptrdiff_t: word,
    intptr_t: word,
    uintptr_t: `unsigned ${word}` as IntegerName,
    int8_t: 'signed char',
    uint8_t: 'unsigned char',
    int16_t: 'short',
    uint16_t: 'unsigned short',
    int32_t: 'int',
    uint32_t: 'unsigned int',
    int64_t: word,
    uint64_t: `unsigned ${word}` as IntegerName,
    intmax_t: word,
    uintmax_t: `unsigned ${word}` as IntegerName,
    wchar_t: process.platform === 'win32' ? 'unsigned short' : 'int',
    char16_t: 'unsigned short',
    char32_t: 'unsigned int',
  };
  for (const [alias, name] of Object.entries(names)) yield [alias, { kind: 'integer', name, alias }];
}
