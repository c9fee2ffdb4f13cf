/** cos and acos. */
export function cos(x: number): number {
  return Math.cos(x);
}

export function acos(x: number): number {
  return Math.acos(x);
}
