/*-------------------------------------------------------------------------
 *
 * flat.h
 *		Flat transient values: keys in them, and how they travel as text.
 *
 *-------------------------------------------------------------------------
 */
#ifndef GMALIGN_FLAT_H
#define GMALIGN_FLAT_H

#include "access/tupdesc.h"

#include "gmalign.h"

/* one key: an integer, or bytes (text, uuid) */
typedef struct GmaKey
{
	int64		ikey;
	const char *bytes;
	uint32		length;
} GmaKey;

/* n keys inside a value: integers, or bytes[offsets[i] .. offsets[i + 1]) */
typedef struct GmaKeys
{
	GmaKeyKind	kind;
	uint32		n;
	int64	   *ints;
	uint32	   *offsets;
	char	   *bytes;
} GmaKeys;

/* a value being laid out or opened: where the next array begins */
typedef struct GmaFlat
{
	char	   *at;
} GmaFlat;

/*
 * The next array of a value. Once per row and value: so inline, and without a
 * check for overflow, which 32 bits of items of a few bytes cannot reach. Where
 * the value ends is compared when all arrays are laid out.
 */
static inline void *
gma_flat_array(GmaFlat *flat, uint64 n, uint64 size)
{
	char	   *array = flat->at;

	flat->at += MAXALIGN64(n * size);
	return array;
}

/* Keys of a value: nbytes is what they take together when they are bytes. */
static inline void
gma_flat_keys(GmaFlat *flat, GmaKeys *keys, GmaKeyKind kind, uint32 n,
			  uint32 nbytes)
{
	keys->kind = kind;
	keys->n = n;
	keys->ints = NULL;
	keys->offsets = NULL;
	keys->bytes = NULL;
	if (kind == GMA_KEY_INT)
		keys->ints = gma_flat_array(flat, n, sizeof(int64));
	else
	{
		keys->offsets = gma_flat_array(flat, (uint64) n + 1, sizeof(uint32));
		keys->bytes = gma_flat_array(flat, nbytes, 1);
	}
}

/* what every flat value begins with */
typedef struct GmaFlatHead
{
	int32		vl_len_;
	uint32		magic;
} GmaFlatHead;

extern void gma_keys_put(GmaKeys *keys, uint32 i, GmaKey key);
extern uint32 gma_keys_find(const GmaKeys *keys, GmaKey key);
extern bool gma_offsets_good(const uint32 *offsets, uint32 n, uint32 end);
extern bool gma_keys_good(const GmaKeys *keys, uint32 nbytes);
extern bool gma_keys_ascend(const GmaKeys *keys);
extern bool gma_is_kind_of(Oid type, uint32 kind);
extern GmaKey gma_key_of(Datum key, Oid type, GmaKeyKind kind);
extern Datum gma_key_datum(GmaKey key, GmaKeyKind kind, Oid type);
extern uint32 gma_key_hash(GmaKey key, GmaKeyKind kind);
extern const GmaFlatHead *gma_flat_open(Datum value, uint32 magic,
										size_t least, const char *type);
pg_noreturn extern void gma_fail_flat(const char *type);
extern void *gma_flat_new(const void *head, size_t head_size, size_t size);
extern void gma_rows_start(FunctionCallInfo fcinfo);
extern TupleDesc gma_result_desc(FunctionCallInfo fcinfo);
extern char *gma_flat_out(Datum value);
extern void *gma_flat_in(const char *digits, const char *type);
extern bytea *gma_flat_send(Datum value);
extern void *gma_flat_recv(StringInfo buf);
extern Oid	gma_asked_type(FunctionCallInfo fcinfo, int argument);
extern Oid	gma_argument_type(FunctionCallInfo fcinfo, int argument);
extern void gma_check_key_type(const char *what, Oid type, GmaKeyKind kind,
							   GmaKeyKind expected, Oid expected_type);

/* an array argument, its elements as keys */
typedef struct GmaColumn
{
	GmaKeyKind	kind;
	Oid			type;
	int			n;
	GmaKey	   *keys;
	bool	   *nulls;
} GmaColumn;

extern void gma_column_read(FunctionCallInfo fcinfo, int argument,
							GmaColumn *column);
extern Datum *gma_array_read(FunctionCallInfo fcinfo, int argument,
							 int expected, bool **nulls);
extern void gma_column_distinct(const GmaColumn *column, GmaKeys *keys,
								uint32 *nbytes);
pg_noreturn extern void gma_fail_parallel(int a, int b);

static inline GmaKey
gma_keys_get(const GmaKeys *keys, uint32 i)
{
	GmaKey		key = {0, NULL, 0};

	if (keys->kind == GMA_KEY_INT)
		key.ikey = keys->ints[i];
	else
	{
		key.bytes = keys->bytes + keys->offsets[i];
		key.length = keys->offsets[i + 1] - keys->offsets[i];
	}
	return key;
}

/* as numbers, else by bytes */
static inline int
gma_key_compare(GmaKey a, GmaKey b, GmaKeyKind kind)
{
	if (kind == GMA_KEY_INT)
		return (a.ikey > b.ikey) - (a.ikey < b.ikey);
	return gma_compare_bytes(a.bytes, a.length, b.bytes, b.length);
}

#endif							/* GMALIGN_FLAT_H */
