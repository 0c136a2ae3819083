/*-------------------------------------------------------------------------
 *
 * load_cell.c
 *		The cells of a file, cleaned of what spreadsheets and forms leave in them, and
 *		what was lost in them before.
 *
 * A file has millions of cells, and most of them need nothing: a scan over the
 * bytes finds that out. In every encoding of a server a byte below 128 is the
 * character it is in ASCII; what is beyond that is known here in UTF8 only.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "mb/pg_wchar.h"
#include "utils/builtins.h"

#include "gmalign.h"

PG_FUNCTION_INFO_V1(gmalign_load_clean);
PG_FUNCTION_INFO_V1(gmalign_load_lost);

typedef enum Sign
{
	PLAIN,
	BLANK,						/* of whatever width */
	LINE_END,					/* or a tab: a blank on another line */
	NO_WIDTH
} Sign;

/* A character of UTF8, by its number. */
static Sign
classify(pg_wchar c)
{
	if (c == 0xA0 || (c >= 0x2000 && c <= 0x200A) || c == 0x202F || c == 0x205F || c == 0x3000)
		return BLANK;
	/* soft hyphen, marks of direction, the one at a file's begin */
	if (c == 0xAD || c == 0x200B || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) || c == 0x2060 ||
		(c >= 0x2066 && c <= 0x2069) || c == 0xFEFF)
		return NO_WIDTH;
	return PLAIN;
}

/* The character at s, which ends before end, of *len bytes. */
static Sign
read_sign(const unsigned char *s, const unsigned char *end, bool is_utf8, int *len)
{
	*len = 1;
	if (*s == ' ')
		return BLANK;
	if (*s == '\t' || *s == '\r' || *s == '\n')
		return LINE_END;
	if (*s < 128 || !is_utf8)
		return PLAIN;
	*len = Min(pg_utf_mblen(s), end - s);
	return *len == pg_utf_mblen(s) ? classify(utf8_to_unicode(s)) : PLAIN;
}

/*
 * load_clean(value, is_text): without what has no width and without blanks at both
 * ends, blanks of odd kinds as blanks; but for a text, on one line and with single
 * blanks. NULL: nothing is left.
 */
Datum
gmalign_load_clean(PG_FUNCTION_ARGS)
{
	text	   *value = PG_GETARG_TEXT_PP(0);
	bool		is_text = PG_GETARG_BOOL(1);
	const unsigned char *s = (const unsigned char *) VARDATA_ANY(value);
	const unsigned char *end = s + VARSIZE_ANY_EXHDR(value);
	bool		is_utf8 = GetDatabaseEncoding() == PG_UTF8;
	text	   *out;
	unsigned char *begin,
			   *at;
	const unsigned char *p;
	int			len;

	for (p = s; p < end && *p > ' ' && *p < 128; p++)
		;
	if (p == end && s < end)
		PG_RETURN_TEXT_P(value);
	out = palloc(VARHDRSZ + (end - s));
	begin = at = (unsigned char *) VARDATA(out);
	for (p = s; p < end; p += len)
	{
		Sign		sign = read_sign(p, end, is_utf8, &len);

		if (sign == PLAIN)
		{
			memcpy(at, p, len);
			at += len;
		}
		else if (sign != NO_WIDTH && at > begin && (is_text || at[-1] != ' '))
			*at++ = is_text && sign == LINE_END ? *p : ' ';
	}
	while (at > begin && (at[-1] == ' ' || at[-1] == '\t' || at[-1] == '\r' || at[-1] == '\n'))
		at--;
	if (at == begin)
		PG_RETURN_NULL();
	SET_VARSIZE(out, VARHDRSZ + (at - begin));
	PG_RETURN_TEXT_P(out);
}

/* The length of the cell at s: to a form feed, or to the end. */
static int
cell_length(const unsigned char *s, const unsigned char *end)
{
	const unsigned char *p = memchr(s, '\f', end - s);

	return (p ? p : end) - s;
}

/*
 * Is a cell what a spreadsheet writes in place of a value, in whatever language:
 * #REF! #NAME? #DIV/0! #WERT!, #N/A and #NV, or #### for what found no room?
 */
static bool
is_formula_error(const unsigned char *s, int len)
{
	int			i = 1;

	if (len < 2 || s[0] != '#')
		return false;
	if ((len == 4 && memcmp(s, "#N/A", 4) == 0) || (len == 3 && memcmp(s, "#NV", 3) == 0))
		return true;
	while (i < len && s[i] == '#')
		i++;
	if (i == len)
		return true;
	for (i = 1; i < len - 1; i++)
		if (!(s[i] >= 'A' && s[i] <= 'Z') && s[i] != '/' && s[i] != '0')
			return false;
	return len > 3 && (s[len - 1] == '!' || s[len - 1] == '?');
}

/*
 * Are these two characters what two bytes of UTF-8 look like in Latin 1 or Windows
 * 1252? A capital A with tilde or circumflex before a sign that no word has there;
 * those that may stand there (a blank that does not break, quotes) are left out.
 */
static bool
is_mistaken(const unsigned char *s, const unsigned char *end)
{
	static const pg_wchar windows[] = {0x152, 0x153, 0x160, 0x161, 0x178, 0x17D, 0x17E, 0x192, 0x201A, 0x201E, 0x2013, 0x20AC, 0x2122};
	pg_wchar	c;

	if (end - s < 4 || s[0] != 0xC3 || (s[1] != 0x82 && s[1] != 0x83) || s[2] < 0xC2 || pg_utf_mblen(s + 2) > end - s - 2)
		return false;
	c = utf8_to_unicode(s + 2);
	if (c >= 0x80 && c <= 0xBF && c != 0xA0)
		return true;
	for (int i = 0; i < lengthof(windows); i++)
		if (c == windows[i])
			return true;
	return false;
}

/* load_lost(cells): what was lost in them before they came here. NULL: nothing. */
Datum
gmalign_load_lost(PG_FUNCTION_ARGS)
{
	text	   *value = PG_GETARG_TEXT_PP(0);
	const unsigned char *s = (const unsigned char *) VARDATA_ANY(value);
	const unsigned char *end = s + VARSIZE_ANY_EXHDR(value);
	bool		is_utf8 = GetDatabaseEncoding() == PG_UTF8;
	const char *lost = NULL;

	if (is_formula_error(s, cell_length(s, end)))
		lost = "formula";
	for (; s < end && lost == NULL; s++)
	{
		if (*s == '\f' && is_formula_error(s + 1, cell_length(s + 1, end)))
			lost = "formula";
		else if (*s < ' ' && memchr("\t\n\f\r", *s, 4) == NULL)
			lost = "undecodable";
		else if (is_utf8 && *s == 0xEF && end - s >= 3 && s[1] == 0xBF && s[2] == 0xBD)
			lost = "undecodable";
		else if (is_utf8 && *s == 0xC3 && is_mistaken(s, end))
			lost = "mistaken";
	}
	if (lost == NULL)
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(cstring_to_text(lost));
}
