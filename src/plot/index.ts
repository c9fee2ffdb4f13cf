/** `strided/plot`: pictures of arrays. */
export { type HeatMapOptions, heatMap } from './heatMap.js';
