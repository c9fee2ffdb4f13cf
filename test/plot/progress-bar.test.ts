import { describe, expect, it } from 'vitest';
import { ProgressBar } from '../../src/plot/progress-bar.js';

/** A terminal that keeps what is written, and a clock that is set by hand. */
function terminal(isTTY: boolean, columns = 100) {
  const written: string[] = [];
  const clock = { now: 0 };
  const stream = { isTTY, columns, write: (text: string) => written.push(text) };
  const bar = new ProgressBar({
    label: 'cityblock',
    units: 1e9,
    unitName: 'pairs',
    stream,
    clock: () => clock.now,
  });
  return { written, clock, bar };
}

describe('the progress bar', () => {
  it('shows the share, the rate and the time left', () => {
    const { written, clock, bar } = terminal(true);
    clock.now = 10;
    bar.update(25, 100);
    expect(written).toEqual(['\r\x1b[Kcityblock ██████░░░░░░░░░░░░░░░░░░  25 %   25 M pairs/s   30 s left']);
  });

  it('is redrawn ten times a second at most, and wiped at the end', () => {
    const { written, clock, bar } = terminal(true);
    for (let step = 1; step <= 100; step++) {
      clock.now = step / 100;
      bar.report({ done: step, total: 100 });
    }
    expect(written.length).toBeGreaterThan(5);
    expect(written.length).toBeLessThanOrEqual(11);
    bar.finish();
    expect(written.at(-1)).toBe('\r\x1b[K');
    bar.finish();
    expect(written.filter((text) => text === '\r\x1b[K')).toHaveLength(1);
  });

  it('never wraps on a narrow terminal: the bar gives way to the numbers', () => {
    const line = (columns: number) => {
      const { written, clock, bar } = terminal(true, columns);
      clock.now = 10;
      bar.update(1, 2);
      return written[0].replace('\r\x1b[K', '');
    };
    expect(line(60)).toBe('cityblock ████████░░░░░░░░  50 %   50 M pairs/s   10 s left');
    expect(line(45)).toBe('cityblock  50 %   50 M pairs/s   10 s left');
    expect(line(20)).toBe('cityblock  50 %   5');
  });

  it('writes nothing where there is no terminal', () => {
    const { written, clock, bar } = terminal(false);
    clock.now = 5;
    bar.update(1, 2);
    bar.finish();
    expect(written).toEqual([]);
  });

  it('has no rate or time before there is progress', () => {
    const { written, bar } = terminal(true);
    bar.update(0, 10);
    expect(written[0]).toBe('\r\x1b[Kcityblock ░░░░░░░░░░░░░░░░░░░░░░░░   0 %');
  });
});
