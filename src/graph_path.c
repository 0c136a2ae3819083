/*-------------------------------------------------------------------------
 *
 * graph_path.c
 *		goal_path: one way from a goal up to strategy, step by step;
 *		path_rows, the way in words.
 *
 * Two ways are told for each goal: the strongest, whose contributions have the
 * largest product, and the shortest. Both follow from what the goals above have
 * found, so that one pass over the graph finds them for all goals, however many
 * paths there are.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "utils/array.h"
#include "utils/builtins.h"

#include "graph_reader.h"

PG_FUNCTION_INFO_V1(gmalign_goal_path);
PG_FUNCTION_INFO_V1(gmalign_path_rows);

/*
 * A product of contributions, fraction * 2^exponent: a long chain would leave
 * the range of a double.
 */
typedef struct Strength
{
	double		fraction;		/* in [.5, 1) */
	int64		exponent;
} Strength;

static inline Strength
weaken(Strength above, double contribution)
{
	int			shift;

	above.fraction = frexp(above.fraction * contribution, &shift);
	above.exponent += shift;
	return above;
}

/* -1, 0, 1; fractions are rounded, so that equal products are equal */
static int
compare_strength(Strength a, Strength b)
{
	double		x = ldexp(gma_rounded(a.fraction),
						  (int) Max(-1000, Min(1000, a.exponent - b.exponent)));
	double		y = gma_rounded(b.fraction);

	return (x > y) - (x < y);
}

/*
 * The link each goal's strongest way begins with; GMA_NONE at its end, and
 * where there is none (steps then is GMA_NONE too). Follows links outside
 * cycles with a positive contribution: what is not known, or works against its
 * parent, makes no way strong. Ties go to fewer steps, then to the parent whose
 * key comes first.
 */
static void
find_strongest(const GmaGraph *g, const uint8 *strategic, uint32 *first,
			   uint32 *steps)
{
	Strength   *strength = gma_alloc(g->n, sizeof(Strength));

	for (uint32 i = 0; i < g->n; i++)
	{
		uint32		v = g->topo[i];
		Strength	best = {strategic[v] ? .5 : 0, 1};

		GMA_TICK(i);
		first[v] = GMA_NONE;
		steps[v] = strategic[v] ? 0 : GMA_NONE;
		for (uint32 l = g->up_start[v];
			 !strategic[v] && l < g->up_start[v + 1]; l++)
		{
			uint32		p = g->up_node[l];
			Strength	here;
			int			cmp;

			if (!(g->contribution[l] > 0) || steps[p] == GMA_NONE ||
				!gma_is_acyclic_link(g, v, p))
				continue;
			here = weaken(strength[p], g->contribution[l]);
			cmp = first[v] == GMA_NONE ? 1 : compare_strength(here, best);
			if (cmp == 0 && steps[p] + 1 != steps[v])
				cmp = steps[p] + 1 < steps[v] ? 1 : -1;
			if (cmp < 0 ||
				(cmp == 0 && !gma_key_precedes(g, p, g->up_node[first[v]])))
				continue;
			best = here;
			first[v] = l;
			steps[v] = steps[p] + 1;
		}
		strength[v] = best;
	}
	pfree(strength);
}

/*
 * The same for the shortest way, through cycles and over every link, as depth
 * in goal_states. Ties go to the link with the larger contribution (not known:
 * as 0), then to the parent whose key comes first.
 */
static void
find_shortest(const GmaGraph *g, const uint8 *strategic, uint32 *first,
			  uint32 *steps)
{
	uint32	   *queue = gma_alloc(g->n, sizeof(uint32));
	uint32		nqueue = 0;

	for (uint32 v = 0; v < g->n; v++)
	{
		first[v] = GMA_NONE;
		steps[v] = strategic[v] ? 0 : GMA_NONE;
		if (strategic[v])
			queue[nqueue++] = v;
	}
	gma_distances(g, g->down_start, g->down_node, queue, &nqueue, steps);
	for (uint32 v = 0; v < g->n; v++)
	{
		double		best = 0;

		GMA_TICK(v);
		for (uint32 l = g->up_start[v];
			 steps[v] != GMA_NONE && steps[v] > 0 && l < g->up_start[v + 1];
			 l++)
		{
			double		c = isnan(g->contribution[l]) ? 0 : g->contribution[l];

			if (steps[g->up_node[l]] != steps[v] - 1)
				continue;
			if (first[v] != GMA_NONE &&
				(c < best ||
				 (c == best && !gma_key_precedes(g, g->up_node[l],
												 g->up_node[first[v]]))))
				continue;
			best = c;
			first[v] = l;
		}
	}
	pfree(queue);
}

/* The rows of one goal's way. */
static void
put_path(GmaReader *reader, Oid type, Datum kind, uint32 goal,
		 const uint32 *first)
{
	const GmaGraph *g = &reader->g;
	uint32		end = goal;
	uint32		v = goal;
	double		product = 1;

	while (first[end] != GMA_NONE)
		end = g->up_node[first[end]];
	for (uint32 step = 0;; step++)
	{
		Datum		values[7];
		bool		nulls[7] = {false};
		double		c = step == 0 ? NAN : g->contribution[first[v]];

		GMA_TICK(step);
		if (step > 0)
		{
			product *= c;
			v = g->up_node[first[v]];
		}
		values[0] = gma_node_key(g, goal, type);
		values[1] = gma_node_key(g, end, type);
		values[2] = kind;
		values[3] = Int32GetDatum((int32) step);
		values[4] = gma_node_key(g, v, type);
		nulls[5] = isnan(c);
		values[5] = Float8GetDatum(c);
		nulls[6] = isnan(product);
		values[6] = Float8GetDatum(product);
		gma_reader_row(reader, values, nulls);
		if (v == end)
			break;
	}
}

/*
 * goal_path(graph, goals, strategic) -> (goal, strategic_goal, path_kind, step,
 * step_goal, contribution, path_contribution): for each goal its strongest and
 * its shortest way up to one of the strategic goals. Both arguments may be one
 * goal instead of an array. goals NULL: all, but one goal that is NULL has no
 * way; strategic NULL: the goals with children and no parent.
 */
Datum
gmalign_goal_path(PG_FUNCTION_ARGS)
{
	GmaReader	reader;
	const GmaGraph *g = &reader.g;
	GmaGoals	goals;
	GmaGoals	tops;
	uint8	   *strategic;
	uint8	   *marked;
	uint32	   *first[2];
	uint32	   *steps[2];
	Datum		kinds[2];

	if (!gma_reader_start(&reader, fcinfo))
		return (Datum) 0;
	gma_goals_read(g, fcinfo, 1, "goals", &goals);
	gma_goals_read(g, fcinfo, 2, "strategic", &tops);
	strategic = gma_strategic(g, &tops);
	marked = gma_mark_goals(g, &goals);
	for (int k = 0; k < 2; k++)
	{
		first[k] = gma_alloc(g->n, sizeof(uint32));
		steps[k] = gma_alloc(g->n, sizeof(uint32));
	}
	find_strongest(g, strategic, first[0], steps[0]);
	find_shortest(g, strategic, first[1], steps[1]);
	kinds[0] = CStringGetTextDatum("strongest");
	kinds[1] = CStringGetTextDatum("shortest");
	for (uint32 v = 0; v < g->n; v++)
	{
		GMA_TICK(v);
		for (int k = 0; marked[v] && k < 2; k++)
			if (steps[k][v] != GMA_NONE)
				put_path(&reader, goals.type, kinds[k], v, first[k]);
	}
	gma_reader_end(&reader);
	return (Datum) 0;
}

/* One goal's way as a row: its end, its length, its product, its titles. */
static void
put_path_text(GmaReader *reader, Oid type, Datum kind, uint32 goal,
			  const uint32 *first, text *const *titles, StringInfo words)
{
	const GmaGraph *g = &reader->g;
	uint32		v = goal;
	uint32		step = 0;
	double		product = 1;
	Datum		values[6];
	bool		nulls[6] = {false};

	/* room for the length of a text before its bytes */
	resetStringInfo(words);
	appendStringInfoSpaces(words, VARHDRSZ);
	for (;;)
	{
		GMA_TICK(step + 1);
		if (titles[v] != NULL)
		{
			if (words->len > VARHDRSZ)
				appendBinaryStringInfo(words, " > ", 3);
			appendBinaryStringInfo(words, VARDATA_ANY(titles[v]),
								   VARSIZE_ANY_EXHDR(titles[v]));
		}
		if (first[v] == GMA_NONE)
			break;
		product *= g->contribution[first[v]];
		v = g->up_node[first[v]];
		step++;
	}
	SET_VARSIZE(words->data, words->len);
	values[0] = gma_node_key(g, goal, type);
	values[1] = gma_node_key(g, v, type);
	values[2] = kind;
	values[3] = Int32GetDatum((int32) step);
	nulls[4] = isnan(product);
	values[4] = Float8GetDatum(product);
	values[5] = PointerGetDatum(words->data);
	gma_reader_row(reader, values, nulls);
}

/*
 * path_rows(graph, strategic, goals, titles) -> (goal, strategic_goal,
 * path_kind, step_count, contribution, path_text): the ways of goal_path, a
 * row each, with the titles of the goals on it.
 */
Datum
gmalign_path_rows(PG_FUNCTION_ARGS)
{
	GmaReader	reader;
	const GmaGraph *g = &reader.g;
	GmaGoals	goals;
	GmaGoals	tops;
	Datum	   *given = NULL;
	bool	   *unknown = NULL;
	int			count = 0;
	text	  **titles;
	uint8	   *strategic;
	uint32	   *first[2];
	uint32	   *steps[2];
	Datum		kinds[2];
	StringInfoData words;

	if (!gma_reader_start(&reader, fcinfo))
		return (Datum) 0;
	gma_goals_read(g, fcinfo, 1, "strategic", &tops);
	gma_goals_read(g, fcinfo, 2, "goals", &goals);
	if (!PG_ARGISNULL(3))
		deconstruct_array(PG_GETARG_ARRAYTYPE_P(3), TEXTOID, -1, false,
						  TYPALIGN_INT, &given, &unknown, &count);
	if ((uint32) count != goals.count)
		ereport(ERROR,
				(errcode(ERRCODE_ARRAY_SUBSCRIPT_ERROR),
				 errmsg("%s has %d elements, %s has %u", "titles", count,
						"goals", goals.count),
				 errdetail("The arrays are read side by side."),
				 errhint("Make both with array_agg over the same rows in the "
						 "same order.")));
	titles = gma_alloc_zero(g->n, sizeof(text *));
	for (uint32 i = 0; i < goals.count; i++)
		titles[goals.nodes[i]] = unknown[i] ? NULL : DatumGetTextPP(given[i]);
	strategic = gma_strategic(g, &tops);
	for (int k = 0; k < 2; k++)
	{
		first[k] = gma_alloc(g->n, sizeof(uint32));
		steps[k] = gma_alloc(g->n, sizeof(uint32));
	}
	find_strongest(g, strategic, first[0], steps[0]);
	find_shortest(g, strategic, first[1], steps[1]);
	kinds[0] = CStringGetTextDatum("strongest");
	kinds[1] = CStringGetTextDatum("shortest");
	initStringInfo(&words);
	for (uint32 v = 0; v < g->n; v++)
	{
		GMA_TICK(v);
		for (int k = 0; k < 2; k++)
			if (steps[k][v] != GMA_NONE)
				put_path_text(&reader, tops.type, kinds[k], v, first[k],
							  titles, &words);
	}
	gma_reader_end(&reader);
	return (Datum) 0;
}
