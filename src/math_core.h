/*-------------------------------------------------------------------------
 *
 * math_core.h
 *		The formulas of alignment and force, and compensated sums, without
 *		PostgreSQL.
 *
 * Nothing here allocates, raises an error or knows a Datum, so that it can be
 * reasoned about, fuzzed and unit-tested alone. The same holds for
 * surface_math.c with double_double.h, for distribution.c and for normal.c:
 * beside each other's headers these include C's own only.
 *
 *-------------------------------------------------------------------------
 */
#ifndef GMALIGN_MATH_CORE_H
#define GMALIGN_MATH_CORE_H

#include <math.h>
#include <stdbool.h>
#include <stddef.h>

/*
 * A compensated sum in two doubles: hi is the running sum, lo what rounding
 * lost on the way. Adds x by Knuth's two-sum, which has no branch, so that a
 * compiler can add many sums at once. hi + lo is good to about one ulp
 * whatever the order of the additions, which is what lets us promise the same
 * score for any split of the rows. An overflow leaves hi infinite; callers
 * test that.
 */
static inline void
gma_two_sum(double *hi, double *lo, double x)
{
	double		s = *hi + x;
	double		b = s - *hi;

	*lo += (*hi - (s - b)) + (x - b);
	*hi = s;
}

typedef struct GmaSum
{
	double		hi;
	double		lo;
} GmaSum;

static inline void
gma_sum_add(GmaSum *sum, double x)
{
	gma_two_sum(&sum->hi, &sum->lo, x);
}

static inline double
gma_sum_value(const GmaSum *sum)
{
	return sum->hi + sum->lo;
}

/* closer than this, two scores are a tie: the order of the rows may differ */
#define GMA_TIE 1e-12

/*
 * What is compared for a name, a place or a band is rounded to 12 decimals
 * first, which makes an order of it whatever rounding did before: equal ones
 * are equal, one that meets a threshold exactly meets it, and what is only
 * rounding is nothing. Beyond 4096 a double has no more decimals than that.
 */
static inline double
gma_rounded(double value)
{
	return fabs(value) < 4096 ? rint(value * 1e12) / 1e12 : value;
}

/*
 * What is shown: a number of 12 decimals at most where rounding left it beside
 * one, such as 1.0000000000000002 or -1.1e-16, else as it is.
 */
static inline double
gma_shown(double value)
{
	double		rounded = gma_rounded(value);

	return fabs(value - rounded) <= 4e-16 * fmax(1, fabs(value)) ? rounded : value;
}

/* x clamped to [low, high] */
static inline double
gma_clamp(double x, double low, double high)
{
	return x < low ? low : (x > high ? high : x);
}

/* why two priorities for one goal differ */
typedef enum GmaLossKind
{
	GMA_LOSS_OPPOSED,			/* the signs differ */
	GMA_LOSS_UNSHARED,			/* one side is 0 */
	GMA_LOSS_STRENGTH			/* same sign, other weight */
} GmaLossKind;

/*
 * The kind of the loss between x and y. Two zeros lose nothing; they are
 * called STRENGTH, where the loss |x - y| = 0 changes no sum.
 */
static inline GmaLossKind
gma_loss_kind(double x, double y)
{
	if ((x > 0 && y < 0) || (x < 0 && y > 0))
		return GMA_LOSS_OPPOSED;
	if ((x == 0) != (y == 0))
		return GMA_LOSS_UNSHARED;
	return GMA_LOSS_STRENGTH;
}

extern const char *gma_loss_kind_name(GmaLossKind kind);

/* the sums of the force family, see gma_force_terms */
enum
{
	GMA_FORCE_SUM,				/* E*I*V */
	GMA_FORCE_GROSS,			/* |E*I*V| */
	GMA_FORCE_COST,				/* V < 0: E * I+ * |V| */
	GMA_FORCE_E,				/* E */
	GMA_FORCE_I,				/* I */
	GMA_FORCE_V,				/* V */
	GMA_FORCE_ABS_V,			/* |V| */
	GMA_FORCE_VP,				/* V+ */
	GMA_FORCE_IVP,				/* I * V+ */
	GMA_FORCE_IP,				/* I+ */
	GMA_FORCE_IPV,				/* I+ * V */
	GMA_FORCE_GAIN_E,			/* (1 - E) * I*V */
	GMA_FORCE_GAIN_I,			/* V > 0: E(1-I)V; V < 0: E * I+ * |V| */
	GMA_FORCE_GAIN_V,			/* I > 0: E*I*(1[V >= 0] - V) */
	GMA_FORCE_NSUMS
};

/*
 * What one outcome adds to each sum of the force family.
 *
 * e: expectancy in [0,1], the chance that effort brings the performance;
 * i: instrumentality in [-1,1], how far performance brings the outcome;
 * v: valence in [-1,1], how much the person wants it (Vroom 1964; the force
 * on an act is the sum over outcomes of E * I * V). X+ stands for max(X, 0).
 *
 * The gains say how much the force would rise if one link alone stood at its
 * best: expectancy at 1; instrumentality at 1 for what is wanted and at most
 * 0 for what is not; valence at 1, or at 0 where it is negative, for outcomes
 * that do follow.
 */
static inline void
gma_force_terms(double e, double i, double v, double terms[GMA_FORCE_NSUMS])
{
	double		ip = i > 0 ? i : 0;
	double		vp = v > 0 ? v : 0;
	double		vn = vp - v;	/* |V| where V < 0 */
	double		iv = i * v;
	double		eiv = e * iv;
	double		cost = e * ip * vn;

	terms[GMA_FORCE_SUM] = eiv;
	terms[GMA_FORCE_GROSS] = fabs(eiv);
	terms[GMA_FORCE_COST] = cost;
	terms[GMA_FORCE_E] = e;
	terms[GMA_FORCE_I] = i;
	terms[GMA_FORCE_V] = v;
	terms[GMA_FORCE_ABS_V] = fabs(v);
	terms[GMA_FORCE_VP] = vp;
	terms[GMA_FORCE_IVP] = i * vp;
	terms[GMA_FORCE_IP] = ip;
	terms[GMA_FORCE_IPV] = ip * v;
	terms[GMA_FORCE_GAIN_E] = (1 - e) * iv;
	terms[GMA_FORCE_GAIN_I] = e * (1 - i) * vp + cost;
	terms[GMA_FORCE_GAIN_V] = e * ip * ((v >= 0 ? 1 : 0) - v);
}

/* the three links of one person's act, and the lowest */
typedef struct GmaLinks
{
	double		value[3];		/* expectancy, instrumentality, valence */
	bool		defined[3];
	int			weakest;		/* index into value */
} GmaLinks;

extern void gma_force_links(const double sums[GMA_FORCE_NSUMS], double n,
							GmaLinks *links);
extern const char *gma_link_name(int link);

extern double gma_expected_overlap(double *x, size_t nx, double *y, size_t ny);

#endif							/* GMALIGN_MATH_CORE_H */
