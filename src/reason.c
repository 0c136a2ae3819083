/*-------------------------------------------------------------------------
 *
 * reason.c
 *		A reason in words, from its code and parameters.
 *
 * The sentences of flags and views. They are made here because a list has one
 * a row: what they take is looked up in the parameters, not parsed again.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "utils/builtins.h"
#include "utils/fmgrprotos.h"
#include "utils/numeric.h"

#include "gmalign.h"

PG_FUNCTION_INFO_V1(gmalign_party_name);
PG_FUNCTION_INFO_V1(gmalign_reason_text);

/* A party as sentences call it; of another name that name. */
static const char *
party_name(const char *party)
{
	return strcmp(party, "organization") == 0 ? "the organization" :
		strcmp(party, "gm_professional") == 0 ? "the GM professional" :
		strcmp(party, "assignee") == 0 ? "the assignee" : party;
}

/* party_name(party) */
Datum
gmalign_party_name(PG_FUNCTION_ARGS)
{
	char	   *party = text_to_cstring(PG_GETARG_TEXT_PP(0));

	PG_RETURN_TEXT_P(cstring_to_text(party_name(party)));
}

/* A parameter as text. NULL: there is none, or it is null. */
static char *
parameter(Datum parameters, const char *name)
{
	LOCAL_FCINFO(call, 2);
	Datum		result;

	InitFunctionCallInfoData(*call, NULL, 2, InvalidOid, NULL, NULL);
	call->args[0].value = parameters;
	call->args[0].isnull = false;
	call->args[1].value = PointerGetDatum(cstring_to_text(name));
	call->args[1].isnull = false;
	result = jsonb_object_field_text(call);
	return call->isnull ? NULL : TextDatumGetCString(result);
}

/* A parameter in a sentence; nothing when there is none. */
static const char *
said(Datum parameters, const char *name)
{
	char	   *value = parameter(parameters, name);

	return value ? value : "";
}

static const char *
said_party(Datum parameters, const char *name)
{
	return party_name(said(parameters, name));
}

/* A parameter that is a number; false: there is none. */
static bool
number(Datum parameters, const char *name, double *value)
{
	char	   *written = parameter(parameters, name);

	if (written != NULL)
		*value = DatumGetFloat8(DirectFunctionCall1(float8in, CStringGetDatum(written)));
	return written != NULL;
}

/* A share in whole percent: the text of a float8 depends on the session. */
static const char *
percent(Datum parameters, const char *name)
{
	double		share;

	if (!number(parameters, name, &share))
		return "";
	return psprintf("%d%%", DatumGetInt32(DirectFunctionCall1(dtoi4, Float8GetDatum(rint(share * 100)))));
}

/* A number, or what takes it to 0, to so many decimals. */
static const char *
rounded(Datum parameters, const char *name, int decimals, bool negated)
{
	char	   *written = parameter(parameters, name);
	Datum		value;

	if (written == NULL)
		return "";
	value = DirectFunctionCall3(numeric_in, CStringGetDatum(written), ObjectIdGetDatum(InvalidOid), Int32GetDatum(-1));
	if (negated)
		value = DirectFunctionCall1(numeric_uminus, value);
	value = DirectFunctionCall2(numeric_round, value, Int32GetDatum(decimals));
	return DatumGetCString(DirectFunctionCall1(numeric_out, value));
}

/* How far the planned end of a move is. */
static const char *
end_phrase(Datum parameters)
{
	char	   *written = parameter(parameters, "days_to_end");
	int32		days;

	if (written == NULL)
		return "";
	days = DatumGetInt32(DirectFunctionCall1(int4in, CStringGetDatum(written)));
	if (days < 0)
		return psprintf("the planned end was " INT64_FORMAT " days ago", -(int64) days);
	return days == 0 ? "the planned end is today" :
		psprintf("the planned end is in %d days", days);
}

/* ---------- the sentences ---------- */

static char *
say_opposed(Datum p)
{
	char	   *goal = parameter(p, "goal");
	char	   *own = parameter(p, "own_goal");

	return psprintf("%s and %s pull in opposite directions on about %s of their points, most on \"%s\"%s.",
					said_party(p, "a"), said_party(p, "b"), percent(p, "opposed_share"), goal ? goal : "",
					own && goal && strcmp(own, goal) != 0 ? psprintf(" through \"%s\"", own) : "");
}

static char *
say_no_career_path(Datum p)
{
	char	   *goal = parameter(p, "assignee_goal");
	double		reach;

	return psprintf("%s of what the assignee wants reaches strategy%s.",
					number(p, "assignee_reach_share", &reach) && !(reach <= 0) ?
					psprintf("only about %s", percent(p, "assignee_reach_share")) : "nothing",
					goal ? psprintf("; \"%s\" has no path to it", goal) : "");
}

static char *
say_unshared(Datum p)
{
	return psprintf("about %s of the points of %s and %s go to goals named by one party only, most to \"%s\".",
					percent(p, "unshared_share"), said_party(p, "a"), said_party(p, "b"), said(p, "goal"));
}

static char *
say_strength(Datum p)
{
	char	   *goal = parameter(p, "goal");

	/* without a goal all that both want leads to the same strategy */
	return psprintf("%s and %s name the same goals with different weight%s.",
					said_party(p, "a"), said_party(p, "b"),
					goal ? psprintf(", most so \"%s\"", goal) : "");
}

static char *
say_reversed(Datum p)
{
	char	   *goal = parameter(p, "goal");

	return psprintf("%s and %s put the same goals in opposite order%s.",
					said_party(p, "a"), said_party(p, "b"),
					goal ? psprintf(", most so \"%s\"", goal) : "");
}

static char *
say_thin_support(Datum p)
{
	return psprintf("%s: %s covered, with contributions of %s in total.", said(p, "gap"),
					percent(p, "coverage_share"), rounded(p, "contribution", 2, false));
}

static char *
say_reward_mismatch(Datum p)
{
	char	   *reward = parameter(p, "reward");

	return psprintf("rewards offered and rewards wanted fit to %s%s.", percent(p, "fit"),
					reward ? psprintf("; what would help most is %s", reward) : "");
}

static char *
say_stale(Datum p)
{
	return psprintf("no check-in for %s days.", said(p, "days"));
}

static char *
say_no_next_role(Datum p)
{
	return psprintf("%s, and no role after return is agreed.", end_phrase(p));
}

static char *
say_goals_unmet(Datum p)
{
	const char *count = said(p, "unmet_count");
	bool		is_one = strcmp(count, "1") == 0;

	return psprintf("%s, and %s%s due by then %s not met: %s.", end_phrase(p), count,
					is_one ? " goal" : *count ? " goals" : "", is_one ? "is" : "are", said(p, "goals"));
}

static char *
say_falling_alignment(Datum p)
{
	const char *course = "";
	const char *limits = "";
	double		below;

	if (number(p, "days_below", &below) && !(below < 1))
		course = psprintf("; the weakest pair has been below the threshold for %s days",
						  rounded(p, "days_below", 0, false));
	else if (parameter(p, "months_to_threshold") != NULL)
		course = psprintf("; the weakest pair reaches the threshold in %s months",
						  rounded(p, "months_to_threshold", 1, false));
	if (parameter(p, "monthly_change_high") != NULL)
		limits = psprintf(" (%s to %s)", rounded(p, "monthly_change_high", 3, true),
						  rounded(p, "monthly_change_low", 3, true));
	return psprintf("mutual alignment falls by about %s a month%s, from %s to %s%s.",
					rounded(p, "monthly_change", 3, true), limits, rounded(p, "first_score", 2, false),
					rounded(p, "last_score", 2, false), course);
}

/* of the codes weak_expectancy, weak_instrumentality, weak_valence */
static char *
say_weak_link(Datum p)
{
	char	   *driver = parameter(p, "driver");

	return psprintf("%s is the weakest link of motivation at %s%s.", said(p, "link"), rounded(p, "value", 2, false),
					driver ? psprintf("; answered lowest: %s", driver) : "");
}

/* what another says, as a sentence; NULL when it says nothing */
static char *
say_parameter(Datum p, const char *name)
{
	char	   *sentence = parameter(p, name);

	return sentence ? psprintf("%s.", sentence) : NULL;
}

static char *
say_not_heard(Datum p)
{
	return say_parameter(p, "why");
}

static char *
say_not_moving(Datum p)
{
	return say_parameter(p, "conflict");
}

static char *
say_disconnected(Datum p)
{
	return "somebody works on it, but what it serves reaches no strategic goal.";
}

static char *
say_unaligned(Datum p)
{
	return "somebody works on it, but it serves no other goal.";
}

static char *
say_in_cycle(Datum p)
{
	return "somebody works on it, but it serves itself through other goals and reaches no strategic goal.";
}

static const struct
{
	const char *code;
	char	   *(*say) (Datum parameters);
}			sentences[] = {
	{"opposed", say_opposed},
	{"no_career_path", say_no_career_path},
	{"unshared", say_unshared},
	{"strength", say_strength},
	{"reversed", say_reversed},
	{"not_heard", say_not_heard},
	{"disconnected", say_disconnected},
	{"unaligned", say_unaligned},
	{"in_cycle", say_in_cycle},
	{"thin_support", say_thin_support},
	{"reward_mismatch", say_reward_mismatch},
	{"stale", say_stale},
	{"not_moving", say_not_moving},
	{"no_next_role", say_no_next_role},
	{"goals_unmet", say_goals_unmet},
	{"falling_alignment", say_falling_alignment},
};

/* reason_text(reason_code, parameters): the signals as they are for a code without a sentence */
Datum
gmalign_reason_text(PG_FUNCTION_ARGS)
{
	char	   *code = text_to_cstring(PG_GETARG_TEXT_PP(0));
	Datum		parameters = PointerGetDatum(PG_DETOAST_DATUM(PG_GETARG_DATUM(1)));
	char	   *reason = NULL;
	int			i;

	for (i = 0; i < lengthof(sentences); i++)
		if (strcmp(code, sentences[i].code) == 0)
			break;
	if (i < lengthof(sentences))
		reason = sentences[i].say(parameters);
	else if (strncmp(code, "weak_", 5) == 0)
		reason = say_weak_link(parameters);
	else
		reason = parameter(parameters, "signals");
	if (reason == NULL)
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(cstring_to_text(reason));
}
