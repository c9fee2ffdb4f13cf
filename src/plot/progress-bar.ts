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
    this.#stream.write(wipe + this.#line(Math.min(1, done / total), now - this.#started));
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
    const percent = `${Math.floor(share * 100)} %`.padStart(5);
    let tail = percent;
    if (share > 0 && seconds > 0) {
      const left = (seconds / share) * (1 - share);
      const wait = left < 1 ? 'under 1 s' : formatSeconds(Math.round(left));
      tail += `   ${formatRate((share * units) / seconds)} ${unitName}/s   ${wait} left`;
    }
    // A pseudo-terminal may say 0 columns. The numbers matter more than the bar: it shrinks first.
    const columns = (this.#stream.columns || 80) - 1;
    const cells = Math.max(0, Math.min(barCells, columns - label.length - tail.length - 2));
    const full = Math.round(share * cells);
    const bar = cells < 4 ? '' : `${'█'.repeat(full)}${'░'.repeat(cells - full)} `;
    return `${label} ${bar}${tail}`.slice(0, columns);
  }
}
