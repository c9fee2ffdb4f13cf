/* Picks the peak loop of the instruction set in use. */
#include "../engine.h"
#include "../isa.h"

ST_DECLARE(double, st_peak_add_f64, (int64_t rounds));
ST_DECLARE(double, st_peak_add_f32, (int64_t rounds));
ST_DECLARE(double, st_peak_fma_f64, (int64_t rounds));
ST_DECLARE(double, st_peak_fma_f32, (int64_t rounds));
ST_DECLARE(int, st_peak_lanes, (int single));

double st_peak_operations(int kind, int64_t rounds) {
  static volatile double sink;
  double wide = (double)rounds * ST_DISPATCH(st_peak_lanes)(0);
  switch (kind) {
    case ST_PEAK_ADD_F64: sink = ST_DISPATCH(st_peak_add_f64)(rounds); return wide;
    case ST_PEAK_ADD_F32: sink = ST_DISPATCH(st_peak_add_f32)(rounds); return wide * 2;
    case ST_PEAK_FMA_F64: sink = ST_DISPATCH(st_peak_fma_f64)(rounds); return wide * 2;
    case ST_PEAK_FMA_F32: sink = ST_DISPATCH(st_peak_fma_f32)(rounds); return wide * 4;
    default: return sink * 0;
  }
}
