/*-------------------------------------------------------------------------
 *
 * distribution.c
 *		Tails of the chi-square, t and F distributions, without PostgreSQL.
 *
 * The libraries that have them are under licences that would become ours (GSL,
 * R's) or bring a second language (Boost). The methods are textbook: the
 * incomplete gamma function by its series or continued fraction, the
 * incomplete beta function by its continued fraction (Abramowitz and Stegun
 * 1964, 6.5.29, 6.5.31, 26.5.8), both evaluated by Lentz's algorithm. All are
 * tails, so that a p-value of 1e-200 is as good as one of .05.
 *
 *-------------------------------------------------------------------------
 */
#include "distribution.h"

#include <float.h>
#include <math.h>

#define PRECISION 1e-16
#define TINY 1e-300
#define MAX_TERMS 100000

/*
 * ln Gamma(x + a) - ln Gamma(x) is wanted where both are huge and nearly the
 * same. The error of Stirling's formula is small and smooth: ln Gamma(x) =
 * (x - 1/2) ln x - x + ln(2 pi) / 2 + stirling_rest(x).
 */
static double
stirling_rest(double x)
{
	double		r = 1 / (x * x);

	return (1.0 / 12 - r * (1.0 / 360 - r * (1.0 / 1260 - r * (1.0 / 1680)))) /
		x;
}

/* ln B(a, b), also where a or b is large */
static double
log_beta(double a, double b)
{
	double		small = fmin(a, b);
	double		large = fmax(a, b);

	if (large < 20)
		return lgamma(small) + lgamma(large) - lgamma(small + large);
	if (small < 20)
		/* ln Gamma(small) + ln Gamma(large) - ln Gamma(large + small) */
		return lgamma(small) + stirling_rest(large) -
			stirling_rest(large + small) -
			(large + small - 0.5) * log1p(small / large) -
			small * log(large) + small;
	return 0.5 * log(2 * M_PI) + stirling_rest(small) +
		stirling_rest(large) - stirling_rest(small + large) -
		0.5 * log(large) + (small - 0.5) * log(small / (small + large)) -
		large * log1p(small / large);
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

/* I_x(a, b), the regularized incomplete beta function, for x below its mean */
static double
beta_fraction(double a, double b, double x, double y)
{
	/* y = 1 - x is passed so that it is exact where x is near 1 */
	double		front = exp(a * log(x) + b * log(y) - log_beta(a, b)) / a;
	double		c = 1;
	double		d = 1 - (a + b) * x / (a + 1);
	double		f;

	if (fabs(d) < TINY)
		d = TINY;
	d = 1 / d;
	f = d;
	for (int m = 1; m < MAX_TERMS; m++)
	{
		double		step;

		f *= lentz(&c, &d, m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
				   1);
		step = lentz(&c, &d,
					 -(a + m) * (a + b + m) * x /
					 ((a + 2 * m) * (a + 2 * m + 1)), 1);
		f *= step;
		if (fabs(step - 1) < PRECISION)
			break;
	}
	return front * f;
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

/* P(X > x) for a chi-square variable with df > 0 degrees of freedom */
double
gma_chi2_upper(double x, double df)
{
	double		a = df / 2;
	double		front;

	x /= 2;
	if (x <= 0)
		return 1;
	front = exp(-x + a * log(x) - lgamma(a));
	if (x < a + 1)
	{
		/* the lower tail by its series */
		double		term = 1 / a;
		double		sum = term;

		for (int n = 1; n < MAX_TERMS && term > sum * PRECISION; n++)
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
			if (fabs(step - 1) < PRECISION)
				break;
		}
		return front * f;
	}
}

/* P(|T| > |t|) for Student's t with df > 0 degrees of freedom */
double
gma_t_two_sided(double t, double df)
{
	double		square = t * t;

	return incomplete_beta(df / 2, 0.5, df / (df + square),
						   square / (df + square));
}

/* P(F > f) for an F variable with df1, df2 > 0 degrees of freedom */
double
gma_f_upper(double f, double df1, double df2)
{
	if (f <= 0)
		return 1;
	return incomplete_beta(df2 / 2, df1 / 2, df2 / (df2 + df1 * f),
						   df1 * f / (df2 + df1 * f));
}
