/** Functions that workers import as TypeScript. */
export interface Halves {
  readonly halves: readonly number[];
}

export function halves(...whole: number[]): Halves {
  return { halves: whole.map((x): number => x / 2) };
}

export function refuses(what: string): never {
  throw new RangeError(what satisfies string);
}
