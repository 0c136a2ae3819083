-- Jobs, the best single change: what one step of one party would gain.
--
-- Proposed is what adds: a party takes up a goal that serves a strategy the
-- others want, or gives more weight to one it has. What counts is the weakest
-- pair, which decides the band. Dropping a wish often raises a score more, and
-- helps nobody: where the best of them would, it is said, last and not
-- recommended. A new link is never proposed: a link without a reason that
-- somebody believes in changes a chart and no work. Goals that are linked and
-- idle are listed for the same reason. Rewards that are wanted move motivation,
-- another measure, and are ranked by themselves (best_reward).

CREATE FUNCTION gmalign_private.step_candidates(points gmalign_private.party_points, OUT kind text, OUT party text, OUT stakeholder text,
                                        OUT goal_id text, OUT goal_title text, OUT priority float8)
  RETURNS SETOF record
  LANGUAGE plpgsql STABLE AS $step$
BEGIN
  RETURN QUERY
    WITH wanted AS MATERIALIZED (
      SELECT p.party, v.code AS stakeholder, p.goal AS goal_id, p.priority,
             pg_catalog.max(p.priority) OVER (PARTITION BY v.code) AS top
      FROM points_frame f
      CROSS JOIN LATERAL gmalign_private.stated_rows(step_candidates.points, f.no_goal, f.no_voice) AS p
      JOIN stakeholder v ON v.id = p.voice
      WHERE p.points IS NOT NULL
    ),
    voice AS (SELECT DISTINCT w.party, w.stakeholder, w.top FROM wanted w WHERE w.top > 0),
    strategy AS MATERIALIZED (
      SELECT p.party, p.goal AS goal_id
      FROM gmalign_private.party_rows(step_candidates.points, (SELECT f.no_goal FROM points_frame f)) AS p
      WHERE p.is_strategic AND p.points > 0
    ),
    served AS (
      -- what a party could take up: the strategic goal itself, or a goal that
      -- somebody wants here already and of which is said why it serves it
      SELECT s.party, s.goal_id, s.goal_id AS strategic_goal_id FROM strategy s
      UNION
      SELECT w.party, w.goal_id, l.parent_id
      FROM wanted w
      JOIN goal_link l ON l.child_id = w.goal_id AND l.rationale <> ''
      JOIN cascade_link c ON c.goal_id = l.child_id AND c.parent_goal_id = l.parent_id AND c.contribution > 0
      WHERE w.priority > 0
    )
    SELECT 'raise_priority', w.party, w.stakeholder, w.goal_id::text, g.title, w.top
    FROM wanted w JOIN goal g ON g.id = w.goal_id
    WHERE w.priority > 0 AND w.priority < w.top
    UNION
    SELECT 'serve_strategy', v.party, v.stakeholder, o.goal_id::text, g.title, v.top
    FROM voice v
    JOIN served o ON o.party <> v.party
    JOIN goal g ON g.id = o.goal_id
    WHERE EXISTS (SELECT FROM strategy s WHERE s.goal_id = o.strategic_goal_id AND s.party <> v.party)
      AND NOT EXISTS (SELECT FROM wanted w WHERE w.stakeholder = v.stakeholder AND w.goal_id = o.goal_id AND w.priority > 0)
    UNION
    SELECT 'lower_wish', w.party, w.stakeholder, w.goal_id::text, g.title, 0
    FROM wanted w JOIN goal g ON g.id = w.goal_id
    WHERE w.priority <> 0;
END $step$;
COMMENT ON FUNCTION gmalign_private.step_candidates(gmalign_private.party_points) IS
  'The priorities a voice of an assignment could raise, take up or drop.';

CREATE FUNCTION gmalign_private.step_rewards(assignment_id text, OUT person_role text, OUT reward_code text, OUT index_before float8, OUT index_after float8)
  RETURNS SETOF record
  LANGUAGE plpgsql STABLE AS $step$
BEGIN
  -- survey answers are for those who may read them
  IF NOT pg_catalog.has_table_privilege('expectancy_survey', 'SELECT') OR NOT pg_catalog.has_table_privilege('expectancy_outcome', 'SELECT') THEN
    RETURN;
  END IF;
  RETURN QUERY
    SELECT e.person_role, r.code, e.motivation_index,
           gmalign.motivation_index(gmalign_private.within(s.expectancy, 0, 1), CASE WHEN o.reward_id = r.id THEN 1 ELSE gmalign_private.within(o.instrumentality, -1, 1) END,
                                    gmalign_private.within(o.valence, -1, 1))
    FROM assignment a
    JOIN expectancy e ON e.is_latest AND e.motivation_index IS NOT NULL
                     AND ((e.person_role = 'assignee' AND e.person_id = a.assignee_id)
                          OR (e.person_role = 'gm_professional' AND e.person_id = a.gm_professional_id))
                     AND (e.assignment_id = a.id OR e.assignment_id IS NULL)
    JOIN expectancy_survey s ON s.id = e.survey_id
    JOIN expectancy_outcome w ON w.survey_id = s.id AND w.valence > 0 AND w.instrumentality < 1
    JOIN reward r ON r.id = w.reward_id
    JOIN expectancy_outcome o ON o.survey_id = s.id
    WHERE a.id::text = step_rewards.assignment_id
    GROUP BY s.id, e.person_role, e.motivation_index, r.id, r.code;
END $step$;
COMMENT ON FUNCTION gmalign_private.step_rewards(text) IS
  'What the motivation of assignee and GM professional would gain if one reward wanted followed surely. No row for a caller who may not read surveys.';

CREATE FUNCTION gmalign_private.step_idle(points gmalign_private.party_points, OUT goal_id text, OUT goal_title text, OUT parent_title text, OUT has_rationale boolean)
  RETURNS SETOF record
  LANGUAGE plpgsql STABLE AS $step$
DECLARE
  -- by themselves: an engine sends a node no value of a type of ours
  served constant text[] := ARRAY(SELECT DISTINCT p.goal::text
                                  FROM gmalign_private.party_rows(step_idle.points, (SELECT f.no_goal FROM points_frame f)) AS p
                                  WHERE p.is_strategic);
BEGIN
  RETURN QUERY
    SELECT g.id::text, g.title, s.title, coalesce(l.rationale, '') <> ''
    FROM goal s
    JOIN cascade_link c ON c.parent_goal_id = s.id AND c.contribution > 0
    JOIN goal_link l ON l.child_id = c.goal_id AND l.parent_id = s.id
    JOIN goal g ON g.id = c.goal_id AND g.level <> 'strategic'
    WHERE s.id::text = ANY (served)
      AND NOT EXISTS (SELECT FROM goal_effort e WHERE e.goal_id = g.id)
    ORDER BY c.contribution DESC, g.id
    LIMIT 10;
END $step$;
COMMENT ON FUNCTION gmalign_private.step_idle(gmalign_private.party_points) IS
  'Up to ten goals linked to a strategy of the assignment on which nobody works.';

CREATE FUNCTION gmalign.best_single_change(schema text, assignment text,
                                           OUT rank_order integer, OUT kind text, OUT party text, OUT stakeholder text,
                                           OUT goal_id text, OUT change text, OUT measure text,
                                           OUT value_before float8, OUT value_after float8, OUT gain float8,
                                           OUT mean_gain float8, OUT band_after text, OUT changes jsonb)
  RETURNS SETOF record
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
AS $best$
DECLARE
  key text;
  points gmalign_private.party_points;
  c record;
  mutual_before float8;
  weakest_before float8;
  why_not text;
  mutual_after float8;
  weakest_after float8;
  band text;
  tried jsonb := '[]'::jsonb;
BEGIN
  PERFORM gmalign_private.check_target_schema(schema);
  PERFORM set_config('search_path', format('%I, pg_temp', schema), true);
  key := gmalign_private.step_find('assignment', pg_catalog.to_jsonb(assignment));
  points := gmalign_private.step_points(key);
  SELECT v.mutual_alignment_score, v.weakest_alignment_score, v.unscored_reason INTO mutual_before, weakest_before, why_not
  FROM gmalign_private.step_verdict(points) AS v;
  IF mutual_before IS NULL THEN
    RAISE NOTICE 'assignment % has no score: %', assignment, why_not
      USING HINT = 'Hear all three parties first.';
  ELSE
    FOR c IN SELECT s.* FROM gmalign_private.step_candidates(points) AS s LOOP
      changes := pg_catalog.jsonb_build_object('priorities', pg_catalog.jsonb_build_array(pg_catalog.jsonb_build_object(
        'stakeholder', c.stakeholder, 'goal', CASE WHEN c.goal_id ~ '^-?[0-9]+$' THEN pg_catalog.to_jsonb(c.goal_id::numeric) ELSE pg_catalog.to_jsonb(c.goal_id) END, 'priority', c.priority)));
      SELECT v.mutual_alignment_score, v.weakest_alignment_score, v.alignment_band INTO mutual_after, weakest_after, band
      FROM gmalign_private.step_verdict(gmalign_private.step_points(key, gmalign_private.step_changes(changes))) AS v;
      tried := tried || pg_catalog.jsonb_build_object(
        'kind', c.kind, 'party', c.party, 'stakeholder', c.stakeholder, 'goal_id', c.goal_id,
        'title', c.goal_title,
        'change', gmalign_private.sentence('change.' || c.kind, pg_catalog.jsonb_build_object('voice', c.stakeholder, 'goal', c.goal_title)),
        'value_before', weakest_before, 'value_after', weakest_after, 'gain', gmalign_private.shown(weakest_after - weakest_before),
        'mean_gain', gmalign_private.shown(mutual_after - mutual_before), 'band_after', band, 'changes', changes);
    END LOOP;
  END IF;
  FOR c IN SELECT s.* FROM gmalign_private.step_idle(points) AS s LOOP
    tried := tried || pg_catalog.jsonb_build_object('kind', 'idle_goal', 'goal_id', c.goal_id, 'title', c.goal_title,
      'change', gmalign_private.sentence('change.idle_goal', pg_catalog.jsonb_build_object('goal', c.goal_title, 'parent', c.parent_title, 'has_rationale', c.has_rationale)));
  END LOOP;
  RETURN QUERY
    WITH change AS (
      SELECT t.*, CASE t.kind WHEN 'idle_goal' THEN 2 WHEN 'lower_wish' THEN 3 ELSE 1 END AS place,
             pg_catalog.row_number() OVER (PARTITION BY t.kind ORDER BY gmalign_private.rounded(t.gain) DESC NULLS LAST,
                                                  gmalign_private.rounded(t.mean_gain) DESC NULLS LAST, t.stakeholder, t.title, t.goal_id) AS within_kind,
             coalesce(pg_catalog.max(t.gain) FILTER (WHERE t.kind <> 'lower_wish') OVER (), 0) AS best_gain
      FROM pg_catalog.jsonb_to_recordset(tried) AS t (kind text, party text, stakeholder text, goal_id text, title text, change text,
                                           value_before float8, value_after float8, gain float8, mean_gain float8,
                                           band_after text, changes jsonb)
    )
    SELECT pg_catalog.row_number() OVER (ORDER BY t.place, gmalign_private.rounded(t.gain) DESC NULLS LAST,
                                       gmalign_private.rounded(t.mean_gain) DESC NULLS LAST, t.kind, t.stakeholder, t.title, t.goal_id)::integer,
           t.kind, t.party, t.stakeholder, t.goal_id, t.change, CASE WHEN t.gain IS NOT NULL THEN gmalign_private.sentence('measure.weakest') END,
           t.value_before, t.value_after, t.gain, t.mean_gain, t.band_after, t.changes
    FROM change t
    WHERE CASE t.kind WHEN 'idle_goal' THEN true
                      WHEN 'lower_wish' THEN t.within_kind = 1 AND gmalign_private.rounded(t.gain) > gmalign_private.rounded(greatest(t.best_gain, 0))
                      -- the mean alone may rise, at nobody's expense
                      ELSE gmalign_private.rounded(t.gain) > 0
                        OR (gmalign_private.rounded(t.gain) = 0 AND gmalign_private.rounded(t.mean_gain) > 0) END
    ORDER BY 1;
  PERFORM gmalign_private.check_strangers(schema);
END $best$;
COMMENT ON FUNCTION gmalign.best_single_change(text, text) IS
  'Ranks single changes to an assignment, named by external_id or key, by what they would gain for its weakest pair, which decides the band, then by the gain of the mean (mean_gain): a voice takes up a goal that serves a strategy another party wants (serve_strategy), or gives more weight to one it has (raise_priority). value_before, value_after and gain are of the weakest goal alignment. changes goes into preview_alignment(). Then come goals that are linked to a strategy of the move and idle (idle_goal), and, when dropping a wish would gain more than any change before it, the best of those as a warning, not a proposal (lower_wish). No new link is proposed. What rewards would bring is another measure: best_reward. Writes nothing. Raises 22023 when there is no such assignment.';

CREATE FUNCTION gmalign.best_reward(schema text, assignment text,
                                    OUT rank_order integer, OUT person_role text, OUT reward_code text, OUT change text,
                                    OUT value_before float8, OUT value_after float8, OUT gain float8)
  RETURNS SETOF record
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
AS $best$
BEGIN
  PERFORM gmalign_private.check_target_schema(schema);
  PERFORM set_config('search_path', format('%I, pg_temp', schema), true);
  RETURN QUERY
    SELECT pg_catalog.row_number() OVER (ORDER BY pg_catalog.round((s.index_after - s.index_before)::numeric, 9) DESC, s.person_role, s.reward_code)::integer,
           s.person_role, s.reward_code, gmalign_private.sentence('change.reward', pg_catalog.jsonb_build_object('reward', s.reward_code, 'role', s.person_role)),
           s.index_before, s.index_after, s.index_after - s.index_before
    FROM gmalign_private.step_rewards(gmalign_private.step_find('assignment', pg_catalog.to_jsonb(best_reward.assignment))) AS s
    WHERE s.index_after - s.index_before > 1e-12
    ORDER BY 1;
  PERFORM gmalign_private.check_strangers(schema);
END $best$;
COMMENT ON FUNCTION gmalign.best_reward(text, text) IS
  'Ranks rewards that the assignee or the GM professional of an assignment, named by external_id or key, wants, by what their motivation index would gain if one followed surely. No row for a caller who may not read surveys. Writes nothing. Raises 22023 when there is no such assignment.';
