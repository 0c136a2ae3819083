/*-------------------------------------------------------------------------
 *
 * graph_rollup.c
 *		cascade_rollup: values of leaves, weighted up to every goal above;
 *		rollup_of, the same for the few goals that a view shows.
 *
 *		value(goal) = SUM w_child * c * value(child) / SUM w_child * c
 *
 * over the children that have a value, with c the link's contribution
 * (positive links outside cycles only). A child without a value drops out of
 * both sums: missing is not zero. A goal that was given a value of its own
 * counts as one leaf, whatever lies below.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "graph_reader.h"

PG_FUNCTION_INFO_V1(gmalign_cascade_rollup);
PG_FUNCTION_INFO_V1(gmalign_rollup_of);

/* the inputs by node */
typedef struct Rollup
{
	double	   *value;			/* NaN: none */
	double	   *weight;
	uint8	   *is_given;		/* has a value of its own */
	uint8	   *is_listed;		/* was named in the array of goals */

	/* what follows from them: the value of every goal, and */
	double	   *used;			/* the weight behind it */
	uint8	   *is_leaf;
	uint8	   *is_missing;		/* a leaf without a value */
} Rollup;

/* Same number, or both not known. */
static inline bool
is_same(double a, double b)
{
	return a == b || (isnan(a) && isnan(b));
}

static void
read_inputs(const GmaGraph *g, FunctionCallInfo fcinfo, GmaGoals *goals,
			Rollup *in)
{
	double	   *values;
	double	   *weights;

	gma_goals_read(g, fcinfo, 1, "goals", goals);
	values = gma_parallel_array(fcinfo, 2, "goal_values", "goal value",
								"goals", goals->count);
	weights = gma_parallel_array(fcinfo, 3, "weights", "weight", "goals",
								 goals->count);

	in->value = gma_alloc(g->n, sizeof(double));
	in->weight = gma_alloc(g->n, sizeof(double));
	in->is_given = gma_alloc_zero(g->n, 1);
	in->is_listed = gma_alloc_zero(g->n, 1);
	for (uint32 v = 0; v < g->n; v++)
	{
		in->value[v] = NAN;
		in->weight[v] = 1;
	}
	for (uint32 i = 0; i < goals->count; i++)
	{
		uint32		v = goals->nodes[i];
		double		value = values == NULL ? NAN : values[i];
		double		weight = weights == NULL ? 1 : weights[i];

		GMA_TICK(i);
		/* a weight that is not known counts like one that was not given */
		if (isnan(weight))
			weight = 1;
		gma_check_range("weight", weight, 0, INFINITY,
						"A goal of weight 0 is shown but does not count.");
		if (in->is_listed[v] && !(is_same(in->value[v], value) &&
								  in->weight[v] == weight))
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("goal \"%s\" is listed with different values",
							gma_node_text(g, v)),
					 errhint("Pass one value and one weight per goal.")));
		in->is_listed[v] = true;
		in->value[v] = value;
		in->weight[v] = weight;
		in->is_given[v] = !isnan(value);
	}
}

/* Does value rise along this link, weights aside? */
static inline bool
is_rollup_link(const GmaGraph *g, uint32 child, uint32 link)
{
	return g->contribution[link] > 0 &&
		gma_is_acyclic_link(g, child, g->up_node[link]);
}

/* A link along which a leaf is counted. */
static bool
counts_leaves(const GmaGraph *g, uint32 child, uint32 link, void *arg)
{
	const Rollup *in = arg;

	return is_rollup_link(g, child, link) && in->weight[child] > 0 &&
		!in->is_given[g->up_node[link]];
}

/* The value of every goal from those below it. */
static void
roll_up(const GmaGraph *g, Rollup *in)
{
	in->used = gma_alloc_zero(g->n, sizeof(double));
	in->is_leaf = gma_alloc(g->n, 1);
	in->is_missing = gma_alloc_zero(g->n, 1);
	for (uint32 i = g->n; i-- > 0;)
	{
		uint32		v = g->topo[i];
		GmaSum		value = {0, 0};
		GmaSum		weight = {0, 0};

		GMA_TICK(i);
		in->is_leaf[v] = true;
		for (uint32 d = g->down_start[v];
			 !in->is_given[v] && d < g->down_start[v + 1]; d++)
		{
			uint32		child = g->down_node[d];
			uint32		link = g->down_link[d];
			double		w;

			if (!is_rollup_link(g, child, link))
				continue;
			in->is_leaf[v] = false;
			w = in->weight[child] * g->contribution[link];
			if (w == 0 || isnan(in->value[child]))
				continue;
			gma_sum_add(&weight, w);
			gma_sum_add(&value, w * in->value[child]);
			if (unlikely(isinf(weight.hi) || isinf(value.hi)))
				gma_fail_overflow();
		}
		if (in->is_leaf[v])
		{
			in->is_missing[v] = !in->is_given[v];
			in->used[v] = in->is_given[v] ? in->weight[v] : 0;
		}
		else
		{
			in->used[v] = gma_sum_value(&weight);
			if (in->used[v] > 0)
				in->value[v] = gma_sum_value(&value) / in->used[v];
		}
	}
}

/*
 * cascade_rollup(graph, goals, goal_values, weights) -> (goal, value,
 * weight_used, leaf_count, missing_count), a row for every goal.
 */
Datum
gmalign_cascade_rollup(PG_FUNCTION_ARGS)
{
	GmaReader	reader;
	const GmaGraph *g = &reader.g;
	GmaGoals	goals;
	Rollup		in;
	GmaDag		dag;
	uint32	   *weights[2];
	int64	   *counts[2];

	if (!gma_reader_start(&reader, fcinfo))
		return (Datum) 0;
	read_inputs(g, fcinfo, &goals, &in);

	roll_up(g, &in);

	gma_dag_build(g, counts_leaves, &in, &dag);
	weights[0] = gma_dag_weights(&dag, in.is_leaf);
	weights[1] = gma_dag_weights(&dag, in.is_missing);
	counts[0] = gma_alloc(dag.n, sizeof(int64));
	counts[1] = gma_alloc(dag.n, sizeof(int64));
	gma_count_all(&dag, 2, weights, counts);

	for (uint32 v = 0; v < g->n; v++)
	{
		Datum		values[5];
		bool		nulls[5] = {false};

		GMA_TICK(v);
		values[0] = gma_node_key(g, v, goals.type);
		nulls[1] = isnan(in.value[v]);
		values[1] = Float8GetDatum(gma_shown(in.value[v]));
		values[2] = Float8GetDatum(gma_shown(in.used[v]));
		values[3] = Int64GetDatum(counts[0][dag.of_node[v]]);
		values[4] = Int64GetDatum(counts[1][dag.of_node[v]]);
		gma_reader_row(&reader, values, nulls);
	}
	gma_reader_end(&reader);
	return (Datum) 0;
}

/*
 * rollup_of(graph, goals, goal_values, weights, asked) -> (goal, value): the
 * value of each goal asked for, in their order.
 */
Datum
gmalign_rollup_of(PG_FUNCTION_ARGS)
{
	GmaReader	reader;
	const GmaGraph *g = &reader.g;
	GmaGoals	goals;
	GmaGoals	asked;
	Rollup		in;

	if (!gma_reader_start(&reader, fcinfo))
		return (Datum) 0;
	read_inputs(g, fcinfo, &goals, &in);
	gma_goals_read(g, fcinfo, 4, "asked", &asked);
	roll_up(g, &in);
	for (uint32 i = 0; i < asked.count; i++)
	{
		uint32		v = asked.nodes[i];
		Datum		values[2];
		bool		nulls[2] = {false, isnan(in.value[v])};

		GMA_TICK(i);
		values[0] = gma_node_key(g, v, asked.type);
		values[1] = Float8GetDatum(gma_shown(in.value[v]));
		gma_reader_row(&reader, values, nulls);
	}
	gma_reader_end(&reader);
	return (Datum) 0;
}
