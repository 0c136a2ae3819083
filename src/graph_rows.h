/*-------------------------------------------------------------------------
 *
 * graph_rows.h
 *		The rows that graph_rows.c gathers and graph_build.c lays out.
 *
 *-------------------------------------------------------------------------
 */
#ifndef GMALIGN_GRAPH_ROWS_H
#define GMALIGN_GRAPH_ROWS_H

#include "graph.h"

/*
 * A key: an integer, or the address of a kept text or uuid. In the final
 * function's copy, in the end, the number of the goal.
 */
typedef union Slot
{
	int64		ikey;
	const char *kept;
	uint64		node;
} Slot;

typedef struct LinkRow
{
	Slot		goal;
	Slot		parent;
	double		contribution;	/* NaN: not known */
} LinkRow;

/* items of one size in chunks that double up to a megabyte */
typedef struct Chunk
{
	struct Chunk *next;
	size_t		used;			/* bytes */
	size_t		size;
	char		data[FLEXIBLE_ARRAY_MEMBER];
} Chunk;

typedef struct ChunkList
{
	Chunk	   *first;
	Chunk	   *last;
	uint64		count;
} ChunkList;

typedef struct GraphState
{
	MemoryContext context;
	Oid			key_type;
	GmaKeyKind	kind;
	ChunkList	links;			/* LinkRow: goals with a parent */
	ChunkList	alone;			/* Slot: goals without */
	ChunkList	bytes;			/* kept keys */
	uint64		key_bytes;
} GraphState;

#define foreach_item(type, item, list) \
	for (Chunk *chunk_ = (list)->first; chunk_ != NULL; \
		 chunk_ = chunk_->next) \
		for (type *item = (type *) chunk_->data; \
			 (char *) item < chunk_->data + chunk_->used; item++)

/* A kept key: its length, then its bytes. */
static inline const char *
gma_kept_bytes(const char *kept, uint32 *length)
{
	memcpy(length, kept, sizeof(*length));
	return kept + sizeof(*length);
}

pg_noreturn extern void gma_fail_graph_too_large(void);

#endif							/* GMALIGN_GRAPH_ROWS_H */
