/*-------------------------------------------------------------------------
 *
 * key_table.h
 *		Sums by goal while rows come in: a hash table from keys of any kind to
 *		entries of one size.
 *
 *-------------------------------------------------------------------------
 */
#ifndef GMALIGN_KEY_TABLE_H
#define GMALIGN_KEY_TABLE_H

#include "lib/stringinfo.h"

#include "party_points.h"

/* what every entry begins with; what follows is 0 at first */
typedef struct GmaTableEntry
{
	int64		key;			/* itself, or its place in bytes */
} GmaTableEntry;

typedef struct GmaKeyTable
{
	MemoryContext context;
	GmaKeyKind	kind;
	size_t		size;			/* of an entry */
	char	   *entries;
	uint32		n;
	uint32		max;
	uint32	   *slots;			/* index + 1, 0 is free */
	uint32		nslots;			/* a power of two */
	StringInfoData bytes;		/* byte keys, each with its length */
} GmaKeyTable;

extern void gma_table_init(GmaKeyTable *table, MemoryContext context,
						   GmaKeyKind kind, size_t size);
extern void *gma_table_find(GmaKeyTable *table, GmaKey key);
extern void **gma_table_sorted(const GmaKeyTable *table);

/* The ith entry, in the order in which they came. */
static inline void *
gma_table_entry(const GmaKeyTable *table, uint32 i)
{
	return table->entries + i * table->size;
}

/* The key of an entry. */
static inline GmaKey
gma_table_key(const GmaKeyTable *table, const void *entry)
{
	int64		key = ((const GmaTableEntry *) entry)->key;
	GmaKey		result = {key, NULL, 0};

	if (table->kind != GMA_KEY_INT)
	{
		memcpy(&result.length, table->bytes.data + key, sizeof(uint32));
		result.bytes = table->bytes.data + key + sizeof(uint32);
	}
	return result;
}

#endif							/* GMALIGN_KEY_TABLE_H */
