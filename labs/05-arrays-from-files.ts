/**
 * Lab 5: a month of temperatures, one file a day. Files become lazy arrays; the mean over the days reads them block by
 * block, and is drawn as a map.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { arange, cos, defaultRng, type NDArray } from 'strided';
import { fromHdf5 } from 'strided/blocked';
import { writeHdf5 } from 'strided/io';
import { heatMap } from 'strided/plot';
import { answer, check, question, sized, timed, title } from './lab.js';

const days = sized(31, 5);
const latitudes = sized(1440, 90);
const longitudes = 2 * latitudes;
const folder = mkdtempSync(join(tmpdir(), 'strided-lab-'));
try {
  title(`${days} days of ${latitudes} × ${longitudes}`);
  const rng = defaultRng(5);
  // Warm at the equator, cold at the poles, with weather.
  const latitude = arange(latitudes, { dtype: 'float64' })
    .mul(Math.PI / latitudes)
    .sub(Math.PI / 2)
    .reshape([latitudes, 1]);
  const climate = cos(latitude).mul(60).sub(25);
  await timed('writing the files', async () => {
    for (let day = 0; day < days; day++) {
      const weather = rng.standardNormal([latitudes, longitudes]).mul(3).add(climate);
      await writeHdf5(path(day), { temperature: weather });
    }
  });

  const paths = Array.from({ length: days }, (_, day) => path(day));
  const month = await fromHdf5(paths, 'temperature');
  console.log(`  ${month}`);
  const mean = await timed('the mean over the days', () =>
    month.mean({ axis: 0 }).compute({ memoryLimit: '2GB' }),
  );
  const map = mean.value as NDArray<'float64', [number, number]>;
  const error = Math.abs(Number(map.sub(climate).mean()));
  check(error < 0.05, 'the mean is the climate');

  const picture = join('out', 'mean-temperature.png');
  mkdirSync('out', { recursive: true });
  heatMap(map, {
    title: `Mean temperature of ${days} days`,
    values: 'degrees Celsius',
    rows: 'latitude',
    columns: 'longitude',
    path: picture,
  });
  console.log(`  the map: ${picture}`);

  question('how much is read into memory at a time?');
  answer(
    'a block of each file that is being added up; the limit holds root tasks back until their consumers have run.',
  );
} finally {
  rmSync(folder, { recursive: true });
}

function path(day: number): string {
  return join(folder, `day-${String(day + 1).padStart(2, '0')}.h5`);
}
