/** Functions as source text that runs elsewhere: what is wrong with one, or the text as an expression. */
import { type AnyNode, parseExpressionAt } from 'acorn';
import { freeNames } from './free-names.js';
import { isGlobal } from './globals.js';

export type Source = { readonly code: string } | { readonly problem: string; readonly needs?: string };

/** The same text is parsed once, however many functions have it. */
const analysed = new Map<string, Source>();
const mostAnalysed = 10_000;

/** The text of `fn` as an expression; or why it would not work elsewhere, when only `captured` names are given. */
export function sourceOf(fn: (...args: never[]) => unknown, captured: readonly string[]): Source {
  const text = Function.prototype.toString.call(fn);
  const id = `${captured.join()}\0${text}`;
  let source = analysed.get(id);
  if (source === undefined) {
    source = analyse(text, new Set(captured));
    if (analysed.size >= mostAnalysed) analysed.clear();
    analysed.set(id, source);
  }
  return source;
}

function analyse(text: string, captured: ReadonlySet<string>): Source {
  if (/\{\s*\[native code\]\s*\}$/.test(text)) {
    return {
      problem: 'is native or bound, and has no source text',
      needs: 'a function around it: (x) => …(x)',
    };
  }
  const node = parse(text);
  if (node === null) {
    return { problem: 'is a method, a getter or a setter', needs: 'an arrow function that calls it' };
  }
  if (node.type === 'ClassExpression') {
    return { problem: 'is a class', needs: 'a function that makes an instance: (x) => new …(x)' };
  }
  const { names, relativeImport, importMeta, outerThis } = freeNames(node);
  if (outerThis)
    return { problem: "uses 'this' of the function around it", needs: 'the values it uses as arguments' };
  if (importMeta)
    return { problem: "uses 'import.meta'", needs: 'an export, by task(import.meta.url, name)' };
  if (relativeImport !== undefined) {
    return {
      problem: `imports '${relativeImport}', which depends on where it stands`,
      needs: "an absolute URL, or an export by task(import.meta.url, 'name')",
    };
  }
  const free = [...names].filter((name) => !captured.has(name) && !isGlobal(name));
  if (free.length === 0) return { code: text };
  const shown = free.map((name) => `'${name}'`).join(' and ');
  const rewritten = free.some((name) => /^__vi_import_|^__vite_ssr_import_/.test(name));
  const note = rewritten ? ' (what the test runner calls an import: import it inside the function)' : '';
  return { problem: `uses ${shown} from outside${note}` };
}

/** The function as an expression; null where its text is none, as that of a method is. */
function parse(text: string): AnyNode | null {
  try {
    const node = parseExpressionAt(text, 0, { ecmaVersion: 'latest', allowAwaitOutsideFunction: false });
    const kinds = ['FunctionExpression', 'ArrowFunctionExpression', 'ClassExpression'];
    return kinds.includes(node.type) && node.end === text.length ? node : null;
  } catch {
    return null;
  }
}
