/** Functions without a name for others, whose place must be found again. */
export const long = (x) => {
  const y = x + 1;
  if (y > 3) throw new RangeError('line 4');
  return y;
};
