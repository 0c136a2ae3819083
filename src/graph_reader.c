/*-------------------------------------------------------------------------
 *
 * graph_reader.c
 *		What the readers of a goal graph share: arguments in, rows out.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/tuplestore.h"

#include "graph_reader.h"

/* ---------- what every reader begins and ends with ---------- */

/*
 * A caller who asks with goals of a domain gets goals of that domain, and the
 * graph may hold others: they must satisfy it (23514).
 */
static void
find_domains(GmaReader *reader)
{
	TupleDesc	desc = reader->rsinfo->setDesc;

	reader->domains = NULL;
	for (int i = 0; i < desc->natts && reader->domains == NULL; i++)
		if (get_typtype(TupleDescAttr(desc, i)->atttypid) == TYPTYPE_DOMAIN)
		{
			reader->domains = CurrentMemoryContext;
			reader->domain = palloc0(sizeof(void *) * desc->natts);
		}
}

static void
check_domains(GmaReader *reader, const Datum *values, const bool *nulls)
{
	TupleDesc	desc = reader->rsinfo->setDesc;

	for (int i = 0; i < desc->natts; i++)
		if (!nulls[i] &&
			get_typtype(TupleDescAttr(desc, i)->atttypid) == TYPTYPE_DOMAIN)
			domain_check(values[i], false, TupleDescAttr(desc, i)->atttypid,
						 &reader->domain[i], reader->domains);
}

/*
 * Open argument 0 and get ready to return rows. Returns false when the graph
 * is NULL: there are no rows then. From here to gma_reader_end the current
 * memory context is the reader's own.
 */
bool
gma_reader_start(GmaReader *reader, FunctionCallInfo fcinfo)
{
	InitMaterializedSRF(fcinfo, 0);
	reader->rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;
	reader->context = NULL;
	if (PG_ARGISNULL(0))
		return false;
	reader->context = AllocSetContextCreate(CurrentMemoryContext,
											"gmalign graph reader", ALLOCSET_DEFAULT_SIZES);
	reader->caller = MemoryContextSwitchTo(reader->context);
	find_domains(reader);
	gma_graph_open(PG_GETARG_DATUM(0), &reader->g);
	return true;
}

void
gma_reader_row(GmaReader *reader, Datum *values, bool *nulls)
{
	if (unlikely(reader->domains != NULL))
		check_domains(reader, values, nulls);
	tuplestore_putvalues(reader->rsinfo->setResult, reader->rsinfo->setDesc,
						 values, nulls);
}

void
gma_reader_end(GmaReader *reader)
{
	MemoryContextSwitchTo(reader->caller);
	MemoryContextDelete(reader->context);
}

/* ---------- arguments ---------- */

/* The node of a goal that somebody named: 22023 when it is not there. */
static uint32
known_node(const GmaGraph *g, Datum key, Oid type, const char *name)
{
	uint32		node = gma_find_node(g, key, type);

	if (node == GMA_NONE)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("goal \"%s\" in %s is not in the graph",
						gma_key_text(key, g->kind, type), name),
				 errhint("Give every goal a row of its own, "
						 "goal_graph(goal, NULL).")));
	return node;
}

/*
 * An array of goals, or a single one, as nodes. NULL is left to the reader; a
 * NULL element (22004), a goal that is not in the graph (22023) and another
 * kind of key (42804) are errors.
 */
void
gma_goals_read(const GmaGraph *g, FunctionCallInfo fcinfo, int argument,
			   const char *name, GmaGoals *goals)
{
	Oid			type = getBaseType(get_fn_expr_argtype(fcinfo->flinfo, argument));
	ArrayType  *array = NULL;
	GmaKeyKind	kind;
	Datum	   *elements;
	bool	   *nulls;
	int			count;
	int16		typlen;
	bool		typbyval;
	char		typalign;

	goals->is_array = OidIsValid(get_element_type(type));
	goals->is_null = PG_ARGISNULL(argument);
	goals->count = 0;
	goals->nodes = NULL;
	if (goals->is_array && !goals->is_null)
	{
		array = PG_GETARG_ARRAYTYPE_P(argument);
		type = ARR_ELEMTYPE(array);
	}
	else if (goals->is_array)
		type = get_element_type(type);
	goals->type = getBaseType(type);
	if (!gma_is_key_type(goals->type, &kind) || kind != g->kind)
		ereport(ERROR,
				(errcode(ERRCODE_DATATYPE_MISMATCH),
				 errmsg("%s are of type %s, the graph's goals of type %s", name,
						format_type_be(goals->type),
						format_type_be(g->head->key_type)),
				 errhint("Cast the array; for all goals pass NULL::%s[].",
						 format_type_be(g->head->key_type))));
	if (goals->is_null)
		return;
	if (!goals->is_array)
	{
		goals->count = 1;
		goals->nodes = gma_alloc(1, sizeof(uint32));
		goals->nodes[0] = known_node(g, PG_GETARG_DATUM(argument),
									 goals->type, name);
		return;
	}

	get_typlenbyvalalign(goals->type, &typlen, &typbyval, &typalign);
	deconstruct_array(array, goals->type, typlen, typbyval, typalign,
					  &elements, &nulls, &count);
	goals->count = count;
	goals->nodes = gma_alloc(count, sizeof(uint32));
	for (int i = 0; i < count; i++)
	{
		GMA_TICK(i);
		if (nulls[i])
			ereport(ERROR,
					(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
					 errmsg("%s must not contain NULL", name),
					 errhint("Leave unknown goals out: array_agg(goal) FILTER "
							 "(WHERE goal IS NOT NULL).")));
		goals->nodes[i] = known_node(g, elements[i], goals->type, name);
	}
	pfree(elements);
	pfree(nulls);
}

/*
 * An array of doubles parallel to the array of goals: 2202E when it is not as
 * long. NULL elements are NaN here; NaN itself and infinity are refused.
 */
double *
gma_parallel_array(FunctionCallInfo fcinfo, int argument, const char *name,
				   const char *element, const char *goals_name, uint32 expected)
{
	ArrayType  *array;
	Datum	   *elements;
	bool	   *nulls;
	int			count;
	double	   *result;

	if (PG_ARGISNULL(argument))
		return NULL;
	array = PG_GETARG_ARRAYTYPE_P(argument);
	deconstruct_array(array, FLOAT8OID, sizeof(float8), FLOAT8PASSBYVAL,
					  TYPALIGN_DOUBLE, &elements, &nulls, &count);
	if ((uint32) count != expected)
		ereport(ERROR,
				(errcode(ERRCODE_ARRAY_SUBSCRIPT_ERROR),
				 errmsg("%s has %d elements, %s has %u", name, count,
						goals_name, expected),
				 errdetail("The arrays are read side by side."),
				 errhint("Make both with array_agg over the same rows in the "
						 "same order.")));
	result = gma_alloc(count, sizeof(double));
	for (int i = 0; i < count; i++)
	{
		GMA_TICK(i);
		result[i] = NAN;
		if (nulls[i])
			continue;
		result[i] = DatumGetFloat8(elements[i]);
		gma_check_finite(element, result[i]);
	}
	pfree(elements);
	pfree(nulls);
	return result;
}

/* ---------- arguments as marks by node ---------- */

/* Marks the nodes of an array; all of them when it is NULL, but not one NULL. */
uint8 *
gma_mark_goals(const GmaGraph *g, const GmaGoals *goals)
{
	uint8	   *marked = gma_alloc_zero(g->n, 1);

	if (goals->is_null && goals->is_array)
		memset(marked, 1, g->n);
	for (uint32 i = 0; i < goals->count; i++)
		marked[goals->nodes[i]] = 1;
	return marked;
}

/*
 * The strategic goals as marks by node. NULL means the tops of the graph: the
 * goals with children and no parent. A top may be a cycle; then all its goals
 * count.
 */
uint8 *
gma_strategic(const GmaGraph *g, const GmaGoals *goals)
{
	uint8	   *marked = gma_alloc_zero(g->n, 1);
	uint8	   *has_parent;
	uint8	   *has_child;

	for (uint32 i = 0; i < goals->count; i++)
		marked[goals->nodes[i]] = 1;
	if (!goals->is_null)
		return marked;

	/* usually no cycle: then nothing above and something below is a top */
	if (!g->is_cyclic)
	{
		for (uint32 v = 0; v < g->n; v++)
			marked[v] = g->up_start[v] == g->up_start[v + 1] &&
				g->down_start[v] < g->down_start[v + 1];
		return marked;
	}

	has_parent = gma_alloc_zero(g->head->ngroups, 1);
	has_child = gma_alloc_zero(g->head->ngroups, 1);
	for (uint32 v = 0; v < g->n; v++)
	{
		GMA_TICK(v);
		for (uint32 i = g->up_start[v]; i < g->up_start[v + 1]; i++)
		{
			uint32		p = g->up_node[i];

			has_parent[g->group[v]] |= gma_is_acyclic_link(g, v, p);
			has_child[g->group[p]] = true;
		}
	}
	for (uint32 v = 0; v < g->n; v++)
		marked[v] = has_child[g->group[v]] && !has_parent[g->group[v]];
	return marked;
}
