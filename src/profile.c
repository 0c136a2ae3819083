/*-------------------------------------------------------------------------
 *
 * profile.c
 *		How alike two profiles are: distance, correlation, and where a
 *		distance comes from.
 *
 * For goals i with ratings x_i and y_i, d = x - y and Sx = sqrt(SUM (x - mean
 * x)^2), Cronbach and Gleser (1953, Psychological Bulletin 50:456-473) split
 * the squared distance exactly:
 *
 *		D^2 = SUM d^2 = n (mean d)^2 + (Sx - Sy)^2 + 2 (Sx Sy - Sxy)
 *						elevation	   scatter		 shape
 *
 * The correlation Q sees the shape alone, the double-entry intraclass
 * correlation (McCrae 2008; Furr 2010) all three.
 *
 * Sums of squares about the mean are kept and updated (Youngs and Cramer 1971;
 * Chan, Golub and LeVeque 1983 for the merge), as core's corr() does, with two
 * things more. Values are counted from the first row's, so that adding 1e9 to
 * every rating changes no digit. And the moments of d stand beside those of x
 * and y, because two profiles that nearly agree leave nothing of D^2 = Sxx +
 * Syy - 2 Sxy once it is subtracted.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include <float.h>

#include "gmalign.h"

PG_FUNCTION_INFO_V1(gmalign_profile_accum);
PG_FUNCTION_INFO_V1(gmalign_profile_distance_of);
PG_FUNCTION_INFO_V1(gmalign_profile_correlation_of);
PG_FUNCTION_INFO_V1(gmalign_profile_icc_of);
PG_FUNCTION_INFO_V1(gmalign_profile_elevation_of);
PG_FUNCTION_INFO_V1(gmalign_profile_scatter_of);
PG_FUNCTION_INFO_V1(gmalign_profile_shape_of);
PG_FUNCTION_INFO_V1(gmalign_profile_n_of);

/*
 * The state, as it lies in the array. Sums are of values less the first
 * row's; sums of squares and products are about the mean. sds is that of d
 * and x + y, which is Sxx - Syy without the subtraction.
 */
typedef struct Profile
{
	double		tag;
	double		n;
	double		x0;
	double		y0;
	double		x;
	double		y;
	double		d;
	double		sxx;
	double		syy;
	double		sxy;
	double		sdd;
	double		sds;
} Profile;

static bool profile_is_good(const void *state);
static void profile_merge(void *into, const void *from);

const GmaFamily gma_profile_family = {
	.name = "profile",
	.tag = 301,
	.length = sizeof(Profile) / sizeof(double),
	.is_good = profile_is_good,
	.merge = profile_merge,
};

/* No square or product is negative, infinite or NaN. */
static inline bool
squares_are_finite(const Profile *p)
{
	return isfinite(p->sxx + p->syy + p->sdd + fabs(p->sxy) + fabs(p->sds));
}

/*
 * x and y as seen from the state's first row, and the difference of the two,
 * to one rounding each: what x - x0 and y - y0 lose is not lost to d.
 */
static inline void
from_first_row(const Profile *p, double x, double y,
			   double *dx, double *dy, double *dd)
{
	double		lost_x = 0;
	double		lost_y = 0;

	*dx = x;
	gma_two_sum(dx, &lost_x, -p->x0);
	*dy = y;
	gma_two_sum(dy, &lost_y, -p->y0);
	*dd = (*dx - *dy) + (lost_x - lost_y);
}

/* What a deviation (x, y, d) adds to the squares and products. */
static inline void
add_squares(Profile *p, double x, double y, double d, double divisor)
{
	p->sxx += x * x / divisor;
	p->syy += y * y / divisor;
	p->sxy += x * y / divisor;
	p->sdd += d * d / divisor;
	p->sds += d * (x + y) / divisor;
	if (unlikely(!squares_are_finite(p)))
		gma_fail_overflow();
}

static void
profile_add(Profile *p, double x, double y)
{
	double		dx;
	double		dy;
	double		dd;

	p->n += 1;
	if (p->n == 1)
	{
		p->x0 = x;
		p->y0 = y;
		if (unlikely(!isfinite(x - y)))
			gma_fail_overflow();
		return;
	}
	from_first_row(p, x, y, &dx, &dy, &dd);
	p->x += dx;
	p->y += dy;
	p->d += dd;
	add_squares(p, p->n * dx - p->x, p->n * dy - p->y, p->n * dd - p->d,
				p->n * (p->n - 1));
}

static void
profile_merge(void *into, const void *from)
{
	Profile    *a = into;
	const Profile *b = from;
	double		dx;
	double		dy;
	double		dd;
	double		n = a->n + b->n;

	if (b->n == 0)
		return;
	if (a->n == 0)
	{
		*a = *b;
		return;
	}
	from_first_row(a, b->x0, b->y0, &dx, &dy, &dd);
	a->sxx += b->sxx;
	a->syy += b->syy;
	a->sxy += b->sxy;
	a->sdd += b->sdd;
	a->sds += b->sds;
	/* the distance between the two means */
	add_squares(a, b->x / b->n - a->x / a->n + dx,
				b->y / b->n - a->y / a->n + dy,
				b->d / b->n - a->d / a->n + dd,
				n / (a->n * b->n));
	a->x += b->x + b->n * dx;
	a->y += b->y + b->n * dy;
	a->d += b->d + b->n * dd;
	a->n = n;
}

/* Sx * Sy; exact for a perfect square, and nothing overflows or vanishes */
static double
spread_product(const Profile *p)
{
	double		product = p->sxx * p->syy;

	if (product > DBL_MIN && product <= DBL_MAX)
		return sqrt(product);
	return sqrt(p->sxx) * sqrt(p->syy);
}

/*
 * Could these be the moments of n rows? What passes gives results in their
 * range: the counts and squares are such, and the identities that bind the
 * squares hold up to rounding.
 */
static bool
profile_is_good(const void *state)
{
	const Profile *p = state;
	double		slack = 1e-6 * (p->sxx + p->syy) + 1e-300;

	if (!(p->n >= 0 && p->n <= GMA_MAX_N && p->n == floor(p->n) &&
		  isfinite(p->x0 - p->y0) && isfinite(p->x) && isfinite(p->y) &&
		  isfinite(p->d) && p->sxx >= 0 && p->syy >= 0 && p->sdd >= 0 &&
		  squares_are_finite(p)))
		return false;
	if (p->n < 2)
		return p->x == 0 && p->y == 0 && p->d == 0 && p->sxx == 0 &&
			p->syy == 0 && p->sxy == 0 && p->sdd == 0 && p->sds == 0;
	return fabs(p->sxy) <= spread_product(p) + slack &&
		fabs(p->sds - (p->sxx - p->syy)) <= slack &&
		fabs(p->sdd / 4 - (p->sxx / 4 - p->sxy / 2 + p->syy / 4)) <= slack;
}

/*
 * profile_accum(state, x, y): one goal. Strict, so a goal with an unknown
 * rating is skipped.
 */
Datum
gmalign_profile_accum(PG_FUNCTION_ARGS)
{
	double		x = PG_GETARG_FLOAT8(1);
	double		y = PG_GETARG_FLOAT8(2);
	ArrayType  *array;

	gma_check_finite("x", x);
	gma_check_finite("y", y);
	array = gma_state_for_update(fcinfo, &gma_profile_family);
	profile_add((Profile *) ARR_DATA_PTR(array), x, y);
	PG_RETURN_ARRAYTYPE_P(array);
}

static const Profile *
read_profile(FunctionCallInfo fcinfo)
{
	return gma_state_get(fcinfo, &gma_profile_family);
}

static double
mean_difference(const Profile *p)
{
	return (p->x0 - p->y0) + p->d / p->n;
}

/* Sx - Sy; the squares' difference is sds, so nothing cancels */
static double
scatter_difference(const Profile *p)
{
	double		sum = sqrt(p->sxx) + sqrt(p->syy);

	return sum > 0 ? p->sds / sum : 0;
}

static Datum
finite_result(double value)
{
	if (unlikely(!isfinite(value)))
		gma_fail_overflow();
	return Float8GetDatum(value);
}

/* profile_distance_of(state): D = sqrt(SUM d^2) */
Datum
gmalign_profile_distance_of(PG_FUNCTION_ARGS)
{
	const Profile *p = read_profile(fcinfo);

	if (p->n == 0)
		PG_RETURN_NULL();
	return finite_result(hypot(sqrt(p->n) * mean_difference(p), sqrt(p->sdd)));
}

/*
 * profile_correlation_of(state): Pearson's Q. Two points always lie on a
 * line, so fewer than three say nothing; nor does a flat profile.
 */
Datum
gmalign_profile_correlation_of(PG_FUNCTION_ARGS)
{
	const Profile *p = read_profile(fcinfo);

	if (p->n < 3 || p->sxx == 0 || p->syy == 0)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(gma_clamp(p->sxy / spread_product(p), -1, 1));
}

/*
 * profile_icc_of(state): Pearson's correlation over every pair entered twice,
 * as (x, y) and (y, x). Both columns then share the mean of all ratings, from
 * which x and y stand mean d / 2 away.
 */
Datum
gmalign_profile_icc_of(PG_FUNCTION_ARGS)
{
	const Profile *p = read_profile(fcinfo);
	double		apart;
	double		total;

	if (p->n < 2)
		PG_RETURN_NULL();
	apart = p->n * mean_difference(p) * (mean_difference(p) / 2);
	total = p->sxx + p->syy + apart;
	if (unlikely(!isfinite(total)))
		gma_fail_overflow();
	if (total == 0)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(gma_clamp((2 * p->sxy - apart) / total, -1, 1));
}

/* profile_elevation_of(state): the part of D^2 from different means */
Datum
gmalign_profile_elevation_of(PG_FUNCTION_ARGS)
{
	const Profile *p = read_profile(fcinfo);

	if (p->n == 0)
		PG_RETURN_NULL();
	return finite_result(p->n * mean_difference(p) * mean_difference(p));
}

/* profile_scatter_of(state): the part of D^2 from different spread */
Datum
gmalign_profile_scatter_of(PG_FUNCTION_ARGS)
{
	const Profile *p = read_profile(fcinfo);

	if (p->n == 0)
		PG_RETURN_NULL();
	return finite_result(scatter_difference(p) * scatter_difference(p));
}

/*
 * profile_shape_of(state): the part of D^2 from different ups and downs. Of
 * the two forms the one that subtracts the smaller numbers.
 */
Datum
gmalign_profile_shape_of(PG_FUNCTION_ARGS)
{
	const Profile *p = read_profile(fcinfo);
	double		product;
	double		scatter;

	if (p->n == 0)
		PG_RETURN_NULL();
	product = spread_product(p);
	scatter = scatter_difference(p) * scatter_difference(p);
	return finite_result(fmax(p->sdd < product ? p->sdd - scatter :
							  2 * (product - p->sxy), 0));
}

/* profile_n_of(state): goals used */
Datum
gmalign_profile_n_of(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT64((int64) read_profile(fcinfo)->n);
}
