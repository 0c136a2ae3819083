/*-------------------------------------------------------------------------
 *
 * normal.c
 *		Quantiles of the normal distribution, without PostgreSQL.
 *
 * PostgreSQL draws normal numbers but has no quantile; C has erfc, which is
 * the tail to full precision. So the quantile is found where erfc has the
 * tail asked for, from a start good to 4.5e-4 (Abramowitz and Stegun 1964,
 * 26.2.23) by Halley's rule, which triples the correct digits at every step.
 *
 *-------------------------------------------------------------------------
 */
#include "normal.h"

#include <math.h>

/* z with P(Z > z) = p, for p in (0, 1) */
double
gma_normal_upper_quantile(double p)
{
	double		t;
	double		z;

	if (p > 0.5)
		return -gma_normal_upper_quantile(1 - p);
	t = sqrt(-2 * log(p));
	z = t - (2.515517 + t * (0.802853 + t * 0.010328)) /
		(1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
	for (int i = 0; i < 3; i++)
	{
		double		density = exp(-z * z / 2) / sqrt(2 * M_PI);
		double		step = (erfc(z / M_SQRT2) / 2 - p) / density;

		z += step / (1 - z * step / 2);
	}
	return z;
}

/* how many standard errors a two-sided limit lies from its estimate */
double
gma_normal_limit(double conf_level)
{
	return gma_normal_upper_quantile((1 - conf_level) / 2);
}
