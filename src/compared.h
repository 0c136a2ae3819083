/*-------------------------------------------------------------------------
 *
 * compared.h
 *		The parties, or the voices, of one assignment, to be compared.
 *
 *-------------------------------------------------------------------------
 */
#ifndef GMALIGN_COMPARED_H
#define GMALIGN_COMPARED_H

#include "party_points.h"
#include "stakeholder.h"

/* Parties or voices heard, as voices of the stakeholder family; goals by number. */
typedef struct GmaCompared
{
	StakeholderState st;
	Voice	   *voices;
	uint32		n;
} GmaCompared;

extern void gma_compare_parties(const GmaPoints *points,
								const GmaPointsRows *rows, GmaCompared *c);
extern void gma_count_goals(const GmaPoints *points, const GmaCompared *c,
							uint32 *goals, uint32 *shared);

#endif							/* GMALIGN_COMPARED_H */
