/*-------------------------------------------------------------------------
 *
 * distribution.h
 *		Tails of the chi-square, t and F distributions, without PostgreSQL.
 *
 *-------------------------------------------------------------------------
 */
#ifndef GMALIGN_DISTRIBUTION_H
#define GMALIGN_DISTRIBUTION_H

extern double gma_chi2_upper(double x, double df);
extern double gma_t_two_sided(double t, double df);
extern double gma_t_limit(double conf_level, double df);
extern double gma_f_upper(double f, double df1, double df2);

#endif							/* GMALIGN_DISTRIBUTION_H */
