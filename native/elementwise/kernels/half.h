/* float16 as bits, to and from float32, on vectors where the machine has instructions for it. Rounds to nearest, ties to
 * even. */
#ifndef STRIDED_ELEMENTWISE_HALF_H
#define STRIDED_ELEMENTWISE_HALF_H

static inline float st_half_value(uint16_t half) {
  /* As a float32 with the exponent of a half; the product moves the bias and makes subnormals normal. */
  union { uint32_t bits; float value; } x = {.bits = (uint32_t)(half & 0x7fff) << 13};
  x.value *= 0x1p112f;
  if ((half & 0x7c00) == 0x7c00) x.bits = 0x7f800000u | (uint32_t)(half & 0x3ff) << 13;
  x.bits |= (uint32_t)(half & 0x8000) << 16;
  return x.value;
}

static inline uint16_t st_half_bits(float value) {
  union { float value; uint32_t bits; } x = {.value = value}, small;
  const uint32_t sign = (x.bits >> 16) & 0x8000, magnitude = x.bits & 0x7fffffff;
  /* Adding a half puts the unit of the sum where that of a subnormal is. */
  small.bits = magnitude;
  small.value += 0.5f;
  uint32_t half = (magnitude + 0xfff + ((magnitude >> 13) & 1) - 0x38000000u) >> 13;
  half = magnitude < 0x38800000u ? small.bits - 0x3f000000u : half;
  half = magnitude >= 0x477ff000u ? 0x7c00 : half;
  half = magnitude > 0x7f800000u ? 0x7e00 : half;
  return (uint16_t)(sign | half);
}

static void st_halves_to_floats(int64_t n, float *out, const uint16_t *a) {
  int64_t i = 0;
#if ST_ISA_LEVEL == ST_AVX512
  for (; i + 16 <= n; i += 16) _mm512_storeu_ps(out + i, _mm512_cvtph_ps(_mm256_loadu_si256((const __m256i *)(a + i))));
#elif ST_ISA_LEVEL == ST_AVX2
  for (; i + 8 <= n; i += 8) _mm256_storeu_ps(out + i, _mm256_cvtph_ps(_mm_loadu_si128((const __m128i *)(a + i))));
#endif
  for (; i < n; i++) out[i] = st_half_value(a[i]);
}

static void st_floats_to_halves(int64_t n, uint16_t *out, const float *a) {
  int64_t i = 0;
#if ST_ISA_LEVEL == ST_AVX512
  for (; i + 16 <= n; i += 16) _mm256_storeu_si256((__m256i *)(out + i), _mm512_cvtps_ph(_mm512_loadu_ps(a + i), 0));
#elif ST_ISA_LEVEL == ST_AVX2
  for (; i + 8 <= n; i += 8) _mm_storeu_si128((__m128i *)(out + i), _mm256_cvtps_ph(_mm256_loadu_ps(a + i), 0));
#endif
  for (; i < n; i++) out[i] = st_half_bits(a[i]);
}
#endif
