// SPDX-License-Identifier: GPL-3.0-or-later
// The distribution function is the incomplete beta function, by its continued fraction (Abramowitz and Stegun 26.5.8)
// evaluated after Lentz: some tens of terms whatever n. Limits and intervals are found by bisection on it.
#include "model/binomial.h"

#include <glib.h>
#include <math.h>

enum { TERMS = 2000, HALVINGS = 60 };

// lgamma() writes a global; this one is safe in threads.
static double log_gamma(double x)
{
  int sign;
  return lgamma_r(x, &sign);
}

static double beta_fraction(double x, double a, double b)
{
  const double tiny = 1e-300;
  double c = 1, d = 1 - (a + b) * x / (a + 1);
  d = 1 / (fabs(d) < tiny ? tiny : d);
  double value = d;
  for (int m = 1; m <= TERMS; m++) {
    for (int odd = 0; odd < 2; odd++) {
      const double term = odd ? -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
                              : m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
      d = 1 + term * d;
      d = 1 / (fabs(d) < tiny ? tiny : d);
      c = 1 + term / c;
      c = fabs(c) < tiny ? tiny : c;
      value *= c * d;
      if (odd && fabs(c * d - 1) < 1e-15)
        return value;
    }
  }
  return value;
}

// I_x(a, b)
static double incomplete_beta(double x, double a, double b)
{
  if (x <= 0 || x >= 1)
    return x <= 0 ? 0 : 1;
  const double front = exp(log_gamma(a + b) - log_gamma(a) - log_gamma(b) + a * log(x) + b * log1p(-x));
  if (x < (a + 1) / (a + b + 2))
    return front * beta_fraction(x, a, b) / a;
  return 1 - front * beta_fraction(1 - x, b, a) / b;
}

double binomial_cdf(int k, int n, double p)
{
  if (k < 0 || k >= n)
    return k < 0 ? 0 : 1;
  return incomplete_beta(1 - p, n - k, k + 1);
}

CountLimits binomial_limits(int n, double p, double tail)
{
  int low = 0, high = n; // least k with P(X <= k) > tail
  while (low < high) {
    const int middle = low + (high - low) / 2;
    if (binomial_cdf(middle, n, p) > tail)
      high = middle;
    else
      low = middle + 1;
  }
  CountLimits limits = {.lower = low};
  for (high = n; low < high;) { // least k with P(X > k) <= tail
    const int middle = low + (high - low) / 2;
    if (1 - binomial_cdf(middle, n, p) <= tail)
      high = middle;
    else
      low = middle + 1;
  }
  limits.upper = low;
  return limits;
}

// The rate at which k or fewer of n have that probability.
static double rate_of_cdf(int k, int n, double probability)
{
  double low = 0, high = 1;
  for (int i = 0; i < HALVINGS; i++) {
    const double middle = (low + high) / 2;
    if (binomial_cdf(k, n, middle) > probability)
      low = middle;
    else
      high = middle;
  }
  return (low + high) / 2;
}

RateInterval clopper_pearson(int k, int n, double tail)
{
  RateInterval interval = {0, 1};
  if (n > 0 && k > 0)
    interval.low = rate_of_cdf(k - 1, n, 1 - tail);
  if (n > 0 && k < n)
    interval.high = rate_of_cdf(k, n, tail);
  return interval;
}

static double log_choose(int n, int k)
{
  return log_gamma(n + 1) - log_gamma(k + 1) - log_gamma(n - k + 1);
}

double fisher_at_most(int k1, int n1, int k2, int n2)
{
  const int happened = k1 + k2;
  const double all = log_choose(n1 + n2, happened);
  double sum = 0;
  for (int k = MAX(0, happened - n2); k <= k1; k++)
    sum += exp(log_choose(n1, k) + log_choose(n2, happened - k) - all);
  return MIN(1, sum);
}
