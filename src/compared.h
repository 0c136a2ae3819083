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

/* the parties the bands are about, in the order of their names */
enum
{
	GMA_ASSIGNEE,
	GMA_GM_PROFESSIONAL,
	GMA_ORGANIZATION,
	GMA_NPARTIES
};

/* Parties or voices heard, as voices of the stakeholder family; goals by number. */
typedef struct GmaCompared
{
	StakeholderState st;
	Voice	   *voices;
	uint32		n;
} GmaCompared;

extern uint32 gma_party_place(const GmaPoints *points, int party);
extern void gma_compare_parties(const GmaPoints *points,
								const GmaPointsRows *rows, GmaCompared *c);
extern void gma_count_goals(const GmaPoints *points, const GmaCompared *c,
							uint32 *goals, uint32 *shared);

#endif							/* GMALIGN_COMPARED_H */
