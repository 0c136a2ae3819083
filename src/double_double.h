/*-------------------------------------------------------------------------
 *
 * double_double.h
 *		Arithmetic with twice the digits of a double, without PostgreSQL.
 *
 * A number is the unevaluated sum of two doubles, the second at most half an
 * ulp of the first: some 32 digits (Dekker 1971; Hida, Li and Bailey 2001).
 * Plain C, because neither long double nor __float128 is the same everywhere,
 * and without fma(), which is a function call on a portable build.
 *
 *-------------------------------------------------------------------------
 */
#ifndef GMALIGN_DOUBLE_DOUBLE_H
#define GMALIGN_DOUBLE_DOUBLE_H

typedef struct GmaDD
{
	double		hi;
	double		lo;
} GmaDD;

static inline GmaDD
gma_dd(double hi, double lo)
{
	GmaDD		r = {hi, lo};

	return r;
}

/* a + b for |a| >= |b| */
static inline GmaDD
gma_dd_quick(double a, double b)
{
	GmaDD		r = {a + b, 0};

	r.lo = b - (r.hi - a);
	return r;
}

/* a + b, exactly */
static inline GmaDD
gma_dd_sum(double a, double b)
{
	GmaDD		r = {a + b, 0};
	double		t = r.hi - a;

	r.lo = (a - (r.hi - t)) + (b - t);
	return r;
}

/* a * b, exactly: each is split in two halves of 26 bits */
static inline GmaDD
gma_dd_product(double a, double b)
{
	GmaDD		r = {a * b, 0};
	double		ta = a * 134217729.0;	/* 2^27 + 1 */
	double		tb = b * 134217729.0;
	double		a1 = ta - (ta - a);
	double		b1 = tb - (tb - b);
	double		a2 = a - a1;
	double		b2 = b - b1;

	r.lo = ((a1 * b1 - r.hi) + a1 * b2 + a2 * b1) + a2 * b2;
	return r;
}

static inline GmaDD
gma_dd_add(GmaDD a, GmaDD b)
{
	GmaDD		s = gma_dd_sum(a.hi, b.hi);
	GmaDD		t = gma_dd_sum(a.lo, b.lo);

	s = gma_dd_quick(s.hi, s.lo + t.hi);
	return gma_dd_quick(s.hi, s.lo + t.lo);
}

static inline GmaDD
gma_dd_sub(GmaDD a, GmaDD b)
{
	b.hi = -b.hi;
	b.lo = -b.lo;
	return gma_dd_add(a, b);
}

static inline GmaDD
gma_dd_mul(GmaDD a, GmaDD b)
{
	GmaDD		p = gma_dd_product(a.hi, b.hi);

	return gma_dd_quick(p.hi, p.lo + (a.hi * b.lo + a.lo * b.hi));
}

static inline GmaDD
gma_dd_mul_d(GmaDD a, double b)
{
	GmaDD		p = gma_dd_product(a.hi, b);

	return gma_dd_quick(p.hi, p.lo + a.lo * b);
}

/* a / b: three quotients, each of what the ones before left over */
static inline GmaDD
gma_dd_div(GmaDD a, GmaDD b)
{
	double		q1 = a.hi / b.hi;
	GmaDD		rest = gma_dd_sub(a, gma_dd_mul_d(b, q1));
	double		q2 = rest.hi / b.hi;
	double		q3;

	rest = gma_dd_sub(rest, gma_dd_mul_d(b, q2));
	q3 = rest.hi / b.hi;
	return gma_dd_add(gma_dd_quick(q1, q2), gma_dd(q3, 0));
}

#endif							/* GMALIGN_DOUBLE_DOUBLE_H */
