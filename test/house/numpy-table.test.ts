/** docs/numpy.md has a row for every public name of NumPy, and what it says is here is here. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import * as st from '../../src/index.js';

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');
const names = JSON.parse(read('../conformance/fixtures/numpy/namespace.json')) as Record<string, string[]>;

/** The rows of each table, in the order of the page: NumPy's name, the name here or a dash, a remark. */
const tables = read('../../docs/numpy.md')
  .split(/^## /m)
  .slice(1)
  .map((part) => {
    const rows = [...part.matchAll(/^\| `(\w+)` *\| (?:`(\w+)`|(—)) *\| (.*?) *\|$/gm)];
    return rows.map(([, name, here, , remark]) => ({ name, here, remark }));
  });

const sections: Record<string, object> = {
  numpy: st,
  classes: st,
  ufunc: st.add,
  ndarray: st.zeros([1, 1]),
  linalg: st.linalg,
  fft: st.fft,
  random: st,
  Generator: st.defaultRng(0),
  testing: st.testing,
};

describe.each(Object.keys(sections))('NumPy’s names: %s', (section) => {
  const rows = tables[Object.keys(sections).indexOf(section)];
  test('each has its row, and only those', () => {
    expect(rows.map(({ name }) => name).sort()).toEqual([...names[section]].sort());
  });
  test('each that is here is here', () => {
    // Attributes of arrays and constants are no functions, but are there.
    for (const { name, here } of rows) {
      if (here !== undefined) expect(here in sections[section], `${name} is ${here}`).toBe(true);
    }
  });
  test('each that is not here says why', () => {
    for (const { name, here, remark } of rows) {
      if (here === undefined) expect(remark.length, name).toBeGreaterThan(8);
    }
  });
  test('no name that is here is said to be missing', () => {
    const camel = (name: string): string =>
      name.replace(/(?<=.)_(\w)/g, (_, letter: string) => letter.toUpperCase());
    for (const { name, here } of rows) {
      if (here === undefined) expect(camel(name) in sections[section], name).toBe(false);
    }
  });
});
