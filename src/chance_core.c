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

/* where a figure stands among the deals seen so far */
typedef struct Tally
{
	double		figure;
	uint32_t	n;
	uint32_t	above;
	uint32_t	below;
	uint32_t	nhighest;
	double		highest;
} Tally;

/* Some more deals; in passes, which a compiler can do for several at once. */
static void
tally(Tally *t, const double *deal, uint32_t n)
{
	double		least = t->figure - GMA_DEAL_TIE;
	double		most = t->figure + GMA_DEAL_TIE;
	double		highest = deal[0];
	uint32_t	above = 0;
	uint32_t	below = 0;
	uint32_t	nhighest = 0;

	for (uint32_t d = 0; d < n; d++)
	{
		above += deal[d] >= least;
		below += deal[d] <= most;
		highest = deal[d] > highest ? deal[d] : highest;
	}
	t->above += above;
	t->below += below;
	if (t->n == 0 || highest > t->highest + GMA_DEAL_TIE)
	{
		t->highest = highest;
		t->nhighest = 0;
	}
	t->n += n;
	if (highest < t->highest - GMA_DEAL_TIE)
		return;
	highest = t->highest - GMA_DEAL_TIE;
	for (uint32_t d = 0; d < n; d++)
		nhighest += deal[d] >= highest;
	t->nhighest += nhighest;
}

/* Of drawn deals the wishes themselves are one more. */
static void
find_place(const Tally *t, bool is_exact, GmaPlace *place)
{
	uint32_t	own = is_exact ? 0 : 1;

	place->above = (double) (t->above + own) / (t->n + own);
	place->below = (double) (t->below + own) / (t->n + own);
	place->least = (double) t->nhighest / t->n;
}

/* ---------- deals of one side ---------- */

/* what each deal brings to the goals that both can reach, and in all */
typedef struct Deals
{
	uint32_t	n;
	bool		is_all;
	double	   *points;			/* goal g of deal d: points[g * n + d] */
	double	   *total;			/* SUM of magnitudes of deal d */
	double	   *mean;			/* of goal g over all deals there are */
	double	   *wish;			/* goal g as it is */
} Deals;

/*
 * Does nothing a side wants pull down? Then all deals of it want as much in
 * all, and only what meets the other's need be dealt.
 */
static bool
is_positive(const GmaDealSide *side)
{
	for (uint32_t i = 0; i < side->n; i++)
		if (side->points[i] < 0)
			return false;
	for (uint32_t e = side->start[0]; e < side->start[side->n]; e++)
		if (side->entries[e].share < 0)
			return false;
	return true;
}

/* deal d of a side on which nothing pulls down; met: entries to shared goals */
static void
put_positive(const GmaDealSide *side, const uint32_t *rank,
			 const double *value, const GmaDealEntry *met,
			 const uint32_t *met_start, uint32_t d, Deals *deals)
{
	for (uint32_t i = 0; i < side->n; i++)
		for (uint32_t e = met_start[i]; e < met_start[i + 1]; e++)
			deals->points[(size_t) met[e].goal * deals->n + d] += value[rank[i]] * met[e].share;
}

/* deal d: value[rank[i]] goes to own goal i; all is 0 before and after */
static void
put_deal(const GmaDealSide *side, const uint32_t *rank, const double *value,
		 const uint32_t *place, uint32_t d, double *all, Deals *deals)
{
	double		total = 0;

	for (uint32_t i = 0; i < side->n; i++)
		for (uint32_t e = side->start[i]; e < side->start[i + 1]; e++)
			all[side->entries[e].goal] += value[rank[i]] * side->entries[e].share;
	for (uint32_t e = side->start[0]; e < side->start[side->n]; e++)
	{
		uint32_t	goal = side->entries[e].goal;

		/* several own goals may lead there: the first one takes it */
		total += fabs(all[goal]);
		if (place[goal] != UINT32_MAX && all[goal] != 0)
			deals->points[(size_t) place[goal] * deals->n + d] = all[goal];
		all[goal] = 0;
	}
	deals->total[d] = total;
}

static void
fill_deals(const GmaDealSide *side, uint32_t *rank, const double *value,
		   const uint32_t *place, double *all, uint64_t seed,
		   GmaDealEntry *met, uint32_t *met_start, Deals *deals)
{
	bool		positive = is_positive(side);
	uint32_t	n = 0;

	for (uint32_t i = 0; i < side->n && positive; i++)
	{
		met_start[i] = n;
		for (uint32_t e = side->start[i]; e < side->start[i + 1]; e++)
			if (place[side->entries[e].goal] != UINT32_MAX)
				met[n++] = (GmaDealEntry)
			{
				side->entries[e].share, place[side->entries[e].goal]
			};
	}
	met_start[side->n] = n;
	for (uint32_t d = 0; d < deals->n; d++)
	{
		if (!deals->is_all)
			gma_draw(rank, side->n, d, &seed);
		/* the first says what all of them want */
		if (positive && d > 0)
		{
			put_positive(side, rank, value, met, met_start, d, deals);
			deals->total[d] = deals->total[0];
		}
		else
			put_deal(side, rank, value, place, d, all, deals);
		if (deals->is_all)
			gma_next_arrangement(rank, side->n);
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
choose_deals(Deals *deals, const uint32_t *count, bool is_one_list,
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

/* Bytes that gma_chance_deal and gma_own_order need. */
size_t
gma_chance_size(const GmaDealSide *a, const GmaDealSide *b, uint32_t ngoals)
{
	size_t		n = (size_t) a->n + b->n;
	size_t		deals = a->n > GMA_MAX_COUNTED || b->n > GMA_MAX_COUNTED ?
		2 * GMA_DRAWN_LONG : GMA_DEALS + GMA_DRAWN_ONE;

	/*
	 * values and ranks; a deal, places and marks; the deals of both sides,
	 * and two figures of a deal of one against each of the other
	 */
	return 128 + n * (2 * sizeof(double) + 2 * sizeof(uint32_t)) +
		sizeof(GmaDealEntry) * ((size_t) a->start[a->n] - a->start[0] + b->start[b->n] - b->start[0]) +
		(size_t) ngoals * (sizeof(double) + sizeof(uint32_t) + 1) +
		sizeof(double) * ((deals + 4) * (size_t) ngoals + 3 * deals);
}

/* Room for n doubles at *next. */
static double *
take(double **next, size_t n)
{
	double	   *room = *next;

	*next += n;
	return room;
}

/*
 * Deals the points of a and b over their own lists and says where the order of
 * their wishes, the score, or both stand among the deals. Both have own goals.
 */
void
gma_chance_deal(const GmaDealSide *a, const GmaDealSide *b, uint32_t ngoals,
				bool with_order, bool with_score, double score, void *work,
				GmaChance *chance)
{
	const GmaDealSide *side[2] = {a, b};
	double	   *next = work;
	double	   *value[2];
	uint32_t   *rank[2];
	double	   *all = take(&next, ngoals);
	double	   *figure;
	uint32_t   *place;
	uint32_t   *met_start;
	GmaDealEntry *met;
	uint8_t    *seen;
	Deals		deals[2];
	uint32_t	count[2];
	uint32_t	nshared = 0;
	Tally		scores = {score};
	Tally		orders = {0};
	double		sum = 0;
	double		xx = 0;
	double		yy = 0;
	uint64_t	seed = gma_mix(ngoals);

	for (int s = 0; s < 2; s++)
		value[s] = take(&next, side[s]->n);
	met = (GmaDealEntry *) (void *) next;
	met += a->start[a->n] - a->start[0] > b->start[b->n] - b->start[0] ?
		a->start[a->n] - a->start[0] : b->start[b->n] - b->start[0];
	rank[0] = (uint32_t *) (void *) met;
	met = (GmaDealEntry *) (void *) next;
	rank[1] = rank[0] + a->n;
	met_start = rank[1] + b->n;
	place = met_start + (a->n > b->n ? a->n : b->n) + 1;
	seen = (uint8_t *) (place + ngoals);
	next = (double *) (((uintptr_t) (seen + ngoals) + 15) & ~(uintptr_t) 15);

	for (int s = 0; s < 2; s++)
	{
		count[s] = gma_first_arrangement(side[s]->points, side[s]->n, GMA_DEALS,
										 rank[s], value[s]);
		seed = mix_side(seed, side[s]);
	}

	/* goals both can reach; elsewhere points only add to the total */
	memset(seen, 0, ngoals);
	for (int s = 0; s < 2; s++)
		for (uint32_t e = side[s]->start[0]; e < side[s]->start[side[s]->n]; e++)
			seen[side[s]->entries[e].goal] |= 1 << s;
	for (uint32_t g = 0; g < ngoals; g++)
	{
		place[g] = seen[g] == 3 ? nshared++ : UINT32_MAX;
		all[g] = 0;
	}
	choose_deals(deals, count, is_one_to_one(a, place, nshared, all) &&
				 is_one_to_one(b, place, nshared, all),
				 a->n > GMA_MAX_COUNTED || b->n > GMA_MAX_COUNTED,
				 with_order ? GMA_DEALS_BOTH : GMA_DEALS_SCORE);

	for (int s = 0; s < 2; s++)
	{
		double		mean = 0;

		deals[s].points = take(&next, (size_t) deals[s].n * nshared);
		deals[s].total = take(&next, deals[s].n);
		deals[s].mean = take(&next, nshared);
		deals[s].wish = take(&next, nshared);
		memset(deals[s].points, 0, sizeof(double) * deals[s].n * nshared);
		memset(deals[s].mean, 0, sizeof(double) * 2 * nshared);
		for (uint32_t i = 0; i < side[s]->n; i++)
			mean += side[s]->points[i];
		mean /= side[s]->n;
		for (uint32_t i = 0; i < side[s]->n; i++)
			for (uint32_t e = side[s]->start[i]; e < side[s]->start[i + 1]; e++)
			{
				uint32_t	g = place[side[s]->entries[e].goal];

				if (g == UINT32_MAX)
					continue;
				deals[s].mean[g] += mean * side[s]->entries[e].share;
				deals[s].wish[g] += side[s]->points[i] * side[s]->entries[e].share;
			}
		seed = gma_mix(seed);
		fill_deals(side[s], rank[s], value[s], place, all, seed, met,
				   met_start, &deals[s]);
	}
	for (uint32_t g = 0; g < nshared; g++)
	{
		double		dx = deals[0].wish[g] - deals[0].mean[g];
		double		dy = deals[1].wish[g] - deals[1].mean[g];

		orders.figure += dx * dy;
		xx += dx * dx;
		yy += dy * dy;
	}

	/* one deal of a against all of b at a time */
	figure = take(&next, deals[1].n);
	for (uint32_t i = 0; with_order && i < deals[0].n; i++)
	{
		double	   *restrict product = figure;

		memset(product, 0, sizeof(double) * deals[1].n);
		for (uint32_t g = 0; g < nshared; g++)
		{
			double		dx = deals[0].points[(size_t) g * deals[0].n + i] - deals[0].mean[g];
			double		mean = deals[1].mean[g];
			const double *restrict y = deals[1].points + (size_t) g * deals[1].n;

			for (uint32_t k = 0; k < deals[1].n; k++)
				product[k] += dx * (y[k] - mean);
		}
		tally(&orders, figure, deals[1].n);
	}
	for (uint32_t i = 0; with_score && i < deals[0].n; i++)
	{
		double	   *restrict deal = figure;
		double		total = deals[0].total[i];

		memset(deal, 0, sizeof(double) * deals[1].n);
		for (uint32_t g = 0; g < nshared; g++)
		{
			double		x = deals[0].points[(size_t) g * deals[0].n + i];
			double		size = fabs(x);
			const double *restrict y = deals[1].points + (size_t) g * deals[1].n;

			for (uint32_t k = 0; k < deals[1].n; k++)
				deal[k] += size + fabs(y[k]) - fabs(x - y[k]);
		}
		/* where nobody wants anything in the end, 0 / tiny */
		for (uint32_t k = 0; k < deals[1].n; k++)
			deal[k] /= total + deals[1].total[k] + 1e-300;
		for (uint32_t k = 0; k < deals[1].n; k++)
			sum += deal[k];
		tally(&scores, figure, deals[1].n);
	}
	chance->is_exact = deals[0].is_all && deals[1].is_all;
	if (with_order)
	{
		chance->order_index = xx > 1e-18 && yy > 1e-18 ? orders.figure / sqrt(xx * yy) : 0;
		find_place(&orders, chance->is_exact, &chance->order);
	}
	if (with_score)
	{
		chance->mean = sum / scores.n;
		find_place(&scores, chance->is_exact, &chance->score);
	}
}

/* ---------- the order of own goals that both have ---------- */

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
	Tally		orders = {0};

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
	tally(&orders, product, deals);
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
