/* The two functions of the great-circle distance: sin^2, and 2 asin(sqrt(h)).
 *
 * float32 rows go through the float64 functions, half a vector at a time: near antipodes float32 sines lose the angle.
 * direct.c has brought the angles of the rows into [-2 pi, 2 pi], so that halved differences are below that too. */
#ifndef STRIDED_HAVERSINE_H
#define STRIDED_HAVERSINE_H
#include "powers.h"

/* sin^2(angle), |angle| <= 2 pi; sin^2 has period pi, so the sign of the reduced angle does not matter. Relative error
 * of the polynomial 2^-62 on [-pi/2, pi/2]. */
ST_INLINE st_f64v square_of_sine_f64(st_f64v angle) {
  const st_f64v round = st_set_f64(0x1.8p52);
  st_f64v n = (angle * st_set_f64(0x1.45f306dc9c883p-2) + round) - round;
  st_f64v r = (angle - n * st_set_f64(0x1.921fb54442d18p+1)) - n * st_set_f64(0x1.1a62633145c07p-53);
  st_f64v z = r * r, q = st_set_f64(2.7222597458015322e-15);
  q = st_fma_f64(q, z, st_set_f64(-7.643098151500266e-13));
  q = st_fma_f64(q, z, st_set_f64(1.6058943957145344e-10));
  q = st_fma_f64(q, z, st_set_f64(-2.505210696070821e-08));
  q = st_fma_f64(q, z, st_set_f64(2.755731921213755e-06));
  q = st_fma_f64(q, z, st_set_f64(-0.00019841269841215317));
  q = st_fma_f64(q, z, st_set_f64(0.008333333333333212));
  q = st_fma_f64(q, z, st_set_f64(-0.16666666666666666));
  st_f64v sine = st_fma_f64(r * z, q, r);
  return sine * sine;
}

/* 2 asin(sqrt(h)), h <= 1 (rounding above 1 counts as 1). asin by its odd series on [0, 1/2]; above, by
 * asin(t) = pi/2 - 2 asin(sqrt((1 - t) / 2)). */
ST_INLINE st_f64v haversine_angle_f64(st_f64v h) {
  const st_f64v half = st_set_f64(0.5), one = st_set_f64(1);
  h = st_select_f64((st_i64v)(h > one), one, h);
  st_f64v t = st_sqrt_f64(h);
  st_i64v large = (st_i64v)(t > half);
  /* (1 - t) / 2 = (1 - h) / (2 (1 + t)) keeps the bits that 1 - t would lose. */
  st_f64v z = st_select_f64(large, (one - h) / (one + t) * half, h);
  st_f64v root = st_select_f64(large, st_sqrt_f64(z), t), q = st_set_f64(0.028402019501651124);
  q = st_fma_f64(q, z, st_set_f64(-0.011068690051708232));
  q = st_fma_f64(q, z, st_set_f64(0.016224999190107586));
  q = st_fma_f64(q, z, st_set_f64(0.007739483786846662));
  q = st_fma_f64(q, z, st_set_f64(0.011888690658073743));
  q = st_fma_f64(q, z, st_set_f64(0.013927890772194983));
  q = st_fma_f64(q, z, st_set_f64(0.017355411018183664));
  q = st_fma_f64(q, z, st_set_f64(0.0223720395615719));
  q = st_fma_f64(q, z, st_set_f64(0.030381947618491483));
  q = st_fma_f64(q, z, st_set_f64(0.04464285709940964));
  q = st_fma_f64(q, z, st_set_f64(0.07500000000023263));
  q = st_fma_f64(q, z, st_set_f64(0.16666666666666646));
  st_f64v sine = st_fma_f64(root * z, q, root), twice = sine + sine;
  st_f64v complement = (st_set_f64(0x1.921fb54442d18p+1) - (twice + twice)) + st_set_f64(0x1.1a62633145c07p-53);
  return st_select_f64(large, complement, twice);
}

#if ST_REAL_BITS == 64
ST_INLINE vec v_square_of_sine(vec angle) { return square_of_sine_f64(angle); }
ST_INLINE vec v_haversine_angle(vec h) { return haversine_angle_f64(h); }
#else
ST_INLINE vec v_square_of_sine(vec angle) {
  halves in = {angle}, out;
  for (int i = 0; i < 2; i++)
    out.half[i] = __builtin_convertvector(square_of_sine_f64(__builtin_convertvector(in.half[i], st_f64v)), st_half_f32v);
  return out.whole;
}
ST_INLINE vec v_haversine_angle(vec h) {
  halves in = {h}, out;
  for (int i = 0; i < 2; i++)
    out.half[i] = __builtin_convertvector(haversine_angle_f64(__builtin_convertvector(in.half[i], st_f64v)), st_half_f32v);
  return out.whole;
}
#endif
#endif
