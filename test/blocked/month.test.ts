import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import * as blocked from '../../src/blocked/index.js';
import { cos, defaultRng, linspace, mean, type NDArray, roll, stack } from '../../src/index.js';
import { writeHdf5 } from '../../src/io/index.js';
import { drawHeatMap, heatMapGrid } from '../../src/plot/heat-map.js';

const folder = mkdtempSync(join(tmpdir(), 'strided-month-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('the mean over days of daily files is computed within a memory limit and draws a map', async () => {
  const [days, rows, columns] = [31, 48, 96];
  const latitude = linspace(-90, 90, rows).reshape(rows, 1);
  const climate = cos(latitude.multiply(Math.PI / 180))
    .multiply(45)
    .subtract(20);
  const weather = defaultRng(1).normal(0, 4, [rows, columns]);
  const temperatures = Array.from(
    { length: days },
    (_, day) =>
      roll(weather, day, { axis: 1 })
        .add(climate)
        .add(day / 10) as NDArray,
  );
  const paths = temperatures.map((_, day) => join(folder, `day-${day}.h5`));
  for (const [day, temperature] of temperatures.entries())
    await writeHdf5(paths[day], { temperature }, { chunks: [24, 24], compression: 1 });

  const month = await blocked.fromHdf5(paths, 'temperature', { chunks: [1, 24, 48] });
  expect(month.shape).toEqual([days, rows, columns]);
  // Less than a tenth of all days.
  const average = await month.mean({ axis: 0 }).compute({ scheduler: 'sync', memoryLimit: 100_000 });
  const expected = mean(stack(temperatures), { axis: 0 }) as NDArray;
  expect(average.shape).toEqual([rows, columns]);
  for (const [at, value] of [...average.ravel()].entries())
    expect(value).toBeCloseTo(expected.ravel().get(at) as number, 10);

  const grid = heatMapGrid(rows, columns);
  const flat = Float64Array.from(average.ravel() as Iterable<number>);
  for (let row = 0; row < rows; row++) grid.addRow(row, flat.subarray(row * columns), 0);
  const text = {
    title: 'Mean temperature',
    values: 'temperatures',
    rowAxis: 'latitude',
    columnAxis: 'longitude',
  };
  const png = await drawHeatMap(grid, text).toPng();
  expect([...png.subarray(1, 4)]).toEqual([...Buffer.from('PNG')]);
});
