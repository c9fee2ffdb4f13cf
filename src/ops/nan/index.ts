/** Reductions that skip NaN. */
export { nanmean, nanstd, nanvar } from './spread.js';
export {
  nanargmax,
  nanargmin,
  nancumprod,
  nancumsum,
  nanmax,
  nanmin,
  nanprod,
  nansum,
  type RunningOptions,
} from './totals.js';
