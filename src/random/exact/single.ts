/**
 * log and pow of float32 numbers, to the last bit as the C library computes them (glibc from 2.27 on: Arm's optimized
 * routines): in float64, from tables of 16 and 32 rows, rounded to float32 at the end. What a fused operation could change
 * is 29 bits below the last.
 */
import { expTable } from './tables.js';

const fround = Math.fround;
const word = new Uint32Array(1);
const single = new Float32Array(word.buffer);

/** 1/c for each 16th of [0.7, 1.4). */
const inverses = [
  1.398907162146528, 1.3403141896637998, 1.286432210124115, 1.2367150214269895, 1.1906977166711752,
  1.1479821020556429, 1.1082251448272158, 1.0711297413057381, 1.036437278977283, 1, 0.9492859795739057,
  0.8951049428609004, 0.8476821620351103, 0.8050314851692001, 0.7664671008843108, 0.731428603316328,
];
const logs = [
  -0.33569133332882284, -0.2929040563774074, -0.2518726580937369, -0.21245868807117255, -0.17453945183745634,
  -0.1380057072319758, -0.10275976698545139, -0.06871392447020525, -0.0357891387398228, 0,
  0.05204517742929496, 0.11081431298787942, 0.1652495223695143, 0.21687389031699977, 0.2659635028121397,
  0.3127556664073557,
];
const logs2 = [
  -0.48430022186289673, -0.42257122959194704, -0.3633754347673556, -0.30651309567405577, -0.25180720160537634,
  -0.19910014943794563, -0.14825100623281615, -0.09913323807318392, -0.051632812977629436, 0,
  0.07508531937943004, 0.15987125980713107, 0.2384046664317681, 0.31288288605863257, 0.38370422656453185,
  0.451211048935815,
];

/** What `reduce` found: x = 2ᵏ (1 + r) / (1/c). */
let k = 0;
let i = 0;

function reduce(x: number): number {
  single[0] = x;
  const offset = (word[0] - 0x3f330000) | 0;
  i = (offset >>> 19) & 15;
  k = offset >> 23;
  word[0] -= offset & 0xff800000;
  return single[0] * inverses[i] - 1;
}

/** log x in float32, x > 0 and not subnormal. */
export function log32(x: number): number {
  const r = reduce(x);
  const r2 = r * r;
  const base = logs[i] + k * Math.LN2;
  const polynomial = -0.25089342214237154 * r2 + (0.333456765744066 * r - 0.4999997484802103);
  return fround(polynomial * r2 + (base + r));
}

/** xʸ in float32, x ≥ 0 and not subnormal. */
export function pow32(x: number, y: number): number {
  if (!(x > 0)) return fround(x ** y);
  const r = reduce(x);
  const r2 = r * r;
  const high = 0.288457581109214 * r - 0.36092606229713164;
  const low = (0.480898481472577 * r - 0.7213474675006291) * r2 + (1.4426950408774342 * r + (logs2[i] + k));
  const exponent = y * (high * r2 * r2 + low);
  if (!(Math.abs(exponent) < 150)) return fround(2 ** exponent);
  return power2(exponent);
}

/** 2ˣ in float32, |x| < 150. */
function power2(x: number): number {
  const part = Math.round(x * 32);
  const rest = x - part / 32;
  const row = part & 31;
  const scale = expTable().scale[4 * row] * 2 ** ((part - row) / 32);
  const high = 0.05550361559341535 * rest + 0.2402284522445722;
  return fround((high * rest * rest + (0.6931471806916203 * rest + 1)) * scale);
}
