#ifndef METRICS_H
#define METRICS_H
/* The sums of absolute differences of every row of x to every row of y. */
void cityblock(int n, int m, int features, const double *x, const double *y, double *d);
/* The same with the square root of the sum of squares. */
void euclidean(int n, int m, int features, const double *x, const double *y, double *d);
#endif
