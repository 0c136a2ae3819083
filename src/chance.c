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
 *	aligned		when few deals bring them into as good an order and the score,
 *				within its limits, reaches its threshold; where the two name
 *				different goals, only when few deals score as high as well;
 *	cannot tell when their lists have too little in common, when all goals lead
 *				to one place, when they have three goals or fewer,
 *				or when no deal could have been aligned;
 *	mixed		else.
 *
 * Few is a setting for either side. What chance and limits have to show was
 * found by simulation (doc/calibration.md). Chance is dealt only for pairs
 * whose band hangs on it.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "miscadmin.h"
#include "utils/memutils.h"

#include "chance.h"

/*
 * Limits of a score hold nine in ten of the scores of people asked again: 1.645
 * standard errors of a difference, and both askings have one. An opposed share
 * is at least its lower limit in nineteen cases of twenty: that of one asking.
 */
#define LIMIT_ONE 1.6448536269514722
#define LIMIT (LIMIT_ONE * M_SQRT2)

/* p, and shares of a list, as rounded */
#define GMA_P_TIE 1e-9

/* goals on a list from which on their order tells anything: three have six */
#define ORDERED_FROM 4

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

			/* without a jump, nor waiting for the round before */
			apart = apart > GMA_P_TIE ? apart : INFINITY;
			step = apart < step ? apart : step;
		}
	return sqrt((1 - rules->reliability) * (df > 0 ? squares / df : 0) + step * step / 12);
}

/* room for what all sides wish, taken as they are filled */
typedef struct Room
{
	double	   *points;
	GmaDealEntry *entries;
	uint32	   *own;
	uint32	   *start;
	double	   *sum;			/* by goal; 0 between sides */
	bool	   *named;
} Room;

/* a party's own goals and its points for them, the equal mean of its voices */
static void
fill_side(GmaWishes *wishes, uint32 s, const GmaPointsParty *parties,
		  Room *room)
{
	const GmaPoints *points = wishes->points;
	uint32		first = wishes->by_voice ? s : 0;
	uint32		end = wishes->by_voice ? s + 1 : points->voice_keys.n;
	uint32		n = 0;
	uint32		nentries = 0;

	for (uint32 v = first; v < end; v++)
	{
		const GmaVoice *voice = &points->voices[v];
		double		share;

		if (voice->total == 0 || (!wishes->by_voice && voice->party != s))
			continue;
		share = voice->total * (wishes->by_voice ? 1 : parties[s].nvoices);
		for (uint32 c = points->cell_start[v]; c < points->cell_start[v + 1]; c++)
		{
			const GmaCell *cell = &points->cells[c];

			if (isnan(cell->priority))
				continue;
			wishes->is_signed |= cell->priority < 0;
			room->named[cell->goal] = true;
			room->sum[cell->goal] += cell->priority / share;
		}
	}
	for (uint32 goal = 0; goal < points->goals.n; goal++)
	{
		uint32		at = points->lift_start[goal];
		uint32		lifted = points->lift_start[goal + 1];

		if (!room->named[goal])
			continue;
		room->own[n] = goal;
		room->points[n] = room->sum[goal];
		room->start[n++] = nentries;
		if (at == lifted)
			room->entries[nentries++] = (GmaDealEntry)
		{
			1, goal
		};
		for (; at < lifted; at++)
		{
			room->entries[nentries++] = (GmaDealEntry)
			{
				points->lifts[at].share, points->lifts[at].goal
			};
			wishes->pulls_down |= points->lifts[at].share < 0;
		}
		room->named[goal] = false;
		room->sum[goal] = 0;
	}
	room->start[n] = nentries;
	wishes->side[s] = (GmaDealSide)
	{
		n, room->points, room->own, room->start, room->entries
	};
	room->points += n;
	room->own += n;
	room->start += n + 1;
	room->entries += nentries;
}

/*
 * The wishes of an assignment by party, or by voice without parties. rules
 * may be NULL where nobody asks again.
 */
void
gma_wishes_start(GmaWishes *wishes, const GmaPoints *points,
				 const GmaPointsParty *parties, const GmaRules *rules)
{
	uint32		ngoals = points->goals.n;
	size_t		nentries = 0;
	size_t		ncells = points->cell_start[points->voice_keys.n];
	size_t		size = 0;
	uint32		longest = 0;
	Room		room;
	char	   *chunk;

	memset(wishes, 0, sizeof(GmaWishes));
	wishes->points = points;
	wishes->by_voice = parties == NULL;
	wishes->ngoals = ngoals;
	wishes->n = parties == NULL ? points->voice_keys.n : points->parties.n;

	for (size_t c = 0; c < ncells; c++)
		nentries += Max(points->lift_start[points->cells[c].goal + 1] -
						points->lift_start[points->cells[c].goal], 1);
	/* in one piece, those of eight bytes first */
	chunk = gma_alloc(wishes->n * (sizeof(GmaDealSide) + sizeof(uint32)) +
					  nentries * sizeof(GmaDealEntry) +
					  ncells * (sizeof(double) + 2 * sizeof(uint32)) +
					  ngoals * (sizeof(double) + sizeof(uint32) + sizeof(bool)) + 1, 1);
	wishes->side = (GmaDealSide *) chunk;
	room.entries = (GmaDealEntry *) (wishes->side + wishes->n);
	room.points = (double *) (room.entries + nentries);
	room.sum = room.points + ncells;
	wishes->goals = (uint32 *) (room.sum + ngoals);
	room.own = wishes->goals + ngoals;
	room.start = room.own + ncells;
	room.named = (bool *) (room.start + ncells + wishes->n);
	memset(room.sum, 0, sizeof(double) * ngoals);
	memset(room.named, 0, ngoals);

	for (uint32 s = 0; s < wishes->n; s++)
		fill_side(wishes, s, parties, &room);
	for (uint32 i = 0; i < wishes->n; i++)
	{
		longest = Max(longest, wishes->side[i].n);
		for (uint32 k = i + 1; k < wishes->n; k++)
			size = Max(size, gma_chance_size(&wishes->side[i], &wishes->side[k],
											 ngoals));
	}
	wishes->deals[0] = scratch(2 * size + Max(gma_own_size(longest), ngoals));
	wishes->deals[1] = (char *) wishes->deals[0] + size;
	wishes->work = (char *) wishes->deals[1] + size;
	if (rules != NULL)
		wishes->error = answer_error(points, rules);
}

/* ---------- asked again ---------- */

/*
 * The points of one voice each time, moved up, added to those of its side;
 * said has room for its answers. Returns the number of the next answer.
 */
static uint64
ask_voice(const GmaWishes *wishes, uint32 v, uint64 answer, float *said,
		  float *side)
{
	const GmaPoints *points = wishes->points;
	uint32		first = points->cell_start[v];
	uint32		n = points->cell_start[v + 1] - first;

	/* nobody says a negative number on a scale without */
	float		lowest = wishes->is_signed ? -1 : 0;
	float		total[GMA_ASKED] = {0};

	for (uint32 c = 0; c < n; c++)
		if (!isnan(points->cells[first + c].priority))
			gma_asked_answer(points->cells[first + c].priority, wishes->error,
							 lowest, gma_asked_errors(answer++),
							 &said[(size_t) c * GMA_ASKED], total);
	for (int k = 0; k < GMA_ASKED; k++)
		total[k] = total[k] > 0 ? 1 / total[k] : 0;
	for (uint32 c = 0; c < n; c++)
	{
		const GmaCell *cell = &points->cells[first + c];
		uint32		e = points->lift_start[cell->goal];
		uint32		end = points->lift_start[cell->goal + 1];

		if (isnan(cell->priority))
			continue;
		if (e == end)
			gma_asked_add(&said[(size_t) c * GMA_ASKED], total, 1,
						  side + (size_t) cell->goal * GMA_ASKED);
		for (; e < end; e++)
			gma_asked_add(&said[(size_t) c * GMA_ASKED], total,
						  points->lifts[e].share,
						  side + (size_t) points->lifts[e].goal * GMA_ASKED);
	}
	return answer;
}

/* What everybody would say each time, moved up as the points are. */
static void
ask_again(GmaWishes *wishes)
{
	const GmaPoints *points = wishes->points;
	size_t		size = (size_t) wishes->ngoals * GMA_ASKED;
	uint32		nvoices = points->voice_keys.n;
	uint64		answer = 0;
	uint32		most = 0;
	float	   *said;

	for (uint32 v = 0; v < nvoices; v++)
		most = Max(most, points->cell_start[v + 1] - points->cell_start[v]);
	wishes->asked = gma_alloc(wishes->n * size, sizeof(float));
	memset(wishes->asked, 0, wishes->n * size * sizeof(float));
	said = gma_alloc((size_t) Max(most, 1) * GMA_ASKED, sizeof(float));
	for (uint32 v = 0; v < nvoices; v++)
	{
		CHECK_FOR_INTERRUPTS();
		if (points->voices[v].total != 0)
			answer = ask_voice(wishes, v, answer, said, wishes->asked +
							   (wishes->by_voice ? v : points->voices[v].party) * size);
	}
	pfree(said);
	wishes->asked_total = palloc0(sizeof(float) * Max(wishes->n, 1) * GMA_ASKED);
	for (uint32 s = 0; s < wishes->n; s++)
	{
		float	   *restrict side = wishes->asked + s * size;
		float	   *restrict total = wishes->asked_total + s * GMA_ASKED;
		uint32		heard = 0;

		/* the sum over a party's voices: their mean */
		for (uint32 v = 0; !wishes->by_voice && v < nvoices; v++)
			heard += points->voices[v].party == s && points->voices[v].total != 0;
		for (size_t i = 0; heard > 1 && i < size; i++)
			side[i] /= heard;
		/* points that nothing pulls down are all there still */
		for (int k = 0; k < GMA_ASKED && !wishes->is_signed && !wishes->pulls_down; k++)
			total[k] = 1;
		for (size_t g = 0; g < wishes->ngoals && (wishes->is_signed || wishes->pulls_down); g++)
			for (int k = 0; k < GMA_ASKED; k++)
				total[k] += fabsf(side[g * GMA_ASKED + k]);
	}
}

/* What both sides of a pair can reach: once where it is asked about at once. */
static void
find_common(GmaWishes *wishes, GmaEvidence *evidence)
{
	if (wishes->common_of == evidence)
		return;
	gma_common(&wishes->side[evidence->a], &wishes->side[evidence->b],
			   wishes->ngoals, wishes->work, &evidence->common_share,
			   wishes->goals, &wishes->ncommon);
	wishes->common_of = evidence;
}

/* Standard error and limits of a pair. */
void
gma_evidence_asked(GmaWishes *wishes, GmaEvidence *evidence)
{
	size_t		size = (size_t) wishes->ngoals * GMA_ASKED;
	float		opposed[GMA_ASKED];
	double		error;

	if (evidence->has_asked)
		return;
	if (wishes->asked == NULL)
		ask_again(wishes);
	find_common(wishes, evidence);
	gma_asked_pair(wishes->asked + evidence->a * size,
				   wishes->asked + evidence->b * size,
				   wishes->asked_total + evidence->a * GMA_ASKED,
				   wishes->asked_total + evidence->b * GMA_ASKED,
				   wishes->goals, wishes->ncommon, evidence->times,
				   evidence->opposed > 0 ? opposed : NULL);
	evidence->standard_error = gma_asked_of(evidence->times).deviation;
	error = evidence->standard_error * LIMIT;
	evidence->low = gma_clamp(evidence->score - error, 0, 1);
	evidence->high = gma_clamp(evidence->score + error, 0, 1);
	evidence->opposed_low = 0;
	if (evidence->opposed > 0)
	{
		error = gma_asked_of(opposed).deviation * LIMIT_ONE;
		evidence->opposed_low = gma_clamp(evidence->opposed - error, 0, 1);
	}
	evidence->has_asked = true;
}

/* ---------- chance and bands ---------- */

/*
 * The deals of a pair. Those of the first one are kept, it often decides.
 * Where the band hangs on their order there are more of them.
 */
static const GmaDealt *
find_deals(GmaWishes *wishes, GmaEvidence *evidence)
{
	int			i = wishes->dealt_of[0] == NULL || wishes->dealt_of[0] == evidence ? 0 : 1;

	if (wishes->dealt_of[i] != evidence)
		gma_chance_deal(&wishes->side[evidence->a], &wishes->side[evidence->b],
						wishes->ngoals,
						evidence->has_own ? GMA_DEALS_SCORE : GMA_DEALS_BOTH,
						wishes->deals[i], &wishes->dealt[i]);
	wishes->dealt_of[i] = evidence;
	return &wishes->dealt[i];
}

/*
 * What chance would make of the order, unless it is that of own goals. false:
 * certain to be above these limits (gma_deals_order), and not known.
 */
static bool
find_order(GmaWishes *wishes, GmaEvidence *evidence, double below, double least)
{
	if (!evidence->has_order)
		evidence->has_order = gma_deals_order(find_deals(wishes, evidence),
											  below, least, &evidence->order,
											  &evidence->order_index);
	return evidence->has_order;
}

/* What chance would make of a pair. */
void
gma_evidence_chance(GmaWishes *wishes, GmaEvidence *evidence)
{
	GmaChance  *chance = &evidence->chance;
	const GmaDealt *dealt;
	double		room;

	if (evidence->has_chance)
		return;
	find_order(wishes, evidence, 1, 1);
	dealt = find_deals(wishes, evidence);
	gma_deals_score(dealt, evidence->score, &chance->score, &chance->mean);
	chance->is_exact = dealt->is_exact;
	room = 1 - chance->mean;
	evidence->beyond = room <= GMA_DEAL_TIE ? NAN :
		(evidence->score - chance->mean) / room;
	evidence->has_chance = true;
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

/* Does a pair that prefers the same score as high as the bands want? */
static bool
is_high(GmaWishes *wishes, GmaEvidence *e, const GmaRules *rules, bool has_own)
{
	bool		needs_beyond = rules->beyond_chance_from > -1;

	gma_evidence_asked(wishes, e);
	if (e->high < rules->aligned_from)
		return false;
	if (!has_own || needs_beyond)
		gma_evidence_chance(wishes, e);
	if (needs_beyond && (isnan(e->beyond) ||
						 gma_rounded(e->beyond) < rules->beyond_chance_from))
		return false;
	return has_own || is_few(gma_mid_above(&e->chance.score), rules->aligned_p);
}

/*
 * Where a weaker pair stands as worst already, all that matters is whether this
 * one is worse: it is called mixed where it is not.
 */
static GmaBand
judge(GmaWishes *wishes, GmaEvidence *e, const GmaRules *rules, GmaBand worst)
{
	const GmaDealSide *a = &wishes->side[e->a];
	const GmaDealSide *b = &wishes->side[e->b];
	double		opposed_from = wishes->is_signed ? rules->opposed_signed_from :
		rules->opposed_from;
	uint32		nown;
	bool		has_own;

	if (worst == GMA_MISALIGNED)
		return GMA_MIXED;
	find_common(wishes, e);
	/* the own goals that both have, when they are most of both lists */
	nown = gma_own_order(a, b, wishes->work, &e->order, &e->order_index);
	has_own = e->has_own = e->has_order = nown >= ORDERED_FROM &&
		nown >= rules->comparable_from * Max(a->n, b->n) - GMA_P_TIE;
	if (gma_rounded(e->opposed) >= opposed_from)
	{
		gma_evidence_asked(wishes, e);
		if (gma_rounded(e->opposed_low) >= opposed_from)
			return GMA_MISALIGNED;
	}
	if (e->common_share < rules->comparable_from - GMA_P_TIE)
		return cannot_tell(e, "same_list");
	if (a->n < ORDERED_FROM || b->n < ORDERED_FROM || (!has_own && wishes->ncommon < 3))
		return cannot_tell(e, "more_goals");
	if (!has_own)
	{
		/* a score below 1 is a deal that leaves room */
		if (e->score > 1 - GMA_DEAL_TIE)
		{
			gma_evidence_chance(wishes, e);
			if (isnan(e->beyond))
				return cannot_tell(e, "own_goals");
		}
		else if (!find_order(wishes, e, worst < GMA_ALIGNED ? rules->misaligned_p : 1,
							 worst == GMA_CANNOT_TELL ? 1 : 2 * rules->aligned_p))
			return GMA_MIXED;
	}
	if (is_few(e->order.below, rules->misaligned_p))
	{
		gma_evidence_chance(wishes, e);
		gma_evidence_asked(wishes, e);
		if (e->low <= e->chance.mean + GMA_DEAL_TIE)
			return GMA_MISALIGNED;
	}
	/* the best deal is placed by half of itself */
	if (!is_few(e->order.least / 2, rules->aligned_p))
		return cannot_tell(e, "more_goals");
	return worst == GMA_ALIGNED &&
		is_few(gma_mid_above(&e->order), rules->aligned_p) &&
		is_high(wishes, e, rules, has_own) ? GMA_ALIGNED : GMA_MIXED;
}

/*
 * The band of a pair, whose sides, score and opposed share are given; what it
 * is about is known then, chance and limits only as far as they were needed.
 */
void
gma_evidence_judge(GmaWishes *wishes, GmaEvidence *evidence,
				   const GmaRules *rules, GmaBand worst)
{
	evidence->ask_next = NULL;
	evidence->has_own = evidence->has_chance = evidence->has_order = evidence->has_asked = false;
	evidence->band = judge(wishes, evidence, rules, worst);
}
