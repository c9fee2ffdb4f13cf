/**
 * Arrays as text, as NumPy 2 prints them: `str` (what `print(x)` shows in Python) and `repr` (what the interpreter
 * shows). Arrays of more than `threshold` elements show `edgeItems` elements at each end of each axis.
 */
import type { Complex } from './complex.js';
import { type FloatWidth, scalarText } from './decimal.js';
import { type DType, dtypeInfo } from './dtype.js';
import { readElement } from './element.js';
import { type ElementFormat, elementFormat } from './element-format.js';
import { ArgumentError } from './errors.js';
import type { Layout } from './layout.js';
import { formatShape, sizeOf } from './shape.js';

/** How to print; the defaults are NumPy's. */
export interface PrintOptions {
  /** Decimals of floats, at most. 8. */
  readonly precision?: number;
  /** Never use exponents because of small numbers. false. */
  readonly suppressSmall?: boolean;
  /** Arrays of more elements are summarised. 1000. */
  readonly threshold?: number;
  /** Elements shown at each end of an axis in a summary. 3. */
  readonly edgeItems?: number;
  /** Characters in a line. 75. */
  readonly lineWidth?: number;
}

/** How to make a text of one array. */
export interface TextOptions extends PrintOptions {
  /** What stands between elements. ' '. */
  readonly separator?: string;
  /** What will stand before the text: lines are indented, and made shorter, by its length. */
  readonly prefix?: string;
  /** What will stand behind it: lines are made shorter by its length. */
  readonly suffix?: string;
}

interface Style extends Required<PrintOptions> {
  readonly separator: string;
  readonly summarise: boolean;
}

let defaults: Required<PrintOptions> = {
  precision: 8,
  suppressSmall: false,
  threshold: 1000,
  edgeItems: 3,
  lineWidth: 75,
};

/**
 * How arrays are printed where nothing else is asked for.
 *
 * @example
 * getPrintoptions().precision; // 8
 * @see numpy.get_printoptions
 */
export function getPrintoptions(): Required<PrintOptions> {
  return { ...defaults };
}

/**
 * Changes how arrays are printed from now on, in this thread; what is not named stays.
 *
 * @throws ArgumentError for a value that is no integer of 0 or more, or where `suppressSmall` is no boolean.
 * @example
 * setPrintoptions({ precision: 3 });
 * @see numpy.set_printoptions
 */
export function setPrintoptions(options: PrintOptions): void {
  const next = { ...defaults };
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined) continue;
    const known = Object.hasOwn(defaults, name);
    const needs = !known
      ? Object.keys(defaults).join(', ')
      : name === 'suppressSmall'
        ? 'true or false'
        : 'a number, 0 or more';
    const fits = name === 'suppressSmall' ? typeof value === 'boolean' : (value as number) >= 0;
    if (!known || !fits) {
      throw new ArgumentError(`${name} is ${String(value)}; needs ${needs}`, {
        operation: 'setPrintoptions',
        argument: name,
        got: value,
        needs,
      });
    }
    Object.assign(next, { [name]: value });
  }
  defaults = next;
}

/**
 * Changes how arrays are printed until the end of the block: `using _ = printoptions({ precision: 3 })`.
 *
 * @throws ArgumentError as `setPrintoptions`.
 * @example
 * const until = printoptions({ precision: 2 });
 * until[Symbol.dispose]();
 * @see numpy.printoptions
 */
export function printoptions(options: PrintOptions): Disposable {
  const before = defaults;
  setPrintoptions(options);
  return {
    [Symbol.dispose]: () => {
      defaults = before;
    },
  };
}

/** The array as `print(x)` shows it in Python. */
export function arrayToString(layout: Layout, options: TextOptions = {}): string {
  if (layout.shape.length === 0) return scalarToString(layout.dtype, elementAt(layout, layout.offset ?? 0));
  const { separator = ' ', prefix = '', suffix = '' } = options;
  return body(layout, { ...defaults, ...options }, separator, prefix, suffix.length);
}

/** The array as Python's interpreter shows it: `array([1., 2.], dtype=float32)`. */
export function arrayToRepr(layout: Layout, options: PrintOptions = {}): string {
  const full = { ...defaults, ...options };
  const size = sizeOf(layout.shape);
  const text = `array(${body(layout, full, ', ', 'array(', 1)}`;
  const extras: string[] = [];
  const hidden = size > full.threshold || (size === 0 && layout.shape.length > 1);
  if (hidden) extras.push(`shape=${formatShape(layout.shape)}`);
  if (size === 0 || !impliedByText(layout.dtype)) extras.push(`dtype=${layout.dtype}`);
  if (extras.length === 0) return `${text})`;
  const extra = `${extras.join(', ')})`;
  const lastLine = text.length + 1 - (text.lastIndexOf('\n') + 1);
  return `${text},${lastLine + extra.length + 1 > full.lineWidth ? `\n${' '.repeat(6)}` : ' '}${extra}`;
}

/** What `arrayToBody` takes beside the options of printing. */
export interface BodyOptions extends PrintOptions {
  /** What stands between elements. ' '. */
  readonly separator?: string;
  /** What the text will stand behind, for the indent of its lines. '' */
  readonly prefix?: string;
  /** What will stand behind the text, for the length of its lines. '' */
  readonly suffix?: string;
}

/** The elements in brackets as `numpy.array2string` writes them; an array without axes by the same rules. */
export function arrayToBody(layout: Layout, options: BodyOptions = {}): string {
  const { separator = ' ', prefix = '', suffix = '', ...rest } = options;
  return body(layout, { ...defaults, ...rest }, separator, prefix, suffix.length);
}

/** dtypes that NumPy would choose for the printed numbers. */
function impliedByText(dtype: DType): boolean {
  return dtype === 'float64' || dtype === 'int64' || dtype === 'bool' || dtype === 'complex128';
}

/** One element on its own. */
function scalarToString(dtype: DType, value: unknown): string {
  const { kind } = dtypeInfo(dtype);
  if (kind === 'b') return value ? 'True' : 'False';
  if (kind === 'f') return scalarText(dtype as FloatWidth, value as number);
  if (kind !== 'c') return String(value);
  const width = dtype === 'complex64' ? 'float32' : 'float64';
  const { re, im } = value as Complex;
  const imag = scalarText(width, im, '');
  if (Object.is(re, 0)) return `${imag}j`;
  return `(${scalarText(width, re, '')}${imag.startsWith('-') ? '' : '+'}${imag}j)`;
}

function elementAt(layout: Layout, offset: number): unknown {
  return readElement(layout.dtype, layout.data, offset / layout.data.BYTES_PER_ELEMENT);
}

function body(
  layout: Layout,
  options: Required<PrintOptions>,
  separator: string,
  prefix: string,
  suffixLength: number,
): string {
  const size = sizeOf(layout.shape);
  if (size === 0) return '[]';
  const style: Style = {
    ...options,
    lineWidth: options.lineWidth - suffixLength,
    separator,
    summarise: size > options.threshold,
  };
  const shown: unknown[] = [];
  collect(layout, style, 0, layout.offset ?? 0, shown);
  const format = elementFormat(layout.dtype, shown, layout.shape.length, options);
  return axisText(
    layout,
    style,
    format,
    0,
    layout.offset ?? 0,
    ' '.repeat(1 + prefix.length),
    style.lineWidth,
  );
}

/** Positions along an axis that are shown; -1 stands for the dots. */
function positions(length: number, { summarise, edgeItems }: Style): number[] {
  if (!summarise || length <= 2 * edgeItems) return Array.from({ length }, (_, i) => i);
  const result: number[] = [];
  for (let i = 0; i < edgeItems; i++) result.push(i);
  result.push(-1);
  for (let i = length - edgeItems; i < length; i++) result.push(i);
  return result;
}

function collect(layout: Layout, style: Style, axis: number, offset: number, into: unknown[]): void {
  if (axis === layout.shape.length) {
    into.push(elementAt(layout, offset));
    return;
  }
  for (const i of positions(layout.shape[axis], style)) {
    if (i >= 0) collect(layout, style, axis + 1, offset + i * layout.strides[axis], into);
  }
}

/** The text of everything from `axis` on; `width` shrinks by the closing brackets to come. */
function axisText(
  layout: Layout,
  style: Style,
  format: ElementFormat,
  axis: number,
  offset: number,
  indent: string,
  width: number,
): string {
  const left = layout.shape.length - axis;
  if (left === 0) return format(elementAt(layout, offset));
  const words = positions(layout.shape[axis], style).map((i) => {
    if (i < 0) return '...';
    return axisText(
      layout,
      style,
      format,
      axis + 1,
      offset + i * layout.strides[axis],
      `${indent} `,
      width - 1,
    );
  });
  const separator = style.separator.trimEnd();
  if (left > 1) return `[${words.join(separator + '\n'.repeat(left - 1) + indent)}]`;
  const room = width - Math.max(separator.length, 1);
  let text = '';
  let line = indent;
  words.forEach((word, i) => {
    if (line.length + word.length > room && line.length > indent.length) {
      text += `${line.trimEnd()}\n`;
      line = indent;
    }
    line += word + (i < words.length - 1 ? style.separator : '');
  });
  return `[${(text + line).slice(indent.length)}]`;
}
