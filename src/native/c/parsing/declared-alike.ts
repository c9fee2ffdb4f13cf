import type { CType, FunctionType } from '../types.js';

/** Whether two declarations of a function mean the same call; one without parameters says nothing of them. */
export function declaredAlike(a: FunctionType, b: FunctionType): boolean {
  if (!alike(a.returns, b.returns)) return false;
  if (a.parameters.length === 0 || b.parameters.length === 0) return true;
  return (
    a.parameters.length === b.parameters.length &&
    a.variadic === b.variadic &&
    a.parameters.every(({ type }, index) => alike(type, b.parameters[index].type))
  );
}

function alike(a: CType, b: CType): boolean {
  if (a.kind === 'integer' && b.kind === 'integer') return a.name === b.name;
  if (a.kind === 'float' && b.kind === 'float') return a.name === b.name;
  return (
    a.kind === b.kind ||
    (a.kind === 'pointer' && b.kind === 'array') ||
    (a.kind === 'array' && b.kind === 'pointer')
  );
}
