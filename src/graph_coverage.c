/*-------------------------------------------------------------------------
 *
 * graph_coverage.c
 *		cascade_coverage: how much of each strategic goal has somebody at work;
 *		cover_rows, the same for the views.
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

#include "goal_work.h"

PG_FUNCTION_INFO_V1(gmalign_cascade_coverage);
PG_FUNCTION_INFO_V1(gmalign_cover_rows);

/* amounts that can be handed upwards in one walk */
#define MAX_AMOUNTS 3

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
 * By node, over the children that add to it (positive links outside cycles).
 * coverage: 1 if staffed; else the contribution-weighted mean; 0 without such
 * children. contribution: 1 if staffed, since who works on what serves a goal
 * works on it through that goal and counts once; else what the children bring,
 * added, of each at most the whole of it.
 */
static void
weigh_coverage(const GmaGraph *g, const uint8 *is_staffed, double *coverage,
			   double *contribution)
{
	for (uint32 i = g->n; i-- > 0;)
	{
		uint32		v = g->topo[i];
		GmaSum		covered = {0, 0};
		GmaSum		brought = {0, 0};
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
			gma_sum_add(&brought, c * fmin(contribution[child], 1));
		}
		if (is_staffed[v])
			coverage[v] = contribution[v] = 1;
		else
		{
			coverage[v] = total.hi > 0 ?
				fmin(gma_sum_value(&covered) / gma_sum_value(&total), 1) : 0;
			contribution[v] = gma_sum_value(&brought);
		}
	}
}

/* ---------- capacity ---------- */

/* what the staffed goals give to the strategic ones */
typedef struct Effort
{
	const uint8 *is_strategic;
	const uint8 *is_staffed;
	int			namounts;
	double	   *amount[MAX_AMOUNTS];	/* by node */
	double	   *serves;			/* by node: SUM of positive contributions */
	double	   *share[MAX_AMOUNTS]; /* by node, strategic ones: of an amount */
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
 * a goal gives to all strategic goals follows from what its parents give, and
 * capacity can be handed upwards, to each parent in proportion to what goes through it: two
 * passes, however many pairs there are.
 */
static void
add_plain(const GmaGraph *g, const uint8 *is_mixed, Effort *effort)
{
	double	   *flow[MAX_AMOUNTS];

	for (int k = 0; k < effort->namounts; k++)
		flow[k] = gma_alloc(g->n, sizeof(double));
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
		GmaSum		through[MAX_AMOUNTS] = {0};

		GMA_TICK(i);
		if (is_mixed[v] || effort->serves[v] == 0)
			continue;
		for (int k = 0; k < effort->namounts && effort->is_staffed[v]; k++)
			gma_sum_add(&through[k], effort->amount[k][v]);
		for (uint32 d = g->down_start[v]; d < g->down_start[v + 1]; d++)
		{
			uint32		child = g->down_node[d];
			double		c = g->contribution[g->down_link[d]];

			if (is_mixed[child] || !carries(g, child, g->down_link[d]) ||
				effort->serves[child] == 0)
				continue;
			for (int k = 0; k < effort->namounts; k++)
				gma_sum_add(&through[k], flow[k][child] *
							(c * effort->serves[v] / effort->serves[child]));
		}
		for (int k = 0; k < effort->namounts; k++)
			flow[k][v] = checked(&through[k]);
		if (!effort->is_strategic[v])
			continue;
		for (int k = 0; k < effort->namounts; k++)
			effort->share[k][v] = flow[k][v] / effort->serves[v];
	}
	for (int k = 0; k < effort->namounts; k++)
		pfree(flow[k]);
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
	for (int turn = 0; turn < (effort->namounts > 0 ? 2 : 1); turn++)
	{
		for (uint32 s = 0; s < g->n; s++)
		{
			GmaSum		share[MAX_AMOUNTS] = {0};

			GMA_TICK(s);
			if (!effort->is_strategic[s] || !has_mixed[s])
				continue;
			for (int k = 0; k < effort->namounts; k++)
				gma_sum_add(&share[k], effort->share[k][s]);
			gma_sight_from(&sight, s);
			for (uint32 i = 0; i < sight.nseen; i++)
			{
				uint32		v = sight.seen[i];
				double		c = sight.contribution[v];

				GMA_TICK(i);
				if (!is_mixed[v] || !effort->is_staffed[v] || !(c > 0))
					continue;
				if (turn == 0)
				{
					effort->serves[v] += c;
					if (unlikely(isinf(effort->serves[v])))
						gma_fail_overflow();
					continue;
				}
				for (int k = 0; k < effort->namounts; k++)
					gma_sum_add(&share[k], effort->amount[k][v] *
								(c / effort->serves[v]));
			}
			for (int k = 0; turn == 1 && k < effort->namounts; k++)
				effort->share[k][s] = checked(&share[k]);
		}
	}
	pfree(has_mixed);
}

/* ---------- all of it ---------- */

/* what a reader says about each strategic goal */
typedef struct Cover
{
	uint32	   *strategic;		/* nodes, ascending */
	uint32		n;
	int64	   *counts[MAX_SETS];	/* by place in strategic, ... */
	double	   *coverage;		/* ... the others by node */
	double	   *contribution;
	Effort		effort;
	int64		idle_count;		/* staffed goals that serve none */
	GmaSum		idle[MAX_AMOUNTS];
} Cover;

/*
 * Everything about the strategic goals marked. The caller has put the amounts
 * in; they are looked at where a goal is staffed.
 */
static void
find_cover(const GmaGraph *g, const uint8 *marks, const uint8 *is_staffed,
		   Cover *cover)
{
	Effort	   *effort = &cover->effort;
	uint8	   *is_leaf = mark_leaves(g);
	uint8	   *is_staffed_leaf = gma_alloc(g->n, 1);
	uint8	   *marked[MAX_SETS];
	uint8	   *is_mixed;

	cover->strategic = gma_alloc(g->n, sizeof(uint32));
	cover->n = 0;
	for (uint32 v = 0; v < g->n; v++)
	{
		if (marks[v])
			cover->strategic[cover->n++] = v;
		is_staffed_leaf[v] = is_leaf[v] && is_staffed[v];
	}
	marked[GOALS] = NULL;
	marked[STAFFED] = (uint8 *) is_staffed;
	marked[LEAVES] = is_leaf;
	marked[STAFFED_LEAVES] = is_staffed_leaf;
	for (int i = 0; i < MAX_SETS; i++)
		cover->counts[i] = gma_alloc(cover->n, sizeof(int64));
	if (!has_conflict(g))
		count_below(g, NULL, cover->strategic, cover->n, MAX_SETS, marked,
					cover->counts);
	else
	{
		count_below(g, NULL, cover->strategic, cover->n, 2, &marked[GOALS],
					&cover->counts[GOALS]);
		count_below(g, supports, cover->strategic, cover->n, 2,
					&marked[LEAVES], &cover->counts[LEAVES]);
	}
	cover->coverage = gma_alloc(g->n, sizeof(double));
	cover->contribution = gma_alloc(g->n, sizeof(double));
	weigh_coverage(g, is_staffed, cover->coverage, cover->contribution);

	effort->is_strategic = marks;
	effort->is_staffed = is_staffed;
	effort->serves = gma_alloc_zero(g->n, sizeof(double));
	for (int k = 0; k < effort->namounts; k++)
		effort->share[k] = gma_alloc_zero(g->n, sizeof(double));
	is_mixed = mark_mixed(g);
	add_plain(g, is_mixed, effort);
	add_mixed(g, is_mixed, effort);
	cover->idle_count = 0;
	memset(cover->idle, 0, sizeof(cover->idle));
	for (uint32 v = 0; v < g->n; v++)
	{
		if (!is_staffed[v] || effort->serves[v] > 0)
			continue;
		cover->idle_count++;
		for (int k = 0; k < effort->namounts; k++)
			gma_sum_add(&cover->idle[k], effort->amount[k][v]);
	}
}

/* strategic_goal to contribution_total, the columns of every reader; i is the
 * place of a strategic goal, or cover->n for what serves none */
static void
put_cover(const GmaGraph *g, const Cover *cover, uint32 i, Oid type,
		  Datum *values, bool *nulls)
{
	uint32		s;

	if (i == cover->n)
	{
		for (int k = 0; k < 8; k++)
			nulls[k] = k != 1 && k != 3;
		values[1] = values[3] = Int64GetDatum(cover->idle_count);
		return;
	}
	s = cover->strategic[i];
	values[0] = gma_node_key(g, s, type);
	values[1] = Int64GetDatum(cover->counts[GOALS][i]);
	values[2] = Int64GetDatum(cover->counts[LEAVES][i]);
	values[3] = Int64GetDatum(cover->counts[STAFFED][i]);
	values[4] = Int64GetDatum(cover->counts[STAFFED_LEAVES][i]);
	/* a cycle may have no leaf at all */
	nulls[5] = cover->counts[LEAVES][i] == 0;
	values[5] = Float8GetDatum(nulls[5] ? 0 :
							   (double) cover->counts[STAFFED_LEAVES][i] /
							   (double) cover->counts[LEAVES][i]);
	values[6] = Float8GetDatum(gma_shown(cover->coverage[s]));
	values[7] = Float8GetDatum(gma_shown(cover->contribution[s]));
}

/* ---------- the readers ---------- */

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
	uint8	   *is_staffed;
	double	   *given = NULL;
	double	   *capacity;
	Cover		cover;

	if (!gma_reader_start(&reader, fcinfo))
		return (Datum) 0;
	gma_goals_read(g, fcinfo, 1, "strategic", &goals);
	gma_goals_read(g, fcinfo, 2, "staffed", &staffed);

	is_staffed = gma_alloc_zero(g->n, 1);
	for (uint32 i = 0; i < staffed.count; i++)
		is_staffed[staffed.nodes[i]] = true;
	if (PG_NARGS() > 3)
		given = gma_parallel_array(fcinfo, 3, "capacity", "capacity",
								   "staffed", staffed.count);
	cover.effort.namounts = given != NULL;
	cover.effort.amount[0] = capacity = gma_alloc_zero(g->n, sizeof(double));
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
	find_cover(g, gma_strategic(g, &goals), is_staffed, &cover);

	for (uint32 i = 0; i < cover.n + (cover.idle_count > 0); i++)
	{
		Datum		values[9] = {0};
		bool		nulls[9] = {false};

		GMA_TICK(i);
		put_cover(g, &cover, i, goals.type, values, nulls);
		nulls[8] = given == NULL;
		if (given != NULL)
			values[8] = Float8GetDatum(i == cover.n ? checked(&cover.idle[0]) :
									   cover.effort.share[0][cover.strategic[i]]);
		gma_reader_row(&reader, values, nulls);
	}
	gma_reader_end(&reader);
	return (Datum) 0;
}

/* For each strategic goal, how many goals work against it on balance. */
static int64 *
count_conflicts(const GmaGraph *g, const Cover *cover)
{
	int64	   *conflicts = gma_alloc_zero(cover->n, sizeof(int64));
	GmaSight	sight;

	if (!has_conflict(g))
		return conflicts;
	gma_sight_init(&sight, g);
	for (uint32 i = 0; i < cover->n; i++)
	{
		gma_sight_from(&sight, cover->strategic[i]);
		for (uint32 k = 0; k < sight.nseen; k++)
			conflicts[i] += sight.contribution[sight.seen[k]] < 0;
	}
	return conflicts;
}

/*
 * cover_rows(graph, strategic, goal_work) -> (strategic_goal, goal_count,
 * leaf_count, staffed_count, staffed_leaf_count, coverage, weighted_coverage,
 * contribution_total, conflicting_count, fte, cost, moves_split, move_count)
 *
 * As cascade_coverage, with all that moves and people spend handed upwards in
 * one walk. What is spent on a strategic goal by its own name staffs nothing,
 * but it is effort that reaches it.
 */
Datum
gmalign_cover_rows(PG_FUNCTION_ARGS)
{
	GmaReader	reader;
	const GmaGraph *g = &reader.g;
	GmaGoals	goals;
	GmaWork		work = {0};
	uint8	   *marks;
	uint8	   *is_staffed;
	uint32	   *of_node;		/* node -> goal of work, or GMA_NONE */
	Cover		cover;
	int64	   *conflicts;

	if (!gma_reader_start(&reader, fcinfo))
		return (Datum) 0;
	gma_goals_read(g, fcinfo, 1, "strategic", &goals);
	marks = gma_strategic(g, &goals);
	if (!PG_ARGISNULL(2))
		gma_work_open(PG_GETARG_DATUM(2), &work);
	is_staffed = gma_work_staffed(&work, g, marks, &of_node);
	cover.effort.namounts = MAX_AMOUNTS;
	for (int k = 0; k < MAX_AMOUNTS; k++)
		cover.effort.amount[k] = gma_alloc_zero(g->n, sizeof(double));
	for (uint32 v = 0; v < g->n; v++)
	{
		const GmaWorkGoal *goal = of_node[v] == GMA_NONE ? NULL :
			&work.goals[of_node[v]];

		GMA_TICK(v);
		if (goal == NULL)
			continue;
		cover.effort.amount[0][v] = goal->fte;
		cover.effort.amount[1][v] = isnan(goal->cost) ? 0 : goal->cost;
		cover.effort.amount[2][v] = goal->moves_split;
	}
	find_cover(g, marks, is_staffed, &cover);
	conflicts = count_conflicts(g, &cover);

	for (uint32 i = 0; i < cover.n + (cover.idle_count > 0); i++)
	{
		bool		is_idle = i == cover.n;
		uint32		s = is_idle ? GMA_NONE : cover.strategic[i];
		Datum		values[13] = {0};
		bool		nulls[13] = {false};

		GMA_TICK(i);
		put_cover(g, &cover, i, goals.type, values, nulls);
		nulls[8] = is_idle;
		values[8] = Int64GetDatum(is_idle ? 0 : conflicts[i]);
		for (int k = 0; k < MAX_AMOUNTS; k++)
			values[9 + k] = Float8GetDatum(is_idle ? checked(&cover.idle[k]) :
										   cover.effort.share[k][s] +
										   cover.effort.amount[k][s]);
		values[12] = Int64GetDatum(is_idle ? work.idle :
								   of_node[s] == GMA_NONE ? 0 :
								   work.goals[of_node[s]].serving);
		gma_reader_row(&reader, values, nulls);
	}
	gma_reader_end(&reader);
	return (Datum) 0;
}
