/*-------------------------------------------------------------------------
 *
 * key_table.c
 *		Sums by goal while rows come in: a hash table from keys of any kind to
 *		entries of one size.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "miscadmin.h"

#include "key_table.h"
#include "sort.h"

#define FIRST_ENTRIES 64

void
gma_table_init(GmaKeyTable *table, MemoryContext context, GmaKeyKind kind,
			   size_t size)
{
	MemoryContext caller = MemoryContextSwitchTo(context);

	table->context = context;
	table->kind = kind;
	table->size = size;
	table->n = 0;
	table->max = FIRST_ENTRIES;
	table->entries = gma_alloc(table->max, size);
	table->nslots = table->max * 4;
	table->slots = gma_alloc_zero(table->nslots, sizeof(uint32));
	initStringInfo(&table->bytes);
	MemoryContextSwitchTo(caller);
}

static void
put_slot(GmaKeyTable *table, uint32 i)
{
	uint32		slot = gma_key_hash(gma_table_key(table, gma_table_entry(table, i)),
									table->kind);

	for (slot &= table->nslots - 1; table->slots[slot] != 0;)
		slot = (slot + 1) & (table->nslots - 1);
	table->slots[slot] = i + 1;
}

/*
 * The entry of a key, new or known. A call may move all entries: what it
 * returned before is of no use any more.
 */
void *
gma_table_find(GmaKeyTable *table, GmaKey key)
{
	uint32		slot = gma_key_hash(key, table->kind) & (table->nslots - 1);
	GmaTableEntry *entry;

	for (; table->slots[slot] != 0; slot = (slot + 1) & (table->nslots - 1))
	{
		entry = gma_table_entry(table, table->slots[slot] - 1);
		if (gma_key_compare(gma_table_key(table, entry), key, table->kind) == 0)
			return entry;
	}

	if (table->n == table->max)
	{
		if (table->max > PG_UINT32_MAX / 8)
			gma_fail_too_many();
		table->max *= 2;
		table->entries = repalloc_huge(table->entries, table->max * table->size);
		pfree(table->slots);
		table->nslots = table->max * 4;
		table->slots = MemoryContextAllocHuge(table->context,
											  table->nslots * sizeof(uint32));
		memset(table->slots, 0, table->nslots * sizeof(uint32));
		for (uint32 i = 0; i < table->n; i++)
			put_slot(table, i);
	}
	entry = gma_table_entry(table, table->n);
	memset(entry, 0, table->size);
	entry->key = key.ikey;
	if (table->kind != GMA_KEY_INT)
	{
		entry->key = table->bytes.len;
		appendBinaryStringInfo(&table->bytes, (char *) &key.length, sizeof(uint32));
		appendBinaryStringInfo(&table->bytes, key.bytes, key.length);
	}
	put_slot(table, table->n++);
	return entry;
}

static int
compare_entries(const void *a, const void *b, void *arg)
{
	const GmaKeyTable *table = arg;

	CHECK_FOR_INTERRUPTS();
	return gma_key_compare(gma_table_key(table, *(void *const *) a),
						   gma_table_key(table, *(void *const *) b),
						   table->kind);
}

/* All entries, their keys ascending. */
void	  **
gma_table_sorted(const GmaKeyTable *table)
{
	void	  **sorted = gma_alloc(Max(table->n, 1), sizeof(void *));
	GmaSortKey *keys;
	GmaSortKey *spare;
	GmaSortKey *ascending;

	for (uint32 i = 0; i < table->n; i++)
		sorted[i] = gma_table_entry(table, i);
	if (table->kind != GMA_KEY_INT)
	{
		qsort_arg(sorted, table->n, sizeof(void *), compare_entries,
				  (void *) table);
		return sorted;
	}
	keys = gma_alloc(Max(table->n, 1), sizeof(GmaSortKey));
	spare = gma_alloc(Max(table->n, 1), sizeof(GmaSortKey));
	for (uint32 i = 0; i < table->n; i++)
	{
		GMA_TICK(i);
		keys[i].key = gma_sort_int(gma_table_key(table, sorted[i]).ikey);
		keys[i].of = sorted[i];
	}
	ascending = gma_radix_sort(keys, spare, table->n, 0);
	for (uint32 i = 0; i < table->n; i++)
		sorted[i] = ascending[i].of;
	pfree(keys);
	pfree(spare);
	return sorted;
}
