/*-------------------------------------------------------------------------
 *
 * past.c
 *		goal_past: goals and links with the days on which they were in force,
 *		and where the points of a move went on one of them.
 *
 * Who asks how a move stood on a day gone by asks it of many moves, each on a
 * day of its own. A graph a day would cost the whole cascade as often as there
 * are days; a move needs of it what lies above the goals it names. So the
 * value holds every link that ever was, by child, and the part above a few
 * goals is walked, laid out as a graph of its own and lifted as any other
 * (lift.c). A cycle through one of its goals lies in it as a whole.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "graph_reader.h"
#include "party_points.h"

PG_FUNCTION_INFO_V1(gmalign_goal_past);
PG_FUNCTION_INFO_V1(gmalign_points_on);
PG_FUNCTION_INFO_V1(gmalign_goal_past_in);
PG_FUNCTION_INFO_V1(gmalign_goal_past_out);
PG_FUNCTION_INFO_V1(gmalign_goal_past_recv);
PG_FUNCTION_INFO_V1(gmalign_goal_past_send);

#define PAST_MAGIC 0x474D5401

typedef struct PastHead
{
	GmaFlatHead flat;
	Oid			key_type;
	uint32		key_kind;
	uint32		ngoals;
	uint32		nlinks;
	uint32		nbytes;
} PastHead;

typedef struct PastGoal
{
	DateADT		first_day;
	DateADT		last_day;
	uint32		is_strategic;
	uint32		unused;
} PastGoal;

typedef struct PastLink
{
	double		contribution;	/* NaN: not known */
	uint32		parent;
	DateADT		first_day;
	DateADT		last_day;
	uint32		unused;
} PastLink;

typedef struct Past
{
	GmaKeys		keys;			/* ascending */
	Oid			type;
	PastGoal   *goals;
	uint32	   *start;			/* links of goal i: start[i] .. start[i + 1] */
	PastLink   *links;
} Past;

static size_t
past_layout(const PastHead *head, Past *past)
{
	GmaFlat		flat = {(char *) head + MAXALIGN(sizeof(PastHead))};

	past->type = head->key_type;
	gma_flat_keys(&flat, &past->keys, head->key_kind, head->ngoals, head->nbytes);
	past->goals = gma_flat_array(&flat, head->ngoals, sizeof(PastGoal));
	past->start = gma_flat_array(&flat, (size_t) head->ngoals + 1, sizeof(uint32));
	past->links = gma_flat_array(&flat, head->nlinks, sizeof(PastLink));
	return flat.at - (char *) head;
}

static void
past_open(Datum value, Past *past)
{
	const PastHead *head = (const PastHead *) gma_flat_open(value, PAST_MAGIC, sizeof(PastHead), "goal_past");

	if (past_layout(head, past) != VARSIZE(head))
		gma_fail_flat("goal_past");
}

/* ---------- building ---------- */

/* A day of an array; NULL is the given end of time. */
static DateADT
day_of(const Datum *days, const bool *nulls, int i, DateADT otherwise)
{
	return nulls[i] ? otherwise : DatumGetDateADT(days[i]);
}

static bool
has_null(const GmaColumn *column, int i)
{
	return column->nulls != NULL && column->nulls[i];
}

/*
 * The places of keys that are asked for many times: of integers that lie close
 * together a table, else they are found by halving.
 */
typedef struct Places
{
	const GmaKeys *keys;
	uint32	   *of;				/* by key less the first, or NULL */
	uint64		span;			/* from the first to the last */
} Places;

static void
places_make(const GmaKeys *keys, Places *places)
{
	uint32		n = keys->n;

	places->keys = keys;
	places->of = NULL;
	if (keys->kind != GMA_KEY_INT || n == 0)
		return;
	places->span = (uint64) keys->ints[n - 1] - (uint64) keys->ints[0];
	if (places->span >= 4 * (uint64) n)
		return;
	places->of = gma_alloc(places->span + 1, sizeof(uint32));
	memset(places->of, 0xFF, sizeof(uint32) * (places->span + 1));
	for (uint32 i = 0; i < n; i++)
		places->of[keys->ints[i] - keys->ints[0]] = i;
}

static inline uint32
place_of(const Places *places, GmaKey key)
{
	uint64		at;

	if (places->of == NULL)
		return gma_keys_find(places->keys, key);
	at = (uint64) key.ikey - (uint64) places->keys->ints[0];
	return at <= places->span ? places->of[at] : GMA_NONE;
}

/*
 * goal_past(goals, are_strategic, first_days, last_days,
 *			 children, parents, contributions, link_first_days, link_last_days)
 *
 * The first four arrays are parallel, and so are the other five. A link of a
 * goal that is not among the goals falls away.
 */
Datum
gmalign_goal_past(PG_FUNCTION_ARGS)
{
	GmaColumn	goal;
	GmaColumn	child;
	GmaColumn	parent;
	GmaKeys		keys;
	Places		places;
	Datum	   *strategic;
	Datum	   *first;
	Datum	   *last;
	Datum	   *contribution;
	Datum	   *link_first;
	Datum	   *link_last;
	bool	   *no_strategic;
	bool	   *no_first;
	bool	   *no_last;
	bool	   *no_contribution;
	bool	   *no_link_first;
	bool	   *no_link_last;
	uint32	   *from;
	uint32	   *to;
	uint32	   *fill;
	PastHead	head;
	PastHead   *value;
	Past		past;

	gma_column_read(fcinfo, 0, &goal);
	strategic = gma_array_read(fcinfo, 1, goal.n, &no_strategic);
	first = gma_array_read(fcinfo, 2, goal.n, &no_first);
	last = gma_array_read(fcinfo, 3, goal.n, &no_last);
	gma_column_read(fcinfo, 4, &child);
	gma_column_read(fcinfo, 5, &parent);
	if (child.n != parent.n)
		gma_fail_parallel(child.n, parent.n);
	contribution = gma_array_read(fcinfo, 6, child.n, &no_contribution);
	link_first = gma_array_read(fcinfo, 7, child.n, &no_link_first);
	link_last = gma_array_read(fcinfo, 8, child.n, &no_link_last);

	memset(&head, 0, sizeof(head));
	head.flat.magic = PAST_MAGIC;
	head.key_type = goal.type;
	head.key_kind = goal.kind;
	gma_column_distinct(&goal, &keys, &head.nbytes);
	head.ngoals = keys.n;
	places_make(&keys, &places);
	from = gma_alloc(Max(child.n, 1), sizeof(uint32));
	to = gma_alloc(Max(child.n, 1), sizeof(uint32));
	for (int i = 0; i < child.n; i++)
	{
		GMA_TICK(i);
		from[i] = has_null(&child, i) || has_null(&parent, i) ? GMA_NONE :
			place_of(&places, child.keys[i]);
		to[i] = from[i] == GMA_NONE ? GMA_NONE : place_of(&places, parent.keys[i]);
		if (to[i] == GMA_NONE)
			continue;
		if (!no_contribution[i])
			gma_check_finite("contribution", DatumGetFloat8(contribution[i]));
		head.nlinks++;
	}
	value = gma_flat_new(&head, sizeof(head), past_layout(&head, &past));
	past_layout(value, &past);
	for (uint32 i = 0; i < keys.n; i++)
	{
		gma_keys_put(&past.keys, i, gma_keys_get(&keys, i));
		/* of a goal given twice the days of the last row hold */
		past.goals[i].first_day = DATEVAL_NOEND;
		past.goals[i].last_day = DATEVAL_NOBEGIN;
	}
	for (int i = 0; i < goal.n; i++)
	{
		PastGoal   *g;

		GMA_TICK(i);
		if (has_null(&goal, i))
			continue;
		g = &past.goals[place_of(&places, goal.keys[i])];
		g->first_day = day_of(first, no_first, i, DATEVAL_NOBEGIN);
		g->last_day = day_of(last, no_last, i, DATEVAL_NOEND);
		g->is_strategic = !no_strategic[i] && DatumGetBool(strategic[i]);
	}
	for (int i = 0; i < child.n; i++)
		if (to[i] != GMA_NONE)
			past.start[from[i] + 1]++;
	for (uint32 i = 0; i < keys.n; i++)
		past.start[i + 1] += past.start[i];
	fill = gma_alloc((size_t) keys.n + 1, sizeof(uint32));
	memcpy(fill, past.start, sizeof(uint32) * ((size_t) keys.n + 1));
	for (int i = 0; i < child.n; i++)
	{
		PastLink   *link;

		GMA_TICK(i);
		if (to[i] == GMA_NONE)
			continue;
		link = &past.links[fill[from[i]]++];
		link->parent = to[i];
		link->contribution = no_contribution[i] ? NAN : DatumGetFloat8(contribution[i]);
		link->first_day = day_of(link_first, no_link_first, i, DATEVAL_NOBEGIN);
		link->last_day = day_of(link_last, no_link_last, i, DATEVAL_NOEND);
	}
	if (places.of != NULL)
		pfree(places.of);
	pfree(fill);
	pfree(from);
	pfree(to);
	PG_RETURN_POINTER(value);
}

/* ---------- what lies above the goals of a move ---------- */

/* a part of the cascade: nodes are places in the value, ascending */
typedef struct Part
{
	uint32		n;
	uint32		max;
	uint32	   *nodes;
} Part;

static int
compare_nodes(const void *a, const void *b)
{
	uint32		x = *(const uint32 *) a;
	uint32		y = *(const uint32 *) b;

	CHECK_FOR_INTERRUPTS();
	return (x > y) - (x < y);
}

static inline bool
is_in_force(DateADT first_day, DateADT last_day, DateADT day)
{
	return first_day <= day && day <= last_day;
}

/* The place of a node in a part, else GMA_NONE. */
static uint32
find_node(const Part *part, uint32 node)
{
	const uint32 *found = part->n == 0 ? NULL :
		bsearch(&node, part->nodes, part->n, sizeof(uint32), compare_nodes);

	return found == NULL ? GMA_NONE : (uint32) (found - part->nodes);
}

/*
 * The goals named that were in force, and all above them: sorted and made
 * distinct after each step up, which finds no new ones in the end.
 */
static void
walk_up(const Past *past, const GmaKeys *named, DateADT day, Part *part)
{
	Part		edge = {0, Max(named->n, 16)};

	edge.nodes = gma_alloc(edge.max, sizeof(uint32));
	for (uint32 i = 0; i < named->n; i++)
	{
		uint32		node = gma_keys_find(&past->keys, gma_keys_get(named, i));

		if (node != GMA_NONE &&
			is_in_force(past->goals[node].first_day, past->goals[node].last_day, day))
			edge.nodes[edge.n++] = node;
	}
	part->n = 0;
	part->max = 64;
	part->nodes = gma_alloc(part->max, sizeof(uint32));
	while (edge.n > 0)
	{
		Part		next = {0, 64};
		uint32		first_new = part->n;

		/* what is new joins the part ... */
		qsort(edge.nodes, edge.n, sizeof(uint32), compare_nodes);
		for (uint32 i = 0; i < edge.n; i++)
		{
			Part		known = {first_new, 0, part->nodes};

			GMA_TICK(i);
			if ((i > 0 && edge.nodes[i] == edge.nodes[i - 1]) ||
				find_node(&known, edge.nodes[i]) != GMA_NONE)
				continue;
			if (part->n == part->max)
			{
				part->max *= 2;
				part->nodes = repalloc_huge(part->nodes, mul_size(part->max, sizeof(uint32)));
			}
			part->nodes[part->n++] = edge.nodes[i];
		}
		/* ... and what is above it is looked at next */
		next.nodes = gma_alloc(next.max, sizeof(uint32));
		for (uint32 i = first_new; i < part->n; i++)
			for (uint32 l = past->start[part->nodes[i]]; l < past->start[part->nodes[i] + 1]; l++)
			{
				const PastLink *link = &past->links[l];
				const PastGoal *goal = &past->goals[link->parent];

				GMA_TICK(l);
				if (!is_in_force(link->first_day, link->last_day, day) ||
					!is_in_force(goal->first_day, goal->last_day, day))
					continue;
				if (next.n == next.max)
				{
					next.max *= 2;
					next.nodes = repalloc_huge(next.nodes, mul_size(next.max, sizeof(uint32)));
				}
				next.nodes[next.n++] = link->parent;
			}
		pfree(edge.nodes);
		edge = next;
		qsort(part->nodes, part->n, sizeof(uint32), compare_nodes);
	}
	pfree(edge.nodes);
}

typedef struct Up
{
	uint32		parent;
	double		contribution;
} Up;

static int
compare_ups(const void *a, const void *b)
{
	return compare_nodes(&((const Up *) a)->parent, &((const Up *) b)->parent);
}

/*
 * The part as a graph, its goals numbered as in it; a link given twice on one
 * day counts as goal_graph counts it.
 */
static void
lay_out(const Past *past, const Part *part, DateADT day, GmaGraph *g)
{
	uint64		most = 0;
	GoalGraph	head;
	Up		   *ups;

	memset(g, 0, sizeof(GmaGraph));
	g->kind = GMA_KEY_INT;
	g->n = part->n;
	/* what a message calls a goal: its key, or its place */
	g->int_keys = gma_alloc(Max(g->n, 1), sizeof(int64));
	for (uint32 v = 0; v < part->n; v++)
		g->int_keys[v] = past->keys.kind == GMA_KEY_INT ? past->keys.ints[part->nodes[v]] : part->nodes[v];
	for (uint32 v = 0; v < part->n; v++)
		most += past->start[part->nodes[v] + 1] - past->start[part->nodes[v]];
	most = Max(most, 1);
	ups = gma_alloc(most, sizeof(Up));
	g->up_start = gma_alloc_zero((size_t) g->n + 1, sizeof(uint32));
	g->up_node = gma_alloc(most, sizeof(uint32));
	g->contribution = gma_alloc(most, sizeof(double));
	g->down_start = gma_alloc((size_t) g->n + 1, sizeof(uint32));
	g->down_node = gma_alloc(most, sizeof(uint32));
	g->down_link = gma_alloc(most, sizeof(uint32));
	g->topo = gma_alloc(Max(g->n, 1), sizeof(uint32));
	g->group = gma_alloc(Max(g->n, 1), sizeof(uint32));
	for (uint32 v = 0; v < g->n; v++)
	{
		uint32		node = part->nodes[v];
		uint32		n = 0;

		for (uint32 l = past->start[node]; l < past->start[node + 1]; l++)
		{
			const PastLink *link = &past->links[l];
			uint32		p = is_in_force(link->first_day, link->last_day, day) ?
				find_node(part, link->parent) : GMA_NONE;

			GMA_TICK(l);
			if (p == GMA_NONE || p == v)
				continue;
			ups[n].parent = p;
			ups[n++].contribution = link->contribution;
		}
		if (n > 1)
			qsort(ups, n, sizeof(Up), compare_ups);
		for (uint32 i = 0; i < n; i++)
		{
			if (g->m > g->up_start[v] && g->up_node[g->m - 1] == ups[i].parent)
			{
				g->contribution[g->m - 1] = gma_stronger(g->contribution[g->m - 1],
														 ups[i].contribution);
				continue;
			}
			g->up_node[g->m] = ups[i].parent;
			g->contribution[g->m++] = ups[i].contribution;
		}
		g->up_start[v + 1] = g->m;
	}
	pfree(ups);
	gma_graph_complete(g, &head);
}

/*
 * points_on(points, past, day) -> party_points: the same statements, their
 * points where they went on that day. NULL for a NULL.
 */
Datum
gmalign_points_on(PG_FUNCTION_ARGS)
{
	MemoryContext caller = CurrentMemoryContext;
	MemoryContext work;
	GmaPoints	points;
	Past		past;
	DateADT		day = PG_GETARG_DATEADT(2);
	Part		part;
	GmaGraph	g;
	GmaShares	shares;
	GmaLiftKeys lift;
	GmaLiftEntry *entries;
	uint8	   *strategic;
	bool		has_strategy = false;
	GmaPointsState *st;
	Datum		result;

	gma_points_open(PG_GETARG_DATUM(0), &points);
	past_open(PG_GETARG_DATUM(1), &past);
	if (past.keys.n > 0)
		gma_check_key_type("goal", points.goal_type, points.goals.kind,
						   past.keys.kind, past.type);
	work = AllocSetContextCreate(caller, "gmalign points", ALLOCSET_DEFAULT_SIZES);
	MemoryContextSwitchTo(work);
	walk_up(&past, &points.goals, day, &part);
	lay_out(&past, &part, day, &g);
	strategic = gma_alloc_zero(Max(g.n, 1), 1);
	for (uint32 v = 0; v < g.n; v++)
		strategic[v] = past.goals[part.nodes[v]].is_strategic;
	gma_shares_find(&g, strategic, &shares);
	for (uint32 i = 0; i < past.keys.n && !has_strategy; i++)
		has_strategy = past.goals[i].is_strategic &&
			is_in_force(past.goals[i].first_day, past.goals[i].last_day, day);

	/* goals are named once each */
	if (shares.nentries > PG_UINT32_MAX)
		gma_fail_too_many();
	lift.start = gma_alloc_zero((size_t) points.goals.n + 1, sizeof(uint32));
	entries = gma_alloc(Max(shares.nentries, 1), sizeof(GmaLiftEntry));
	for (uint32 i = 0; i < points.goals.n; i++)
	{
		uint32		node = gma_keys_find(&past.keys, gma_keys_get(&points.goals, i));
		uint32		v = node == GMA_NONE ? GMA_NONE : find_node(&part, node);
		GmaLiftEntry *to = &entries[lift.start[i]];
		uint32		count = v == GMA_NONE ? 0 : gma_shares_of(&shares, v, to);

		for (uint32 k = 0; k < count; k++)
			to[k].goal = part.nodes[to[k].goal];
		lift.start[i + 1] = lift.start[i] + count;
	}
	lift.entries = entries;
	lift.keys = &past.keys;
	lift.has_strategy = has_strategy;
	st = gma_points_lifted(&points, &lift);
	MemoryContextSwitchTo(caller);
	result = gma_points_value(st);
	MemoryContextDelete(work);
	PG_RETURN_DATUM(result);
}

/* ---------- input and output ---------- */

static bool
is_good(const Past *past, const PastHead *head)
{
	if (!gma_keys_good(&past->keys, head->nbytes) || !gma_keys_ascend(&past->keys) ||
		!gma_offsets_good(past->start, head->ngoals, head->nlinks))
		return false;
	for (uint32 i = 0; i < head->ngoals; i++)
		if (past->goals[i].is_strategic > 1)
			return false;
	for (uint32 i = 0; i < head->nlinks; i++)
		if (past->links[i].parent >= head->ngoals || isinf(past->links[i].contribution))
			return false;
	return true;
}

static Datum
believe(void *bytes)
{
	PastHead   *head = bytes;
	Past		past;

	if (VARSIZE(head) < sizeof(PastHead) || head->flat.magic != PAST_MAGIC ||
		!gma_is_kind_of(head->key_type, head->key_kind) ||
		past_layout(head, &past) != VARSIZE(head) || !is_good(&past, head))
		gma_fail_flat("goal_past");
	return PointerGetDatum(head);
}

Datum
gmalign_goal_past_in(PG_FUNCTION_ARGS)
{
	return believe(gma_flat_in(PG_GETARG_CSTRING(0), "goal_past"));
}

Datum
gmalign_goal_past_out(PG_FUNCTION_ARGS)
{
	PG_RETURN_CSTRING(gma_flat_out(PG_GETARG_DATUM(0)));
}

Datum
gmalign_goal_past_recv(PG_FUNCTION_ARGS)
{
	return believe(gma_flat_recv((StringInfo) PG_GETARG_POINTER(0)));
}

Datum
gmalign_goal_past_send(PG_FUNCTION_ARGS)
{
	PG_RETURN_BYTEA_P(gma_flat_send(PG_GETARG_DATUM(0)));
}
