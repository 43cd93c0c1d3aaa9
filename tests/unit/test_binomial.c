// SPDX-License-Identifier: GPL-3.0-or-later
// Limits of chance against tables, against each other and against plain sums.
#include "model/binomial.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void assert_near(double value, double expected, double within)
{
  if (!(fabs(value - expected) <= within))
    fail_msg("%.10f is not %.10f", value, expected);
}

// By adding up, in long double.
static double sum_cdf(int k, int n, double p)
{
  long double term = powl(1 - (long double)p, n), sum = 0;
  for (int i = 0; i <= k && i <= n; i++) {
    sum += term;
    term = term * (n - i) / (i + 1) * ((long double)p / (1 - (long double)p));
  }
  return (double)sum;
}

static void distribution_is_that_of_tables(void **unused)
{
  (void)unused;
  assert_near(binomial_cdf(5, 10, 0.5), 0.623046875, 1e-12);
  assert_near(binomial_cdf(2, 20, 0.1), 0.6769268, 5e-8);
  assert_near(binomial_cdf(0, 5, 0.25), 0.2373046875, 1e-12);
  assert_near(binomial_cdf(-1, 5, 0.25), 0, 0);
  assert_near(binomial_cdf(5, 5, 0.25), 1, 0);
  for (int n = 1; n < 120; n += 7) {
    for (double p = 0.01; p < 1; p += 0.07) {
      for (int k = 0; k <= n; k++)
        assert_near(binomial_cdf(k, n, p), sum_cdf(k, n, p), 1e-11);
    }
  }
}

// Clopper-Pearson, 95 %: 10 of 100, 5 of 10, 0 and 10 of 10 as printed in textbooks.
static void intervals_are_those_of_textbooks(void **unused)
{
  (void)unused;
  const RateInterval tenth = clopper_pearson(10, 100, 0.025), half = clopper_pearson(5, 10, 0.025),
                     none = clopper_pearson(0, 10, 0.025), all = clopper_pearson(10, 10, 0.025);
  assert_near(tenth.low, 0.0490, 5e-5);
  assert_near(tenth.high, 0.1762, 5e-5);
  assert_near(half.low, 0.1871, 5e-5);
  assert_near(half.high, 0.8129, 5e-5);
  assert_near(none.low, 0, 0);
  assert_near(none.high, 1 - pow(0.025, 0.1), 1e-9); // 0.3085
  assert_near(all.low, pow(0.025, 0.1), 1e-9);
  assert_near(all.high, 1, 0);
  const RateInterval nothing = clopper_pearson(0, 0, 0.025);
  assert_near(nothing.low, 0, 0);
  assert_near(nothing.high, 1, 0);
}

// The p-chart of the juice cans (Montgomery, Introduction to Statistical Quality Control): mean 0.2313, samples of 50,
// limits of three sigma 0.0524 and 0.4102, that is 2.6 and 20.5 cans. Exact limits lie higher, as the tail is longer above.
static void limits_meet_the_textbook_chart(void **unused)
{
  (void)unused;
  const CountLimits limits = binomial_limits(50, 0.2313, THREE_SIGMA_TAIL);
  assert_true(limits.lower == 3 || limits.lower == 4);
  assert_true(limits.upper == 21 || limits.upper == 22);
  const CountLimits many = binomial_limits(10000, 0.5, THREE_SIGMA_TAIL); // where both agree
  assert_in_range(many.lower, 4849, 4851);
  assert_in_range(many.upper, 5149, 5151);
}

static void limits_leave_out_what_they_say(void **unused)
{
  (void)unused;
  for (int n = 0; n <= 60; n++) {
    for (double p = 0; p <= 1; p += 0.05) {
      const CountLimits limits = binomial_limits(n, p, THREE_SIGMA_TAIL);
      assert_true(0 <= limits.lower && limits.lower <= limits.upper && limits.upper <= n);
      assert_true(limits.lower == 0 || binomial_cdf(limits.lower - 1, n, p) <= THREE_SIGMA_TAIL);
      assert_true(1 - binomial_cdf(limits.upper, n, p) <= THREE_SIGMA_TAIL + 1e-12);
      assert_true(limits.upper == limits.lower ||
                  1 - binomial_cdf(limits.upper - 1, n, p) > THREE_SIGMA_TAIL);
    }
  }
  // With five visits and one in ten missed, three sigma say 2.5; chance alone gives three once in a hundred weeks.
  assert_int_equal(binomial_limits(5, 0.1, THREE_SIGMA_TAIL).upper, 3);
}

// The lady tasting tea: three or more of four right by chance in 17 of 70 cases.
static void exact_test_is_fishers(void **unused)
{
  (void)unused;
  assert_near(fisher_at_most(1, 4, 3, 4), 17.0 / 70, 1e-12);
  assert_near(fisher_at_most(4, 4, 0, 4), 1, 1e-12);
  assert_near(fisher_at_most(0, 4, 4, 4), 1.0 / 70, 1e-12);
  assert_near(fisher_at_most(0, 0, 4, 4), 1, 1e-12);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(distribution_is_that_of_tables), cmocka_unit_test(intervals_are_those_of_textbooks),
      cmocka_unit_test(limits_meet_the_textbook_chart), cmocka_unit_test(limits_leave_out_what_they_say),
      cmocka_unit_test(exact_test_is_fishers),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
