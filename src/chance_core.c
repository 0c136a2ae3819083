/*-------------------------------------------------------------------------
 *
 * chance_core.c
 *		What chance would make of two lists of wishes, and what the same people
 *		would say if asked again. See chance_core.h.
 *
 *-------------------------------------------------------------------------
 */
#include "chance_core.h"

#include <math.h>
#include <string.h>

#include "distribution.h"
#include "normal.h"

/* ---------- a generator seeded by the content ---------- */

/* splitmix64 (Steele, Lea & Flood 2014) */
static inline uint64_t
mix(uint64_t x)
{
	x += UINT64_C(0x9E3779B97F4A7C15);
	x = (x ^ (x >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
	x = (x ^ (x >> 27)) * UINT64_C(0x94D049BB133111EB);
	return x ^ (x >> 31);
}

/* as rounded: what differs by rounding only deals the same */
static inline uint64_t
mix_double(uint64_t seed, double x)
{
	return mix(seed ^ (uint64_t) (int64_t) llrint(x * 1e9));
}

static uint64_t
mix_side(uint64_t seed, const GmaDealSide *side)
{
	seed = mix(seed ^ side->n);
	for (uint32_t i = 0; i < side->n; i++)
	{
		seed = mix_double(seed, side->points[i]);
		for (uint32_t e = side->start[i]; e < side->start[i + 1]; e++)
			seed = mix_double(mix(seed ^ side->entries[e].goal),
							  side->entries[e].share);
	}
	return seed;
}

/* ---------- arrangements ---------- */

static inline void
swap(uint32_t *a, uint32_t *b)
{
	uint32_t	c = *a;

	*a = *b;
	*b = c;
}

/* Fisher and Yates; a random number from the top 32 bits of the next state. */
static void
shuffle(uint32_t *rank, uint32_t n, uint64_t *seed)
{
	for (uint32_t i = n; i > 1; i--)
	{
		*seed += UINT64_C(0x9E3779B97F4A7C15);
		swap(&rank[i - 1], &rank[((mix(*seed) >> 32) * i) >> 32]);
	}
}

/*
 * Arrangement d of those drawn. Every fourth is a shuffle, the others are its
 * rotations: each of these is as likely as any, and costs nothing to draw.
 */
static void
draw(uint32_t *rank, uint32_t n, uint32_t d, uint64_t *seed)
{
	uint32_t	first = rank[0];

	if (d % 4 == 0)
	{
		shuffle(rank, n, seed);
		return;
	}
	memmove(rank, rank + 1, sizeof(uint32_t) * (n - 1));
	rank[n - 1] = first;
}

/* The next arrangement in lexicographic order; the last one stays. */
static void
next_arrangement(uint32_t *rank, uint32_t n)
{
	uint32_t	i;
	uint32_t	j;

	for (i = n - 1; i > 0 && rank[i - 1] >= rank[i]; i--)
		;
	if (i == 0)
		return;
	for (j = n - 1; rank[j] <= rank[i - 1]; j--)
		;
	swap(&rank[i - 1], &rank[j]);
	for (j = n - 1; i < j; i++, j--)
		swap(&rank[i], &rank[j]);
}

/* where lists are longer, all deals are out of reach whatever ties there are */
#define MAX_COUNTED 64

/*
 * The values in ascending order and each value's rank, equal ones equal: the
 * first arrangement. Returns how many there are, at most GMA_DEALS + 1.
 */
static uint32_t
first_arrangement(const double *points, uint32_t n, uint32_t *rank,
				  double *value)
{
	double		count = 1;
	uint32_t	run = 0;

	if (n > MAX_COUNTED)
	{
		for (uint32_t i = 0; i < n; i++)
		{
			value[i] = points[i];
			rank[i] = i;
		}
		return GMA_DEALS + 1;
	}
	for (uint32_t i = 0; i < n; i++)
	{
		double		v = rint(points[i] * 1e12) / 1e12;
		uint32_t	j = i;

		for (; j > 0 && value[j - 1] > v; j--)
			value[j] = value[j - 1];
		value[j] = v;
	}
	for (uint32_t i = 0; i < n; i++)
	{
		run = i > 0 && value[i] == value[i - 1] ? run + 1 : 1;
		rank[i] = i - run + 1;
		count = count > GMA_DEALS ? count : count * (i + 1) / run;
	}
	return count > GMA_DEALS ? GMA_DEALS + 1 : (uint32_t) rint(count);
}

/* ---------- a place among deals ---------- */

/*
 * Where a figure stands among n deals; in passes, which a compiler can do for
 * several deals at once. Of drawn deals the wishes themselves are one more.
 */
static void
find_place(double figure, const double *deal, uint32_t n, bool is_exact,
		   GmaPlace *place)
{
	uint32_t	above = 0;
	uint32_t	below = 0;
	uint32_t	nhighest = 0;
	double		highest = deal[0];
	double		least;
	double		most;

	for (uint32_t d = 1; d < n; d++)
		highest = deal[d] > highest ? deal[d] : highest;
	least = figure - GMA_DEAL_TIE;
	most = figure + GMA_DEAL_TIE;
	highest -= GMA_DEAL_TIE;
	for (uint32_t d = 0; d < n; d++)
	{
		above += deal[d] >= least;
		below += deal[d] <= most;
		nhighest += deal[d] >= highest;
	}
	place->above = is_exact ? (double) above / n : (above + 1.0) / (n + 1.0);
	place->below = is_exact ? (double) below / n : (below + 1.0) / (n + 1.0);
	place->least = (double) nhighest / n;
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
		   const uint32_t *place, double *all, uint64_t seed, Deals *deals)
{
	for (uint32_t d = 0; d < deals->n; d++)
	{
		if (!deals->is_all)
			draw(rank, side->n, d, &seed);
		put_deal(side, rank, value, place, d, all, deals);
		if (deals->is_all)
			next_arrangement(rank, side->n);
	}
}

/*
 * Is it one list, on which the two meet goal by goal, each in the same way?
 * Then only the order between them counts, and one of them can stay as it is.
 */
static bool
is_one_list(const GmaDealSide *a, const GmaDealSide *b, uint8_t *seen,
			uint32_t ngoals)
{
	uint32_t	width;

	if (a->n != b->n)
		return false;
	width = a->start[1] - a->start[0];
	memset(seen, 0, ngoals);
	for (uint32_t i = 0; i < a->n; i++)
	{
		if (a->own[i] != b->own[i] || a->start[i + 1] - a->start[i] != width)
			return false;
		for (uint32_t e = 0; e < width; e++)
		{
			const GmaDealEntry *x = &a->entries[a->start[i] + e];

			/* as they lead to the same places, the shares are the same */
			if (fabs(x->share - a->entries[a->start[0] + e].share) > 1e-12 ||
				seen[x->goal]++)
				return false;
		}
	}
	return true;
}

/* Bytes that gma_chance_deal and gma_own_order need. */
size_t
gma_chance_size(const GmaDealSide *a, const GmaDealSide *b, uint32_t ngoals)
{
	size_t		n = (size_t) a->n + b->n;
	size_t		deals = a->n > MAX_COUNTED && b->n > MAX_COUNTED ?
		GMA_DRAWN_LONG + 2 * GMA_DRAWN_BOTH : GMA_DEALS + GMA_DRAWN_BOTH;

	/* values and ranks; a deal, places and marks; the deals of both sides, and
	 * two figures of each deal of one against each of the other */
	return 64 + n * (2 * sizeof(double) + sizeof(uint32_t)) +
		(size_t) ngoals * (sizeof(double) + sizeof(uint32_t) + 1) +
		sizeof(double) * ((deals + 4) * (size_t) ngoals + deals + 2 * GMA_MOST_DEALS);
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
 * Deals the points of a and b over their own lists and says where the score,
 * and the order of their wishes, stand among the deals. Both have own goals.
 */
void
gma_chance_deal(const GmaDealSide *a, const GmaDealSide *b, uint32_t ngoals,
				double score, void *work, GmaChance *chance)
{
	const GmaDealSide *side[2] = {a, b};
	double	   *next = work;
	double	   *value[2];
	uint32_t   *rank[2];
	double	   *all = take(&next, ngoals);
	double	   *scores;
	double	   *orders;
	uint32_t   *place;
	uint8_t    *seen;
	Deals		deals[2];
	uint32_t	count[2];
	uint32_t	nshared = 0;
	double		sum[4] = {0};
	double		order = 0;
	double		xx = 0;
	double		yy = 0;
	uint32_t	n;
	uint64_t	seed = mix(ngoals);

	memset(deals, 0, sizeof(deals));
	for (int s = 0; s < 2; s++)
		value[s] = take(&next, side[s]->n);
	rank[0] = (uint32_t *) next;
	rank[1] = rank[0] + a->n;
	place = rank[1] + b->n;
	seen = (uint8_t *) (place + ngoals);
	next = (double *) (((uintptr_t) (seen + ngoals) + 15) & ~(uintptr_t) 15);

	for (int s = 0; s < 2; s++)
	{
		count[s] = first_arrangement(side[s]->points, side[s]->n, rank[s],
									 value[s]);
		seed = mix_side(seed, side[s]);
	}
	if (is_one_list(a, b, seen, ngoals))
	{
		int			fixed = count[0] > count[1] ? 0 : 1;

		deals[fixed].n = 1;
		deals[fixed].is_all = true;
		deals[1 - fixed].is_all = count[1 - fixed] <= GMA_DEALS;
		deals[1 - fixed].n = deals[1 - fixed].is_all ? count[1 - fixed] :
			a->n > MAX_COUNTED ? GMA_DRAWN_LONG : GMA_DRAWN_ONE;
	}
	else
	{
		bool		is_all = (uint64_t) count[0] * count[1] <= GMA_DEALS;

		for (int s = 0; s < 2; s++)
		{
			deals[s].is_all = is_all || count[s] <= GMA_DRAWN_BOTH;
			deals[s].n = deals[s].is_all ? count[s] : GMA_DRAWN_BOTH;
		}
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
		seed = mix(seed);
		fill_deals(side[s], rank[s], value[s], place, all, seed, &deals[s]);
	}
	for (uint32_t g = 0; g < nshared; g++)
	{
		double		dx = deals[0].wish[g] - deals[0].mean[g];
		double		dy = deals[1].wish[g] - deals[1].mean[g];

		order += dx * dy;
		xx += dx * dx;
		yy += dy * dy;
	}

	/* one deal of a against all of b at a time */
	n = deals[0].n * deals[1].n;
	scores = take(&next, n);
	orders = take(&next, n);
	memset(scores, 0, sizeof(double) * n);
	memset(orders, 0, sizeof(double) * n);
	for (uint32_t i = 0; i < deals[0].n; i++)
	{
		double	   *restrict deal = scores + (size_t) i * deals[1].n;
		double	   *restrict product = orders + (size_t) i * deals[1].n;
		double		total = deals[0].total[i];

		for (uint32_t g = 0; g < nshared; g++)
		{
			double		x = deals[0].points[(size_t) g * deals[0].n + i];
			double		size = fabs(x);
			double		dx = x - deals[0].mean[g];
			double		mean = deals[1].mean[g];
			const double *restrict y = &deals[1].points[(size_t) g * deals[1].n];

			for (uint32_t k = 0; k < deals[1].n; k++)
			{
				deal[k] += size + fabs(y[k]) - fabs(x - y[k]);
				product[k] += dx * (y[k] - mean);
			}
		}
		/* where nobody wants anything in the end, 0 / tiny */
		for (uint32_t k = 0; k < deals[1].n; k++)
			deal[k] /= total + deals[1].total[k] + 1e-300;
	}
	for (uint32_t d = 0; d < n; d++)
		sum[d % 4] += scores[d];
	chance->is_exact = deals[0].is_all && deals[1].is_all;
	chance->mean = (sum[0] + sum[1] + sum[2] + sum[3]) / n;
	chance->order_index = xx > 1e-18 && yy > 1e-18 ? order / sqrt(xx * yy) : 0;
	find_place(score, scores, n, chance->is_exact, &chance->score);
	find_place(order, orders, n, chance->is_exact, &chance->order);
}

/* ---------- the order of own goals that both have ---------- */

/*
 * Of the own goals that a and b both have, which says more than the places
 * they lead to: several may lead to one. Their number; with three or more the
 * order on them and its place among the deals, counted or drawn; of long lists
 * by Student's t, to which the deals of many tend (Pitman 1937).
 */
uint32_t
gma_own_order(const GmaDealSide *a, const GmaDealSide *b, void *work,
			  GmaPlace *order, double *index)
{
	double	   *x = work;
	double	   *y = x + a->n;
	double	   *value = y + b->n;
	uint32_t   *rank = (uint32_t *) (value + b->n);
	uint32_t	n = 0;
	uint32_t	deals;
	double		mx = 0;
	double		my = 0;
	double		xx = 0;
	double		yy = 0;
	bool		is_exact;
	double		product[GMA_DEALS];
	uint64_t	seed = 0;
	double		wished = 0;

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
		wished += x[i] * y[i];
		xx += x[i] * x[i];
		yy += y[i] * y[i];
	}
	if (xx <= 1e-18 || yy <= 1e-18)
		return n;
	*index = fmin(fmax(wished / sqrt(xx * yy), -1), 1);
	deals = first_arrangement(y, n, rank, value);
	if (n > MAX_COUNTED)
	{
		double		rest = 1 - *index * *index;
		double		tail = rest > 0 ? gma_t_two_sided(*index * sqrt((n - 2) / rest), n - 2) / 2 : 0;

		order->above = *index > 0 ? tail : 1 - tail;
		order->below = 1 - order->above;
		order->least = 0;
		return n;
	}
	is_exact = deals <= GMA_DEALS;
	deals = is_exact ? deals : GMA_DRAWN_ONE;
	for (uint32_t i = 0; i < n; i++)
		seed = mix_double(mix_double(seed, x[i]), y[i]);
	for (uint32_t d = 0; d < deals; d++)
	{
		if (!is_exact)
			draw(rank, n, d, &seed);
		product[d] = 0;
		for (uint32_t i = 0; i < n; i++)
			product[d] += x[i] * value[rank[i]];
		if (is_exact)
			next_arrangement(rank, n);
	}
	find_place(wished, product, deals, is_exact, order);
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

/* ---------- asked again ---------- */

#define NERRORS 4096

/* The errors of an answer: GMA_ASKED / 2 of them, each to be used both ways. */
const double *
gma_asked_errors(uint64_t answer)
{
	static double errors[NERRORS];
	static bool is_filled = false;

	if (!is_filled)
	{
		for (uint32_t i = 0; i < NERRORS; i++)
			errors[i] = gma_normal_upper_quantile(((mix(i) >> 11) + .5) * 0x1p-53);
		is_filled = true;
	}
	/* after the last come the first, shifted */
	return &errors[(answer * (GMA_ASKED / 2) + answer / (NERRORS / GMA_ASKED) * 7) %
				   (NERRORS - GMA_ASKED / 2 + 1)];
}

/*
 * What two say each time: x and y are goal by goal, GMA_ASKED times each, and
 * their sums of magnitudes. The score, and the share on which they are
 * opposed; goals that only one of them has points for are in the sums alone.
 */
void
gma_asked_pair(const double *x, const double *y, const double *x_total,
			   const double *y_total, const uint32_t *goals, uint32_t ngoals,
			   double *restrict score, double *restrict opposed)
{
	memset(score, 0, sizeof(double) * GMA_ASKED);
	memset(opposed, 0, sizeof(double) * GMA_ASKED);
	for (uint32_t g = 0; g < ngoals; g++)
	{
		const double *restrict a = x + (size_t) goals[g] * GMA_ASKED;
		const double *restrict b = y + (size_t) goals[g] * GMA_ASKED;

		for (int k = 0; k < GMA_ASKED; k++)
		{
			double		apart = fabs(a[k] - b[k]);

			score[k] += fabs(a[k]) + fabs(b[k]) - apart;
			opposed[k] += a[k] * b[k] < 0 ? apart : 0;
		}
	}
	for (int k = 0; k < GMA_ASKED; k++)
	{
		double		total = x_total[k] + y_total[k] + 1e-300;

		score[k] /= total;
		opposed[k] /= total;
	}
}

GmaAsked
gma_asked_of(const double *value)
{
	GmaAsked	asked = {0, 0};
	double		squares = 0;

	for (int k = 0; k < GMA_ASKED; k++)
		asked.mean += value[k] / GMA_ASKED;
	for (int k = 0; k < GMA_ASKED; k++)
		squares += (value[k] - asked.mean) * (value[k] - asked.mean);
	asked.deviation = sqrt(squares / GMA_ASKED);
	return asked;
}
