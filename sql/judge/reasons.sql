-- Judge, reasons: a reason in words, from its code and parameters.

CREATE FUNCTION gmalign.reason_text(reason_code text, parameters jsonb) RETURNS text
  -- a sentence per row of a list: PL/pgSQL keeps each expression ready, where a
  -- SQL function would be copied into the query, parameters and all, for every
  -- one it names, or set up anew at each call
  LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE COST 50
  SET search_path = pg_catalog, pg_temp
AS $text$
BEGIN
  CASE reason_code
    WHEN 'opposed' THEN
      RETURN format('%s and %s pull in opposite directions on %s of their points, most on "%s"%s.',
             gmalign_private.party_name(parameters->>'a'), gmalign_private.party_name(parameters->>'b'),
             gmalign_private.percent((parameters->>'opposed_share')::float8), parameters->>'goal',
             CASE WHEN parameters->>'own_goal' <> parameters->>'goal' THEN format(' through "%s"', parameters->>'own_goal') ELSE '' END);
    WHEN 'no_career_path' THEN
      RETURN format('%s of what the assignee wants reaches strategy%s.',
             CASE WHEN (parameters->>'assignee_reach_share')::float8 > 0
                  THEN 'only ' || gmalign_private.percent((parameters->>'assignee_reach_share')::float8) ELSE 'nothing' END,
             CASE WHEN parameters->>'assignee_goal' IS NOT NULL THEN format('; "%s" has no path to it', parameters->>'assignee_goal') ELSE '' END);
    WHEN 'unshared' THEN
      RETURN format('%s of the points of %s and %s go to goals named by one party only, most to "%s".',
             gmalign_private.percent((parameters->>'unshared_share')::float8),
             gmalign_private.party_name(parameters->>'a'), gmalign_private.party_name(parameters->>'b'), parameters->>'goal');
    WHEN 'strength' THEN
      RETURN format('%s and %s name the same goals with different weight, most so "%s".',
             gmalign_private.party_name(parameters->>'a'), gmalign_private.party_name(parameters->>'b'), parameters->>'goal');
    WHEN 'not_heard' THEN
      RETURN (parameters->>'why') || '.';
    WHEN 'disconnected' THEN
      RETURN 'somebody works on it, but what it serves reaches no strategic goal.';
    WHEN 'unaligned' THEN
      RETURN 'somebody works on it, but it serves no other goal.';
    WHEN 'in_cycle' THEN
      RETURN 'somebody works on it, but it serves itself through other goals and reaches no strategic goal.';
    WHEN 'thin_support' THEN
      RETURN format('%s: %s covered, with contributions of %s in total.', parameters->>'gap',
             gmalign_private.percent((parameters->>'coverage_share')::float8),
             round((parameters->>'contribution')::numeric, 2));
    WHEN 'reward_mismatch' THEN
      RETURN format('rewards offered and rewards wanted fit to %s%s.', gmalign_private.percent((parameters->>'fit')::float8),
             coalesce('; what would help most is ' || (parameters->>'reward'), ''));
    WHEN 'stale' THEN
      RETURN format('no check-in for %s days.', parameters->>'days');
    WHEN 'not_moving' THEN
      RETURN (parameters->>'conflict') || '.';
    WHEN 'no_next_role' THEN
      RETURN format('%s, and no role after return is agreed.', gmalign_private.end_phrase((parameters->>'days_to_end')::integer));
    WHEN 'goals_unmet' THEN
      RETURN format('%s, and %s due by then %s not met: %s.', gmalign_private.end_phrase((parameters->>'days_to_end')::integer),
             CASE parameters->>'unmet_count' WHEN '1' THEN '1 goal' ELSE (parameters->>'unmet_count') || ' goals' END,
             CASE parameters->>'unmet_count' WHEN '1' THEN 'is' ELSE 'are' END, parameters->>'goals');
    WHEN 'falling_alignment' THEN
      RETURN format('mutual alignment falls by about %s a month%s, from %s to %s%s.',
             round(-(parameters->>'monthly_change')::numeric, 3),
             format(' (%s to %s)', round(-(parameters->>'monthly_change_high')::numeric, 3),
                    round(-(parameters->>'monthly_change_low')::numeric, 3)),
             round((parameters->>'first_score')::numeric, 2), round((parameters->>'last_score')::numeric, 2),
             CASE WHEN (parameters->>'days_below')::float8 >= 1
                  THEN format('; the weakest pair has been below the threshold for %s days', round((parameters->>'days_below')::numeric))
                  WHEN parameters->>'months_to_threshold' IS NOT NULL
                  THEN format('; the weakest pair reaches the threshold in %s months', round((parameters->>'months_to_threshold')::numeric, 1))
                  ELSE '' END);
    ELSE
      IF reason_code LIKE 'weak\_%' THEN
        RETURN format('%s is the weakest link of motivation at %s%s.', parameters->>'link', round((parameters->>'value')::numeric, 2),
                      coalesce('; answered lowest: ' || (parameters->>'driver'), ''));
      END IF;
      RETURN parameters->>'signals';
  END CASE;
END $text$;
COMMENT ON FUNCTION gmalign.reason_text(text, jsonb) IS
  'A reason in words, from its code and parameters: the sentences of flags and views. NULL for a code it has no sentence for, and when either is NULL.';
