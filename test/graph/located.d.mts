export const long: (x: number) => number;
