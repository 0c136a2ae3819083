/*-------------------------------------------------------------------------
 *
 * graph_coverage.c
 *		cascade_coverage: how much of each strategic goal has somebody at work.
 *
 * Goals are counted as they are reached, through cycles and over every link.
 * Whether a goal supports a strategic goal is another question: a link with a
 * negative contribution harms what it points to, so leaves and their coverage
 * follow the other links only, and a goal that can only harm is no leaf of
 * what it harms.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "graph_reader.h"

PG_FUNCTION_INFO_V1(gmalign_cascade_coverage);

/* what is counted: as goals are reached, then as they support */
enum
{
	GOALS,
	STAFFED,
	LEAVES,
	STAFFED_LEAVES,
	MAX_SETS
};

/* Not a conflict: a contribution that is not known may still support. */
static bool
supports(const GmaGraph *g, uint32 child, uint32 link, void *arg)
{
	return !(g->contribution[link] < 0);
}

/*
 * For each strategic goal, the number of marked goals at or below it over the
 * links the filter lets through (NULL: all), for several kinds of marks at
 * once (NULL: every goal).
 */
static void
count_below(const GmaGraph *g, GmaLinkFilter filter, const uint32 *strategic,
			uint32 nstrategic, int nsets, uint8 *const *marks,
			int64 *const *results)
{
	GmaDag		dag;
	uint8	   *wanted;
	uint32	   *columns;
	uint32	   *column_of;
	uint32		ncolumns = 0;
	uint32	   *weights[MAX_SETS];
	int64	   *counts[MAX_SETS];

	gma_dag_build(g, filter, NULL, &dag);
	wanted = gma_alloc_zero(dag.n, 1);
	columns = gma_alloc(nstrategic, sizeof(uint32));
	column_of = gma_alloc(dag.n, sizeof(uint32));
	for (uint32 i = 0; i < nstrategic; i++)
		wanted[dag.of_node[strategic[i]]] = true;
	for (uint32 v = 0; v < dag.n; v++)
	{
		if (!wanted[v])
			continue;
		column_of[v] = ncolumns;
		columns[ncolumns++] = v;
	}
	for (int s = 0; s < nsets; s++)
	{
		weights[s] = gma_dag_weights(&dag, marks[s]);
		counts[s] = gma_alloc(ncolumns, sizeof(int64));
	}
	gma_count_columns(&dag, columns, ncolumns, nsets, weights, counts);
	for (uint32 i = 0; i < nstrategic; i++)
		for (int s = 0; s < nsets; s++)
			results[s][i] = counts[s][column_of[dag.of_node[strategic[i]]]];
}

/* Marks the goals nobody supports. */
static uint8 *
mark_leaves(const GmaGraph *g)
{
	uint8	   *is_leaf = gma_alloc(g->n, 1);

	memset(is_leaf, 1, g->n);
	for (uint32 i = 0; i < g->m; i++)
		if (supports(g, 0, i, NULL))
			is_leaf[g->up_node[i]] = false;
	return is_leaf;
}

static bool
has_conflict(const GmaGraph *g)
{
	for (uint32 i = 0; i < g->m; i++)
		if (g->contribution[i] < 0)
			return true;
	return false;
}

/*
 * By node: 1 if staffed; else the contribution-weighted mean over the children
 * that add to it (positive links outside cycles); 0 without such children.
 */
static double *
weighted_coverage(const GmaGraph *g, const uint8 *is_staffed)
{
	double	   *coverage = gma_alloc(g->n, sizeof(double));

	for (uint32 i = g->n; i-- > 0;)
	{
		uint32		v = g->topo[i];
		GmaSum		covered = {0, 0};
		GmaSum		total = {0, 0};

		GMA_TICK(i);
		for (uint32 d = g->down_start[v];
			 !is_staffed[v] && d < g->down_start[v + 1]; d++)
		{
			uint32		child = g->down_node[d];
			double		c = g->contribution[g->down_link[d]];

			if (!(c > 0) || !gma_is_acyclic_link(g, child, v))
				continue;
			gma_sum_add(&total, c);
			gma_sum_add(&covered, c * coverage[child]);
		}
		if (is_staffed[v])
			coverage[v] = 1;
		else
			coverage[v] = total.hi > 0 ?
				fmin(gma_sum_value(&covered) / gma_sum_value(&total), 1) : 0;
	}
	return coverage;
}

/* ---------- contributions and capacity ---------- */

/* what the staffed goals give to the strategic ones */
typedef struct Effort
{
	const uint8 *is_strategic;
	const uint8 *is_staffed;
	const double *capacity;		/* by node; NULL: not asked for */
	double	   *serves;			/* by node: SUM of positive contributions */
	double	   *contribution;	/* by node, strategic ones: of all staffed */
	double	   *share;			/* by node, strategic ones: of capacity */
} Effort;

static double
checked(const GmaSum *sum)
{
	if (unlikely(isinf(sum->hi)))
		gma_fail_overflow();
	return gma_sum_value(sum);
}

/* Does anything flow along this link? */
static inline bool
carries(const GmaGraph *g, uint32 child, uint32 link)
{
	return !isnan(g->contribution[link]) && g->contribution[link] != 0 &&
		gma_is_acyclic_link(g, child, g->up_node[link]);
}

/*
 * Marks the goals that work against something they reach, or serve something
 * that does: their paths may cancel out.
 */
static uint8 *
mark_mixed(const GmaGraph *g)
{
	uint8	   *is_mixed = gma_alloc_zero(g->n, 1);

	for (uint32 i = 0; i < g->n; i++)
	{
		uint32		v = g->topo[i];

		GMA_TICK(i);
		for (uint32 l = g->up_start[v]; l < g->up_start[v + 1]; l++)
			if (carries(g, v, l) &&
				(g->contribution[l] < 0 || is_mixed[g->up_node[l]]))
				is_mixed[v] = true;
	}
	return is_mixed;
}

/*
 * The goals that are not mixed. All their contributions are positive, so what
 * a goal gives to all strategic goals follows from what its parents give, what
 * a strategic goal is given from what its children are, and capacity can be
 * handed upwards, to each parent in proportion to what goes through it: two
 * passes, however many pairs there are.
 */
static void
add_plain(const GmaGraph *g, const uint8 *is_mixed, Effort *effort)
{
	double	   *given = gma_alloc(g->n, sizeof(double));
	double	   *flow = gma_alloc(g->n, sizeof(double));

	for (uint32 i = 0; i < g->n; i++)
	{
		uint32		v = g->topo[i];
		GmaSum		serves = {0, 0};

		GMA_TICK(i);
		if (is_mixed[v])
			continue;
		gma_sum_add(&serves, effort->is_strategic[v]);
		for (uint32 l = g->up_start[v]; l < g->up_start[v + 1]; l++)
			if (carries(g, v, l))
				gma_sum_add(&serves, g->contribution[l] *
							effort->serves[g->up_node[l]]);
		effort->serves[v] = checked(&serves);
	}
	for (uint32 i = g->n; i-- > 0;)
	{
		uint32		v = g->topo[i];
		GmaSum		in = {0, 0};
		GmaSum		through = {0, 0};

		GMA_TICK(i);
		if (is_mixed[v] || effort->serves[v] == 0)
			continue;
		gma_sum_add(&in, effort->is_staffed[v]);
		if (effort->capacity != NULL && effort->is_staffed[v])
			gma_sum_add(&through, effort->capacity[v]);
		for (uint32 d = g->down_start[v]; d < g->down_start[v + 1]; d++)
		{
			uint32		child = g->down_node[d];
			double		c = g->contribution[g->down_link[d]];

			if (is_mixed[child] || !carries(g, child, g->down_link[d]) ||
				effort->serves[child] == 0)
				continue;
			gma_sum_add(&in, c * given[child]);
			gma_sum_add(&through, flow[child] *
						(c * effort->serves[v] / effort->serves[child]));
		}
		given[v] = checked(&in);
		flow[v] = checked(&through);
		if (!effort->is_strategic[v])
			continue;
		effort->contribution[v] = given[v];
		if (effort->capacity != NULL)
			effort->share[v] = flow[v] / effort->serves[v];
	}
	pfree(given);
	pfree(flow);
}

/*
 * The mixed goals, pair by pair, since only the positive sums count. Twice:
 * first what each gives in all, then, with that known, its share for each.
 */
static void
add_mixed(const GmaGraph *g, const uint8 *is_mixed, Effort *effort)
{
	uint8	   *has_mixed = gma_alloc(g->n, 1); /* staffed, at or below */
	GmaSight	sight;

	for (uint32 i = g->n; i-- > 0;)
	{
		uint32		v = g->topo[i];

		GMA_TICK(i);
		has_mixed[v] = is_mixed[v] && effort->is_staffed[v];
		for (uint32 d = g->down_start[v]; d < g->down_start[v + 1]; d++)
			has_mixed[v] |= has_mixed[g->down_node[d]] &&
				carries(g, g->down_node[d], g->down_link[d]);
	}
	gma_sight_init(&sight, g);
	for (int turn = 0; turn < (effort->capacity != NULL ? 2 : 1); turn++)
	{
		for (uint32 s = 0; s < g->n; s++)
		{
			GmaSum		total = {0, 0};

			GMA_TICK(s);
			if (!effort->is_strategic[s] || !has_mixed[s])
				continue;
			gma_sum_add(&total, turn == 0 ? effort->contribution[s] :
						effort->share[s]);
			gma_sight_from(&sight, s);
			for (uint32 i = 0; i < sight.nseen; i++)
			{
				uint32		v = sight.seen[i];
				double		c = sight.contribution[v];

				if (!is_mixed[v] || !effort->is_staffed[v] || !(c > 0))
					continue;
				if (turn == 0)
				{
					effort->serves[v] += c;
					if (unlikely(isinf(effort->serves[v])))
						gma_fail_overflow();
					gma_sum_add(&total, c);
				}
				else
					gma_sum_add(&total, effort->capacity[v] *
								(c / effort->serves[v]));
			}
			if (turn == 0)
				effort->contribution[s] = checked(&total);
			else
				effort->share[s] = checked(&total);
		}
	}
	pfree(has_mixed);
}

/* ---------- the reader ---------- */

/*
 * cascade_coverage(graph, strategic, staffed [, capacity]) ->
 * (strategic_goal, goal_count, leaf_count, staffed_count, staffed_leaf_count,
 * coverage, weighted_coverage, contribution_total, capacity)
 *
 * A row per strategic goal. The capacity of a staffed goal is split over the
 * strategic goals it serves in proportion to its positive contributions; what
 * serves none is the row with strategic_goal NULL, so that totals are kept.
 */
Datum
gmalign_cascade_coverage(PG_FUNCTION_ARGS)
{
	GmaReader	reader;
	const GmaGraph *g = &reader.g;
	GmaGoals	goals;
	GmaGoals	staffed;
	uint8	   *marks;
	uint32	   *strategic;
	uint32		nstrategic = 0;
	uint8	   *is_staffed;
	uint8	   *is_leaf;
	uint8	   *is_staffed_leaf;
	double	   *capacity = NULL;	/* by node */
	uint8	   *is_mixed;
	double	   *coverage;
	uint8	   *marked[MAX_SETS];
	int64	   *counts[MAX_SETS];
	Effort		effort;
	int64		idle_count = 0;
	GmaSum		idle_capacity = {0, 0};

	if (!gma_reader_start(&reader, fcinfo))
		return (Datum) 0;
	gma_goals_read(g, fcinfo, 1, "strategic", &goals);
	gma_goals_read(g, fcinfo, 2, "staffed", &staffed);

	marks = gma_strategic(g, &goals);
	strategic = gma_alloc(g->n, sizeof(uint32));
	for (uint32 v = 0; v < g->n; v++)
		if (marks[v])
			strategic[nstrategic++] = v;

	is_staffed = gma_alloc_zero(g->n, 1);
	for (uint32 i = 0; i < staffed.count; i++)
		is_staffed[staffed.nodes[i]] = true;
	if (PG_NARGS() > 3)
	{
		double	   *given = gma_parallel_array(fcinfo, 3, "capacity",
											   "capacity", "staffed", staffed.count);

		if (given != NULL)
			capacity = gma_alloc_zero(g->n, sizeof(double));
		for (uint32 i = 0; given != NULL && i < staffed.count; i++)
		{
			GMA_TICK(i);
			if (isnan(given[i]))
				continue;
			gma_check_range("capacity", given[i], 0, INFINITY,
							"Capacity is an amount of work or money.");
			capacity[staffed.nodes[i]] += given[i];
			if (unlikely(isinf(capacity[staffed.nodes[i]])))
				gma_fail_overflow();
		}
	}

	is_leaf = mark_leaves(g);
	is_staffed_leaf = gma_alloc(g->n, 1);
	for (uint32 v = 0; v < g->n; v++)
		is_staffed_leaf[v] = is_leaf[v] && is_staffed[v];
	marked[GOALS] = NULL;
	marked[STAFFED] = is_staffed;
	marked[LEAVES] = is_leaf;
	marked[STAFFED_LEAVES] = is_staffed_leaf;
	for (int i = 0; i < MAX_SETS; i++)
		counts[i] = gma_alloc(nstrategic, sizeof(int64));
	if (!has_conflict(g))
		count_below(g, NULL, strategic, nstrategic, MAX_SETS, marked,
					counts);
	else
	{
		count_below(g, NULL, strategic, nstrategic, 2, &marked[GOALS],
					&counts[GOALS]);
		count_below(g, supports, strategic, nstrategic, 2, &marked[LEAVES],
					&counts[LEAVES]);
	}
	coverage = weighted_coverage(g, is_staffed);

	effort.is_strategic = marks;
	effort.is_staffed = is_staffed;
	effort.capacity = capacity;
	effort.serves = gma_alloc_zero(g->n, sizeof(double));
	effort.contribution = gma_alloc_zero(g->n, sizeof(double));
	effort.share = gma_alloc_zero(g->n, sizeof(double));
	is_mixed = mark_mixed(g);
	add_plain(g, is_mixed, &effort);
	add_mixed(g, is_mixed, &effort);
	for (uint32 v = 0; v < g->n; v++)
	{
		if (!is_staffed[v] || effort.serves[v] > 0)
			continue;
		idle_count++;
		if (capacity != NULL)
			gma_sum_add(&idle_capacity, capacity[v]);
	}

	for (uint32 s = 0; s < nstrategic; s++)
	{
		Datum		values[9];
		bool		nulls[9] = {false};

		GMA_TICK(s);
		values[0] = gma_node_key(g, strategic[s], goals.type);
		values[1] = Int64GetDatum(counts[GOALS][s]);
		values[2] = Int64GetDatum(counts[LEAVES][s]);
		values[3] = Int64GetDatum(counts[STAFFED][s]);
		values[4] = Int64GetDatum(counts[STAFFED_LEAVES][s]);
		/* a cycle may have no leaf at all */
		nulls[5] = counts[LEAVES][s] == 0;
		values[5] = Float8GetDatum(nulls[5] ? 0 :
								   (double) counts[STAFFED_LEAVES][s] / (double) counts[LEAVES][s]);
		values[6] = Float8GetDatum(coverage[strategic[s]]);
		values[7] = Float8GetDatum(effort.contribution[strategic[s]]);
		nulls[8] = capacity == NULL;
		values[8] = Float8GetDatum(effort.share[strategic[s]]);
		gma_reader_row(&reader, values, nulls);
	}
	if (idle_count > 0)
	{
		Datum		values[9] = {0};
		bool		nulls[9] = {true, false, true, false, true, true, true,
		true, false};

		values[1] = Int64GetDatum(idle_count);
		values[3] = Int64GetDatum(idle_count);
		nulls[8] = capacity == NULL;
		values[8] = Float8GetDatum(checked(&idle_capacity));
		gma_reader_row(&reader, values, nulls);
	}
	gma_reader_end(&reader);
	return (Datum) 0;
}
