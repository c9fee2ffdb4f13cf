#include "metrics.h"
#include <math.h>

void cityblock(int n, int m, int features, const double *x, const double *y, double *d)
{
#pragma omp parallel for
    for (int i = 0; i < n; i++)
        for (int j = 0; j < m; j++) {
            double total = 0;
            for (int k = 0; k < features; k++) total += fabs(x[i * features + k] - y[j * features + k]);
            d[(long)i * m + j] = total;
        }
}

void euclidean(int n, int m, int features, const double *x, const double *y, double *d)
{
#pragma omp parallel for
    for (int i = 0; i < n; i++)
        for (int j = 0; j < m; j++) {
            double total = 0;
            for (int k = 0; k < features; k++) {
                double difference = x[i * features + k] - y[j * features + k];
                total += difference * difference;
            }
            d[(long)i * m + j] = sqrt(total);
        }
}
