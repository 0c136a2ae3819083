/*-------------------------------------------------------------------------
 *
 * surface_math.h
 *		Polynomial regression and its response surface, without PostgreSQL.
 *
 *-------------------------------------------------------------------------
 */
#ifndef GMALIGN_SURFACE_MATH_H
#define GMALIGN_SURFACE_MATH_H

#include <stdbool.h>

#include "double_double.h"

#define GMA_SURFACE_B 6			/* coefficients b0 .. b5 */
#define GMA_SURFACE_A 5			/* surface values a1 .. a5 */

/*
 * The sums behind the fit, all but the number of rows: of u^i v^j for
 * 1 <= i + j <= 4, of z u^i v^j for i + j <= 2, of z^2.
 */
enum
{
	GMA_M_U, GMA_M_V,
	GMA_M_UU, GMA_M_UV, GMA_M_VV,
	GMA_M_UUU, GMA_M_UUV, GMA_M_UVV, GMA_M_VVV,
	GMA_M_UUUU, GMA_M_UUUV, GMA_M_UUVV, GMA_M_UVVV, GMA_M_VVVV,
	GMA_M_Z, GMA_M_ZU, GMA_M_ZV, GMA_M_ZUU, GMA_M_ZUV, GMA_M_ZVV,
	GMA_M_ZZ,
	GMA_SURFACE_SUMS
};

typedef struct GmaSurfaceFit
{
	double		b[GMA_SURFACE_B];
	double		covariance[GMA_SURFACE_B][GMA_SURFACE_B];
	double		df;				/* n - 6 */
	double		sse;			/* left over by the full model */
	double		sst;			/* around the mean of z */
	double		sse_algebraic;	/* left over by b0 + b1 (x - y) */
	double		sse_squared;	/* left over by b0 + b1 (x - y)^2 */
} GmaSurfaceFit;

/* a value that need not be defined */
typedef struct GmaMaybe
{
	bool		is_defined;
	double		value;
} GmaMaybe;

typedef struct GmaSurfaceShape
{
	double		a[GMA_SURFACE_A];
	double		a_variance[GMA_SURFACE_A];
	GmaMaybe	stationary[3];	/* x, y, z */
	GmaMaybe	axis[2][2];		/* first, second: intercept, slope */
	double		stationary_variance[3];
	double		axis_variance[2][2];
	double		condition;		/* NaN: not known */
} GmaSurfaceShape;

extern void gma_surface_add(double *hi, double *lo, double u, double v, double z);
extern void gma_surface_raise(double n, double *hi, double *lo, double by);
extern bool gma_surface_fit(double n, const double *hi, const double *lo,
							GmaSurfaceFit *fit);
extern void gma_surface_shape(const double b[GMA_SURFACE_B],
							  const double covariance[GMA_SURFACE_B][GMA_SURFACE_B],
							  GmaSurfaceShape *shape);

#endif							/* GMALIGN_SURFACE_MATH_H */
