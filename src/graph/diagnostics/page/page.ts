/** The page around the charts: one file that needs nothing else. */
import { escapeHtml } from './span.js';

const style = `
:root { color-scheme: light dark; --ink: #1f2430; --faint: #8a90a0; --line: #d9dce3; --back: #fff; --curve: #2f6fde }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6e8ee; --faint: #8a90a0; --line: #3a3f4b; --back: #16181d; --curve: #7aa7ff } }
body { margin: 24px auto; max-width: 1400px; padding: 0 24px; color: var(--ink); background: var(--back);
  font: 14px/1.5 system-ui, sans-serif }
h1 { font-size: 20px; margin: 0 }
.summary { color: var(--faint); margin: 2px 0 16px }
.hint { color: var(--faint); font-size: 12px; float: right }
.chart { margin: 0 0 12px; display: grid; grid-template-columns: 90px 1fr; grid-template-rows: auto auto 22px }
.chart figcaption { grid-column: 2; font-weight: 600 }
.labels { grid-column: 1; position: relative; font-size: 12px; color: var(--faint) }
.labels span { position: absolute; right: 8px; transform: translateY(-50%); white-space: nowrap }
.plot { grid-column: 2; border: solid var(--line); border-width: 0 0 1px 1px; cursor: grab; overflow: hidden }
.plot svg { display: block; width: 100% }
.axis { grid-column: 2; position: relative; height: 22px; font-size: 12px; color: var(--faint) }
.axis span { position: absolute; transform: translateX(-50%); top: 2px; white-space: nowrap }
rect { stroke: var(--back); stroke-width: 1; vector-effect: non-scaling-stroke }
rect:hover { filter: brightness(1.2) }
.curve { fill: none; stroke: var(--curve); stroke-width: 1.5; vector-effect: non-scaling-stroke }
.mark { stroke: var(--line); stroke-width: 1; vector-effect: non-scaling-stroke }
table { border-collapse: collapse; margin-left: 90px; font-variant-numeric: tabular-nums }
th, td { padding: 2px 14px 2px 0; text-align: right; font-weight: normal }
thead th { color: var(--faint); border-bottom: 1px solid var(--line) }
th:first-child { text-align: left }
i { display: inline-block; width: 10px; height: 10px; margin-right: 8px; border-radius: 2px }`;

/** Zooms with the wheel, moves by dragging, shows everything again on a double click; all charts together. */
const zoom = `
(() => {
  let view = null; // [from, to] in milliseconds, or null for everything
  const plots = () => [...document.querySelectorAll('.plot svg')];
  const marks = (from, to) => {
    const rough = (to - from) / 8, power = 10 ** Math.floor(Math.log10(rough));
    const step = power * [1, 2, 5, 10].find((factor) => factor * power >= rough);
    const at = [];
    for (let count = Math.ceil(from / step); count * step <= to; count++) at.push(count * step);
    return at;
  };
  const show = () => {
    for (const svg of plots()) {
      const [from, to] = view ?? [0, +svg.dataset.width];
      const box = svg.viewBox.baseVal;
      svg.setAttribute('viewBox', [from, 0, to - from, box.height].join(' '));
      const axis = svg.closest('.chart').querySelector('.axis');
      axis.replaceChildren(...marks(from, to).map((ms) => {
        const mark = document.createElement('span');
        mark.style.left = (100 * (ms - from)) / (to - from) + '%';
        mark.textContent = +(ms / 1000).toPrecision(6) + ' s';
        return mark;
      }));
    }
  };
  const current = (svg) => view ?? [0, +svg.dataset.width];
  addEventListener('wheel', (event) => {
    const svg = event.target.closest?.('.plot')?.querySelector('svg');
    if (!svg) return;
    event.preventDefault();
    const [from, to] = current(svg), frame = svg.getBoundingClientRect();
    const at = from + ((event.clientX - frame.left) / frame.width) * (to - from);
    const factor = Math.exp(event.deltaY / 400), whole = +svg.dataset.width;
    const next = [Math.max(0, at - (at - from) * factor), Math.min(whole, at + (to - at) * factor)];
    if (next[1] - next[0] < 0.01) return;
    view = next[0] <= 0 && next[1] >= whole ? null : next;
    show();
  }, { passive: false });
  let held = null;
  addEventListener('pointerdown', (event) => {
    const svg = event.target.closest?.('.plot')?.querySelector('svg');
    if (svg) held = { x: event.clientX, view: current(svg), width: svg.getBoundingClientRect().width, whole: +svg.dataset.width };
  });
  addEventListener('pointermove', (event) => {
    if (!held) return;
    const [from, to] = held.view;
    const by = Math.max(to - held.whole, Math.min(from, ((event.clientX - held.x) / held.width) * (to - from)));
    view = [from - by, to - by];
    show();
  });
  addEventListener('pointerup', () => { held = null; });
  addEventListener('dblclick', () => { view = null; show(); });
  window.showCharts = show;
})();`;

/** Replaces the charts whenever the server sends new ones. */
const live = `
const events = new EventSource('events');
events.addEventListener('body', ({ data }) => {
  document.querySelector('main').innerHTML = JSON.parse(data);
  window.showCharts();
});
events.addEventListener('state', ({ data }) => { document.querySelector('#state').textContent = JSON.parse(data); });
events.onerror = () => { document.querySelector('#state').textContent = 'the program has ended'; };`;

/** A whole page. `live` pages ask the server that sent them for what is new. */
export function drawPage(title: string, body: string, isLive = false): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${escapeHtml(title)}</title>
<link rel="icon" href="data:,"><style>${style}</style></head>
<body><span class="hint">wheel: zoom · drag: move · double click: everything</span>
<h1>${escapeHtml(title)} <small id="state"></small></h1>
<main>${body}</main>
<script>${zoom}${isLive ? live : ''}</script></body></html>
`;
}
