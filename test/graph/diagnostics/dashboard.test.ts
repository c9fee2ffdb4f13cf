/** The dashboard, over its connection and in a real browser where the machine has one. */
import { existsSync } from 'node:fs';
import { request } from 'node:http';
import { chromium } from 'playwright-core';
import { afterEach, expect, test } from 'vitest';
import { type Dashboard, openDashboard, Profiler, visualizeProfiles } from '../../../src/graph/index.js';
import { eventOf, graphOf, tell } from './events.js';

const events = Array.from({ length: 40 }, (_, index) => ({
  key: `${index % 3 === 0 ? 'load' : 'add'}-ab12,${index}`,
  worker: `${index % 2}`,
  started: 1000 + index * 10,
  ended: 1018 + index * 10,
  bytes: 4096,
}));

let open: Dashboard | undefined;
afterEach(() => open?.close());

const browserPath = [process.env.STRIDED_CHROMIUM, '/usr/bin/chromium', '/usr/bin/google-chrome'].find(
  (path) => path !== undefined && existsSync(path),
);

async function withPage<T>(use: (page: import('playwright-core').Page) => Promise<T>): Promise<T> {
  const browser = await chromium.launch({ executablePath: browserPath, args: ['--no-sandbox'] });
  try {
    const page = await browser.newPage();
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    page.on('requestfailed', (failed) => errors.push(failed.url()));
    const result = await use(page);
    expect(errors.filter((text) => !text.endsWith('/events'))).toEqual([]);
    return result;
  } finally {
    await browser.close();
  }
}

test('serves one page, to this machine only, and says so when the port is taken', async () => {
  open = await openDashboard();
  const answer = await fetch(open.url);
  expect(answer.headers.get('content-type')).toContain('text/html');
  expect(await answer.text()).toContain('<main>');
  expect((await fetch(`${open.url}etc/passwd`)).status).toBe(404);
  expect((await fetch(open.url, { method: 'POST' })).status).toBe(404);
  expect(await statusFor(open, 'evil.example')).toBe(403);
  const port = Number(new URL(open.url).port);
  await expect(openDashboard({ port })).rejects.toThrow(`openDashboard: port ${port} cannot be listened on`);
});

/** The status of a request that comes under another host's name. */
function statusFor(dashboard: Dashboard, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const asked = request(dashboard.url, { headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    asked.on('error', reject).end();
  });
}

test.skipIf(browserPath === undefined)(
  'in a browser, the page follows the computation to its end',
  async () => {
    const dashboard = await openDashboard();
    open = dashboard;
    await withPage(async (page) => {
      await page.goto(dashboard.url);
      await page.getByText('nothing has run yet').waitFor();
      dashboard.start(graphOf(events));
      for (const event of events.slice(0, 20)) dashboard.after(eventOf(event));
      await page.getByText('20 of 40 tasks · 50 %').waitFor();
      await page.locator('rect').nth(19).waitFor();
      for (const event of events.slice(20)) dashboard.after(eventOf(event));
      dashboard.finish(null);
      await page.getByText('40 of 40 tasks · done').waitFor();
      expect(await page.locator('rect').count()).toBe(40);
      expect(await page.locator('tbody tr th').allTextContents()).toEqual(['add', 'load']);
      tell(dashboard, events, new Error('no disk'));
      await page.getByText('40 of 40 tasks · failed: no disk').waitFor();
      await dashboard.close();
      await page.getByText('the program has ended').waitFor();
    });
  },
);

test.skipIf(browserPath === undefined)(
  'in a browser, the wheel zooms and a double click undoes it',
  async () => {
    const profiler = new Profiler();
    tell(profiler, events);
    await withPage(async (page) => {
      await page.setContent(visualizeProfiles([profiler]));
      const plot = page.locator('.plot svg').first();
      const whole = await plot.getAttribute('viewBox');
      await plot.hover();
      await page.mouse.wheel(0, -400);
      await expect.poll(() => plot.getAttribute('viewBox')).not.toBe(whole);
      const [from, , width] = (await plot.getAttribute('viewBox'))!.split(' ').map(Number);
      expect(from).toBeGreaterThan(0);
      expect(width).toBeLessThan(Number(whole!.split(' ')[2]));
      expect(await page.locator('.axis span').count()).toBeGreaterThan(2);
      await plot.dblclick();
      await expect.poll(async () => Number((await plot.getAttribute('viewBox'))!.split(' ')[0])).toBe(0);
    });
  },
);
