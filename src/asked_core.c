/*-------------------------------------------------------------------------
 *
 * asked_core.c
 *		What the same people would say if asked again. See asked_core.h.
 *
 *-------------------------------------------------------------------------
 */
#include "asked_core.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "arrangement.h"
#include "normal.h"

#define NERRORS 4096

/* The errors of an answer: GMA_ASKED / 2 of them, each to be used both ways. */
const float *
gma_asked_errors(uint64_t answer)
{
	static float errors[NERRORS];
	static bool is_filled = false;

	if (!is_filled)
	{
		for (uint32_t i = 0; i < NERRORS; i++)
			errors[i] = (float) gma_normal_upper_quantile(ldexp((gma_mix(i) >> 11) + .5, -53));
		is_filled = true;
	}
	/* after the last come the first, shifted */
	return &errors[(answer * (GMA_ASKED / 2) + answer / (NERRORS / GMA_ASKED) * 7) %
				   (NERRORS - GMA_ASKED / 2 + 1)];
}

/*
 * What one answer becomes each time, within the scale; the sums of magnitudes
 * of a voice grow by it.
 */
void
gma_asked_answer(float answer, float error, float lowest, const float *errors,
				 float *restrict said, float *restrict total)
{
	for (int k = 0; k < GMA_ASKED / 2; k++)
	{
		float		more = answer + error * errors[k];
		float		less = answer - error * errors[k];

		more = more > 1 ? 1 : more;
		less = less > 1 ? 1 : less;
		said[k] = more < lowest ? lowest : more;
		said[k + GMA_ASKED / 2] = less < lowest ? lowest : less;
	}
	for (int k = 0; k < GMA_ASKED; k++)
		total[k] += fabsf(said[k]);
}

/* One answer's points go to a goal. */
void
gma_asked_add(const float *said, const float *total, float share,
			  float *restrict goal)
{
	for (int k = 0; k < GMA_ASKED; k++)
		goal[k] += said[k] * total[k] * share;
}

/*
 * What two say each time: x and y are goal by goal, GMA_ASKED times each, and
 * their sums of magnitudes. The score, and if asked the share on which they
 * are opposed; goals that only one of them has points for are in the sums
 * alone.
 */
void
gma_asked_pair(const float *x, const float *y, const float *x_total,
			   const float *y_total, const uint32_t *goals, uint32_t ngoals,
			   float *restrict score, float *restrict opposed)
{
	memset(score, 0, sizeof(float) * GMA_ASKED);
	if (opposed != NULL)
		memset(opposed, 0, sizeof(float) * GMA_ASKED);
	for (uint32_t g = 0; g < ngoals; g++)
	{
		const float *restrict a = x + (size_t) goals[g] * GMA_ASKED;
		const float *restrict b = y + (size_t) goals[g] * GMA_ASKED;

		for (int k = 0; k < GMA_ASKED; k++)
			score[k] += fabsf(a[k]) + fabsf(b[k]) - fabsf(a[k] - b[k]);
		for (int k = 0; k < GMA_ASKED && opposed != NULL; k++)
			opposed[k] += a[k] * b[k] < 0 ? fabsf(a[k] - b[k]) : 0;
	}
	for (int k = 0; k < GMA_ASKED; k++)
		score[k] /= x_total[k] + y_total[k] + 1e-30f;
	for (int k = 0; k < GMA_ASKED && opposed != NULL; k++)
		opposed[k] /= x_total[k] + y_total[k] + 1e-30f;
}

GmaAsked
gma_asked_of(const float *value)
{
	GmaAsked	asked;

	/* four sums, which a compiler can do at once */
	double		sum[4] = {0};
	double		apart[4] = {0};

	for (int k = 0; k < GMA_ASKED; k++)
		sum[k % 4] += value[k];
	asked.mean = (sum[0] + sum[1] + sum[2] + sum[3]) / GMA_ASKED;
	for (int k = 0; k < GMA_ASKED; k++)
		apart[k % 4] += (value[k] - asked.mean) * (value[k] - asked.mean);
	asked.deviation = sqrt((apart[0] + apart[1] + apart[2] + apart[3]) / GMA_ASKED);
	return asked;
}
