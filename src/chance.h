/*-------------------------------------------------------------------------
 *
 * chance.h
 *		What parties, or voices, of one assignment wish, as chance_core.c and
 *		asked_core.c take it, and what that says about each pair.
 *
 *-------------------------------------------------------------------------
 */
#ifndef GMALIGN_CHANCE_H
#define GMALIGN_CHANCE_H

#include "asked_core.h"
#include "chance_core.h"
#include "party_points.h"

/* how a pair stands; the worst placed comes first */
typedef enum GmaBand
{
	GMA_MISALIGNED,
	GMA_CANNOT_TELL,
	GMA_MIXED,
	GMA_ALIGNED
} GmaBand;

/* the thresholds of the bands, and how good answers are: rows of setting */
typedef struct GmaRules
{
	double		opposed_from;
	double		aligned_from;
	double		beyond_chance_from;
	double		opposed_signed_from;
	double		aligned_p;
	double		misaligned_p;
	double		comparable_from;
	double		reliability;
	double		step;
} GmaRules;

typedef struct GmaChance
{
	double		mean;			/* expected score */
	GmaPlace	score;
	bool		is_exact;		/* all deals were counted */
} GmaChance;

struct GmaEvidence;

/* everything wished about one assignment, by party or by voice */
typedef struct GmaWishes
{
	uint32		ngoals;
	uint32		n;
	GmaDealSide *side;			/* n of 0: not heard */
	bool		is_signed;		/* an answer is negative */
	bool		pulls_down;		/* a share is */
	void	   *work;			/* to compare lists */
	void	   *deals[2];
	GmaDealt	dealt[2];		/* what lies there ... */
	const struct GmaEvidence *dealt_of[2];	/* ... of these; NULL: of none */
	uint32	   *goals;			/* those both sides can reach ... */
	uint32		ncommon;
	const struct GmaEvidence *common_of;	/* ... of this pair */
	const GmaPoints *points;
	bool		by_voice;
	double		error;			/* of an answer */
	float	   *asked;			/* goal g of side s, time k: [s][g][k]; NULL:
								 * not computed yet */
	float	   *asked_total;	/* SUM of magnitudes of side s, time k: [s][k] */
} GmaWishes;

/* what is known about a pair; the dear parts once somebody needs them */
typedef struct GmaEvidence
{
	uint32		a;
	uint32		b;
	double		score;
	double		opposed;
	GmaBand		band;
	const char *ask_next;		/* a code, of what cannot be told */
	double		common_share;
	bool		has_own;		/* the order is that of own goals */
	bool		has_order;
	GmaPlace	order;
	double		order_index;
	bool		has_chance;
	GmaChance	chance;
	double		beyond;			/* NaN: chance leaves no room */
	bool		has_asked;
	double		standard_error;
	double		low;
	double		high;
	double		opposed_low;
	float		times[GMA_ASKED];	/* the score, asked again */
} GmaEvidence;

extern const char *gma_band_name(GmaBand band);
extern void gma_wishes_start(GmaWishes *wishes, const GmaPoints *points,
							 const GmaPointsParty *parties,
							 const GmaRules *rules);
extern void gma_evidence_judge(GmaWishes *wishes, GmaEvidence *evidence,
							   const GmaRules *rules, GmaBand worst);
extern void gma_evidence_chance(GmaWishes *wishes, GmaEvidence *evidence);
extern void gma_evidence_asked(GmaWishes *wishes, GmaEvidence *evidence);

#endif							/* GMALIGN_CHANCE_H */
