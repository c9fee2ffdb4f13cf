/** Where an axis gets its marks, and how they are written. */

/** Multiples of 1, 2 or 5 × 10ⁿ inside [low, high], at most about `target` of them. */
export function niceTicks(low: number, high: number, target: number): number[] {
  if (!(high > low)) return [low];
  const rough = (high - low) / Math.max(1, target);
  const magnitude = 10 ** Math.floor(Math.log10(rough));
  const ratio = rough / magnitude;
  const step = magnitude * (ratio <= 1 ? 1 : ratio <= 2 ? 2 : ratio <= 5 ? 5 : 10);
  const ticks: number[] = [];
  // Counted, not summed: 0.1 + 0.1 + 0.1 is not 0.3.
  for (let count = Math.ceil(low / step - 1e-9); count * step <= high + step * 1e-9; count++) {
    ticks.push(count * step + 0); // −0 + 0 is 0
  }
  return ticks;
}

/** The same as {@link niceTicks} for whole numbers: never a fraction of a row. */
export function indexTicks(length: number, target: number): number[] {
  const ticks = niceTicks(0, length - 1, Math.min(target, length)).filter(Number.isInteger);
  return ticks.length > 0 ? ticks : [0];
}

/** Tick values with just enough digits to differ: `0.5`, `40`, `1.2e+7`. A true minus sign for negatives. */
export function formatTicks(ticks: readonly number[]): string[] {
  const largest = Math.max(...ticks.map(Math.abs));
  const step = ticks.length > 1 ? Math.abs(ticks[1] - ticks[0]) : largest;
  if (largest >= 1e6 || (largest > 0 && largest < 1e-3)) {
    const digits = Math.max(0, Math.floor(Math.log10(largest)) - Math.floor(Math.log10(step) + 1e-9));
    return ticks.map((tick) => (tick === 0 ? '0' : minus(tick.toExponential(Math.min(digits, 15)))));
  }
  const decimals = step > 0 ? Math.max(0, -Math.floor(Math.log10(step) + 1e-9)) : 0;
  return ticks.map((tick) => minus(tick.toFixed(Math.min(decimals, 15))));
}

/** The two ends of a scale to four significant digits, both written the same way. */
export function formatEnds(low: number, high: number): [low: string, high: string] {
  const largest = Math.max(Math.abs(low), Math.abs(high));
  const exponential = largest >= 1e6 || (largest !== 0 && largest < 1e-3);
  const write = (value: number) => {
    if (value === 0) return '0';
    return minus(exponential ? value.toExponential(3) : String(Number(value.toPrecision(4))));
  };
  return [write(low), write(high)];
}

function minus(text: string): string {
  return text.startsWith('-') ? `−${text.slice(1)}` : text;
}
