/** Which dtype an arithmetic type of C is. */
import type { DType } from '../../core/dtype.js';
import { integerSize, isSigned } from './layout.js';
import type { CType } from './types.js';

/** The dtypes of arrays that a pointer to `type` takes, the first of them for arrays that are made; none for other types. */
export function dtypesOf(type: CType): readonly DType[] {
  switch (type.kind) {
    case 'bool':
      return ['bool'];
    case 'integer': {
      const bits = integerSize(type.name) * 8;
      if (bits > 64) return [];
      const exact = `${isSigned(type.name) ? 'int' : 'uint'}${bits}` as DType;
      // A plain char is bytes, with a sign or without.
      return type.name === 'char' ? [exact, exact === 'int8' ? 'uint8' : 'int8', 'bool'] : [exact];
    }
    case 'enum':
      return type.bytes === undefined ? ['uint32', 'int32'] : [];
    case 'float':
      return type.name === 'float'
        ? ['float32']
        : type.name === 'double'
          ? ['float64']
          : type.name === '_Float16'
            ? ['float16']
            : [];
    case 'complex':
      return type.name === 'float' ? ['complex64'] : type.name === 'double' ? ['complex128'] : [];
    case 'array':
      return dtypesOf(type.of);
    default:
      return [];
  }
}
