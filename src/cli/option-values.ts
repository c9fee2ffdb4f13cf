/** Option values: text from the command line to what they mean, or one clear sentence. */
import { InvalidArgumentError } from 'commander';

/** A whole number of at least `least`. */
export function wholeNumber(least: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && Number.isSafeInteger(value) && value >= least) return value;
    throw new InvalidArgumentError(`It needs a whole number of at least ${least}.`);
  };
}

/** Any finite number; ranges are checked where the metric is. */
export function anyNumber(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && !Number.isNaN(value)) return value;
  throw new InvalidArgumentError('It needs a number.');
}

const byteUnits: Record<string, number> = {
  '': 1,
  b: 1,
  k: 1e3,
  kb: 1e3,
  kib: 2 ** 10,
  m: 1e6,
  mb: 1e6,
  mib: 2 ** 20,
  g: 1e9,
  gb: 1e9,
  gib: 2 ** 30,
  t: 1e12,
  tb: 1e12,
  tib: 2 ** 40,
};

/** A number of bytes: `500000`, `200MB`, `1.5 GiB`. */
export function byteCount(text: string): number {
  const match = /^\s*(\d+(?:\.\d+)?)\s*([a-z]*)\s*$/i.exec(text);
  const unit = match === null ? undefined : byteUnits[match[2].toLowerCase()];
  if (match === null || unit === undefined) {
    throw new InvalidArgumentError('It needs a number of bytes, such as 500MB or 4GiB.');
  }
  return Math.floor(Number(match[1]) * unit);
}

const delimiters: Record<string, string> = { tab: '\t', comma: ',', semicolon: ';', space: ' ' };

/** One character, or the name of one. */
export function delimiterCharacter(text: string): string {
  const delimiter = delimiters[text.toLowerCase()] ?? text;
  if (delimiter.length === 1) return delimiter;
  throw new InvalidArgumentError('It needs one character, or tab, comma, semicolon or space.');
}
