import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatEnds, formatTicks, indexTicks, niceTicks } from '../../src/plot/ticks.js';

describe('ticks', () => {
  it('are multiples of 1, 2 or 5 inside the range', () => {
    expect(niceTicks(0, 72.16, 10)).toEqual([0, 10, 20, 30, 40, 50, 60, 70]);
    expect(niceTicks(-1, 1, 4)).toEqual([-1, -0.5, 0, 0.5, 1]);
    expect(niceTicks(3, 3, 4)).toEqual([3]);
  });

  it('stay inside any range, and about as many as asked for', () => {
    const value = fc.double({ noNaN: true, min: -1e12, max: 1e12 });
    fc.assert(
      fc.property(value, value, fc.integer({ min: 1, max: 20 }), (a, b, target) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        fc.pre(high - low > 1e-6 * Math.max(Math.abs(low), Math.abs(high)) && high - low > 1e-300);
        const ticks = niceTicks(low, high, target);
        const slack = (high - low) * 1e-6;
        expect(ticks.length).toBeLessThanOrEqual(target + 1);
        for (const tick of ticks) {
          expect(tick).toBeGreaterThanOrEqual(low - slack);
          expect(tick).toBeLessThanOrEqual(high + slack);
        }
      }),
    );
  });

  it('of rows are whole rows', () => {
    expect(indexTicks(1797, 10)).toEqual([0, 200, 400, 600, 800, 1000, 1200, 1400, 1600]);
    expect(indexTicks(3, 100)).toEqual([0, 1, 2]);
    expect(indexTicks(1, 5)).toEqual([0]);
  });

  it('are written with the digits that tell them apart', () => {
    expect(formatTicks([0, 0.05, 0.1])).toEqual(['0.00', '0.05', '0.10']);
    expect(formatTicks([0, 20, 40])).toEqual(['0', '20', '40']);
    expect(formatTicks([-1, 0, 1])).toEqual(['−1', '0', '1']);
    expect(formatTicks([0, 2e8, 4e8])).toEqual(['0', '2e+8', '4e+8']);
  });

  it('at the ends of a scale are written alike', () => {
    expect(formatEnds(0, 72.1595)).toEqual(['0', '72.16']);
    expect(formatEnds(1.5e5, 4.999e8)).toEqual(['1.500e+5', '4.999e+8']);
    expect(formatEnds(-2, 2)).toEqual(['−2', '2']);
  });
});
