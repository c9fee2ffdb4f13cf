/**
 * One line on a terminal that says how far the work is, how fast it goes and how long it will take. It is written to
 * stderr, rewritten in place at most ten times a second, and wiped at the end; where stderr is no terminal nothing is
 * written at all, so that logs and pipes stay clean.
 */
import { formatRate, formatSeconds } from './format.js';

export interface ProgressStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

export interface ProgressBarOptions {
  /** What is being done: 'cityblock'. */
  readonly label: string;
  /** How many units the whole work is, for the rate; progress itself comes in any unit. */
  readonly units: number;
  /** What the units are, in the plural: 'pairs'. */
  readonly unitName: string;
  readonly stream?: ProgressStream;
  /** Seconds since some start. */
  readonly clock?: () => number;
}

const redrawSeconds = 0.1;
const barCells = 24;
const wipe = '\r\x1b[K';

export class ProgressBar {
  readonly #options: ProgressBarOptions;
  readonly #stream: ProgressStream;
  readonly #clock: () => number;
  readonly #started: number;
  #drawn = Number.NEGATIVE_INFINITY;
  #visible = false;

  constructor(options: ProgressBarOptions) {
    this.#options = options;
    this.#stream = options.stream ?? process.stderr;
    this.#clock = options.clock ?? (() => performance.now() / 1000);
    this.#started = this.#clock();
  }

  /** Call as often as you like: with the work done and the whole, in the same unit. */
  update(done: number, total: number): void {
    if (!this.#stream.isTTY || total <= 0) return;
    const now = this.#clock();
    if (now - this.#drawn < redrawSeconds) return;
    this.#drawn = now;
    this.#visible = true;
    const line = this.#line(Math.min(1, done / total), now - this.#started);
    this.#stream.write(wipe + line.slice(0, Math.max(20, (this.#stream.columns ?? 80) - 1)));
  }

  /** The same, as the `onProgress` of a distance call. */
  readonly report = ({ done, total }: { readonly done: number; readonly total: number }): void => {
    this.update(done, total);
  };

  /** Wipes the line. */
  finish(): void {
    if (this.#visible) this.#stream.write(wipe);
    this.#visible = false;
  }

  #line(share: number, seconds: number): string {
    const { label, units, unitName } = this.#options;
    const full = Math.round(share * barCells);
    const bar = '█'.repeat(full) + '░'.repeat(barCells - full);
    const percent = `${Math.floor(share * 100)} %`.padStart(5);
    if (share === 0 || seconds <= 0) return `${label} ${bar} ${percent}`;
    const rate = `${formatRate((share * units) / seconds)} ${unitName}/s`;
    const left = (seconds / share) * (1 - share);
    const wait = left < 1 ? 'under 1 s' : formatSeconds(Math.round(left));
    return `${label} ${bar} ${percent}   ${rate}   ${wait} left`;
  }
}
