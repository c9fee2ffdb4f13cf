/* Ends one element type, so that the next can be defined. */
#undef SUFFIX
#undef REAL
#undef UREAL
#undef VEC
#undef UVEC
#undef CPX
#undef LANES
#undef FMA
#undef STREAM
#undef BROADCAST
#undef AT
