/*-------------------------------------------------------------------------
 *
 * flat.c
 *		Flat transient values: their keys, and how they travel as text.
 *
 * A flat value is one chunk without pointers: a head, then arrays one after
 * the other, each aligned. One function per type lays the arrays out; it runs
 * once for the size, once to build, and at every call to open, which costs a
 * few additions.
 *
 * As text a value is its bytes in hexadecimal, so that an engine that ships
 * intermediate results gets the same value back. Input believes nothing: the
 * type looks at every count, offset and number before it accepts the bytes.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include <ctype.h>

#include "access/transam.h"
#include "catalog/pg_type.h"
#include "funcapi.h"
#include "libpq/pqformat.h"
#include "mb/pg_wchar.h"
#include "storage/shmem.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/uuid.h"

#include "flat.h"

/* Write key i; keys are written in order. */
void
gma_keys_put(GmaKeys *keys, uint32 i, GmaKey key)
{
	if (keys->kind == GMA_KEY_INT)
	{
		keys->ints[i] = key.ikey;
		return;
	}
	if (i == 0)
		keys->offsets[0] = 0;
	memcpy(keys->bytes + keys->offsets[i], key.bytes, key.length);
	keys->offsets[i + 1] = keys->offsets[i] + key.length;
}

/* Do offsets 0 .. n ascend from 0 to end? */
bool
gma_offsets_good(const uint32 *offsets, uint32 n, uint32 end)
{
	if (offsets[0] != 0 || offsets[n] != end)
		return false;
	for (uint32 i = 0; i < n; i++)
	{
		GMA_TICK(i);
		if (offsets[i + 1] < offsets[i] || offsets[i + 1] > end)
			return false;
	}
	return true;
}

/* Are these keys that lie within their bytes, and text that is text? */
bool
gma_keys_good(const GmaKeys *keys, uint32 nbytes)
{
	int			encoding = GetDatabaseEncoding();

	if (keys->kind == GMA_KEY_INT)
		return nbytes == 0;
	if (keys->kind != GMA_KEY_UUID && keys->kind != GMA_KEY_TEXT)
		return false;
	if (!gma_offsets_good(keys->offsets, keys->n, nbytes))
		return false;
	for (uint32 i = 0; i < keys->n; i++)
	{
		uint32		start = keys->offsets[i];
		uint32		end = keys->offsets[i + 1];

		GMA_TICK(i);
		if (keys->kind == GMA_KEY_UUID ? end - start != UUID_LEN :
			!pg_verify_mbstr(encoding, keys->bytes + start, end - start, true))
			return false;
	}
	return true;
}

/* Are they distinct and in order? */
bool
gma_keys_ascend(const GmaKeys *keys)
{
	for (uint32 i = 1; i < keys->n; i++)
	{
		GMA_TICK(i);
		if (gma_key_compare(gma_keys_get(keys, i - 1), gma_keys_get(keys, i),
							keys->kind) >= 0)
			return false;
	}
	return true;
}

/* Are the keys of this type of this kind? */
bool
gma_is_kind_of(Oid type, uint32 kind)
{
	GmaKeyKind	expected;

	return gma_is_key_type(type, &expected) && expected == kind;
}

/*
 * The place of a key among ascending ones, else GMA_NONE. Among integers it is
 * no further from the first than the keys are apart, and just so far where
 * there are no gaps.
 */
uint32
gma_keys_find(const GmaKeys *keys, GmaKey key)
{
	uint32		low = 0;
	uint32		high = keys->n;

	if (keys->kind == GMA_KEY_INT && high > 0)
	{
		uint64		apart = (uint64) key.ikey - (uint64) keys->ints[0];

		if (key.ikey < keys->ints[0])
			return GMA_NONE;
		if (apart < high)
		{
			high = (uint32) apart;
			if (keys->ints[high] == key.ikey)
				return high;
		}
	}
	while (low < high)
	{
		uint32		middle = low + (high - low) / 2;
		int			cmp = gma_key_compare(gma_keys_get(keys, middle), key,
										  keys->kind);

		if (cmp == 0)
			return middle;
		if (cmp < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return GMA_NONE;
}

/* A key that came in; text is detoasted where needed. */
GmaKey
gma_key_of(Datum key, Oid type, GmaKeyKind kind)
{
	GmaKey		result = {0, NULL, 0};
	size_t		length;

	if (kind == GMA_KEY_INT)
		result.ikey = gma_key_to_int(key, type);
	else
	{
		result.bytes = gma_key_to_bytes(key, kind, &length);
		result.length = length;
	}
	return result;
}

/*
 * A key of a domain must satisfy it (23514): a value may hold keys from columns
 * of other types. What is known of the domain asked for last is kept, as it is
 * asked for once a row.
 */
static void
check_domain(Datum key, Oid type)
{
	static Oid	known = InvalidOid;
	static void *extra = NULL;

	if (known != type)
	{
		extra = NULL;
		known = type;
	}
	domain_check(key, false, type, &extra, CacheMemoryContext);
}

/* A key as a value of the type that somebody asked for. */
Datum
gma_key_datum(GmaKey key, GmaKeyKind kind, Oid type)
{
	/* the types built in are no domains */
	bool		is_domain = unlikely(type >= FirstNormalObjectId) &&
		get_typtype(type) == TYPTYPE_DOMAIN;
	Datum		result;

	if (kind == GMA_KEY_INT)
		result = gma_key_from_int(key.ikey,
								  is_domain ? getBaseType(type) : type);
	else if (kind == GMA_KEY_UUID)
		result = UUIDPGetDatum((const pg_uuid_t *) key.bytes);
	else
		result = PointerGetDatum(cstring_to_text_with_len(key.bytes, key.length));
	if (is_domain)
		check_domain(result, type);
	return result;
}

uint32
gma_key_hash(GmaKey key, GmaKeyKind kind)
{
	if (kind == GMA_KEY_INT)
	{
		/* the finalizer of MurmurHash3 (Appleby), which spreads dense keys */
		uint64		h = (uint64) key.ikey;

		h ^= h >> 33;
		h *= UINT64CONST(0xff51afd7ed558ccd);
		h ^= h >> 33;
		h *= UINT64CONST(0xc4ceb9fe1a85ec53);
		return (uint32) (h ^ (h >> 33));
	}
	return (uint32) gma_hash_key(key.bytes, key.length);
}

/* The type of an argument, which may be a domain: what keys are returned in. */
Oid
gma_asked_type(FunctionCallInfo fcinfo, int argument)
{
	return get_fn_expr_argtype(fcinfo->flinfo, argument);
}

/* The base type of an argument. */
Oid
gma_argument_type(FunctionCallInfo fcinfo, int argument)
{
	return getBaseType(get_fn_expr_argtype(fcinfo->flinfo, argument));
}

/* 42804 when a key is of another kind than those in a value. */
void
gma_check_key_type(const char *what, Oid type, GmaKeyKind kind,
				   GmaKeyKind expected, Oid expected_type)
{
	if (unlikely(kind != expected))
		ereport(ERROR,
				(errcode(ERRCODE_DATATYPE_MISMATCH),
				 errmsg("%s is of type %s, expected is %s", what,
						format_type_be(type), format_type_be(expected_type)),
				 errhint("Keys of one kind are compared: integers, text or uuid.")));
}

void
gma_fail_flat(const char *type)
{
	ereport(ERROR,
			(errcode(ERRCODE_DATA_CORRUPTED),
			 errmsg("not a value of type %s of this version", type),
			 errdetail("Such a value lives within one query."),
			 errhint("Build it anew in the query that reads it.")));
}

/*
 * A value that came in as an argument, aligned and with its head believed; the
 * type's own function checks that the arrays fill it.
 */
const GmaFlatHead *
gma_flat_open(Datum value, uint32 magic, size_t least, const char *type)
{
	const GmaFlatHead *head = (const GmaFlatHead *) PG_DETOAST_DATUM(value);

	if (VARSIZE(head) < least || head->magic != magic)
		gma_fail_flat(type);
	if (unlikely((uintptr_t) head != MAXALIGN((uintptr_t) head)))
		head = memcpy(palloc(VARSIZE(head)), head, VARSIZE(head));
	return head;
}

/* A value of this size, zero but for its head. */
void *
gma_flat_new(const void *head, size_t head_size, size_t size)
{
	void	   *value;

	if (size > MaxAllocSize)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("too many goals in one value"),
				 errdetail("A value is limited to 1 GB."),
				 errhint("Link goals to the nearest goal they serve; group by "
						 "the assignment.")));
	value = palloc0(size);
	memcpy(value, head, head_size);
	SET_VARSIZE(value, size);
	return value;
}

/*
 * A reader is about to return rows. It runs once per assignment: the row type
 * is the one the query expects, which costs less than finding out.
 */
void
gma_rows_start(FunctionCallInfo fcinfo)
{
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;
	bool		is_expected = rsinfo != NULL && IsA(rsinfo, ReturnSetInfo) &&
		rsinfo->expectedDesc != NULL;

	InitMaterializedSRF(fcinfo, is_expected ? MAT_SRF_USE_EXPECTED_DESC : 0);
}

/*
 * The row type of the result, kept for the calls to come where the caller
 * keeps anything: to find it out costs as much as many a row.
 */
TupleDesc
gma_result_desc(FunctionCallInfo fcinfo)
{
	TupleDesc	desc = fcinfo->flinfo->fn_extra;
	MemoryContext caller;

	if (desc != NULL)
		return desc;
	caller = MemoryContextSwitchTo(fcinfo->flinfo->fn_mcxt);
	if (get_call_result_type(fcinfo, NULL, &desc) != TYPEFUNC_COMPOSITE)
		elog(ERROR, "return type must be a row type");
	desc = BlessTupleDesc(desc);
	MemoryContextSwitchTo(caller);
	fcinfo->flinfo->fn_extra = desc;
	return desc;
}

/* ---------- arrays that belong together ---------- */

void
gma_column_read(FunctionCallInfo fcinfo, int argument, GmaColumn *column)
{
	Oid			type = get_element_type(gma_argument_type(fcinfo, argument));
	Datum	   *elements;
	int16		typlen;
	bool		typbyval;
	char		typalign;

	column->type = getBaseType(type);
	column->kind = gma_key_kind(column->type);
	column->n = 0;
	column->keys = NULL;
	column->nulls = NULL;
	if (PG_ARGISNULL(argument))
		return;
	get_typlenbyvalalign(column->type, &typlen, &typbyval, &typalign);
	deconstruct_array(PG_GETARG_ARRAYTYPE_P(argument), column->type, typlen,
					  typbyval, typalign, &elements, &column->nulls,
					  &column->n);
	column->keys = palloc0(sizeof(GmaKey) * Max(column->n, 1));
	for (int i = 0; i < column->n; i++)
		if (!column->nulls[i])
			column->keys[i] = gma_key_of(elements[i], column->type,
										 column->kind);
}

/* 2202E */
void
gma_fail_parallel(int a, int b)
{
	ereport(ERROR,
			(errcode(ERRCODE_ARRAY_SUBSCRIPT_ERROR),
			 errmsg("arrays that belong together differ in length: %d and %d",
					a, b),
			 errhint("Take them from the same rows, with array_agg.")));
}

/* The elements of an array beside a column of so many; NULL is empty. */
Datum *
gma_array_read(FunctionCallInfo fcinfo, int argument, int expected,
			   bool **nulls)
{
	Oid			type = get_element_type(gma_argument_type(fcinfo, argument));
	Datum	   *elements = NULL;
	int			n = 0;
	int16		typlen;
	bool		typbyval;
	char		typalign;

	*nulls = NULL;
	if (!PG_ARGISNULL(argument))
	{
		get_typlenbyvalalign(type, &typlen, &typbyval, &typalign);
		deconstruct_array(PG_GETARG_ARRAYTYPE_P(argument), type, typlen,
						  typbyval, typalign, &elements, nulls, &n);
	}
	if (n != expected)
		gma_fail_parallel(expected, n);
	return elements;
}

static int
compare_column(const void *a, const void *b, void *arg)
{
	CHECK_FOR_INTERRUPTS();
	return gma_key_compare(*(const GmaKey *) a, *(const GmaKey *) b,
						   ((const GmaColumn *) arg)->kind);
}

/* The distinct keys of a column, ascending, and what they take as bytes. */
void
gma_column_distinct(const GmaColumn *column, GmaKeys *keys, uint32 *nbytes)
{
	GmaKey	   *sorted = palloc(sizeof(GmaKey) * Max(column->n, 1));
	uint32		n = 0;
	uint32		distinct = 0;

	for (int i = 0; i < column->n; i++)
		if (!column->nulls[i])
			sorted[n++] = column->keys[i];
	qsort_arg(sorted, n, sizeof(GmaKey), compare_column,
			  unconstify(GmaColumn *, column));
	*nbytes = 0;
	for (uint32 i = 0; i < n; i++)
	{
		if (i > 0 && gma_key_compare(sorted[distinct - 1], sorted[i],
									 column->kind) == 0)
			continue;
		*nbytes += sorted[i].length;
		sorted[distinct++] = sorted[i];
	}
	keys->kind = column->kind;
	keys->n = distinct;
	keys->ints = palloc(sizeof(int64) * Max(distinct, 1));
	keys->offsets = palloc0(sizeof(uint32) * ((size_t) distinct + 1));
	keys->bytes = palloc(*nbytes + 1);
	for (uint32 i = 0; i < distinct; i++)
		gma_keys_put(keys, i, sorted[i]);
	pfree(sorted);
}

/* ---------- text and binary ---------- */

/* A value may be large: encode and decode this many bytes between interrupts. */
#define STRETCH (1024 * 1024)

char *
gma_flat_out(Datum value)
{
	const GmaFlatHead *head = (const GmaFlatHead *) PG_DETOAST_DATUM(value);
	size_t		length = VARSIZE(head) - VARHDRSZ;
	char	   *digits;

	if (length > (MaxAllocSize - 1) / 2)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("value is too large to be written as text")));
	digits = palloc(length * 2 + 1);
	for (size_t at = 0; at < length; at += STRETCH)
	{
		CHECK_FOR_INTERRUPTS();
		hex_encode(VARDATA(head) + at, Min(STRETCH, length - at), digits + 2 * at);
	}
	digits[length * 2] = '\0';
	return digits;
}

/* The bytes of a value from text, not yet believed. */
void *
gma_flat_in(const char *digits, const char *type)
{
	size_t		length = strlen(digits) / 2;
	char	   *value;

	/* hex_decode() would skip spaces */
	for (size_t i = 0; digits[i] != '\0' || i % 2 != 0; i++)
	{
		GMA_TICK(i);
		if (!isxdigit((unsigned char) digits[i]))
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
					 errmsg("invalid input syntax for type %s", type),
					 errdetail("A value that travels is written in hexadecimal."),
					 errhint("Build it in the query that reads it.")));
	}
	value = palloc(VARHDRSZ + length);
	SET_VARSIZE(value, VARHDRSZ + length);
	for (size_t at = 0; at < length; at += STRETCH)
	{
		CHECK_FOR_INTERRUPTS();
		hex_decode(digits + 2 * at, 2 * Min(STRETCH, length - at),
				   VARDATA(value) + at);
	}
	return value;
}

bytea *
gma_flat_send(Datum value)
{
	const GmaFlatHead *head = (const GmaFlatHead *) PG_DETOAST_DATUM(value);
	StringInfoData buf;

	pq_begintypsend(&buf);
	pq_sendbytes(&buf, VARDATA(head), VARSIZE(head) - VARHDRSZ);
	return pq_endtypsend(&buf);
}

void *
gma_flat_recv(StringInfo buf)
{
	int			length = buf->len - buf->cursor;
	char	   *value = palloc(VARHDRSZ + length);

	SET_VARSIZE(value, VARHDRSZ + length);
	pq_copymsgbytes(buf, VARDATA(value), length);
	return value;
}
