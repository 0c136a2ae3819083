/*-------------------------------------------------------------------------
 *
 * chance.c
 *		How a pair of one assignment stands: what chance would make of its
 *		wishes, what its people would say if asked again, and the band that
 *		both carry.
 *
 * A pair is
 *
 *	misaligned	when it is opposed from a threshold on even at the lower limit
 *				of that share; or when it prefers the opposite: few deals bring
 *				its wishes into as opposed an order, and the score, within its
 *				limits, is not above chance;
 *	aligned		when few deals bring them into as good an order, the score,
 *				within its limits, reaches its threshold and is beyond chance;
 *				where the two name different goals, only when few deals score
 *				as high as well;
 *	cannot tell when their lists have too little in common, when all goals lead
 *				to one place, or when no deal could have been aligned;
 *	mixed		else.
 *
 * Few is a setting for either side. What chance and limits have to show was
 * found by simulation (doc/bands.md, make calibration).
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "miscadmin.h"
#include "utils/memutils.h"

#include "chance.h"

/*
 * Limits hold nine in ten of the scores of people asked again: 1.645 standard
 * errors of a difference, and both askings have one.
 */
#define LIMIT (1.6448536269514722 * M_SQRT2)

/* p, and shares of a list, as rounded */
#define GMA_P_TIE 1e-9

const char *
gma_band_name(GmaBand band)
{
	static const char *const names[] = {
		"misaligned", "cannot tell", "mixed", "aligned"
	};

	return names[band];
}

/* ---------- wishes ---------- */

/* Room that is kept for the next call where it is small. */
static void *
scratch(size_t size)
{
	static void *kept = NULL;
	static size_t kept_size = 0;

	if (size > 1024 * 1024)
		return gma_alloc(size, 1);
	if (size > kept_size)
	{
		if (kept != NULL)
			pfree(kept);
		kept = NULL;
		kept_size = 0;
		kept = MemoryContextAlloc(TopMemoryContext, size);
		kept_size = size;
	}
	return kept;
}

/*
 * The error of one answer, in priorities: what is not reliable of how much a
 * voice's answers differ, pooled over the voices, and what the scale is too
 * coarse to show. A step of the scale is the smallest difference between two
 * answers, at most the setting; an answer stands for half a step either way,
 * whose variance is step squared / 12.
 */
static double
answer_error(const GmaPoints *points, const GmaRules *rules)
{
	double		squares = 0;
	double		df = 0;
	double		step = rules->step;
	uint32		n = points->cell_start[points->voice_keys.n];

	for (uint32 v = 0; v < points->voice_keys.n; v++)
	{
		double		mean = 0;
		uint32		count = 0;

		if (points->voices[v].total == 0)
			continue;
		for (uint32 c = points->cell_start[v]; c < points->cell_start[v + 1]; c++)
			if (!isnan(points->cells[c].priority))
			{
				mean += points->cells[c].priority;
				count++;
			}
		mean /= Max(count, 1);
		for (uint32 c = points->cell_start[v]; c < points->cell_start[v + 1]; c++)
			if (!isnan(points->cells[c].priority))
				squares += (points->cells[c].priority - mean) * (points->cells[c].priority - mean);
		df += Max(count, 1) - 1;
	}
	/* long lists are as fine as their scale */
	for (uint32 i = 0; i < Min(n, 256); i++)
		for (uint32 k = 0; k < i; k++)
		{
			double		apart = fabs(points->cells[i].priority - points->cells[k].priority);

			if (apart > GMA_P_TIE && apart < step)
				step = apart;
		}
	return sqrt((1 - rules->reliability) * (df > 0 ? squares / df : 0) + step * step / 12);
}

/* a party's own goals and its points for them, the equal mean of its voices */
static void
fill_side(const GmaPoints *points, uint32 party, bool by_voice,
		  const GmaPointsParty *parties, double *sum, bool *named,
		  GmaDealSide *side)
{
	uint32		first = by_voice ? party : 0;
	uint32		end = by_voice ? party + 1 : points->voice_keys.n;
	double	   *own_points;
	uint32	   *own;
	uint32	   *start;
	GmaDealEntry *entries;
	uint32		n = 0;
	uint32		nentries = 0;

	memset(side, 0, sizeof(GmaDealSide));
	for (uint32 v = first; v < end; v++)
	{
		const GmaVoice *voice = &points->voices[v];
		double		share;

		if (voice->total == 0 || (!by_voice && voice->party != party))
			continue;
		share = voice->total * (by_voice ? 1 : parties[party].nvoices);
		for (uint32 c = points->cell_start[v]; c < points->cell_start[v + 1]; c++)
		{
			const GmaCell *cell = &points->cells[c];

			if (isnan(cell->priority))
				continue;
			if (!named[cell->goal])
			{
				n++;
				nentries += Max(points->lift_start[cell->goal + 1] -
								points->lift_start[cell->goal], 1);
			}
			named[cell->goal] = true;
			sum[cell->goal] += cell->priority / share;
		}
	}
	if (n == 0)
		return;
	own_points = gma_alloc(n, sizeof(double));
	own = gma_alloc(n, sizeof(uint32));
	start = gma_alloc((size_t) n + 1, sizeof(uint32));
	entries = gma_alloc(nentries, sizeof(GmaDealEntry));
	n = nentries = 0;
	for (uint32 goal = 0; goal < points->goals.n; goal++)
	{
		uint32		at = points->lift_start[goal];

		if (!named[goal])
			continue;
		own[n] = goal;
		own_points[n] = sum[goal];
		start[n++] = nentries;
		if (at == points->lift_start[goal + 1])
			entries[nentries++] = (GmaDealEntry)
		{
			1, goal
		};
		for (; at < points->lift_start[goal + 1]; at++)
			entries[nentries++] = (GmaDealEntry)
		{
			points->lifts[at].share, points->lifts[at].goal
		};
		named[goal] = false;
		sum[goal] = 0;
	}
	start[n] = nentries;
	*side = (GmaDealSide)
	{
		n, own_points, own, start, entries
	};
}

/*
 * The wishes of an assignment by party, or by voice without parties. rules
 * may be NULL where nobody asks again.
 */
void
gma_wishes_start(GmaWishes *wishes, const GmaPoints *points,
				 const GmaPointsParty *parties, const GmaRules *rules)
{
	double	   *sum = palloc0(sizeof(double) * Max(points->goals.n, 1));
	bool	   *named = palloc0(Max(points->goals.n, 1));
	size_t		size = 0;

	memset(wishes, 0, sizeof(GmaWishes));
	wishes->points = points;
	wishes->by_voice = parties == NULL;
	wishes->ngoals = points->goals.n;
	wishes->n = parties == NULL ? points->voice_keys.n : points->parties.n;
	wishes->side = palloc(sizeof(GmaDealSide) * Max(wishes->n, 1));
	for (uint32 s = 0; s < wishes->n; s++)
		fill_side(points, s, parties == NULL, parties, sum, named,
				  &wishes->side[s]);
	for (uint32 i = 0; i < wishes->n; i++)
		for (uint32 k = i + 1; k < wishes->n; k++)
			size = Max(size, gma_chance_size(&wishes->side[i], &wishes->side[k],
											 wishes->ngoals));
	wishes->work = scratch(size);
	wishes->goals = palloc(sizeof(uint32) * Max(points->goals.n, 1));
	for (uint32 v = 0; v < points->voice_keys.n; v++)
		for (uint32 c = points->cell_start[v]; c < points->cell_start[v + 1]; c++)
			wishes->is_signed |= points->voices[v].total != 0 &&
				points->cells[c].priority < 0;
	if (rules != NULL)
		wishes->error = answer_error(points, rules);
	pfree(sum);
	pfree(named);
}

/* ---------- asked again ---------- */

/* What everybody would say each time, moved up as the points are. */
static void
ask_again(GmaWishes *wishes)
{
	const GmaPoints *points = wishes->points;
	size_t		goals = wishes->ngoals;
	uint64		answer = 0;
	/* nobody says a negative number on a scale without */
	double		lowest = wishes->is_signed ? -1 : 0;

	wishes->asked = gma_alloc(wishes->n * goals * GMA_ASKED, sizeof(double));
	memset(wishes->asked, 0, wishes->n * goals * GMA_ASKED * sizeof(double));
	for (uint32 v = 0; v < points->voice_keys.n; v++)
	{
		const GmaVoice *voice = &points->voices[v];
		uint32		first = points->cell_start[v];
		uint32		n = points->cell_start[v + 1] - first;
		double	   *said;
		double		total[GMA_ASKED] = {0};

		if (voice->total == 0)
			continue;
		CHECK_FOR_INTERRUPTS();
		said = gma_alloc((size_t) n * GMA_ASKED, sizeof(double));
		for (uint32 c = 0; c < n; c++)
		{
			double		priority = points->cells[first + c].priority;
			double	   *at = &said[(size_t) c * GMA_ASKED];
			const double *errors;

			if (isnan(priority))
				continue;
			errors = gma_asked_errors(answer++);
			for (int k = 0; k < GMA_ASKED / 2; k++)
			{
				double		error = wishes->error * errors[k];
				double		more = priority + error;
				double		less = priority - error;

				more = more > 1 ? 1 : more < lowest ? lowest : more;
				less = less > 1 ? 1 : less < lowest ? lowest : less;
				at[k] = more;
				at[k + GMA_ASKED / 2] = less;
				total[k] += fabs(more);
				total[k + GMA_ASKED / 2] += fabs(less);
			}
		}
		for (int k = 0; k < GMA_ASKED; k++)
			total[k] = total[k] > 0 ? 1 / total[k] : 0;
		for (uint32 c = 0; c < n; c++)
		{
			const GmaCell *cell = &points->cells[first + c];
			const double *at = &said[(size_t) c * GMA_ASKED];
			double	   *side = wishes->asked +
				(size_t) (wishes->by_voice ? v : voice->party) * goals * GMA_ASKED;
			uint32		e = points->lift_start[cell->goal];

			if (isnan(cell->priority))
				continue;
			do
			{
				bool		lifted = e < points->lift_start[cell->goal + 1];
				double		share = lifted ? points->lifts[e].share : 1;
				double	   *restrict x = side + (size_t) (lifted ? points->lifts[e].goal : cell->goal) * GMA_ASKED;

				for (int k = 0; k < GMA_ASKED; k++)
					x[k] += at[k] * total[k] * share;
			} while (++e < points->lift_start[cell->goal + 1]);
		}
		pfree(said);
	}
	wishes->asked_total = palloc0(sizeof(double) * Max(wishes->n, 1) * GMA_ASKED);
	for (uint32 s = 0; s < wishes->n; s++)
	{
		double	   *side = wishes->asked + s * goals * GMA_ASKED;
		double	   *total = wishes->asked_total + s * GMA_ASKED;
		uint32		nvoices = 0;

		/* the sum over a party's voices: their mean */
		for (uint32 v = 0; !wishes->by_voice && v < points->voice_keys.n; v++)
			nvoices += points->voices[v].party == s && points->voices[v].total != 0;
		for (size_t i = 0; nvoices > 1 && i < goals * GMA_ASKED; i++)
			side[i] /= nvoices;
		for (size_t g = 0; g < goals; g++)
			for (int k = 0; k < GMA_ASKED; k++)
				total[k] += fabs(side[g * GMA_ASKED + k]);
	}
}

/* Standard error and limits of a pair. */
void
gma_evidence_asked(GmaWishes *wishes, GmaEvidence *evidence)
{
	size_t		size = (size_t) wishes->ngoals * GMA_ASKED;
	double		opposed[GMA_ASKED];
	double		share;
	uint32		common;
	double		error;

	if (evidence->has_asked)
		return;
	if (wishes->asked == NULL)
		ask_again(wishes);
	gma_common(&wishes->side[evidence->a], &wishes->side[evidence->b],
			   wishes->ngoals, wishes->work, &share, wishes->goals, &common);
	gma_asked_pair(wishes->asked + evidence->a * size,
				   wishes->asked + evidence->b * size,
				   wishes->asked_total + evidence->a * GMA_ASKED,
				   wishes->asked_total + evidence->b * GMA_ASKED,
				   wishes->goals, common, evidence->times, opposed);
	evidence->standard_error = gma_asked_of(evidence->times).deviation;
	error = evidence->standard_error * LIMIT;
	evidence->low = gma_clamp(evidence->score - error, 0, 1);
	evidence->high = gma_clamp(evidence->score + error, 0, 1);
	error = gma_asked_of(opposed).deviation * LIMIT;
	evidence->opposed_low = gma_clamp(evidence->opposed - error, 0, 1);
	evidence->has_asked = true;
}

/* ---------- chance and bands ---------- */

void
gma_evidence_chance(GmaWishes *wishes, GmaEvidence *evidence)
{
	double		room;

	if (evidence->has_chance)
		return;
	gma_chance_deal(&wishes->side[evidence->a], &wishes->side[evidence->b],
					wishes->ngoals, evidence->score, wishes->work,
					&evidence->chance);
	room = 1 - evidence->chance.mean;
	evidence->beyond = room <= GMA_DEAL_TIE ? NAN :
		(evidence->score - evidence->chance.mean) / room;
	if (!evidence->has_order)
	{
		evidence->order = evidence->chance.order;
		evidence->order_index = evidence->chance.order_index;
	}
	evidence->has_chance = evidence->has_order = true;
}

static bool
is_few(double p, double limit)
{
	return p <= limit + GMA_P_TIE;
}

static GmaBand
cannot_tell(GmaEvidence *evidence, const char *ask_next)
{
	evidence->ask_next = ask_next;
	return GMA_CANNOT_TELL;
}

static GmaBand
judge(GmaWishes *wishes, GmaEvidence *e, const GmaRules *rules)
{
	const GmaDealSide *a = &wishes->side[e->a];
	const GmaDealSide *b = &wishes->side[e->b];
	double		opposed_from = wishes->is_signed ? rules->opposed_signed_from :
		rules->opposed_from;
	uint32		nown;
	bool		has_own;
	bool		prefer_same;
	bool		prefer_opposite;
	uint32		common;

	gma_common(a, b, wishes->ngoals, wishes->work, &e->common_share,
			   wishes->goals, &common);
	/* the own goals that both have, when they are most of both lists */
	nown = gma_own_order(a, b, wishes->work, &e->order, &e->order_index);
	has_own = e->has_order = nown >= 3 &&
		nown >= rules->comparable_from * Max(a->n, b->n) - GMA_P_TIE;
	if (gma_rounded(e->opposed) >= opposed_from)
	{
		gma_evidence_asked(wishes, e);
		if (gma_rounded(e->opposed_low) >= opposed_from)
			return GMA_MISALIGNED;
	}
	if (e->common_share < rules->comparable_from - GMA_P_TIE)
		return cannot_tell(e, "same_list");
	if (!has_own && common < 3)
		return cannot_tell(e, "more_goals");
	/* a score below 1 is a deal that leaves room */
	if (!has_own || e->score > 1 - GMA_DEAL_TIE)
	{
		gma_evidence_chance(wishes, e);
		if (isnan(e->beyond))
			return cannot_tell(e, "own_goals");
	}
	prefer_opposite = is_few(e->order.below, rules->misaligned_p);
	prefer_same = is_few(gma_mid_above(&e->order), rules->aligned_p);
	if (prefer_opposite || prefer_same)
	{
		gma_evidence_chance(wishes, e);
		gma_evidence_asked(wishes, e);
	}
	if (prefer_opposite && e->low <= e->chance.mean)
		return GMA_MISALIGNED;
	/* the best deal is placed by half of itself */
	if (!is_few(e->order.least / 2, rules->aligned_p))
		return cannot_tell(e, "more_goals");
	if (prefer_same && e->high >= rules->aligned_from && !isnan(e->beyond) &&
		gma_rounded(e->beyond) >= rules->beyond_chance_from &&
		(has_own || is_few(gma_mid_above(&e->chance.score), rules->aligned_p)))
		return GMA_ALIGNED;
	return GMA_MIXED;
}

/*
 * The band of a pair, whose sides, score and opposed share are given; what it
 * is about is known then, chance and limits only as far as they were needed.
 */
void
gma_evidence_judge(GmaWishes *wishes, GmaEvidence *evidence,
				   const GmaRules *rules)
{
	evidence->ask_next = NULL;
	evidence->has_chance = evidence->has_order = evidence->has_asked = false;
	evidence->band = judge(wishes, evidence, rules);
}
