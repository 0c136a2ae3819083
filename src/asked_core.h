/*-------------------------------------------------------------------------
 *
 * asked_core.h
 *		What the same people would say if asked again. Without PostgreSQL, as
 *		math_core.h.
 *
 * Every answer gets an error, and what follows from the answers is computed
 * again, GMA_ASKED times, with the same fixed normal deviates for every
 * assignment and each of them with both signs; in single precision, of which a
 * standard error needs two digits.
 *
 *-------------------------------------------------------------------------
 */
#ifndef GMALIGN_ASKED_CORE_H
#define GMALIGN_ASKED_CORE_H

#include <stdint.h>

/* times the answers are drawn anew; a multiple of 4, for vectors */
#define GMA_ASKED 32

/* a figure over these: how it differs from what was said */
typedef struct GmaAsked
{
	double		mean;
	double		deviation;
} GmaAsked;

extern const float *gma_asked_errors(uint64_t answer);
extern void gma_asked_answer(float answer, float error, float lowest,
							 const float *errors, float *restrict said,
							 float *restrict total);
extern void gma_asked_add(const float *said, const float *total, float share,
						  float *restrict goal);
extern void gma_asked_pair(const float *x, const float *y,
						   const float *x_total, const float *y_total,
						   const uint32_t *goals, uint32_t ngoals,
						   float *restrict score, float *restrict opposed);
extern GmaAsked gma_asked_of(const float *value);

#endif							/* GMALIGN_ASKED_CORE_H */
