/*-------------------------------------------------------------------------
 *
 * normal.h
 *		Quantiles of the normal distribution, without PostgreSQL.
 *
 *-------------------------------------------------------------------------
 */
#ifndef GMALIGN_NORMAL_H
#define GMALIGN_NORMAL_H

extern double gma_normal_upper_quantile(double p);
extern double gma_normal_limit(double conf_level);

#endif							/* GMALIGN_NORMAL_H */
