/** `strided/fft`: Fourier transforms. */
import { announceExports } from '../core/exported.js';
import * as self from './index.js';

export {
  type FrequencyOptions,
  fftfreq,
  fftshift,
  ifftshift,
  rfftfreq,
  type ShiftOptions,
} from './frequencies.js';
export { fft2, fftn, ifft2, ifftn, irfft2, irfftn, rfft2, rfftn } from './many-axes.js';
export { fft, hfft, ifft, ihfft, irfft, rfft } from './one-axis.js';
export type { AxesTransformOptions, AxisTransformOptions } from './options.js';
export type { Norm, RealOf, SpectrumOf } from './transform.js';

announceExports('strided/fft', () => self);
