/*-------------------------------------------------------------------------
 *
 * parameters.c
 *		The parameters of a sentence, from names and values.
 *
 * The same as jsonb_build_object, which writes every number as text and reads it
 * again, and looks up every type for every row: a list has a sentence a row.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/date.h"
#include "utils/datetime.h"
#include "utils/fmgrprotos.h"
#include "utils/json.h"
#include "utils/jsonb.h"
#include "utils/lsyscache.h"
#include "utils/numeric.h"

#include "gmalign.h"

PG_FUNCTION_INFO_V1(gmalign_parameters);

static JsonbValue
string_value(const char *string, size_t length)
{
	JsonbValue	value = {.type = jbvString};

	value.val.string.val = (char *) string;
	value.val.string.len = (int) length;
	return value;
}

static JsonbValue
text_value(Datum datum)
{
	text	   *t = DatumGetTextPP(datum);

	return string_value(VARDATA_ANY(t), VARSIZE_ANY_EXHDR(t));
}

/* NaN and infinity are no numbers of JSON. */
static JsonbValue
numeric_value(Datum datum)
{
	JsonbValue	value = {.type = jbvNumeric};

	value.val.numeric = DatumGetNumeric(datum);
	if (numeric_is_nan(value.val.numeric) || numeric_is_inf(value.val.numeric))
	{
		char	   *written = DatumGetCString(DirectFunctionCall1(numeric_out, datum));

		return string_value(written, strlen(written));
	}
	return value;
}

/*
 * A float8 as the cast to numeric has it, with 15 digits, without writing it
 * and reading it again: a list has a figure or more a row. What is left of the
 * product that x is multiplied to is known exactly, and so are the digits that
 * printf would round to.
 */
static Datum
float8_to_numeric(double x)
{
	static const double tens[] = {
		1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12,
		1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19
	};
	double		size = fabs(x);
	int			scale = 15;
	double		product;
	double		rest;
	int64		digits;

	if (!(size >= 1e-4 && size < 1e15))
		return DirectFunctionCall1(float8_numeric, Float8GetDatum(x));
	while (scale < lengthof(tens) - 1 && size * tens[scale] < 1e14)
		scale++;
	while (scale > 0 && size * tens[scale] >= 1e15)
		scale--;
	product = size * tens[scale];
	digits = (int64) rint(product);
	rest = product - digits + fma(size, tens[scale], -product);
	if (rest > .5 || (rest == .5 && digits % 2 != 0))
		digits++;
	else if (rest < -.5 || (rest == -.5 && digits % 2 != 0))
		digits--;
	while (scale > 0 && digits % 10 == 0)
	{
		digits /= 10;
		scale--;
	}
	return NumericGetDatum(int64_div_fast_to_numeric(x < 0 ? -digits : digits, scale));
}

/* Is it char, name, an enumeration, or such a type of an extension? */
static bool
is_string(Oid type)
{
	char		category;
	bool		is_preferred;

	get_type_category_preferred(type, &category, &is_preferred);
	return category == TYPCATEGORY_STRING || category == TYPCATEGORY_ENUM;
}

/* A value that is no list. 42804: of a type nobody says anything of. */
static JsonbValue
scalar_value(Datum datum, Oid type)
{
	JsonbValue	value = {.type = jbvBool};
	char	   *written;

	switch (type)
	{
		case BOOLOID:
			value.val.boolean = DatumGetBool(datum);
			return value;
		case INT2OID:
		case INT4OID:
		case INT8OID:
			return numeric_value(NumericGetDatum(int64_to_numeric(gma_key_to_int(datum, type))));
		case FLOAT4OID:
			return numeric_value(DirectFunctionCall1(float4_numeric, datum));
		case FLOAT8OID:
			/* by way of numeric: the text of a float8 depends on the session */
			return numeric_value(float8_to_numeric(DatumGetFloat8(datum)));
		case NUMERICOID:
			return numeric_value(datum);
		case TEXTOID:
		case VARCHAROID:
			return text_value(datum);
		case UNKNOWNOID:
			written = DatumGetCString(datum);
			break;
		case UUIDOID:
			written = DatumGetCString(DirectFunctionCall1(uuid_out, datum));
			break;
		case DATEOID:
			written = JsonEncodeDateTime(palloc(MAXDATELEN + 1), datum, DATEOID, NULL);
			break;
		default:
			if (is_string(type))
			{
				Oid			output;
				bool		is_varlena;

				getTypeOutputInfo(type, &output, &is_varlena);
				written = OidOutputFunctionCall(output, datum);
				break;
			}
			ereport(ERROR,
					(errcode(ERRCODE_DATATYPE_MISMATCH),
					 errmsg("type %s cannot be a parameter of a sentence", format_type_be(type)),
					 errhint("Cast it to text.")));
	}
	return string_value(written, strlen(written));
}

static void
push_texts(JsonbInState *state, ArrayType *array)
{
	JsonbValue	value = {.type = jbvNull};
	Datum	   *texts;
	bool	   *nulls;
	int			n;

	deconstruct_array(array, TEXTOID, -1, false, TYPALIGN_INT, &texts, &nulls, &n);
	gma_push_jsonb(state, WJB_BEGIN_ARRAY, NULL);
	for (int i = 0; i < n; i++)
	{
		if (!nulls[i])
			value = text_value(texts[i]);
		else
			value.type = jbvNull;
		gma_push_jsonb(state, WJB_ELEM, &value);
	}
	gma_push_jsonb(state, WJB_END_ARRAY, NULL);
}

/* The base types of the arguments, kept for the calls to come. */
static const Oid *
argument_types(FunctionCallInfo fcinfo)
{
	Oid		   *types = fcinfo->flinfo->fn_extra;

	if (types != NULL)
		return types;
	if (get_fn_expr_variadic(fcinfo->flinfo) || PG_NARGS() % 2 != 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("parameters are names with a value each")));
	types = MemoryContextAlloc(fcinfo->flinfo->fn_mcxt, sizeof(Oid) * Max(PG_NARGS(), 1));
	for (int i = 0; i < PG_NARGS(); i++)
		types[i] = getBaseType(get_fn_expr_argtype(fcinfo->flinfo, i));
	fcinfo->flinfo->fn_extra = types;
	return types;
}

/* parameters(name, value, ...) */
Datum
gmalign_parameters(PG_FUNCTION_ARGS)
{
	const Oid  *types = argument_types(fcinfo);
	JsonbInState state = {0};
	JsonbValue	value;

	gma_push_jsonb(&state, WJB_BEGIN_OBJECT, NULL);
	for (int i = 0; i < PG_NARGS(); i += 2)
	{
		if (PG_ARGISNULL(i))
			ereport(ERROR,
					(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
					 errmsg("a parameter has no name")));
		value = scalar_value(PG_GETARG_DATUM(i), types[i]);
		gma_push_jsonb(&state, WJB_KEY, &value);
		if (!PG_ARGISNULL(i + 1) && types[i + 1] == TEXTARRAYOID)
		{
			push_texts(&state, PG_GETARG_ARRAYTYPE_P(i + 1));
			continue;
		}
		value.type = jbvNull;
		if (!PG_ARGISNULL(i + 1))
			value = scalar_value(PG_GETARG_DATUM(i + 1), types[i + 1]);
		gma_push_jsonb(&state, WJB_VALUE, &value);
	}
	gma_push_jsonb(&state, WJB_END_OBJECT, NULL);
	PG_RETURN_JSONB_P(JsonbValueToJsonb(state.result));
}
