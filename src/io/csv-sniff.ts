/** Finds out how a table is written: what separates its cells, and whether it starts with a line of names. */

/** Cells apart by runs of spaces and tabs. */
export const whitespace = ' ';

/** Commas come last of the marks: they may be decimal commas in a file apart by something else. */
const candidates = ['\t', ';', ',', '|'];
const mostLines = 50;

const quote = 0x22;

/**
 * What separates the cells of the rows in `sample`: the first mark that stands equally often, and at least once, in
 * every line; else the one most frequent in the first line; else whitespace.
 */
export function sniffDelimiter(sample: Uint8Array, comment: number): string {
  const lines = sampleLines(sample, comment);
  let frequent = '';
  let most = 0;
  for (const candidate of candidates) {
    const counts = lines.map((line) => countOutsideQuotes(line, candidate.charCodeAt(0)));
    if (counts.length > 0 && counts[0] > 0 && counts.every((count) => count === counts[0])) return candidate;
    if (counts[0] > most) {
      most = counts[0];
      frequent = candidate;
    }
  }
  if (frequent !== '') return frequent;
  return lines.some((line) => line.includes(0x20)) ? whitespace : ',';
}

/** The first lines that are neither empty nor comments. */
function sampleLines(sample: Uint8Array, comment: number): Uint8Array[] {
  const lines: Uint8Array[] = [];
  let start = 0;
  let quoted = false;
  for (let at = 0; at < sample.length && lines.length < mostLines; at++) {
    const byte = sample[at];
    if (byte === quote) quoted = !quoted;
    if (quoted || (byte !== 0x0a && byte !== 0x0d)) continue;
    addLine(lines, sample.subarray(start, at), comment);
    start = at + 1;
  }
  // The last line may be cut; it counts only when it is all there is.
  if (lines.length === 0) addLine(lines, sample.subarray(start), comment);
  return lines;
}

function addLine(lines: Uint8Array[], line: Uint8Array, comment: number): void {
  const first = line.find((byte) => byte !== 0x20 && byte !== 0x09);
  if (first !== undefined && first !== comment) lines.push(line);
}

function countOutsideQuotes(line: Uint8Array, mark: number): number {
  let count = 0;
  let quoted = false;
  for (const byte of line) {
    if (byte === quote) quoted = !quoted;
    else if (byte === mark && !quoted) count++;
  }
  return count;
}

const missing = new Set(['', 'na', 'n/a', '<na>', 'nan', 'null', 'none', '?', '-']);
const infinities: Record<string, number> = {
  inf: 1,
  '+inf': 1,
  infinity: 1,
  '+infinity': 1,
  '-inf': -1,
  '-infinity': -1,
};

/** What a cell that is no plain number stands for: NaN where it is missing, an infinity; undefined for other text. */
export function wordValue(cell: string): number | undefined {
  const word = cell.trim().toLowerCase();
  if (missing.has(word)) return Number.NaN;
  if (Object.hasOwn(infinities, word)) return infinities[word] * Number.POSITIVE_INFINITY;
  return undefined;
}
