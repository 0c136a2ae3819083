/*-------------------------------------------------------------------------
 *
 * math_core.h
 *		The formulas themselves, without PostgreSQL.
 *
 * Nothing here allocates, raises an error or knows a Datum, so that it can be
 * reasoned about, fuzzed and unit-tested alone.
 *
 *-------------------------------------------------------------------------
 */
#ifndef GMALIGN_MATH_CORE_H
#define GMALIGN_MATH_CORE_H

#include <math.h>
#include <stdbool.h>
#include <stddef.h>

/*
 * A compensated sum: hi carries the running sum, lo what rounding lost.
 * Two adjacent doubles, so that an array state can hold it as it is.
 */
typedef struct GmaSum
{
	double		hi;
	double		lo;
} GmaSum;

/*
 * Add x, keeping the rounding error (Knuth's branch-free two-sum). The total
 * hi + lo is then good to about one ulp whatever the order of the additions,
 * which is what lets us promise the same score for any split of the rows.
 * An overflow leaves hi infinite; callers test that.
 */
static inline void
gma_sum_add(GmaSum *sum, double x)
{
	double		s = sum->hi + x;
	double		b = s - sum->hi;

	sum->lo += (sum->hi - (s - b)) + (x - b);
	sum->hi = s;
}

static inline void
gma_sum_merge(GmaSum *sum, const GmaSum *other)
{
	gma_sum_add(sum, other->hi);
	sum->lo += other->lo;
}

static inline double
gma_sum_value(const GmaSum *sum)
{
	return sum->hi + sum->lo;
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

/* what one (expectancy, instrumentality, valence) triple adds; see .c */
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

extern void gma_force_terms(double e, double i, double v,
	double terms[GMA_FORCE_NSUMS]);

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
