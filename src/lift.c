/*-------------------------------------------------------------------------
 *
 * lift.c
 *		goal_lift: where the points of a goal go before parties are compared.
 *
 * Points move up to the strategic goals a goal serves, in proportion to its
 * contribution c to each; what does not reach strategy stays where it is, so
 * that points are conserved:
 *
 *		share(s) = c(s) / max(1, SUM |c|),		share(itself) = 1 - SUM |c|
 *
 * Contributions of .3, .6 and .1 add up to one only but for rounding, which is
 * no goal: a rest within GMA_TIE is none. A goal without a known contribution
 * other than 0 has no line of sight, is not in the value and stands for itself.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "utils/tuplestore.h"

#include "graph_reader.h"
#include "party_points.h"

PG_FUNCTION_INFO_V1(gmalign_goal_lift);
PG_FUNCTION_INFO_V1(gmalign_goal_lift_rows);
PG_FUNCTION_INFO_V1(gmalign_goal_lift_in);
PG_FUNCTION_INFO_V1(gmalign_goal_lift_out);
PG_FUNCTION_INFO_V1(gmalign_goal_lift_recv);
PG_FUNCTION_INFO_V1(gmalign_goal_lift_send);

typedef struct LiftHead
{
	GmaFlatHead flat;
	Oid			key_type;
	uint32		key_kind;
	uint32		ngoals;
	uint32		nentries;
	uint32		is_dense;		/* the keys are a range without a gap */
	uint32		nslots;			/* then 0, else a power of two */
	uint32		nbytes;
} LiftHead;

/* Where the arrays are; the size of a value with this head. */
static size_t
lift_layout(const LiftHead *head, GmaLift *lift)
{
	GmaFlat		flat = {(char *) head + MAXALIGN(sizeof(LiftHead))};

	lift->type = head->key_type;
	lift->is_dense = head->is_dense;
	lift->nslots = head->nslots;
	gma_flat_keys(&flat, &lift->keys, head->key_kind, head->ngoals,
				  head->nbytes);
	lift->start = gma_flat_array(&flat, (size_t) head->ngoals + 1,
								 sizeof(uint32));
	lift->entries = gma_flat_array(&flat, head->nentries,
								   sizeof(GmaLiftEntry));
	lift->slots = gma_flat_array(&flat, head->nslots, sizeof(uint32));
	return flat.at - (char *) head;
}

void
gma_lift_open(Datum value, GmaLift *lift)
{
	const LiftHead *head;

	head = (const LiftHead *) gma_flat_open(value, GMA_LIFT_MAGIC,
											sizeof(LiftHead), "goal_lift");
	if (lift_layout(head, lift) !=
		VARSIZE(head))
		gma_fail_flat("goal_lift");
}

/* The place of a goal that has a line of sight, else GMA_NONE. */
uint32
gma_lift_find(const GmaLift *lift, GmaKey goal)
{
	uint32		mask = lift->nslots - 1;
	uint32		slot;

	if (lift->is_dense)
	{
		uint64		place = (uint64) goal.ikey - (uint64) lift->keys.ints[0];

		return place < lift->keys.n &&
			lift->start[place] < lift->start[place + 1] ? (uint32) place : GMA_NONE;
	}
	slot = gma_key_hash(goal, lift->keys.kind) & mask;
	for (; lift->slots[slot] != 0; slot = (slot + 1) & mask)
	{
		uint32		i = lift->slots[slot] - 1;

		if (gma_key_compare(gma_keys_get(&lift->keys, i), goal,
							lift->keys.kind) == 0)
			return i;
	}
	return GMA_NONE;
}

static GmaKey
node_key(const GmaGraph *g, uint32 node)
{
	GmaKey		key = {0};

	if (g->kind != GMA_KEY_INT)
		return gma_key_of(gma_node_key(g, node, g->head->key_type),
						  INT8OID, g->kind);
	key.ikey = g->int_keys[node];
	return key;
}

/* Room for so many more. */
static void
reserve(GmaShares *shares, uint64 more)
{
	if (shares->n + more <= shares->max)
		return;
	shares->max = Max(2 * shares->max, shares->n + more);
	shares->found = repalloc_huge(shares->found,
								  shares->max * sizeof(GmaSighted));
}

/*
 * What a parent has in sight is, times c, in sight of the goal at hand as well,
 * whose own stands from begin on.
 */
static void
see_with(GmaShares *shares, uint64 begin, uint32 parent, double c)
{
	uint64		ours = begin;
	uint64		end = shares->n;
	uint64		theirs = shares->start[parent];
	uint64		last = theirs + shares->count[parent];
	GmaSighted *found;

	reserve(shares, end - begin + shares->count[parent]);
	found = shares->found;
	while (ours < end || theirs < last)
	{
		GmaSighted *to = &found[shares->n];
		double		before = 0;

		GMA_TICK(shares->n);
		shares->n++;
		if (theirs == last ||
			(ours < end && found[ours].strategic < found[theirs].strategic))
		{
			*to = found[ours++];
			continue;
		}
		to->strategic = found[theirs].strategic;
		if (ours < end && found[ours].strategic == to->strategic)
			before = found[ours++].contribution;
		to->contribution = gma_saturated(found[theirs++].contribution * c + before);
	}
	if (end == begin)
		return;
	memmove(&found[begin], &found[end], (shares->n - end) * sizeof(GmaSighted));
	shares->n -= end - begin;
}

/* A strategic goal has itself in sight. */
static void
see_itself(GmaShares *shares, uint64 begin, uint32 v)
{
	uint64		k;

	reserve(shares, 1);
	for (k = shares->n++; k > begin && shares->found[k - 1].strategic > v; k--)
		shares->found[k] = shares->found[k - 1];
	shares->found[k].strategic = v;
	shares->found[k].contribution = 1;
}

/* Does some of the points of a goal stay where it is? */
static inline bool
keeps_some(const GmaShares *shares, uint32 v)
{
	return shares->count[v] > 0 && shares->total[v] < 1 - GMA_TIE;
}

/*
 * What every goal has in sight, and its contribution to it: the sum over paths
 * of acyclic links of the product of contributions. Ancestors first, so that
 * every link is looked at once. What sums up to 0 is not in sight.
 */
void
gma_shares_find(const GmaGraph *g, const uint8 *strategic, GmaShares *shares)
{
	memset(shares, 0, sizeof(GmaShares));
	shares->max = Max(g->n, 16);
	shares->found = gma_alloc(shares->max, sizeof(GmaSighted));
	shares->start = gma_alloc(Max(g->n, 1), sizeof(uint64));
	shares->count = gma_alloc(Max(g->n, 1), sizeof(uint32));
	shares->total = gma_alloc_zero(Max(g->n, 1), sizeof(double));
	for (uint32 i = 0; i < g->n; i++)
	{
		uint32		v = g->topo[i];
		uint64		begin = shares->n;
		uint64		end;

		GMA_TICK(i);
		for (uint32 l = g->up_start[v]; l < g->up_start[v + 1]; l++)
		{
			double		c = g->contribution[l];

			if (gma_is_acyclic_link(g, v, g->up_node[l]) && !isnan(c) && c != 0)
				see_with(shares, begin, g->up_node[l], c);
		}
		if (strategic[v])
			see_itself(shares, begin, v);
		end = shares->n;
		shares->n = begin;
		for (uint64 k = begin; k < end; k++)
		{
			if (shares->found[k].contribution == 0)
				continue;
			shares->total[v] += fabs(shares->found[k].contribution);
			shares->found[shares->n++] = shares->found[k];
		}
		shares->start[v] = begin;
		shares->count[v] = (uint32) (shares->n - begin);
		shares->nentries += shares->count[v] + keeps_some(shares, v);
	}
}

/*
 * Where the points of one node go, in node numbers: writes at most one entry
 * more than it has goals in sight, none for none, and returns how many.
 */
uint32
gma_shares_of(const GmaShares *shares, uint32 node, GmaLiftEntry *entries)
{
	const GmaSighted *found = &shares->found[shares->start[node]];
	uint32		n = shares->count[node];
	double		total = shares->total[node];

	for (uint32 i = 0; i < n; i++)
	{
		GMA_TICK(i + 1);
		entries[i].share = found[i].contribution / Max(1, total);
		entries[i].goal = found[i].strategic;
		entries[i].is_strategic = true;
	}
	if (keeps_some(shares, node))
	{
		entries[n].share = 1 - total;
		entries[n].goal = node;
		entries[n++].is_strategic = false;
	}
	return n;
}

/*
 * How goals are found: integer keys that lie close together, an identity
 * column's, by their distance from the first, those between without an entry;
 * all others by their hash. place is set to the number of each node in the
 * value, GMA_NONE for none.
 */
static void
set_places(LiftHead *head, const GmaGraph *g, const GmaShares *shares,
		   uint32 *place)
{
	uint32		first = GMA_NONE;
	uint32		last = 0;

	for (uint32 v = 0; v < g->n; v++)
	{
		place[v] = GMA_NONE;
		if (shares->count[v] == 0)
			continue;
		place[v] = head->ngoals++;
		first = Min(first, v);
		last = v;
	}
	if (g->kind == GMA_KEY_INT && head->ngoals > 0 &&
		(uint64) g->int_keys[last] - (uint64) g->int_keys[first] < 2 * (uint64) head->ngoals)
	{
		head->is_dense = true;
		head->ngoals = (uint32) (g->int_keys[last] - g->int_keys[first]) + 1;
		for (uint32 v = first; v <= last; v++)
			if (place[v] != GMA_NONE)
				place[v] = (uint32) (g->int_keys[v] - g->int_keys[first]);
		return;
	}
	head->nslots = 2;
	while (head->nslots < 2 * (uint64) head->ngoals && head->nslots < (1u << 31))
		head->nslots *= 2;
}

/*
 * goal_lift(graph, strategic) -> goal_lift; strategic NULL: the goals with
 * children and no parent. NULL for a graph that is NULL.
 */
Datum
gmalign_goal_lift(PG_FUNCTION_ARGS)
{
	GmaGraph	g;
	GmaGoals	goals;
	GmaShares	shares;
	uint32	   *place;			/* node -> its number in the value */
	LiftHead	head;
	LiftHead   *value;
	GmaLift		lift;
	size_t		size;
	uint64		nbytes = 0;
	uint32		next = 0;		/* number in the value that has no start yet */

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	gma_graph_open(PG_GETARG_DATUM(0), &g);
	gma_goals_read(&g, fcinfo, 1, "strategic", &goals);
	gma_shares_find(&g, gma_strategic(&g, &goals), &shares);

	place = gma_alloc(g.n, sizeof(uint32));
	memset(&head, 0, sizeof(head));
	set_places(&head, &g, &shares, place);
	for (uint32 v = 0; v < g.n; v++)
		nbytes += place[v] == GMA_NONE ? 0 : node_key(&g, v).length;
	head.flat.magic = GMA_LIFT_MAGIC;
	head.key_type = g.head->key_type;
	head.key_kind = g.kind;
	head.nentries = shares.nentries;
	head.nbytes = nbytes;
	size = lift_layout(&head, &lift);
	/* counts that do not fit the head would not fit a value */
	if (shares.nentries > PG_UINT32_MAX || nbytes > PG_UINT32_MAX)
		size = SIZE_MAX;
	value = gma_flat_new(&head, sizeof(head), size);
	lift_layout(value, &lift);

	for (uint32 v = 0; v < g.n; v++)
	{
		uint32		i = place[v];
		GmaKey		key;
		GmaLiftEntry *entries;
		uint32		n;

		GMA_TICK(v);
		if (i == GMA_NONE)
			continue;
		key = node_key(&g, v);
		/* between the keys of a range nothing is in sight */
		for (; next < i; next++)
		{
			GMA_TICK(next);
			lift.start[next + 1] = lift.start[next];
			lift.keys.ints[next] = key.ikey - (i - next);
		}
		entries = &lift.entries[lift.start[i]];
		n = gma_shares_of(&shares, v, entries);
		/* a strategic goal is in sight of itself, so it has a place */
		for (uint32 k = 0; k < n; k++)
			entries[k].goal = place[entries[k].goal];
		next = i + 1;
		lift.start[next] = lift.start[i] + n;
		gma_keys_put(&lift.keys, i, key);
		if (!lift.is_dense)
		{
			uint32		slot = gma_key_hash(key, g.kind) & (lift.nslots - 1);

			while (lift.slots[slot] != 0)
				slot = (slot + 1) & (lift.nslots - 1);
			lift.slots[slot] = i + 1;
		}
	}
	pfree(shares.found);
	pfree(shares.start);
	pfree(shares.count);
	pfree(shares.total);
	pfree(place);
	PG_RETURN_POINTER(value);
}

/*
 * goal_lift_rows(lift, goal) -> (goal, compared_goal, is_strategic,
 * lift_share), goals in the type of the second argument.
 */
Datum
gmalign_goal_lift_rows(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;
	GmaLift		lift;
	Oid			type = gma_argument_type(fcinfo, 1);
	Oid			asked = gma_asked_type(fcinfo, 1);

	gma_rows_start(fcinfo);
	if (PG_ARGISNULL(0))
		return (Datum) 0;
	gma_lift_open(PG_GETARG_DATUM(0), &lift);
	gma_check_key_type("the goal asked for", type, gma_key_kind(type),
					   lift.keys.kind, lift.type);
	for (uint32 i = 0; i < lift.keys.n; i++)
		for (uint32 k = lift.start[i]; k < lift.start[i + 1]; k++)
		{
			const GmaLiftEntry *entry = &lift.entries[k];
			Datum		values[4];
			bool		nulls[4] = {false};

			GMA_TICK(k);
			values[0] = gma_key_datum(gma_keys_get(&lift.keys, i),
									  lift.keys.kind, asked);
			values[1] = gma_key_datum(gma_keys_get(&lift.keys, entry->goal),
									  lift.keys.kind, asked);
			values[2] = BoolGetDatum(entry->is_strategic);
			values[3] = Float8GetDatum(gma_shown(entry->share));
			tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, values,
								 nulls);
		}
	return (Datum) 0;
}

/* ---------- input and output ---------- */

/* Is every goal found where it is, and every entry a share of a goal? */
static bool
is_good(const GmaLift *lift, const LiftHead *head)
{
	uint32		used = 0;

	if (!gma_keys_good(&lift->keys, head->nbytes) ||
		!gma_offsets_good(lift->start, lift->keys.n, head->nentries))
		return false;
	for (uint32 i = 0; i < head->nentries; i++)
		if (lift->entries[i].goal >= lift->keys.n ||
			lift->entries[i].is_strategic > 1 ||
			!(fabs(lift->entries[i].share) <= 1))
			return false;
	if (head->is_dense)
	{
		uint32		n = lift->keys.n;

		for (uint32 i = 1; i < n; i++)
			if ((uint64) lift->keys.ints[i] != (uint64) lift->keys.ints[0] + i)
				return false;
		return lift->start[1] > 0 && lift->start[n - 1] < lift->start[n];
	}
	/* a goal without a line of sight is not in it */
	for (uint32 i = 0; i < lift->keys.n; i++)
		if (lift->start[i + 1] == lift->start[i])
			return false;
	/* every goal once */
	for (uint32 i = 0; i < head->nslots; i++)
	{
		if (lift->slots[i] > lift->keys.n)
			return false;
		used += lift->slots[i] != 0;
	}
	if (used != lift->keys.n)
		return false;
	/* a full table would be searched for ever */
	if (head->nslots <= used)
		return false;
	for (uint32 i = 0; i < lift->keys.n; i++)
	{
		uint32		slot = gma_key_hash(gma_keys_get(&lift->keys, i),
										lift->keys.kind) & (head->nslots - 1);
		uint32		steps = 0;

		GMA_TICK(i);
		while (lift->slots[slot] != i + 1)
		{
			GMA_TICK(++steps);
			if (lift->slots[slot] == 0 || steps > head->nslots)
				return false;
			slot = (slot + 1) & (head->nslots - 1);
		}
	}
	return true;
}

static Datum
believe(void *bytes)
{
	LiftHead   *head = bytes;
	GmaLift		lift;

	if (VARSIZE(head) < sizeof(LiftHead) || head->flat.magic != GMA_LIFT_MAGIC ||
		!gma_is_kind_of(head->key_type, head->key_kind) ||
		head->is_dense > 1 ||
		(head->is_dense ? head->key_kind != GMA_KEY_INT || head->ngoals == 0 || head->nslots != 0 :
		 head->nslots < 2 || (head->nslots & (head->nslots - 1)) != 0) ||
		lift_layout(head, &lift) != VARSIZE(head) ||
		!is_good(&lift, head))
		gma_fail_flat("goal_lift");
	return PointerGetDatum(head);
}

Datum
gmalign_goal_lift_in(PG_FUNCTION_ARGS)
{
	return believe(gma_flat_in(PG_GETARG_CSTRING(0), "goal_lift"));
}

Datum
gmalign_goal_lift_out(PG_FUNCTION_ARGS)
{
	PG_RETURN_CSTRING(gma_flat_out(PG_GETARG_DATUM(0)));
}

Datum
gmalign_goal_lift_recv(PG_FUNCTION_ARGS)
{
	return believe(gma_flat_recv((StringInfo) PG_GETARG_POINTER(0)));
}

Datum
gmalign_goal_lift_send(PG_FUNCTION_ARGS)
{
	PG_RETURN_BYTEA_P(gma_flat_send(PG_GETARG_DATUM(0)));
}
