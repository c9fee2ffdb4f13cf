export interface VisualizeOptions {
  readonly path?: string;
}
export async function visualizeAll(
  _c: readonly unknown[],
  _o?: VisualizeOptions,
): Promise<string | Uint8Array> {
  return '';
}
