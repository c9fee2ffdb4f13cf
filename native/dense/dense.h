/* Our own LU and Cholesky factors, for machines without LAPACK: recursive, so that nearly all of the work is matrix products. */
#ifndef STRIDED_DENSE_H
#define STRIDED_DENSE_H
#include "../strided.h"

/* The entries of those names, for all four dtypes. */
int st_dense_lu(const st_call *call);
int st_dense_solve(const st_call *call);
int st_dense_cholesky(const st_call *call);
#endif
