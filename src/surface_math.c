/*-------------------------------------------------------------------------
 *
 * surface_math.c
 *		Polynomial regression and its response surface, without PostgreSQL.
 *
 *		z = b0 + b1 u + b2 v + b3 u^2 + b4 u v + b5 v^2
 *
 * by least squares from sums of powers, so that rows may come in any order and
 * from any number of places. Powers of uncentred scores are nearly collinear:
 * for values around 115 the condition number of the regressors is 1e7, of
 * their cross products its square, and normal equations in doubles lose eight
 * digits and more. Here every power and every sum has twice the digits of a
 * double and the equations are solved in the same arithmetic, so that 32 - 14
 * digits are left: more than a QR decomposition of the rows in doubles keeps,
 * and unlike one it can be added up. For six unknowns a linear algebra library
 * would bring a dependency and, being in doubles, the loss.
 *
 *-------------------------------------------------------------------------
 */
#include "surface_math.h"

#include <math.h>

/*
 * A regressor is taken as a combination of those before it, and z as fully
 * explained, when less than this share of its sum of squares is left over.
 * Rounding of the input itself leaves about 1e-32, regressors of scores around
 * 1e6 some 1e-23.
 */
#define COLLINEAR 1e-25

/* the regressors and z: 1, u, v, u^2, uv, v^2 | z */
#define K GMA_SURFACE_B

/* One row into the sums. An overflow leaves a sum that is not finite. */
void
gma_surface_add(double *hi, double *lo, double u, double v, double z)
{
	GmaDD		term[GMA_SURFACE_SUMS];
	GmaDD		uu = gma_dd_product(u, u);
	GmaDD		uv = gma_dd_product(u, v);
	GmaDD		vv = gma_dd_product(v, v);

	term[GMA_M_U] = gma_dd(u, 0);
	term[GMA_M_V] = gma_dd(v, 0);
	term[GMA_M_UU] = uu;
	term[GMA_M_UV] = uv;
	term[GMA_M_VV] = vv;
	term[GMA_M_UUU] = gma_dd_mul_d(uu, u);
	term[GMA_M_UUV] = gma_dd_mul_d(uu, v);
	term[GMA_M_UVV] = gma_dd_mul_d(vv, u);
	term[GMA_M_VVV] = gma_dd_mul_d(vv, v);
	term[GMA_M_UUUU] = gma_dd_mul(uu, uu);
	term[GMA_M_UUUV] = gma_dd_mul(uu, uv);
	term[GMA_M_UUVV] = gma_dd_mul(uu, vv);
	term[GMA_M_UVVV] = gma_dd_mul(uv, vv);
	term[GMA_M_VVVV] = gma_dd_mul(vv, vv);
	term[GMA_M_Z] = gma_dd(z, 0);
	term[GMA_M_ZU] = gma_dd_product(z, u);
	term[GMA_M_ZV] = gma_dd_product(z, v);
	term[GMA_M_ZUU] = gma_dd_mul_d(uu, z);
	term[GMA_M_ZUV] = gma_dd_mul_d(uv, z);
	term[GMA_M_ZVV] = gma_dd_mul_d(vv, z);
	term[GMA_M_ZZ] = gma_dd_product(z, z);
	for (int i = 0; i < GMA_SURFACE_SUMS; i++)
	{
		GmaDD		sum = gma_dd_add(gma_dd(hi[i], lo[i]), term[i]);

		hi[i] = sum.hi;
		lo[i] = sum.lo;
	}
}

/* One sum gains a multiple of another. */
static void
add_multiple(double *hi, double *lo, int into, GmaDD factor, GmaDD of)
{
	GmaDD		sum = gma_dd_add(gma_dd(hi[into], lo[into]),
								 gma_dd_mul(factor, of));

	hi[into] = sum.hi;
	lo[into] = sum.lo;
}

/* The sums as if every z of the n rows were larger by so much. */
void
gma_surface_raise(double n, double *hi, double *lo, double by)
{
	static const signed char of[][2] = {
		{GMA_M_ZU, GMA_M_U}, {GMA_M_ZV, GMA_M_V}, {GMA_M_ZUU, GMA_M_UU},
		{GMA_M_ZUV, GMA_M_UV}, {GMA_M_ZVV, GMA_M_VV}
	};
	GmaDD		z = {hi[GMA_M_Z], lo[GMA_M_Z]};
	GmaDD		rise = {by, 0};
	GmaDD		count = {n, 0};

	for (int i = 0; i < 5; i++)
		add_multiple(hi, lo, of[i][0], rise,
					 gma_dd(hi[of[i][1]], lo[of[i][1]]));
	add_multiple(hi, lo, GMA_M_ZZ, gma_dd_product(2, by), z);
	add_multiple(hi, lo, GMA_M_ZZ, gma_dd_product(by, by), count);
	add_multiple(hi, lo, GMA_M_Z, rise, count);
}

/*
 * The cross products of the regressors and z as a lower triangle l, split in
 * place into l d l' with ones on the diagonal of l (so that l[i][i] holds d).
 * The last of d is what the regression leaves of z. False when a regressor is
 * a combination of those before.
 */
static bool
decompose(GmaDD l[K + 1][K + 1])
{
	for (int j = 0; j <= K; j++)
	{
		GmaDD		whole = l[j][j];

		for (int i = j; i <= K; i++)
		{
			for (int k = 0; k < j; k++)
				l[i][j] = gma_dd_sub(l[i][j],
									 gma_dd_mul(gma_dd_mul(l[i][k], l[k][k]),
												l[j][k]));
			if (i > j)
				l[i][j] = gma_dd_div(l[i][j], l[j][j]);
			else if (j < K && !(l[j][j].hi > whole.hi * COLLINEAR))
				return false;
		}
	}
	return true;
}

/* A sum of squares that a model leaves of all there is, 0 if only rounding is. */
static double
left_over(GmaDD rest, GmaDD all)
{
	return rest.hi > all.hi * COLLINEAR ? rest.hi : 0;
}

/* What one regressor d (besides the constant) leaves of z. */
static double
sse_of_one(GmaDD n, GmaDD d, GmaDD dd, GmaDD z, GmaDD zd, GmaDD zz)
{
	/* sums of squares and products around the means, times n */
	GmaDD		whole = gma_dd_mul(n, dd);
	GmaDD		ndd = gma_dd_sub(whole, gma_dd_mul(d, d));
	GmaDD		nzd = gma_dd_sub(gma_dd_mul(n, zd), gma_dd_mul(z, d));
	GmaDD		nzz = gma_dd_sub(gma_dd_mul(n, zz), gma_dd_mul(z, z));

	if (ndd.hi > whole.hi * COLLINEAR)
		nzz = gma_dd_sub(nzz, gma_dd_div(gma_dd_mul(nzd, nzd), ndd));
	return left_over(gma_dd_div(nzz, n), zz);
}

/*
 * Fit n rows from their sums. False when there are too few rows (n <= 6) or a
 * regressor is a combination of the others.
 */
bool
gma_surface_fit(double n, const double *hi, const double *lo, GmaSurfaceFit *fit)
{
	/* which sum each cross product of two of 1, u, v, u^2, uv, v^2, z is */
	static const signed char where[K + 1][K + 1] = {
		{-1},
		{GMA_M_U, GMA_M_UU},
		{GMA_M_V, GMA_M_UV, GMA_M_VV},
		{GMA_M_UU, GMA_M_UUU, GMA_M_UUV, GMA_M_UUUU},
		{GMA_M_UV, GMA_M_UUV, GMA_M_UVV, GMA_M_UUUV, GMA_M_UUVV},
		{GMA_M_VV, GMA_M_UVV, GMA_M_VVV, GMA_M_UUVV, GMA_M_UVVV, GMA_M_VVVV},
		{GMA_M_Z, GMA_M_ZU, GMA_M_ZV, GMA_M_ZUU, GMA_M_ZUV, GMA_M_ZVV, GMA_M_ZZ}
	};
	GmaDD		m[GMA_SURFACE_SUMS];
	GmaDD		l[K + 1][K + 1];
	GmaDD		inverse[K][K];	/* of l's regressors: lower, ones implied */
	GmaDD		count = {n, 0};
	GmaDD		one = {1, 0};
	GmaDD		b[K];
	GmaDD		d[5];

	if (n <= K)
		return false;
	for (int i = 0; i < GMA_SURFACE_SUMS; i++)
		m[i] = gma_dd(hi[i], lo[i]);
	for (int i = 0; i <= K; i++)
		for (int j = 0; j <= i; j++)
			l[i][j] = where[i][j] < 0 ? count : m[where[i][j]];
	if (!decompose(l))
		return false;

	/* l' b = the last row of l */
	for (int j = K - 1; j >= 0; j--)
	{
		b[j] = l[K][j];
		for (int i = j + 1; i < K; i++)
			b[j] = gma_dd_sub(b[j], gma_dd_mul(l[i][j], b[i]));
		fit->b[j] = b[j].hi;
	}
	fit->df = n - K;
	fit->sse = left_over(l[K][K], m[GMA_M_ZZ]);

	/* covariance: sigma^2 times inverse(l)' inverse(d) inverse(l) */
	for (int j = 0; j < K; j++)
	{
		inverse[j][j] = one;
		for (int i = j + 1; i < K; i++)
		{
			GmaDD		sum = {0, 0};

			for (int k = j; k < i; k++)
				sum = gma_dd_sub(sum, gma_dd_mul(l[i][k], inverse[k][j]));
			inverse[i][j] = sum;
		}
	}
	for (int i = 0; i < K; i++)
		for (int j = 0; j <= i; j++)
		{
			GmaDD		sum = {0, 0};

			for (int k = i; k < K; k++)
				sum = gma_dd_add(sum, gma_dd_div(gma_dd_mul(inverse[k][i],
															inverse[k][j]),
												 l[k][k]));
			fit->covariance[i][j] = fit->covariance[j][i] =
				sum.hi * (fit->sse / fit->df);
		}

	/* d = u - v: its sums to the fourth power, and its products with z */
	d[0] = gma_dd_sub(m[GMA_M_U], m[GMA_M_V]);
	d[1] = gma_dd_add(gma_dd_sub(m[GMA_M_UU], gma_dd_mul_d(m[GMA_M_UV], 2)),
					  m[GMA_M_VV]);
	d[2] = gma_dd_add(gma_dd_add(m[GMA_M_UUUU], m[GMA_M_VVVV]),
					  gma_dd_sub(gma_dd_mul_d(m[GMA_M_UUVV], 6),
								 gma_dd_mul_d(gma_dd_add(m[GMA_M_UUUV],
														 m[GMA_M_UVVV]), 4)));
	d[3] = gma_dd_sub(m[GMA_M_ZU], m[GMA_M_ZV]);
	d[4] = gma_dd_add(gma_dd_sub(m[GMA_M_ZUU], gma_dd_mul_d(m[GMA_M_ZUV], 2)),
					  m[GMA_M_ZVV]);
	fit->sse_algebraic = sse_of_one(count, d[0], d[1], m[GMA_M_Z], d[3],
									m[GMA_M_ZZ]);
	fit->sse_squared = sse_of_one(count, d[1], d[2], m[GMA_M_Z], d[4],
								  m[GMA_M_ZZ]);
	/* a constant regressor leaves all there is */
	fit->sst = sse_of_one(count, count, count, m[GMA_M_Z], m[GMA_M_Z],
						  m[GMA_M_ZZ]);
	return true;
}

/* The variance of a function of the coefficients with this gradient. */
static double
delta_variance(const double gradient[K], const double covariance[K][K])
{
	double		variance = 0;

	for (int i = 0; i < K; i++)
		for (int j = 0; j < K; j++)
			variance += gradient[i] * gradient[j] * covariance[i][j];
	/* rounding may leave less than nothing */
	return variance < 0 ? 0 : variance;
}

/*
 * How hard it is to tell the bends apart: the condition number of the
 * correlations between the estimates b3, b4 and b5, the root of the largest
 * over the smallest eigenvalue. They do not change with the centre or the unit
 * of x and y. 1: not at all; it grows without bound as y becomes a copy of x.
 *
 * The eigenvalues of a symmetric 3 x 3 matrix by Smith 1961.
 */
static double
condition_of(const double covariance[K][K])
{
	double		a = covariance[3][4] / sqrt(covariance[3][3] * covariance[4][4]);
	double		b = covariance[4][5] / sqrt(covariance[4][4] * covariance[5][5]);
	double		c = covariance[3][5] / sqrt(covariance[3][3] * covariance[5][5]);
	double		p = sqrt((a * a + b * b + c * c) / 3);
	double		angle;
	double		largest;
	double		determinant = 1 - a * a - b * b - c * c + 2 * a * b * c;

	if (isnan(p))
		return NAN;
	if (p == 0)
		return 1;
	angle = a * b * c / (p * p * p);
	angle = acos(angle < -1 ? -1 : angle > 1 ? 1 : angle) / 3;
	largest = 1 + 2 * p * cos(angle);
	/* the smallest by the product of all three, which does not cancel */
	return sqrt(largest * largest * (1 + 2 * p * cos(angle - 2 * acos(-1) / 3)) /
				fmax(determinant, 1e-30));
}

/*
 * The variances of the stationary point and of the axes by the delta method:
 * gradients of the formulas below in b. At the point the surface is level, so
 * that z moves with b alone; a slope s solves b4 s^2 - 2 (b5 - b3) s - b4 = 0.
 */
static void
shape_variances(const double b[K], const double covariance[K][K], double curvature,
				double root, GmaSurfaceShape *shape)
{
	double		x = shape->stationary[0].value;
	double		y = shape->stationary[1].value;
	double		dx[K] = {0, -2 * b[5] / curvature, b[4] / curvature, -4 * b[5] * x / curvature,
	(b[2] + 2 * b[4] * x) / curvature, -(2 * b[1] + 4 * b[3] * x) / curvature};
	double		dy[K] = {0, b[4] / curvature, -2 * b[3] / curvature, -(2 * b[2] + 4 * b[5] * y) / curvature,
	(b[1] + 2 * b[4] * y) / curvature, -4 * b[3] * y / curvature};
	double		dz[K] = {1, x, y, x * x, x * y, y * y};

	shape->stationary_variance[0] = delta_variance(dx, covariance);
	shape->stationary_variance[1] = delta_variance(dy, covariance);
	shape->stationary_variance[2] = delta_variance(dz, covariance);
	for (int i = 0; i < 2; i++)
	{
		double		s = shape->axis[i][1].value;
		double		slope = (i == 0 ? 1 : -1) * root;	/* b4 s - (b5 - b3) */
		double		ds[K] = {0, 0, 0, -s / slope, (1 - s * s) / (2 * slope), s / slope};
		double		dp[K];

		for (int k = 0; k < K; k++)
			dp[k] = dy[k] - s * dx[k] - x * ds[k];
		shape->axis_variance[i][0] = delta_variance(dp, covariance);
		shape->axis_variance[i][1] = delta_variance(ds, covariance);
	}
}

/*
 * The surface that coefficients describe (Edwards and Parry 1993; Shanock et
 * al. 2010, with the standard errors of its erratum of 2014).
 *
 *	a1 = b1 + b2		slope along x = y, at the centre
 *	a2 = b3 + b4 + b5	curvature along x = y
 *	a3 = b1 - b2		slope along x = -y
 *	a4 = b3 - b4 + b5	curvature along x = -y
 *	a5 = b3 - b5		whether the ridge is turned from x = y
 */
void
gma_surface_shape(const double b[GMA_SURFACE_B],
				  const double covariance[GMA_SURFACE_B][GMA_SURFACE_B],
				  GmaSurfaceShape *shape)
{
	static const signed char of[GMA_SURFACE_A][GMA_SURFACE_B] = {
		{0, 1, 1, 0, 0, 0},
		{0, 0, 0, 1, 1, 1},
		{0, 1, -1, 0, 0, 0},
		{0, 0, 0, 1, -1, 1},
		{0, 0, 0, 1, 0, -1}
	};
	double		turn = b[5] - b[3];
	double		root = hypot(turn, b[4]);
	double		plus;
	double		minus;
	double		curvature = 4 * b[3] * b[5] - b[4] * b[4];
	bool		has_point = fabs(curvature) >
		1e-14 * (fabs(4 * b[3] * b[5]) + b[4] * b[4]);

	for (int a = 0; a < GMA_SURFACE_A; a++)
	{
		shape->a[a] = shape->a_variance[a] = 0;
		for (int i = 0; i < K; i++)
		{
			shape->a[a] += of[a][i] * b[i];
			for (int j = 0; j < K; j++)
				shape->a_variance[a] += of[a][i] * of[a][j] * covariance[i][j];
		}
	}

	/* a flat or ridge-shaped surface has no single stationary point */
	for (int i = 0; i < 3; i++)
		shape->stationary[i] = (GmaMaybe)
	{
		has_point, NAN
	};
	if (has_point)
	{
		double		x = (b[2] * b[4] - 2 * b[1] * b[5]) / curvature;
		double		y = (b[1] * b[4] - 2 * b[2] * b[3]) / curvature;

		shape->stationary[0].value = x;
		shape->stationary[1].value = y;
		shape->stationary[2].value = b[0] + (b[1] * x + b[2] * y) / 2;
	}

	/*
	 * Slopes (b5 - b3 +- sqrt((b3 - b5)^2 + b4^2)) / b4, each in the form
	 * that does not subtract what is nearly the same. With b4 = 0 the axes
	 * run along the coordinates, and one of them has no slope.
	 */
	plus = turn >= 0 ? (turn + root) / b[4] : b[4] / (root - turn);
	minus = turn <= 0 ? (turn - root) / b[4] : -b[4] / (root + turn);
	for (int i = 0; i < 2; i++)
	{
		GmaMaybe   *axis = shape->axis[i];

		axis[1].is_defined = b[4] != 0;
		axis[1].value = i == 0 ? plus : minus;
		axis[0].is_defined = b[4] != 0 && has_point;
		if (axis[0].is_defined)
			axis[0].value = shape->stationary[1].value -
				axis[1].value * shape->stationary[0].value;
	}
	shape_variances(b, covariance, curvature, root, shape);
	shape->condition = condition_of(covariance);
}
