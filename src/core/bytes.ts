/** Numbers of bytes as people read them. */

const units = ['bytes', 'kB', 'MB', 'GB', 'TB', 'PB', 'EB'];

/** `1 byte`, `12.5 kB`, `1.15 GB`: decimal units, three significant digits. */
export function roundBytes(bytes: number): string {
  if (bytes === 1) return '1 byte';
  const power = bytes < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  const scaled = bytes / 1000 ** power;
  return `${power === 0 ? scaled : threeDigits(scaled)} ${units[power]}`;
}

/** The same, and exactly: `1.15 GB (1152000000 bytes)`. */
export function formatBytes(bytes: number): string {
  return bytes < 1000 ? roundBytes(bytes) : `${roundBytes(bytes)} (${bytes} bytes)`;
}

/** Three significant digits, without trailing zeros after a point. */
export function threeDigits(value: number): string {
  return value >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(3)));
}
