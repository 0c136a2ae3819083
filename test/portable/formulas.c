/*
 * The formulas that include nothing of PostgreSQL, over numbers of a generator:
 * what is printed is the same on every machine (tools/portable compares).
 */
#include "arrangement.h"
#include "asked_core.h"
#include "chance_core.h"
#include "distribution.h"
#include "math_core.h"
#include "normal.h"
#include "surface_math.h"

#include <stdio.h>

static uint64_t seed = 42;

static double
uniform(void)
{
	seed = gma_mix(seed);
	return (double) (seed >> 11) / 9007199254740992.0;
}

int
main(void)
{
	double		hi[GMA_SURFACE_SUMS] = {0},
				lo[GMA_SURFACE_SUMS] = {0};
	GmaSurfaceFit fit;
	GmaSum		sum = {0};

	for (int i = 0; i < 200; i++)
	{
		double		x[8],
					y[8];
		uint32_t	rank[8];

		/* one after the other: arguments of one call have no order */
		printf("%.12g", gma_chi2_upper(20 * uniform(), 1 + i % 7));
		printf(" %.12g", gma_t_two_sided(4 * uniform(), 1 + i));
		printf(" %.12g", gma_f_upper(5 * uniform(), 1 + i % 5, 3 + i));
		printf(" %.12g", gma_normal_upper_quantile(.001 + .998 * uniform()));
		printf(" %.12g", gma_t_limit(.95, 1 + i));
		for (int k = 0; k < 8; k++)
		{
			x[k] = rint(5 * uniform());
			y[k] = uniform();
			rank[k] = k;
			gma_sum_add(&sum, (uniform() - .5) * pow(10, k));
		}
		gma_draw(rank, 8, 8, &seed);
		for (int k = 0; k < 8; k++)
			printf(" %u", (unsigned) rank[k]);
		printf(" %.12g %.12g", gma_expected_overlap(x, 8, y, 8), (double) gma_asked_errors(gma_mix(i))[i % GMA_ASKED]);
		for (int k = 0; k < 3; k++)
			y[k] = uniform();
		gma_surface_add(hi, lo, y[0], y[1], y[2]);
		printf(" %.17g\n", gma_sum_value(&sum));
	}
	if (gma_surface_fit(200, hi, lo, &fit))
		for (int k = 0; k < GMA_SURFACE_B; k++)
			printf("%.10g %.10g\n", fit.b[k], fit.covariance[k][k]);
	return 0;
}
