// What the C sources are compiled for: instruction sets and flags of each target, and which folders take part.

/** Flags of every object: no reordering of arithmetic and no fused operations but those written as such. */
export const commonFlags = [
  '-O3',
  '-std=gnu11',
  '-fno-math-errno',
  '-ffp-contract=off',
  '-fvisibility=hidden',
  '-Wall',
  '-Wextra',
];

const x64 = {
  avx512: [
    '-mavx512f',
    '-mavx512dq',
    '-mavx512bw',
    '-mavx512vl',
    '-mavx2',
    '-mfma',
    '-mf16c',
    '-mbmi2',
    '-mpopcnt',
    '-mprefer-vector-width=512',
  ],
  avx2: ['-mavx2', '-mfma', '-mf16c', '-mbmi2', '-mpopcnt'],
  sse2: [],
};

/** Instruction sets of each architecture, in Node's names, with their compiler flags. */
export const instructionSets = {
  x64,
  arm64: { neon: [] },
  wasm32: { simd128: [] },
};

/**
 * Platforms that have, or can have, a package of their own. `built: 'here'` means that scripts/pack-packages.mjs
 * builds it on the machine it names; the others fall back to WebAssembly until someone builds them there.
 */
export const platforms = {
  'linux-x64-gnu': { os: 'linux', cpu: 'x64', libc: 'glibc' },
  'linux-x64-musl': { os: 'linux', cpu: 'x64', libc: 'musl' },
  'linux-arm64-gnu': { os: 'linux', cpu: 'arm64', libc: 'glibc', crossCompiler: 'aarch64-linux-gnu-gcc' },
  'linux-arm64-musl': { os: 'linux', cpu: 'arm64', libc: 'musl' },
  'darwin-x64': { os: 'darwin', cpu: 'x64' },
  'darwin-arm64': { os: 'darwin', cpu: 'arm64' },
};

/** Folders of native/ that hold sources, by what is being linked. Every `kernels` folder below them counts. */
export const sourceFolders = {
  shared: ['engine', 'distance', 'gemm', 'elementwise', 'fft', 'sorting', 'signal', 'selection'],
  hosted: ['engine/hosted', 'random', 'dense', 'lapack'],
  addon: ['engine/addon'],
  freestanding: ['engine/freestanding'],
};

/** The platform this process runs on, as the table above names it. */
export function thisPlatform() {
  const { platform, arch } = process;
  if (platform !== 'linux') return `${platform}-${arch}`;
  const glibc = process.report?.getReport().header.glibcVersionRuntime;
  return `${platform}-${arch}-${glibc ? 'gnu' : 'musl'}`;
}
