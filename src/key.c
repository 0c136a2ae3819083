/*-------------------------------------------------------------------------
 *
 * key.c
 *		Goals are named by integers, text or uuid.
 *
 * The integer types are one key space, and so are text and varchar: a graph
 * built over int4 columns answers questions asked with bigint arrays. Text is
 * compared by its bytes, so no collation has to survive between calls.
 * Where goals, moves and people stand beside each other, as in flags, they are
 * named by their keys as text; key_of() leads back.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "common/hashfn.h"
#include "utils/builtins.h"
#include "utils/uuid.h"

#include "flat.h"

PG_FUNCTION_INFO_V1(gmalign_key_of);

/* The kind of a base type (see getBaseType); false if it names no goal. */
bool
gma_is_key_type(Oid type, GmaKeyKind *kind)
{
	switch (type)
	{
		case INT2OID:
		case INT4OID:
		case INT8OID:
			*kind = GMA_KEY_INT;
			return true;
		case UUIDOID:
			*kind = GMA_KEY_UUID;
			return true;
		case TEXTOID:
		case VARCHAROID:
			*kind = GMA_KEY_TEXT;
			return true;
	}
	return false;
}

/* The same, with 42804 for a type that names no goal. */
GmaKeyKind
gma_key_kind(Oid type)
{
	GmaKeyKind	kind;

	if (!gma_is_key_type(type, &kind))
		ereport(ERROR,
				(errcode(ERRCODE_DATATYPE_MISMATCH),
				 errmsg("type %s cannot name a goal",
						OidIsValid(type) ? format_type_be(type) :
						"of this argument"),
				 errdetail("Goals are named by an integer type, text or "
						   "uuid."),
				 errhint("Cast the goal to bigint, text or uuid.")));
	return kind;
}

/* 0A000: a collation that takes different names for the same */
void
gma_fail_collation(Oid collation)
{
	char	   *name = get_collation_name(collation);

	ereport(ERROR,
			(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
			 errmsg("nondeterministic collation \"%s\" is not supported here",
					name != NULL ? name : "?"),
			 errdetail("Names and keys are compared by their bytes: what this "
					   "collation takes for one would be two."),
			 errhint("Bring them to one spelling and write it COLLATE \"C\", as in "
					 "(SELECT g.id FROM goal g WHERE g.id = goal_link.child_id) "
					 "COLLATE \"C\".")));
}

/* An integer key as int64. */
int64
gma_key_to_int(Datum key, Oid type)
{
	switch (type)
	{
		case INT2OID:
			return DatumGetInt16(key);
		case INT4OID:
			return DatumGetInt32(key);
		default:
			return DatumGetInt64(key);
	}
}

static bool
int_fits(int64 key, Oid type)
{
	return type == INT8OID ||
		(type == INT4OID && key >= PG_INT32_MIN && key <= PG_INT32_MAX) ||
		(type == INT2OID && key >= PG_INT16_MIN && key <= PG_INT16_MAX);
}

/* An integer key in the type somebody asked for: 22003 if it does not fit. */
Datum
gma_key_from_int(int64 key, Oid type)
{
	if (!int_fits(key, type))
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("goal " INT64_FORMAT " does not fit type %s", key,
						format_type_be(type)),
				 errhint("Pass the array of goals as bigint[].")));
	if (type == INT8OID)
		return Int64GetDatum(key);
	return type == INT4OID ? Int32GetDatum((int32) key) : Int16GetDatum((int16) key);
}

/* A text or uuid key as bytes; text is detoasted where needed. */
const char *
gma_key_to_bytes(Datum key, GmaKeyKind kind, size_t *length)
{
	text	   *t;

	if (kind == GMA_KEY_UUID)
	{
		*length = UUID_LEN;
		return (const char *) DatumGetUUIDP(key)->data;
	}
	t = DatumGetTextPP(key);
	*length = VARSIZE_ANY_EXHDR(t);
	return VARDATA_ANY(t);
}

/* A key as text for a message or a label. */
char *
gma_key_text(Datum key, GmaKeyKind kind, Oid type)
{
	switch (kind)
	{
		case GMA_KEY_INT:
			return psprintf(INT64_FORMAT, gma_key_to_int(key, type));
		case GMA_KEY_UUID:
			return DatumGetCString(DirectFunctionCall1(uuid_out, key));
		case GMA_KEY_TEXT:
			break;
	}
	return TextDatumGetCString(key);
}

/* The hash of a key in bytes; the nodes of a graph with such keys are in its order. */
uint64
gma_hash_key(const char *bytes, size_t length)
{
	return DatumGetUInt64(hash_any_extended((const unsigned char *) bytes,
											(int) length, 0));
}

/* An integer as its output function writes it: no sign, space or 0 before it. */
static bool
read_int(const char *digits, size_t length, int64 *value)
{
	bool		is_negative = length > 0 && digits[0] == '-';
	uint64		most = is_negative ? (uint64) PG_INT64_MAX + 1 : PG_INT64_MAX;
	uint64		n = 0;
	size_t		first = is_negative ? 1 : 0;

	if (length == first ||
		(digits[first] == '0' && (is_negative || length > 1)))
		return false;
	for (size_t i = first; i < length; i++)
	{
		uint64		digit = (uint64) (unsigned char) digits[i] - '0';

		if (digit > 9 || n > (most - digit) / 10)
			return false;
		n = n * 10 + digit;
	}
	*value = (int64) (is_negative ? 0 - n : n);
	return true;
}

/* A uuid as its output function writes it: in small letters, 8-4-4-4-12. */
static bool
read_uuid(const char *digits, size_t length, pg_uuid_t *value)
{
	int			at = 0;

	if (length != 36)
		return false;
	memset(value, 0, sizeof(pg_uuid_t));
	for (int i = 0; i < 36; i++)
	{
		char		c = digits[i];

		if (i == 8 || i == 13 || i == 18 || i == 23)
		{
			if (c != '-')
				return false;
			continue;
		}
		if (c >= '0' && c <= '9')
			c -= '0';
		else if (c >= 'a' && c <= 'f')
			c -= 'a' - 10;
		else
			return false;
		value->data[at / 2] |= at % 2 == 0 ? c << 4 : c;
		at++;
	}
	return true;
}

/*
 * key_of(name text, key_type anyelement) -> anyelement
 *
 * k = key_of(name, NULL::type) where and only where k::text = name, but by an
 * index on k, and without a text for every k.
 */
Datum
gmalign_key_of(PG_FUNCTION_ARGS)
{
	Oid			type = gma_argument_type(fcinfo, 1);
	GmaKeyKind	kind = gma_key_kind(type);
	text	   *name;
	int64		value;
	pg_uuid_t  *uuid;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	name = PG_GETARG_TEXT_PP(0);
	switch (kind)
	{
		case GMA_KEY_TEXT:
			break;
		case GMA_KEY_UUID:
			uuid = palloc(sizeof(pg_uuid_t));
			if (!read_uuid(VARDATA_ANY(name), VARSIZE_ANY_EXHDR(name), uuid))
				PG_RETURN_NULL();
			PG_RETURN_UUID_P(uuid);
		case GMA_KEY_INT:
			if (!read_int(VARDATA_ANY(name), VARSIZE_ANY_EXHDR(name), &value) ||
				!int_fits(value, type))
				PG_RETURN_NULL();
			PG_RETURN_DATUM(gma_key_from_int(value, type));
	}
	PG_RETURN_TEXT_P(name);
}
