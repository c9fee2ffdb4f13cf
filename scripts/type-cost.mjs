// What static shapes cost the compiler: checks the project with them, and with every shape `number[]`, in turn. Tests of
// the types themselves are left out: without shapes they are one long list of errors.
//
//   node scripts/type-cost.mjs [--rounds n]
//
// Prints seconds and type instantiations of both. Fails when shapes need more than `mostInstantiations` more: a count
// does not depend on the machine, and a million take about two seconds.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import ts from 'typescript';

const mostInstantiations = 1_000_000;
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const shapesFile = join(root, 'src', 'core', 'static-shapes.ts');

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '2' } } });
const config = ts.getParsedCommandLineOfConfigFile(
  join(root, 'tsconfig.json'),
  {},
  {
    ...ts.sys,
    onUnRecoverableConfigFileDiagnostic: (diagnostic) => {
      throw new Error(String(diagnostic.messageText));
    },
  },
);

/** static-shapes.ts with every exported type reduced to what it is where nothing is known. */
function withoutShapes(text) {
  const source = ts.createSourceFile(shapesFile, text, ts.ScriptTarget.Latest);
  const types = source.statements.filter(
    (statement) =>
      (ts.isTypeAliasDeclaration(statement) || ts.isInterfaceDeclaration(statement)) &&
      statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword),
  );
  const lines = types.map((statement) => {
    const name = statement.name.text;
    const parameters = (statement.typeParameters ?? []).map((parameter) => parameter.getText(source));
    const body = /Problem$|^Misfit$|^Differ$/.test(name) ? 'unknown' : 'Shape';
    return `export type ${name}<${parameters.join(', ')}> = ${body};`;
  });
  return `import type { Shape } from './shape.js';\n${lines.join('\n')}\n`;
}

function check(replaced) {
  const host = ts.createCompilerHost(config.options);
  const read = host.readFile;
  host.readFile = (path) => (replaced && path === shapesFile ? withoutShapes(read(path)) : read(path));
  const files = config.fileNames.filter((name) => !/(types|static-shapes)\.test\.ts$/.test(name));
  const program = ts.createProgram(files, config.options, host);
  const start = performance.now();
  program.getSemanticDiagnostics();
  return { seconds: (performance.now() - start) / 1000, instantiations: program.getInstantiationCount() };
}

const runs = { with: [], without: [] };
for (let round = 0; round < Number(values.rounds); round++) {
  runs.without.push(check(true));
  runs.with.push(check(false));
}
const best = (list) => Math.min(...list.map(({ seconds }) => seconds));
const [shapes, plain] = [runs.with, runs.without];
const more = shapes[0].instantiations - plain[0].instantiations;
console.log(
  `with static shapes     ${best(shapes).toFixed(2)} s, ${shapes[0].instantiations} instantiations`,
);
console.log(`every shape number[]   ${best(plain).toFixed(2)} s, ${plain[0].instantiations} instantiations`);
if (more > mostInstantiations) {
  console.error(`static shapes need ${more} instantiations; at most ${mostInstantiations} are allowed`);
  process.exit(1);
}
