/*-------------------------------------------------------------------------
 *
 * chance_core.c
 *		What chance would make of two lists of wishes. See chance_core.h.
 *
 *-------------------------------------------------------------------------
 */
#include "chance_core.h"

#include <math.h>
#include <string.h>

#include "arrangement.h"
#include "distribution.h"
#include "tally.h"

/* ---------- the seed is the content ---------- */

/* as rounded: what differs by rounding only deals the same */
static inline uint64_t
mix_double(uint64_t seed, double x)
{
	return gma_mix(seed ^ (uint64_t) (int64_t) llrint(x * 1e9));
}

static uint64_t
mix_side(uint64_t seed, const GmaDealSide *side)
{
	seed = gma_mix(seed ^ side->n);
	for (uint32_t i = 0; i < side->n; i++)
	{
		seed = mix_double(seed, side->points[i]);
		for (uint32_t e = side->start[i]; e < side->start[i + 1]; e++)
			seed = mix_double(gma_mix(seed ^ side->entries[e].goal),
							  side->entries[e].share);
	}
	return seed;
}

/* ---------- a place among deals ---------- */

/* Of drawn deals the wishes themselves are one more. */
static void
find_place(const GmaTally *t, bool is_exact, GmaPlace *place)
{
	uint32_t	own = is_exact ? 0 : 1;

	place->above = (double) (t->above + own) / (t->n + own);
	place->below = (double) (t->below + own) / (t->n + own);
	place->least = (double) t->nhighest / t->n;
}

/* ---------- deals of one side ---------- */

/*
 * Deals a side out, GMA_LANES at once: dealt[i] goes to own goal i, and from
 * there to each goal it leads to; all is 0 before and after. Without a deal
 * there is nothing.
 */
static void
fill_deals(const GmaDealSide *side, uint32_t *rank, const double *value,
		   const uint32_t *place, double *restrict all,
		   double *restrict dealt, uint64_t seed, GmaDeals *deals)
{
	double	   *restrict points = deals->points;
	double	   *restrict total = deals->total;

	memset(points, 0, sizeof(double) * gma_lanes(deals->n) * deals->ngoals);
	memset(total, 0, sizeof(double) * gma_lanes(deals->n));
	for (uint32_t d = 0; d < deals->n; total += GMA_LANES, points += GMA_LANES * deals->ngoals)
	{
		memset(dealt, 0, sizeof(double) * GMA_LANES * side->n);
		for (uint32_t k = 0; k < GMA_LANES && d < deals->n; k++, d++)
		{
			if (!deals->is_all)
				gma_draw(rank, side->n, d, &seed);
			for (uint32_t i = 0; i < side->n; i++)
				dealt[i * GMA_LANES + k] = value[rank[i]];
			if (deals->is_all)
				gma_next_arrangement(rank, side->n);
		}
		for (uint32_t i = 0; i < side->n; i++)
			for (uint32_t e = side->start[i]; e < side->start[i + 1]; e++)
				for (int k = 0; k < GMA_LANES; k++)
					all[side->entries[e].goal * GMA_LANES + k] +=
						dealt[i * GMA_LANES + k] * side->entries[e].share;
		for (uint32_t e = side->start[0]; e < side->start[side->n]; e++)
		{
			double	   *restrict at = all + side->entries[e].goal * GMA_LANES;
			uint32_t	shared = place[side->entries[e].goal];

			/* several own goals may lead there: the first one takes it */
			for (int k = 0; k < GMA_LANES; k++)
				total[k] += fabs(at[k]);
			for (int k = 0; k < GMA_LANES && shared != UINT32_MAX; k++)
				points[shared * GMA_LANES + k] += at[k];
			memset(at, 0, sizeof(double) * GMA_LANES);
		}
	}
}

/*
 * Does each own goal of a side lead to one shared goal of its own, in the same
 * way as the others do? Then dealing changes nothing but which of them gets
 * which points. all is 0 before and after.
 */
static bool
is_one_to_one(const GmaDealSide *side, const uint32_t *place, uint32_t nshared,
			  double *all)
{
	bool		is = side->n == nshared;
	double		first[2] = {0, 0};

	for (uint32_t i = 0; i < side->n && is; i++)
	{
		double		sum[2] = {0, 0};
		uint32_t	count = 0;

		for (uint32_t e = side->start[i]; e < side->start[i + 1]; e++)
		{
			bool		shared = place[side->entries[e].goal] != UINT32_MAX;

			count += shared;
			sum[shared] += shared ? side->entries[e].share : fabs(side->entries[e].share);
			is &= all[side->entries[e].goal]++ == 0;
		}
		for (int k = 0; k < 2; k++)
		{
			first[k] = i == 0 ? sum[k] : first[k];
			is &= fabs(sum[k] - first[k]) <= 1e-12;
		}
		is &= count == 1;
	}
	for (uint32_t e = side->start[0]; e < side->start[side->n]; e++)
		all[side->entries[e].goal] = 0;
	return is;
}

/*
 * How many deals of either side are compared, all with all. Of one list only
 * the order between the two counts, and one of them can stay as it is.
 */
static void
choose_deals(GmaDeals *deals, const uint32_t *count, bool is_one_list,
			 bool is_long, uint32_t both)
{
	int			few = count[0] <= count[1] ? 0 : 1;
	uint32_t	most = is_long ? GMA_DRAWN_LONG : GMA_DRAWN;

	deals[few].n = count[few] <= most ? count[few] : most;
	deals[few].is_all = count[few] <= most;
	if (is_one_list)
	{
		deals[1 - few].n = 1;
		deals[1 - few].is_all = true;
		if (!is_long && count[few] <= GMA_DEALS)
			deals[few].n = count[few];
		else
			deals[few].n = is_long ? GMA_DRAWN_LONG : GMA_DRAWN_ONE;
		deals[few].is_all = deals[few].n == count[few];
		return;
	}
	most = is_long ? GMA_DRAWN_LONG : both / deals[few].n;
	most = most > GMA_DEALS ? GMA_DEALS : most;
	deals[1 - few].n = count[1 - few] <= most ? count[1 - few] : most;
	deals[1 - few].is_all = count[1 - few] <= most;
}

/* Bytes that gma_chance_deal needs, a multiple of 8. */
size_t
gma_chance_size(const GmaDealSide *a, const GmaDealSide *b, uint32_t ngoals)
{
	size_t		n = (size_t) a->n + b->n;
	size_t		deals = a->n > GMA_MAX_COUNTED || b->n > GMA_MAX_COUNTED ?
		2 * GMA_DRAWN_LONG : GMA_DEALS + GMA_DRAWN_ONE;
	size_t		size;

	/* the last of either are filled up */
	deals += 2 * GMA_LANES;

	/*
	 * values and ranks; some deals by own goal and by goal, and places; the
	 * deals of both sides, and a figure of a deal of one against each of the
	 * other
	 */
	size = 128 + n * ((1 + GMA_LANES) * sizeof(double) + sizeof(uint32_t)) +
		(size_t) ngoals * (GMA_LANES * sizeof(double) + sizeof(uint32_t) + 1) +
		sizeof(double) * ((deals + 5) * (size_t) ngoals + 3 * deals);
	return (size + 7) / 8 * 8;
}

/* Room for n doubles at *next. */
static double *
take(double **next, size_t n)
{
	double	   *room = *next;

	*next += n;
	return room;
}

/* What a side wants of each goal that both can reach, now and on average. */
static void
fill_wish(const GmaDealSide *side, const uint32_t *place, GmaDeals *deals)
{
	double		mean = 0;

	for (uint32_t g = 0; g < deals->ngoals; g++)
		deals->mean[g] = deals->wish[g] = 0;
	for (uint32_t i = 0; i < side->n; i++)
		mean += side->points[i];
	mean /= side->n;
	for (uint32_t i = 0; i < side->n; i++)
		for (uint32_t e = side->start[i]; e < side->start[i + 1]; e++)
		{
			uint32_t	g = place[side->entries[e].goal];

			if (g == UINT32_MAX)
				continue;
			deals->mean[g] += mean * side->entries[e].share;
			deals->wish[g] += side->points[i] * side->entries[e].share;
		}
}

/*
 * Deals the points of a and b over their own lists. Both have own goals; where
 * the deals are too many to count, at most `most` pairs of them are drawn.
 */
void
gma_chance_deal(const GmaDealSide *a, const GmaDealSide *b, uint32_t ngoals,
				uint32_t most, void *work, GmaDealt *dealt)
{
	const GmaDealSide *side[2] = {a, b};
	double	   *next = work;
	double	   *value[2];
	uint32_t   *rank[2];
	double	   *all = take(&next, (size_t) ngoals * GMA_LANES);
	double	   *by_own = take(&next, (size_t) (a->n > b->n ? a->n : b->n) * GMA_LANES);
	uint32_t   *place;
	uint8_t    *seen;
	uint32_t	count[2];
	uint32_t	nshared = 0;
	uint64_t	seed = gma_mix(ngoals);

	for (int s = 0; s < 2; s++)
		value[s] = take(&next, side[s]->n);
	rank[0] = (uint32_t *) (void *) next;
	rank[1] = rank[0] + a->n;
	place = rank[1] + b->n;
	seen = (uint8_t *) (place + ngoals);
	next = (double *) (((uintptr_t) (seen + ngoals) + 15) & ~(uintptr_t) 15);

	for (int s = 0; s < 2; s++)
		count[s] = gma_first_arrangement(side[s]->points, side[s]->n, GMA_DEALS,
										 rank[s], value[s]);

	/* goals both can reach; elsewhere points only add to the total */
	memset(seen, 0, ngoals);
	for (int s = 0; s < 2; s++)
		for (uint32_t e = side[s]->start[0]; e < side[s]->start[side[s]->n]; e++)
			seen[side[s]->entries[e].goal] |= 1 << s;
	for (uint32_t g = 0; g < ngoals; g++)
		place[g] = seen[g] == 3 ? nshared++ : UINT32_MAX;
	memset(all, 0, sizeof(double) * ngoals * GMA_LANES);
	choose_deals(dealt->side, count, is_one_to_one(a, place, nshared, all) &&
				 is_one_to_one(b, place, nshared, all),
				 a->n > GMA_MAX_COUNTED || b->n > GMA_MAX_COUNTED, most);
	dealt->is_exact = dealt->side[0].is_all && dealt->side[1].is_all;
	for (int s = 0; s < 2 && !dealt->is_exact; s++)
		seed = mix_side(seed, side[s]);

	for (int s = 0; s < 2; s++)
	{
		GmaDeals   *deals = &dealt->side[s];
		size_t		n = gma_lanes(deals->n);

		deals->ngoals = nshared;
		deals->points = take(&next, n * nshared);
		deals->total = take(&next, n);
		deals->mean = take(&next, nshared);
		deals->wish = take(&next, nshared);
		fill_wish(side[s], place, deals);
		seed = gma_mix(seed);
		fill_deals(side[s], rank[s], value[s], place, all, by_own, seed, deals);
	}
	dealt->own = take(&next, nshared);
	dealt->figure = take(&next, gma_lanes(dealt->side[1].n));
	dealt->size = take(&next, gma_lanes(dealt->side[1].n));
}

/*
 * Where the order of their wishes stands among the deals. false: not counted to
 * the end, because a larger share than `below` has at most as much for certain,
 * and at most a share `least` as much as the highest; both 1 to count all.
 */
bool
gma_deals_order(const GmaDealt *dealt, double below, double least,
				GmaPlace *order, double *index)
{
	const GmaDeals *a = &dealt->side[0];
	const GmaDeals *b = &dealt->side[1];
	double		all = (double) a->n * b->n;
	GmaTally	orders = {.highest = -INFINITY};
	double		xx = 0;
	double		yy = 0;

	for (uint32_t g = 0; g < a->ngoals; g++)
	{
		double		dx = a->wish[g] - a->mean[g];
		double		dy = b->wish[g] - b->mean[g];

		orders.figure += dx * dy;
		xx += dx * dx;
		yy += dy * dy;
	}
	*index = xx > 1e-18 && yy > 1e-18 ? orders.figure / sqrt(xx * yy) : 0;

	/* one deal of a against all of b at a time */
	for (uint32_t i = 0; i < a->n; i++)
	{
		double		less = 0;

		/* of drawn ones the wishes are one more */
		if (orders.below > (below + GMA_DEAL_TIE) * (all + 1) &&
			all - (orders.n - orders.nhighest) <= least * all)
			return false;
		for (uint32_t g = 0; g < a->ngoals; g++)
		{
			dealt->own[g] = a->points[gma_lane(i, g, a->ngoals)] - a->mean[g];
			less += dealt->own[g] * b->mean[g];
		}
		gma_deal_products(dealt->own, b->points, a->ngoals, b->n, -less, dealt->figure);
		gma_tally(&orders, dealt->figure, b->n);
		gma_tally_highest(&orders, dealt->figure, b->n);
	}
	find_place(&orders, dealt->is_exact, order);
	return true;
}

/* Where the score stands among them, and their mean. */
void
gma_deals_score(const GmaDealt *dealt, double score, GmaPlace *among,
				double *mean)
{
	const GmaDeals *a = &dealt->side[0];
	const GmaDeals *b = &dealt->side[1];
	GmaTally	scores = {score};
	double		sum = 0;

	/* what a deal wants of the shared goals is how far it is from nothing */
	memset(dealt->own, 0, sizeof(double) * a->ngoals);
	gma_deal_gaps(dealt->own, b->points, a->ngoals, b->n, dealt->size);
	for (uint32_t i = 0; i < a->n; i++)
	{
		double		size = 0;

		for (uint32_t g = 0; g < a->ngoals; g++)
		{
			dealt->own[g] = a->points[gma_lane(i, g, a->ngoals)];
			size += fabs(dealt->own[g]);
		}
		gma_deal_gaps(dealt->own, b->points, a->ngoals, b->n, dealt->figure);
		sum += gma_deal_scores(size, a->total[i], dealt->size, b->total, b->n,
							   dealt->figure);
		gma_tally(&scores, dealt->figure, b->n);
	}
	*mean = sum / scores.n;
	find_place(&scores, dealt->is_exact, among);
}

/* ---------- the order of own goals that both have ---------- */

/* Bytes that gma_own_order needs for lists of n goals at most. */
size_t
gma_own_size(uint32_t n)
{
	return n * (3 * sizeof(double) + sizeof(uint32_t));
}

/*
 * Of the own goals that a and b both have, which says more than the places
 * they lead to: several may lead to one. Their number; with three or more the
 * order on them and its place among the deals: counted, or where they are too
 * many by Student's t, which has the first moments of their correlations
 * (Pitman 1937).
 */
uint32_t
gma_own_order(const GmaDealSide *a, const GmaDealSide *b, void *work,
			  GmaPlace *order, double *index)
{
	double	   *x = work;
	double	   *y = x + a->n;
	double	   *value = y + b->n;
	uint32_t   *rank = (uint32_t *) (void *) (value + b->n);
	uint32_t	n = 0;
	uint32_t	deals;
	double		mx = 0;
	double		my = 0;
	double		xx = 0;
	double		yy = 0;
	double		product[GMA_DEALS];
	GmaTally	orders = {.highest = -INFINITY};

	*index = 0;
	order->above = order->below = order->least = 1;
	for (uint32_t i = 0, k = 0; i < a->n && k < b->n;)
	{
		if (a->own[i] < b->own[k])
			i++;
		else if (a->own[i] > b->own[k])
			k++;
		else
		{
			x[n] = a->points[i++];
			y[n++] = b->points[k++];
		}
	}
	if (n < 3)
		return n;
	for (uint32_t i = 0; i < n; i++)
	{
		mx += x[i] / n;
		my += y[i] / n;
	}
	for (uint32_t i = 0; i < n; i++)
	{
		x[i] -= mx;
		y[i] -= my;
		orders.figure += x[i] * y[i];
		xx += x[i] * x[i];
		yy += y[i] * y[i];
	}
	if (xx <= 1e-18 || yy <= 1e-18)
		return n;
	*index = fmin(fmax(orders.figure / sqrt(xx * yy), -1), 1);
	deals = gma_first_arrangement(y, n, GMA_DEALS, rank, value);
	if (deals > GMA_DEALS)
	{
		double		rest = 1 - *index * *index;
		double		tail = rest > 0 ? gma_t_two_sided(*index * sqrt((n - 2) / rest), n - 2) / 2 : 0;

		order->above = *index > 0 ? tail : 1 - tail;
		order->below = 1 - order->above;
		order->least = 0;
		return n;
	}
	for (uint32_t d = 0; d < deals; d++)
	{
		product[d] = 0;
		for (uint32_t i = 0; i < n; i++)
			product[d] += x[i] * value[rank[i]];
		gma_next_arrangement(rank, n);
	}
	gma_tally(&orders, product, deals);
	gma_tally_highest(&orders, product, deals);
	find_place(&orders, true, order);
	return n;
}

/*
 * How much of what each can say the other can answer: the share of a list
 * that leads to goals which the other's list leads to as well, the smaller of
 * the two; and these goals.
 */
void
gma_common(const GmaDealSide *a, const GmaDealSide *b, uint32_t ngoals,
		   uint8_t *seen, double *share, uint32_t *goals, uint32_t *count)
{
	const GmaDealSide *side[2] = {a, b};

	memset(seen, 0, ngoals);
	*share = 1;
	*count = 0;
	for (int s = 0; s < 2; s++)
		for (uint32_t e = side[s]->start[0]; e < side[s]->start[side[s]->n]; e++)
			seen[side[s]->entries[e].goal] |= 1 << s;
	for (int s = 0; s < 2; s++)
	{
		double		sum = 0;

		for (uint32_t e = side[s]->start[0]; e < side[s]->start[side[s]->n]; e++)
			if (seen[side[s]->entries[e].goal] == 3)
				sum += fabs(side[s]->entries[e].share);
		*share = fmin(*share, sum / side[s]->n);
	}
	for (uint32_t g = 0; g < ngoals; g++)
		if (seen[g] == 3)
			goals[(*count)++] = g;
}
