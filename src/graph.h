/*-------------------------------------------------------------------------
 *
 * graph.h
 *		The goal graph: a value that holds every goal and every link between
 *		them, and what its readers share.
 *
 * A link runs from a goal (the child) up to the goal it serves (its parent).
 * Inside, goals are nodes numbered 0 .. n-1 in the order of their keys, so
 * that the same rows give the same value whatever order they came in.
 *
 * The value is flat: one chunk without pointers, built once by the aggregate
 * and handed to the readers. It is transient, never stored.
 *
 *		graph_rows.c		rows in ...
 *		graph_build.c		... value out
 *		graph_order.c		ancestors first; cycles found
 *		graph_io.c			the value and its keys; in, out
 *		graph_walk.c		readers that walk: line of sight, closure, links
 *		graph_states.c		goal_states
 *		graph_path.c		goal_path
 *		graph_counts.c		distinct goals below or above, counted in blocks
 *		graph_rollup.c		cascade_rollup
 *		graph_coverage.c	cascade_coverage
 *
 *-------------------------------------------------------------------------
 */
#ifndef GMALIGN_GRAPH_H
#define GMALIGN_GRAPH_H

#include "funcapi.h"
#include "miscadmin.h"

#include "gmalign.h"

/* "GMG" and the version of the layout */
#define GMA_GRAPH_MAGIC 0x474D4701

/* a goal or link that is not there */
#define GMA_NONE PG_UINT32_MAX

/* notice a cancel now and then inside a loop over i */
#define GMA_TICK(i) \
	do { \
		if (((i) & 0x3FFF) == 0) \
			CHECK_FOR_INTERRUPTS(); \
	} while (0)

/* how many steps ahead a loop over scattered memory asks for it */
#define GMA_AHEAD 16

/* the head of the value; the arrays follow, see gma_graph_layout() */
typedef struct GoalGraph
{
	int32		vl_len_;
	uint32		magic;
	Oid			key_type;		/* the base type goals were given in */
	uint32		key_kind;		/* a GmaKeyKind */
	uint32		nnodes;
	uint32		nlinks;			/* without duplicates and self-loops */
	uint32		ngroups;		/* nodes, with every cycle taken as one */
	uint32		nduplicates;	/* links given more than once */
	uint32		nself;			/* goals linked to themselves */
	uint32		is_forest;		/* nobody has two parents; no cycle */
	uint64		key_bytes;		/* text: size of the keys as varlena */
} GoalGraph;

/* where everything is, once a value is opened */
typedef struct GmaGraph
{
	const GoalGraph *head;
	GmaKeyKind	kind;
	uint32		n;
	uint32		m;
	bool		is_cyclic;		/* some goal serves itself through others */

	int64	   *int_keys;		/* by kind: ascending */
	char	   *uuid_keys;		/* ascending */
	uint64	   *hashes;			/* text: ascending, ... */
	uint32	   *key_offsets;	/* ... and the key's place in ... */
	char	   *key_data;		/* ... aligned varlenas */

	/* the parents of node v: up_node[up_start[v] .. up_start[v + 1]) */
	uint32	   *up_start;
	uint32	   *up_node;
	double	   *contribution;	/* parallel to up_node; NaN: not known */

	/* its children, and which entry of up_node each is */
	uint32	   *down_start;
	uint32	   *down_node;
	uint32	   *down_link;

	uint32	   *topo;			/* nodes, ancestors first */
	uint32	   *group;			/* node -> group; ancestors' groups first */
	uint8	   *is_self;		/* linked to itself */
} GmaGraph;

/* ---------- graph_io.c ---------- */

extern size_t gma_graph_layout(GmaGraph *g, const GoalGraph *head);
extern void gma_graph_open(Datum value, GmaGraph *g);
extern uint64 gma_hash_key(const char *bytes, size_t length);

/* what a reader was given as an array of goals, or as one goal */
typedef struct GmaGoals
{
	Oid			type;			/* element type, a base type: the result's */
	bool		is_array;
	bool		is_null;
	uint32		count;
	uint32	   *nodes;			/* in the array's order, duplicates kept */
} GmaGoals;

extern void gma_goals_read(const GmaGraph *g, FunctionCallInfo fcinfo,
						   int argument, const char *name, GmaGoals *goals);
extern Datum gma_node_key(const GmaGraph *g, uint32 node, Oid type);
extern bool gma_key_precedes(const GmaGraph *g, uint32 a, uint32 b);
extern char *gma_node_text(const GmaGraph *g, uint32 node);

/* ---------- memory ---------- */

extern void *gma_alloc(size_t n, size_t size);
extern void *gma_alloc_zero(size_t n, size_t size);

/* ---------- graph_order.c ---------- */

extern uint32 gma_order(uint32 n, const uint32 *up_start,
						const uint32 *up_node, const uint32 *down_start, const uint32 *down_node,
						uint32 *topo, uint32 *group);

/*
 * Is the link from v to parent p one that contribution, roll-up and weighted
 * coverage use? Links inside a cycle have no first or last and are left out.
 */
static inline bool
gma_is_acyclic_link(const GmaGraph *g, uint32 v, uint32 p)
{
	return g->group[v] != g->group[p];
}

/* A loop over topo, forwards or backwards, is about to need this node's links. */
static inline void
gma_prefetch_up(const GmaGraph *g, uint32 i)
{
	if (i < g->n)
		__builtin_prefetch(&g->up_start[g->topo[i]]);
}

/* ---------- graph_counts.c ---------- */

/* which links of a graph a reader follows */
typedef bool (*GmaLinkFilter) (const GmaGraph *g, uint32 child, uint32 link,
							   void *arg);

/*
 * An acyclic graph of groups: the goals of a cycle are one group. Numbered so
 * that ancestors come first; neighbours are distinct and ascending.
 */
typedef struct GmaDag
{
	uint32		n;
	uint32		nnodes;			/* of the graph */
	uint32	   *up_start;
	uint32	   *up;
	uint32	   *down_start;
	uint32	   *down;
	uint32	   *of_node;		/* the graph's node -> number here */
} GmaDag;

extern void gma_dag_build(const GmaGraph *g, GmaLinkFilter filter, void *arg,
						  GmaDag *dag);
extern void gma_dag_reverse(GmaDag *dag);
extern uint32 *gma_dag_weights(const GmaDag *dag, const uint8 *members);
extern void gma_count_columns(const GmaDag *dag, const uint32 *columns,
							  uint32 ncolumns, int nsets, uint32 *const *weights,
							  int64 *const *results);
extern void gma_count_all(const GmaDag *dag, int nsets,
						  uint32 *const *weights, int64 *const *results);

/* ---------- graph_rollup.c ---------- */

extern double *gma_parallel_array(FunctionCallInfo fcinfo, int argument,
								  const char *name, const char *element, const char *goals_name,
								  uint32 expected);

/* ---------- graph_states.c ---------- */

extern uint8 *gma_strategic(const GmaGraph *g, const GmaGoals *goals);

/* ---------- graph_walk.c ---------- */

/* one strategic goal's line of sight; the arrays are used again and again */
typedef struct GmaSight
{
	const GmaGraph *g;
	uint32	   *seen;			/* the goals that reach it, ... */
	uint32		nseen;
	uint32	   *distance;		/* by node; GMA_NONE: not seen */
	double	   *contribution;	/* by node; NaN: not known */
	double	   *paths;
	uint32	   *waiting;
	uint32	   *queue;
} GmaSight;

extern uint8 *gma_mark_goals(const GmaGraph *g, const GmaGoals *goals);
extern void gma_distances(const GmaGraph *g, const uint32 *start,
						  const uint32 *node, uint32 *queue, uint32 *nqueue, uint32 *distance);

extern void gma_sight_init(GmaSight *sight, const GmaGraph *g);
extern void gma_sight_from(GmaSight *sight, uint32 strategic);

/* a set-returning reader: its rows, and memory that lives as long */
typedef struct GmaReader
{
	GmaGraph	g;
	ReturnSetInfo *rsinfo;
	MemoryContext context;
	MemoryContext caller;
} GmaReader;

extern bool gma_reader_start(GmaReader *reader, FunctionCallInfo fcinfo);
extern void gma_reader_row(GmaReader *reader, Datum *values, bool *nulls);
extern void gma_reader_end(GmaReader *reader);

#endif							/* GMALIGN_GRAPH_H */
