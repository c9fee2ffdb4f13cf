import { ArgumentError } from '../../../core/errors.js';
import { layoutOf, type PlacedField, placeFields } from '../layout.js';
import { type CType, writeType } from '../types.js';

/** Where a path of fields and indices leads inside a type. */
export function follow(
  operation: string,
  start: CType,
  path: readonly (string | number)[],
): { readonly offset: number; readonly type: CType } {
  let offset = 0;
  let type = start;
  path.forEach((step, depth) => {
    if (typeof step === 'number') {
      // The first index steps over whole values, as in C's `&pointer[3]`.
      if (depth > 0 && type.kind !== 'array') throw notInside(operation, type, step);
      const element = type.kind === 'array' ? type.of : type;
      if (!Number.isSafeInteger(step) || step < 0) throw notInside(operation, type, step);
      offset += step * layoutOf(element).size;
      type = element;
      return;
    }
    const field = fieldsOf(type).find(({ name }) => name === step);
    if (field === undefined || field.bit !== undefined) throw notInside(operation, type, step);
    offset += field.offset;
    type = field.type;
  });
  return { offset, type };
}

function fieldsOf(type: CType): readonly PlacedField[] {
  return type.kind === 'struct' || type.kind === 'union' ? placeFields(type).fields : [];
}

function notInside(operation: string, type: CType, step: string | number): ArgumentError {
  const fields = fieldsOf(type).filter(({ bit }) => bit === undefined);
  const needs = fields.length > 0 ? `; needs one of ${fields.map(({ name }) => name).join(', ')}` : '';
  return new ArgumentError(`'${writeType(type)}' has no field '${step}'${needs}`, {
    operation,
    argument: 'field',
    got: step,
  });
}
