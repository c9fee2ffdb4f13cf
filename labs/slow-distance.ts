/** A distance matrix as one would write it first: lists of lists and three loops. Slow on purpose. */
export function slowCityblock(x: readonly number[][], y: readonly number[][]): number {
  let sum = 0;
  const matrix: number[][] = [];
  for (const a of x) {
    const row: number[] = [];
    for (const b of y) {
      let distance = 0;
      for (let feature = 0; feature < a.length; feature++) distance += Math.abs(a[feature] - b[feature]);
      row.push(distance);
    }
    matrix.push(row);
  }
  for (const row of matrix) for (const distance of row) sum += distance;
  return sum;
}
