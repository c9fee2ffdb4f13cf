/** All public functions of arrays in one object, for code that is written against the standard. */

import { ArgumentError } from '../core/errors.js';
import * as core from '../core/index.js';
import * as ops from './index.js';

/** The functions of this library, under their public names. */
export type ArrayNamespace = typeof core & typeof ops;

let namespace: ArrayNamespace | undefined;

/** The versions of the standard that the namespace follows; each contains the ones before. */
const versions = ['2021.12', '2022.12', '2023.12', '2024.12'];

/**
 * The functions that go with an array, for code that is given only the array.
 *
 * @throws ArgumentError for a version of the standard that is not kept.
 */
export function arrayNamespace(apiVersion?: string): ArrayNamespace {
  if (apiVersion !== undefined && !versions.includes(apiVersion)) {
    throw new ArgumentError(`apiVersion is ${apiVersion}; needs one of ${versions.join(', ')}`, {
      operation: 'arrayNamespace',
      argument: 'apiVersion',
      got: apiVersion,
      needs: versions.join(', '),
    });
  }
  namespace ??= Object.freeze({ ...core, ...ops });
  return namespace;
}
