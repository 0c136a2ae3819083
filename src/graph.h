/*-------------------------------------------------------------------------
 *
 * graph.h
 *		The goal graph: a value that holds every goal and every link between
 *		them.
 *
 * A link runs from a goal (the child) up to the goal it serves (its parent).
 * Inside, goals are nodes numbered 0 .. n-1 in the order of their keys, so
 * that the same rows give the same value whatever order they came in.
 *
 * The value is flat: one chunk without pointers, built once by the aggregate
 * and handed to the readers. It is transient; see flat.c.
 *
 *		graph_rows.c		rows in ...
 *		graph_build.c		... value out
 *		graph_order.c		from the links: children, cycles, ancestors first
 *		graph_io.c			the value and its keys; in, out
 *		graph_reader.h		and the readers
 *
 *-------------------------------------------------------------------------
 */
#ifndef GMALIGN_GRAPH_H
#define GMALIGN_GRAPH_H

#include "flat.h"

/* "GMG" and the version of the layout */
#define GMA_GRAPH_MAGIC 0x474D4702

/* how many steps ahead a loop over scattered memory asks for it */
#define GMA_AHEAD 16

/*
 * The head of the value; the arrays follow, see gma_graph_layout(). Nothing in
 * the value depends on more than its goals and links: no two values are of the
 * same graph.
 */
typedef struct GoalGraph
{
	GmaFlatHead flat;
	Oid			key_type;		/* the base type goals were given in */
	uint32		key_kind;		/* a GmaKeyKind */
	uint32		nnodes;
	uint32		nlinks;			/* without duplicates and self-loops */
	uint32		ngroups;		/* nodes, with every cycle taken as one */
	uint32		is_forest;		/* nobody has two parents; no cycle */
	uint64		key_bytes;		/* text: size of the keys as varlena */
} GoalGraph;

StaticAssertDecl(sizeof(GoalGraph) == MAXALIGN(sizeof(GoalGraph)),
				 "no gap between the head and the arrays");

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

/*
 * Of two contributions of one link the one of larger magnitude stays, on a tie
 * the negative one: a conflict is not to be overlooked. A known one stays
 * before one that is not.
 */
static inline double
gma_stronger(double a, double b)
{
	if (isnan(a) || isnan(b))
		return isnan(a) ? b : a;
	if (fabs(a) != fabs(b))
		return fabs(a) > fabs(b) ? a : b;
	return fmin(a, b);
}

/* ---------- graph_io.c ---------- */

extern size_t gma_graph_size(const GoalGraph *head);
extern GoalGraph *gma_graph_new(GmaGraph *g, const GoalGraph *head,
								MemoryContext context);
extern void gma_graph_open(Datum value, GmaGraph *g);
extern uint32 gma_find_node(const GmaGraph *g, Datum key, Oid type);
extern Datum gma_node_key(const GmaGraph *g, uint32 node, Oid type);
extern bool gma_key_precedes(const GmaGraph *g, uint32 a, uint32 b);
extern char *gma_node_text(const GmaGraph *g, uint32 node);

/* ---------- graph_order.c ---------- */

extern uint32 gma_order(uint32 n, const uint32 *up_start,
						const uint32 *up_node, const uint32 *down_start, const uint32 *down_node,
						uint32 *topo, uint32 *group);
extern void gma_graph_complete(GmaGraph *g, GoalGraph *head);

#endif							/* GMALIGN_GRAPH_H */
