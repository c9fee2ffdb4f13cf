// Writes src/kernels/table.gen.ts from native/kernels.def, the one list of kernels.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const source = fileURLToPath(new URL('../native/kernels.def', import.meta.url));
const target = fileURLToPath(new URL('../src/kernels/table.gen.ts', import.meta.url));

const text = readFileSync(source, 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');
const rows = (macro) =>
  [...text.matchAll(new RegExp(`^${macro}\\((\\w+)((?:,\\s*"[^"]*")*)\\)`, 'gm'))].map((match) => ({
    name: match[1],
    fields: [...match[2].matchAll(/"([^"]*)"/g)].map((field) => field[1].split(/\s+/).filter(Boolean)),
  }));

/** Names one state of the table: the addon, the WebAssembly module and TypeScript must have been made from the same. */
export function tableHash() {
  const content = ['ENTRY', 'METRIC', 'BINARY', 'UNARY', 'REDUCTION'].map((macro) => [macro, rows(macro)]);
  return createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 12);
}

/** In the order of enum st_dtype. */
const elementKinds =
  'f64 f32 bit bool int8 int16 int32 int64 uint8 uint16 uint32 uint64 float16 complex64 complex128'.split(
    ' ',
  );

const list = (names) => `[${names.map((name) => `'${name}'`).join(', ')}]`;
const lines = [
  '// Generated from native/kernels.def by scripts/generate-kernels.mjs. Change that file, not this one.',
  '',
  '/** Names this state of the table; compiled into the addon and the WebAssembly module. */',
  `export const tableHash = '${tableHash()}';`,
  '',
  '/** Every entry: its number, its operands in order, its parameters in order. */',
  'export const entries = {',
  ...rows('ENTRY').map(
    ({ name, fields: [operands, parameters] }, number) =>
      `  ${name}: { number: ${number}, operands: ${list(operands)}, parameters: ${list(parameters)} },`,
  ),
  '} as const;',
  'export type EntryName = keyof typeof entries;',
  '',
  '/** Every metric the kernels know: its number and the element kinds it takes. */',
  'export const kernelMetrics = {',
  ...rows('METRIC').map(
    ({ name, fields: [dtypes] }, number) => `  ${name}: { number: ${number}, dtypes: ${list(dtypes)} },`,
  ),
  '} as const;',
  'export type KernelMetric = keyof typeof kernelMetrics;',
  '',
  '/** Element kinds, as `dtype` parameters send them: enum st_dtype of native/strided.h. */',
  `export const kernelDType = { ${elementKinds.map((name, number) => `${name}: ${number}`).join(', ')} } as const;`,
  'export type KernelDType = keyof typeof kernelDType;',
];
for (const [macro, constant, type] of [
  ['BINARY', 'kernelBinary', 'KernelBinary'],
  ['UNARY', 'kernelUnary', 'KernelUnary'],
  ['REDUCTION', 'kernelReduction', 'KernelReduction'],
]) {
  lines.push('', `export const ${constant} = {`);
  lines.push(...rows(macro).map(({ name }, number) => `  ${name}: ${number},`));
  lines.push('} as const;', `export type ${type} = keyof typeof ${constant};`);
}
const output = `${lines.join('\n')}\n`;

if (process.argv[1] !== fileURLToPath(import.meta.url)) {
  // Imported for tableHash.
} else if (process.argv.includes('--check')) {
  if (readFileSync(target, 'utf8') !== output) {
    console.error('src/kernels/table.gen.ts is out of date: run node scripts/generate-kernels.mjs');
    process.exit(1);
  }
} else {
  writeFileSync(target, output);
}
