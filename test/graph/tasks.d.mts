export function double(x: number): number;
export function later<T>(x: T): Promise<T>;
export function fails(message: string): never;
export function endsOnce(file: string, how: 'exit' | 'kill'): Promise<string>;
export function ends(): never;
