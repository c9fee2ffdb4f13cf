/**
 * The names a function uses and does not define: a walk over its syntax tree with a chain of scopes. `var` and
 * parameters belong to their function, everything else to its block, and all of them from its start.
 */
import type { AnyNode, Function as FunctionNode } from 'acorn';

export interface FreeNames {
  readonly names: ReadonlySet<string>;
  /** Where it imports something relative to the file it stands in, what. */
  readonly relativeImport: string | undefined;
  readonly importMeta: boolean;
  /** An arrow function that uses the `this`, `super` or `arguments` of what is around it. */
  readonly outerThis: boolean;
}

type Scope = { readonly names: Set<string>; readonly outer: Scope | null };

/** Children whose identifiers are names of properties or labels, not of variables. */
const silent: Readonly<Record<string, string>> = {
  MemberExpression: 'property',
  Property: 'key',
  MethodDefinition: 'key',
  PropertyDefinition: 'key',
  LabeledStatement: 'label',
  BreakStatement: 'label',
  ContinueStatement: 'label',
};

export function freeNames(root: AnyNode): FreeNames {
  const walk = new Walk();
  walk.visit(root, null, false);
  return walk;
}

class Walk {
  readonly names = new Set<string>();
  relativeImport: string | undefined;
  importMeta = false;
  outerThis = false;

  /** `own`: whether a function with a `this` of its own is around the node. */
  visit(node: AnyNode, scope: Scope | null, own: boolean): void {
    switch (node.type) {
      case 'Identifier':
        this.#use(node.name, scope, own);
        return;
      case 'ThisExpression':
      case 'Super':
        if (!own) this.outerThis = true;
        return;
      case 'MetaProperty':
        if (node.meta.name === 'import') this.importMeta = true;
        return;
      case 'UnaryExpression':
        // `typeof` asks about a name without needing it.
        if (node.operator === 'typeof' && node.argument.type === 'Identifier') return;
        break;
      case 'ImportExpression':
        this.#import(node.source as AnyNode);
        break;
      case 'FunctionDeclaration':
      case 'FunctionExpression':
      case 'ArrowFunctionExpression':
        this.#function(node, scope, own);
        return;
      case 'PropertyDefinition':
      case 'StaticBlock':
        if (node.type === 'PropertyDefinition' && node.computed) this.visit(node.key as AnyNode, scope, own);
        this.#children(node, blockScope(node, scope), true);
        return;
    }
    this.#children(node, blockScope(node, scope), own);
  }

  #use(name: string, scope: Scope | null, own: boolean): void {
    for (let at = scope; at !== null; at = at.outer) if (at.names.has(name)) return;
    if (name === 'arguments') {
      if (!own) this.outerThis = true;
    } else this.names.add(name);
  }

  #import(source: AnyNode): void {
    const literal = source.type === 'Literal' && typeof source.value === 'string' ? source.value : undefined;
    if (literal?.startsWith('.')) this.relativeImport = literal;
  }

  #function(node: FunctionNode, outer: Scope | null, own: boolean): void {
    const names = new Set<string>();
    if (node.type === 'FunctionExpression' && node.id) names.add(node.id.name);
    for (const param of node.params) bind(param, names);
    const body = node.body as AnyNode;
    collectVars(body, names);
    const scope = { names, outer };
    const inside = own || node.type !== 'ArrowFunctionExpression';
    for (const param of node.params) this.visit(param, scope, inside);
    this.visit(body, scope, inside);
  }

  #children(node: AnyNode, scope: Scope | null, own: boolean): void {
    const skipped = (node as { computed?: boolean }).computed ? undefined : silent[node.type];
    for (const [field, child] of Object.entries(node)) {
      if (field === skipped) continue;
      if (Array.isArray(child)) for (const item of child) if (isNode(item)) this.visit(item, scope, own);
      if (isNode(child)) this.visit(child, scope, own);
    }
  }
}

/** The scope inside a node: a new one where the node is a block that declares something. */
function blockScope(node: AnyNode, outer: Scope | null): Scope | null {
  const names = new Set<string>();
  switch (node.type) {
    case 'BlockStatement':
    case 'StaticBlock':
      for (const statement of node.body) declare(statement, names);
      break;
    case 'SwitchStatement':
      for (const { consequent } of node.cases) for (const statement of consequent) declare(statement, names);
      break;
    case 'ForStatement':
      if (node.init) declare(node.init, names);
      break;
    case 'ForInStatement':
    case 'ForOfStatement':
      declare(node.left, names);
      break;
    case 'CatchClause':
      if (node.param) bind(node.param, names);
      break;
    case 'ClassExpression':
    case 'ClassDeclaration':
      if (node.id) names.add(node.id.name);
      break;
  }
  return names.size > 0 ? { names, outer } : outer;
}

/** What a statement declares in its block. */
function declare(node: AnyNode, names: Set<string>): void {
  if (node.type === 'VariableDeclaration') for (const { id } of node.declarations) bind(id, names);
  else if ((node.type === 'FunctionDeclaration' || node.type === 'ClassDeclaration') && node.id)
    names.add(node.id.name);
}

/** What `var` declares in the function around it. */
function collectVars(node: AnyNode, names: Set<string>): void {
  if (/^(Function|ArrowFunction|Class)/.test(node.type)) return;
  if (node.type === 'VariableDeclaration' && node.kind === 'var') declare(node, names);
  for (const child of Object.values(node)) {
    if (Array.isArray(child)) for (const item of child) if (isNode(item)) collectVars(item, names);
    if (isNode(child)) collectVars(child, names);
  }
}

/** The names a pattern binds. */
function bind(pattern: AnyNode, names: Set<string>): void {
  if (pattern.type === 'Identifier') names.add(pattern.name);
  else if (pattern.type === 'ObjectPattern') for (const property of pattern.properties) bind(property, names);
  else if (pattern.type === 'Property') bind(pattern.value, names);
  else if (pattern.type === 'ArrayPattern') {
    for (const element of pattern.elements) if (element) bind(element, names);
  } else if (pattern.type === 'RestElement') bind(pattern.argument, names);
  else if (pattern.type === 'AssignmentPattern') bind(pattern.left, names);
}

function isNode(x: unknown): x is AnyNode {
  return typeof x === 'object' && x !== null && typeof (x as AnyNode).type === 'string';
}
