-- Releases: the public figures, all computed at once, with what would give few
-- people away withheld, rounded and stored.
--
-- A cell is the figures of a row that rest on the same people. It is published
-- when at least min_group people are behind it, and steps to new figures when as
-- many came, went or answered anew; and only if no linear combination of the
-- cells of this release and all before it is left with fewer (safe_steps). Cells
-- that have never been shown are asked first, and the largest first: what is lost is the smallest.

CREATE FUNCTION gmalign_private.public_parts(
    OUT relation text, OUT part text, OUT counts text[], OUT shares text[], OUT scores text[], OUT amounts text[], OUT others text[],
    OUT indexes text[])
  RETURNS SETOF record
  LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 1 ROWS 60
BEGIN ATOMIC
  -- NAME_count: how many people (or moves of theirs) are behind NAME, apart, so that
  -- a mean need not be withheld with it; fewest_count: the fewest behind any figure of the row. counts: as they are. shares of one whole: none of them, nor the others beside, when one is 0 or 1.
  -- scores, 0 to 1, and indexes, -1 to 1: not at an end. amounts: no member makes up nearly all.
  VALUES
    ('program_outcomes', 'moves', ARRAY['assignment_count', 'person_count'], NULL::text[], NULL::text[], NULL::text[], NULL::text[], NULL::text[]),
    ('program_outcomes', 'ended', ARRAY['ended_count'], NULL, NULL, NULL, NULL, NULL),
    ('program_outcomes', 'judged', NULL, ARRAY['success_rate', 'success_low', 'success_high'], NULL, NULL, NULL, NULL),
    ('program_outcomes', 'judged_count', ARRAY['judged_count'], NULL, NULL, NULL, NULL, NULL),
    ('program_outcomes', 'organization', NULL, ARRAY['organization_success_rate'], NULL, NULL, NULL, NULL),
    ('program_outcomes', 'gm', NULL, ARRAY['gm_success_rate'], NULL, NULL, NULL, NULL),
    ('program_outcomes', 'assignee', NULL, ARRAY['assignee_success_rate'], NULL, NULL, NULL, NULL),
    ('program_outcomes', 'early', NULL, ARRAY['early_return_rate', 'early_return_low', 'early_return_high'], NULL, NULL, NULL, NULL),
    ('program_outcomes', 'early_count', ARRAY['due_count'], NULL, NULL, NULL, NULL, NULL),
    ('program_outcomes', 'left', NULL, ARRAY['returned_early_rate', 'left_on_move_rate'], NULL, NULL, NULL, NULL),
    ('program_outcomes', 'returned', NULL, ARRAY['retention_12m_rate', 'retention_12m_low', 'retention_12m_high'], NULL, NULL, NULL, NULL),
    ('program_outcomes', 'returned_later', NULL, ARRAY['retention_24m_rate'], NULL, NULL, NULL, NULL),
    ('program_outcomes', 'returned_count', ARRAY['returned_count'], NULL, NULL, NULL, NULL, NULL),
    ('program_outcomes', 'compared', NULL, NULL, NULL, NULL,
     ARRAY['early_return_risk_ratio', 'risk_ratio_low', 'risk_ratio_high', 'log_rank_p', 'log_rank_p_adjusted', 'mean_days_difference',
           'mean_days_low', 'mean_days_high', 'has_crossing_curves', 'is_too_few'], NULL),
    ('program_outcomes', 'performer', NULL, ARRAY['regretted_exit_rate'], NULL, NULL, NULL, NULL),
    ('program_outcomes', 'cost', NULL, NULL, NULL, ARRAY['estimated_cost_sum', 'actual_cost_sum', 'cost_overrun_ratio'], NULL, NULL),
    ('program_outcomes', 'benefit', NULL, NULL, NULL, ARRAY['benefit_sum', 'roi_ratio'], NULL, NULL),
    ('cascade_by_level', 'goals', NULL, NULL, NULL, NULL, ARRAY['goal_count', 'strategic_count'], NULL),
    ('cascade_by_level', 'goals_count', ARRAY['person_count'], NULL, NULL, NULL, NULL, NULL),
    ('cascade_by_level', 'reach', NULL, ARRAY['aligned_share', 'disconnected_share', 'unaligned_share'], NULL, NULL,
     ARRAY['aligned_count', 'disconnected_count', 'unaligned_count'], NULL),
    ('cascade_by_level', 'work', NULL, NULL, NULL, NULL, ARRAY['staffed_count'], NULL),
    ('cascade_by_level', 'work_reach', NULL, ARRAY['work_reaching_share'], NULL, NULL,
     ARRAY['strategic_worked_count', 'strategic_worked_share', 'importance_worked_share'], NULL),
    ('cascade_by_level', 'capacity', NULL, NULL, NULL, ARRAY['capacity_fte'], NULL, NULL),
    ('cascade_by_level', 'capacity_reach', NULL, ARRAY['capacity_reaching_share'], NULL, NULL, NULL, NULL),
    ('cascade_by_level', 'cost', NULL, NULL, NULL, ARRAY['cost_amount'], NULL, NULL),
    ('cascade_by_level', 'cost_reach', NULL, ARRAY['cost_reaching_share'], NULL, NULL, NULL, NULL),
    ('priority_conflict', 'hr_count', ARRAY['hr_assignment_count'], NULL, NULL, NULL, NULL, NULL),
    ('priority_conflict', 'hr', NULL, NULL, NULL, NULL, NULL, ARRAY['hr_points']),
    ('priority_conflict', 'leadership_count', ARRAY['leadership_assignment_count'], NULL, NULL, NULL, NULL, NULL),
    ('priority_conflict', 'leadership', NULL, NULL, NULL, NULL, NULL, ARRAY['leadership_points']),
    ('priority_conflict', 'gm_count', ARRAY['gm_assignment_count'], NULL, NULL, NULL, NULL, NULL),
    ('priority_conflict', 'gm', NULL, NULL, NULL, NULL, NULL, ARRAY['gm_points']),
    ('priority_conflict', 'assignee_count', ARRAY['person_count'], NULL, NULL, NULL, NULL, NULL),
    ('priority_conflict', 'assignee', NULL, NULL, NULL, NULL, NULL, ARRAY['assignee_points']),
    ('priority_conflict', 'conflict', NULL, NULL, NULL, NULL, ARRAY['spread_points', 'widest_pair', 'kind', 'loss_share', 'rank_order'], NULL),
    ('priority_conflict', 'title', NULL, NULL, NULL, NULL, ARRAY['goal_title'], NULL),
    ('alignment_trend', 'score_count', ARRAY['assignment_count', 'person_count'], NULL, NULL, NULL, NULL, NULL),
    ('alignment_trend', 'score', NULL, NULL, ARRAY['alignment_score'], NULL, NULL, NULL),
    ('alignment_trend', 'misaligned', NULL, ARRAY['misaligned_share'], NULL, NULL, NULL, NULL),
    ('stakeholder_heatmap', 'heard', ARRAY['pair_count'], NULL, NULL, NULL, NULL, NULL),
    ('stakeholder_heatmap', 'fewest_count', ARRAY['person_count'], NULL, NULL, NULL, NULL, NULL),
    ('stakeholder_heatmap', 'pair', NULL, NULL, ARRAY['alignment_score'], NULL, NULL, NULL),
    ('stakeholder_heatmap', 'chance', NULL, NULL, NULL, NULL, NULL, ARRAY['beyond_chance_index']),
    ('dimension_scorecard', 'alignment_count', ARRAY['assignment_count', 'person_count'], NULL, NULL, NULL, NULL, NULL),
    ('dimension_scorecard', 'alignment', NULL, NULL, ARRAY['alignment_score'], NULL, NULL, NULL),
    ('dimension_scorecard', 'goals', NULL, NULL, NULL, NULL,
     ARRAY['coverage_share', 'conflicting_goal_count', 'uncovered_goal_count'], NULL),
    ('dimension_scorecard', 'progress', NULL, NULL, ARRAY['progress_share'], NULL, NULL, NULL),
    ('dimension_scorecard', 'capacity', NULL, ARRAY['effort_share'], NULL, NULL, NULL, NULL),
    ('dimension_scorecard', 'cost', NULL, ARRAY['cost_share'], NULL, NULL, NULL, NULL),
    ('expectancy_by_role', 'asked_count', ARRAY['asked_count'], NULL, NULL, NULL, NULL, NULL),
    ('expectancy_by_role', 'links_count', ARRAY['answered_count'], NULL, NULL, NULL, NULL, NULL),
    ('expectancy_by_role', 'fewest_count', ARRAY['person_count'], NULL, NULL, NULL, NULL, NULL),
    ('expectancy_by_role', 'links', NULL, NULL,
     ARRAY['mean_expectancy', 'mean_instrumentality', 'mean_valence'], NULL, NULL, NULL),
    ('expectancy_by_role', 'weakest', NULL,
     ARRAY['expectancy_weakest_share', 'instrumentality_weakest_share', 'valence_weakest_share'], NULL, NULL, ARRAY['weakest_link'], NULL),
    ('expectancy_by_role', 'bands', NULL, ARRAY['blocked_share', 'weak_share', 'sound_share'], NULL, NULL, NULL, NULL),
    ('expectancy_by_role', 'driver', NULL, NULL, ARRAY['weakest_driver_value'], NULL, ARRAY['weakest_driver'], NULL),
    ('expectancy_by_role', 'reward', NULL, NULL, NULL, NULL, ARRAY['best_reward_code'], NULL),
    ('expectancy_by_role', 'motivation', NULL, NULL, NULL, NULL, NULL, ARRAY['motivation_index']),
    ('expectancy_by_role', 'fit', NULL, NULL, ARRAY['reward_fit_score'], NULL, NULL, NULL),
    ('gm_team_profile', 'team', ARRAY['gm_professional_count'], NULL, NULL, NULL, NULL, NULL),
    ('gm_team_profile', 'fewest_count', ARRAY['person_count'], NULL, NULL, NULL, NULL, NULL),
    ('gm_team_profile', 'load_count', ARRAY['active_assignment_count'], NULL, NULL, NULL, NULL, NULL),
    ('gm_team_profile', 'load', NULL, NULL, NULL, NULL, ARRAY['moves_per_person_ratio'], NULL),
    ('gm_team_profile', 'links_count', ARRAY['answered_count'], NULL, NULL, NULL, NULL, NULL),
    ('gm_team_profile', 'links', NULL, NULL, ARRAY['mean_expectancy', 'mean_instrumentality', 'mean_valence'], NULL, NULL, NULL),
    ('gm_team_profile', 'weakest', NULL, NULL, NULL, NULL, ARRAY['weakest_link'], NULL),
    ('gm_team_profile', 'driver', NULL, NULL, ARRAY['weakest_driver_value'], NULL, ARRAY['weakest_driver'], NULL),
    ('gm_team_profile', 'reward', NULL, NULL, NULL, NULL, ARRAY['best_reward_code'], NULL),
    ('gm_team_profile', 'score', NULL, NULL, ARRAY['organization_gm_score'], NULL, NULL, NULL),
    ('gm_team_profile', 'misaligned', NULL, ARRAY['misaligned_share'], NULL, NULL, NULL, NULL),
    ('gm_team_profile', 'growth', NULL, ARRAY['growth_goal_share'], NULL, NULL, NULL, NULL),
    ('gm_team_profile', 'hours', NULL, NULL, NULL, ARRAY['development_hours'], NULL, NULL);
END;
COMMENT ON FUNCTION gmalign_private.public_parts() IS
  'The figures of the public views, a row per part of a row''s figures that rests on the same people: counts, shared shares (all withheld when one is 0 or 1), scores from 0 to 1 and indexes from -1 to 1 (withheld at an end), amounts (withheld when one person makes up nearly all) and others.';

CREATE FUNCTION gmalign_private.published_value(value jsonb, kind text, base bigint) RETURNS jsonb
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN CASE
    WHEN jsonb_typeof(value) <> 'number' OR kind = 'counts' THEN value
    -- a mean so near an end leaves nobody a tenth of the range
    WHEN kind = 'scores' AND base * least((value::text)::numeric, 1 - (value::text)::numeric) < .1 THEN 'null'::jsonb
    WHEN kind = 'indexes' AND base * (1 - abs((value::text)::numeric)) < .2 THEN 'null'::jsonb
    WHEN kind IN ('shares', 'scores', 'indexes') THEN to_jsonb(round((value::text)::numeric, 2))
    -- two decimals, or three digits
    ELSE to_jsonb(trim_scale(round((value::text)::numeric,
                                   least(2, CASE WHEN (value::text)::numeric = 0 THEN 2
                                                 ELSE 2 - floor(log(abs((value::text)::numeric)))::integer END))))
  END;
COMMENT ON FUNCTION gmalign_private.published_value(jsonb, text, bigint) IS
  'A figure as it is published: counts as they are, the rest to two decimals or three digits; null for a score or index at an end of its range, where nobody of base people could differ by a tenth.';

CREATE FUNCTION gmalign_private.part_columns(OUT relation text, OUT part text, OUT column_name text, OUT kind text)
  RETURNS SETOF record
  LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 10 ROWS 100
BEGIN ATOMIC
  SELECT p.relation, p.part, c.column_name, k.kind
  FROM gmalign_private.public_parts() p
  CROSS JOIN LATERAL (VALUES ('counts', p.counts), ('shares', p.shares), ('scores', p.scores), ('amounts', p.amounts), ('others', p.others), ('indexes', p.indexes))
    AS k (kind, columns)
  CROSS JOIN LATERAL unnest(k.columns) AS c (column_name);
END;
COMMENT ON FUNCTION gmalign_private.part_columns() IS
  'public_parts() with a row per column.';

CREATE FUNCTION gmalign_private.part_figures(relation text, part text, figures jsonb, base bigint, has_dominant boolean) RETURNS jsonb
  LANGUAGE sql STABLE PARALLEL SAFE
  -- what the shares of one whole leave out could be worked out from the rest
  RETURN (SELECT jsonb_object_agg(c.column_name, CASE
             WHEN c.kind <> 'counts' AND has_dominant THEN 'null'::jsonb
             WHEN c.kind IN ('shares', 'others') AND c.is_all_or_none THEN 'null'::jsonb
             ELSE gmalign_private.published_value(figures -> c.column_name, c.kind, base) END)
          FROM (SELECT p.column_name, p.kind,
                       bool_or(p.kind = 'shares' AND coalesce(figures ->> p.column_name, '0') IN ('0', '1')) OVER () AS is_all_or_none
                FROM gmalign_private.part_columns() p
                WHERE p.relation = part_figures.relation AND p.part = part_figures.part) AS c);
COMMENT ON FUNCTION gmalign_private.part_figures(text, text, jsonb, bigint, boolean) IS
  'The figures of a part of a row, as they are published of base people: rounded, without shares of 0 and 1 and what goes with them, and without what one person dominates.';

CREATE FUNCTION gmalign_private.datum_key(pool text, datum text) RETURNS bigint
  LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 5
  RETURN ('x' || left(md5(pool || ' ' || datum), 16))::bit(64)::bigint;
COMMENT ON FUNCTION gmalign_private.datum_key(text, text) IS
  'A digest of a number that enters public figures: of the pool it can be added up in, its key and its value.';

CREATE FUNCTION gmalign_private.gather_release(schema text) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
AS $gather$
DECLARE
  v record;
BEGIN
  -- what lies in the schema is found by name below
  PERFORM gmalign_private.check_strangers(schema);
  -- the rows as they are today, and whose data is in each part of them
  DROP TABLE IF EXISTS pg_temp.gmalign_row, pg_temp.gmalign_datum;
  CREATE TEMP TABLE gmalign_row (relation text, row_key text, figures jsonb);
  -- grouped and joined by the million: by digests of what is long
  CREATE TEMP TABLE gmalign_datum (
    relation text COLLATE "C", row_key text COLLATE "C", part text COLLATE "C", role text COLLATE "C", pool text COLLATE "C",
    datum bigint, person text COLLATE "C", amount float8,
    cell bigint GENERATED ALWAYS AS (pg_catalog.hashtextextended(relation || ' ' || part || ' ' || row_key, 0)) STORED,
    role_key integer GENERATED ALWAYS AS (pg_catalog.hashtext(role)) STORED,
    pool_key integer GENERATED ALWAYS AS (pg_catalog.hashtext(pool)) STORED,
    person_key bigint GENERATED ALWAYS AS (pg_catalog.hashtextextended(person, 0)) STORED);
  FOR v IN
    SELECT p.relation, p.row_key, p.only_rows, m.definition
    FROM gmalign_private.public_views() p
    JOIN gmalign_private.public_members() m ON m.relation = p.relation
    WHERE pg_catalog.to_regclass(pg_catalog.format('%I.%I', schema, p.relation)) IS NOT NULL
  LOOP
    PERFORM pg_catalog.set_config('search_path', pg_catalog.format('%I, pg_temp', schema), true);
    EXECUTE pg_catalog.format('INSERT INTO pg_temp.gmalign_row SELECT %L, x.%I::text, pg_catalog.to_jsonb(x) FROM %I.%I x WHERE %s',
                              v.relation, v.row_key, schema, v.relation, gmalign_private.fit_definition(coalesce(v.only_rows, 'true')));
    EXECUTE pg_catalog.format('INSERT INTO pg_temp.gmalign_datum
                                 (relation, row_key, part, role, pool, datum, person, amount)
                               SELECT %L, q.row_key, q.part, q.role, q.pool, gmalign_private.datum_key(q.pool, q.datum), q.person, q.amount
                               FROM (%s) AS q', v.relation,
                              gmalign_private.fit_definition(v.definition));
    PERFORM pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', true);
  END LOOP;
  PERFORM gmalign_private.check_strangers(schema);
  -- of two rows by one name it is not known whose data is in which: codes with a bar in them, say
  DELETE FROM pg_temp.gmalign_row r
  USING (SELECT w.relation, w.row_key FROM pg_temp.gmalign_row w GROUP BY w.relation, w.row_key HAVING count(*) > 1) AS n
  WHERE n.relation = r.relation AND n.row_key = r.row_key;
  INSERT INTO pg_temp.gmalign_datum (relation, row_key, part, role, pool, datum, person, amount)
  SELECT d.relation, d.row_key, d.part || '_count', d.role, 'people', gmalign_private.datum_key('people', d.person), d.person, NULL::float8
  FROM (SELECT min(c.relation) AS relation, min(c.row_key) AS row_key, min(c.part) AS part, min(c.role) AS role, min(c.person) AS person
        FROM gmalign_private.public_parts() p
        JOIN pg_temp.gmalign_datum c ON p.relation = c.relation AND p.part = c.part || '_count'
        WHERE c.row_key IS NOT NULL AND c.relation <> 'program_outcomes' AND NOT starts_with(c.role, '+')
        GROUP BY c.cell, c.role_key, c.person_key) AS d;
  -- the fewest behind any figure are those of one of them; and how many answered is said by that as well
  INSERT INTO pg_temp.gmalign_datum (relation, row_key, part, role, pool, datum, person, amount)
  SELECT d.relation, d.row_key, 'fewest_count', d.role, CASE d.role WHEN '+whole' THEN d.pool END, d.datum, d.person, d.amount
  FROM (SELECT DISTINCT ON (c.relation, c.row_key) c.relation, c.row_key, c.part
        FROM pg_temp.gmalign_datum c
        JOIN (VALUES ('expectancy_by_role', ARRAY['asked_count', 'links', 'motivation', 'fit', 'driver']),
                     ('gm_team_profile', ARRAY['team', 'links', 'score', 'driver']),
                     ('stakeholder_heatmap', ARRAY['heard', 'chance'])) AS n (relation, parts) ON n.relation = c.relation AND c.part = ANY (n.parts)
        WHERE NOT starts_with(c.role, '+')
        GROUP BY c.relation, c.row_key, c.part
        ORDER BY c.relation, c.row_key, count(DISTINCT c.person_key), c.part) AS f
  JOIN pg_temp.gmalign_datum d ON d.relation = f.relation AND d.row_key = f.row_key
                              AND (d.part = f.part AND d.role <> '+whole' OR d.part IN ('asked_count', 'links_count') AND d.role = '+whole');
  ANALYZE pg_temp.gmalign_row, pg_temp.gmalign_datum;
END $gather$;
COMMENT ON FUNCTION gmalign_private.gather_release(text) IS
  'The first step of gmalign.publish(): every row of the views with a public twin, and whose data is in it, into temporary tables.';

CREATE FUNCTION gmalign_private.decide_release(schema text, min_group integer) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
AS $decide$
DECLARE
  known integer;
  given integer;
  safe boolean[];
BEGIN
  DROP TABLE IF EXISTS pg_temp.gmalign_cell, pg_temp.gmalign_step, pg_temp.gmalign_entry, pg_temp.gmalign_known, pg_temp.gmalign_part;
  EXECUTE format('CREATE TEMP TABLE gmalign_step AS
                  SELECT s.step AS id, s.step, s.relation, s.row_key, s.part, s.figures IS NOT NULL AS is_shown, r.min_group
                  FROM %1$I.release_step s LEFT JOIN %1$I.release r ON r.period = s.period', schema);
  SELECT coalesce(max(s.id), 0) INTO known FROM pg_temp.gmalign_step s;
  -- everything given away before
  EXECUTE format('CREATE TEMP TABLE gmalign_known AS
                  SELECT i.step, hashtext(m.pool) AS pool_key, m.datum, hashtextextended(m.person_id, 0) AS person_key, m.room
                  FROM %I.release_member m CROSS JOIN LATERAL unnest(m.steps) AS i (step)', schema);
  ANALYZE pg_temp.gmalign_step, pg_temp.gmalign_known;
  CREATE TEMP TABLE gmalign_entry (step integer, pool_key integer, datum bigint, person_key bigint, room integer);

  -- analyzed: taken for a handful, all numbers would be read once for each
  CREATE TEMP TABLE gmalign_part AS
  SELECT n.cell, n.relation, n.row_key, n.part, p.amounts IS NOT NULL AS has_amounts,
         coalesce(p.amounts, p.shares, p.scores, p.indexes) IS NOT NULL AS can_be_dominated, p.counts IS NOT NULL AS has_counts,
         EXISTS (SELECT FROM unnest(p.counts || p.shares || p.scores || p.amounts || p.others || p.indexes) AS c (column_name)
                 WHERE r.figures ->> c.column_name IS NOT NULL) AS has_figure
  FROM (SELECT d.cell, min(d.relation) AS relation, min(d.row_key) AS row_key, min(d.part) AS part
        FROM pg_temp.gmalign_datum d
        WHERE d.row_key IS NOT NULL
        GROUP BY d.cell) AS n
  LEFT JOIN gmalign_private.public_parts() p ON p.relation = n.relation AND p.part = n.part
  LEFT JOIN pg_temp.gmalign_row r ON r.relation = n.relation AND r.row_key = n.row_key;
  ANALYZE pg_temp.gmalign_part;

  CREATE TEMP TABLE gmalign_cell AS
  WITH base AS (
    SELECT q.cell, CASE WHEN bool_and(q.is_beside) THEN 0 ELSE min(q.people) END AS base
    FROM (SELECT p.cell, p.role_key, bool_and(p.is_beside) AS is_beside, count(*) AS people
          FROM (SELECT d.cell, d.role_key, d.person_key, bool_and(starts_with(d.role, '+')) AS is_beside
                FROM pg_temp.gmalign_datum d
                WHERE d.row_key IS NOT NULL
                GROUP BY d.cell, d.role_key, d.person_key) AS p
          GROUP BY p.cell, p.role_key) AS q
    GROUP BY q.cell
  ),
  -- the second largest could work the largest out to a tenth (p % rule): of an amount; of a mean, whose numbers
  -- are within their range, who has nearly all of them, or of their weights
  dominant AS (
    SELECT DISTINCT p.cell
    FROM (SELECT m.cell, m.role_key, m.person_key, CASE WHEN bool_and(m.is_summed) THEN sum(m.amount) ELSE count(*) END AS amount
          FROM (SELECT d.cell, d.role_key, d.person_key, d.datum, bool_and(k.has_amounts OR d.role = '+weight') AS is_summed,
                       sum(d.amount) AS amount
                FROM pg_temp.gmalign_datum d
                JOIN pg_temp.gmalign_part k ON k.cell = d.cell AND k.can_be_dominated
                WHERE d.role <> '+whole'
                GROUP BY d.cell, d.role_key, d.person_key, d.datum) AS m
          GROUP BY m.cell, m.role_key, m.person_key) AS p
    GROUP BY p.cell, p.role_key
    HAVING sum(p.amount) - (array_agg(p.amount ORDER BY p.amount DESC NULLS LAST))[1]
           - coalesce((array_agg(p.amount ORDER BY p.amount DESC NULLS LAST))[2], 0) < .1 * max(p.amount)
  ),
  last AS MATERIALIZED (
    SELECT s.*, hashtextextended(s.relation || ' ' || s.part || ' ' || s.row_key, 0) AS cell
    FROM (SELECT DISTINCT ON (s.relation, s.row_key, s.part) s.relation, s.row_key, s.part, s.step, s.id, s.is_shown, s.min_group
          FROM pg_temp.gmalign_step s
          WHERE s.row_key <> ''
          ORDER BY s.relation, s.row_key, s.part, s.step DESC) AS s
  ),
  -- of what has been shown: numbers that can be added up, and where a part says how many they are, the people; as they are
  number AS (
    SELECT d.cell, d.pool_key, d.datum, d.person_key, true AS is_present
    FROM pg_temp.gmalign_datum d
    JOIN last l ON l.cell = d.cell AND l.is_shown
    WHERE d.pool IS NOT NULL
    UNION ALL
    SELECT n.cell, hashtext('people') AS pool_key, gmalign_private.datum_key('people', n.person) AS datum, n.person_key, true AS is_present
    FROM pg_temp.gmalign_datum n
    JOIN pg_temp.gmalign_part k ON k.cell = n.cell AND k.has_counts
    JOIN last l ON l.cell = n.cell AND l.is_shown
    WHERE NOT starts_with(n.role, '+')
    UNION ALL
    -- and as they were
    SELECT l.cell, e.pool_key, e.datum, e.person_key, false AS is_present
    FROM last l JOIN pg_temp.gmalign_known e ON e.step = l.step
    WHERE l.is_shown
  ),
  changed AS (
    SELECT q.cell, count(DISTINCT q.person_key) AS people
    -- in one of the two only
    FROM (SELECT b.cell, b.person_key
          FROM number b
          GROUP BY b.cell, b.pool_key, b.datum, b.person_key
          HAVING bool_and(b.is_present) OR NOT bool_or(b.is_present)) AS q
    GROUP BY q.cell
  ),
  -- how many were behind what is shown, where the setting was raised
  shown_base AS (
    SELECT q.cell, min(q.people) AS people
    FROM (SELECT l.cell, e.pool_key, count(DISTINCT e.person_key) AS people
          FROM last l JOIN pg_temp.gmalign_known e ON e.step = l.step
          WHERE l.is_shown AND l.min_group < decide_release.min_group
          GROUP BY l.cell, e.pool_key) AS q
    GROUP BY q.cell
  ),
  judged AS (
    SELECT coalesce(b.cell, l.cell) AS cell, coalesce(n.relation, l.relation) AS relation, coalesce(n.row_key, l.row_key) AS row_key,
           coalesce(n.part, l.part) AS part, coalesce(b.base, 0) AS base, m.cell IS NOT NULL AS has_dominant, l.id AS last_id,
           coalesce(l.is_shown, false) AS was_shown, coalesce(c.people, 0) AS changed,
           coalesce(n.has_figure, false) AS has_figure,
           -- the setting was raised above them: as everybody can work out, it tells nothing new
           coalesce(l.min_group < decide_release.min_group AND coalesce(w.people, b.base, 0) < decide_release.min_group, false) AS is_outgrown
    FROM base b
    JOIN pg_temp.gmalign_part n ON n.cell = b.cell
    FULL JOIN last l ON l.cell = b.cell
    LEFT JOIN dominant m ON m.cell = b.cell
    LEFT JOIN shown_base w ON w.cell = l.cell
    LEFT JOIN changed c ON c.cell = l.cell
  )
  SELECT j.*, NULL::integer AS step,
         -- a figure goes the way it came: only when enough people have changed
         CASE WHEN j.was_shown AND j.changed < min_group THEN CASE WHEN j.is_outgrown THEN 'withheld' ELSE 'kept' END
              -- where there is nothing to show, nothing is given away
              WHEN j.base >= min_group AND j.has_figure THEN 'asked'
              ELSE 'withheld' END AS status
  FROM judged j;

  -- sums that everybody knows come first; then the cells, what has never been shown before what stays as it is
  -- when it is refused, and the largest first
  INSERT INTO pg_temp.gmalign_step (step, relation, row_key, part)
  SELECT known + row_number() OVER (ORDER BY q.relation, q.part), q.relation, '', q.part
  FROM (SELECT DISTINCT d.relation, d.part FROM pg_temp.gmalign_datum d WHERE d.row_key IS NULL
        GROUP BY d.relation, d.part HAVING count(DISTINCT d.person_key) >= min_group) AS q;
  GET DIAGNOSTICS given = ROW_COUNT;
  INSERT INTO pg_temp.gmalign_entry
  SELECT DISTINCT s.step, d.pool_key, d.datum, d.person_key, 0
  FROM pg_temp.gmalign_step s
  JOIN pg_temp.gmalign_datum d ON d.relation = s.relation AND d.part = s.part AND d.row_key IS NULL
  WHERE s.step > known;
  UPDATE pg_temp.gmalign_cell c SET step = known + given + o.place
  FROM (SELECT n.relation, n.row_key, n.part,
               -- how many answered says more than how many were asked
               row_number() OVER (ORDER BY n.was_shown, n.part ~ '_count$', n.part = 'asked_count', n.base DESC, n.relation, n.row_key, n.part = 'conflict', n.part) AS place
        FROM pg_temp.gmalign_cell n WHERE n.status = 'asked') AS o
  WHERE o.relation = c.relation AND o.row_key = c.row_key AND o.part = c.part;
  ANALYZE pg_temp.gmalign_cell;
  INSERT INTO pg_temp.gmalign_entry
  SELECT c.step, d.pool_key, d.datum, d.person_key, CASE WHEN k.has_room OR d.role = '+whole' THEN d.amount::integer ELSE 0 END
  FROM pg_temp.gmalign_cell c
  JOIN (SELECT p.relation, p.part, p.amounts IS NULL AS has_room FROM gmalign_private.public_parts() p) AS k
    ON k.relation = c.relation AND k.part = c.part
  JOIN pg_temp.gmalign_datum d ON d.cell = c.cell AND d.pool IS NOT NULL
  WHERE c.step IS NOT NULL
  UNION ALL
  SELECT q.step, hashtext('people') AS pool_key, gmalign_private.datum_key('people', q.person), q.person_key, 0
  FROM (SELECT c.step, d.person_key, min(d.person) AS person
        FROM pg_temp.gmalign_cell c
        JOIN gmalign_private.public_parts() p ON p.relation = c.relation AND p.part = c.part AND p.counts IS NOT NULL
        JOIN pg_temp.gmalign_datum d ON d.cell = c.cell AND NOT starts_with(d.role, '+')
        WHERE c.step IS NOT NULL
        GROUP BY c.step, d.person_key) AS q;
  ANALYZE pg_temp.gmalign_entry;

  SELECT gmalign_private.safe_steps(array_agg(q.step), array_agg(q.pool_key), array_agg(q.datum), array_agg(q.person_key),
                                    known + given, (SELECT coalesce(max(c.step), known + given) FROM pg_temp.gmalign_cell c), min_group,
                                    array_agg(coalesce(q.room, 0)))
  INTO safe
  FROM (TABLE pg_temp.gmalign_known UNION ALL TABLE pg_temp.gmalign_entry) AS q;
  UPDATE pg_temp.gmalign_cell c
  SET status = CASE WHEN safe[c.step] THEN 'new' WHEN c.was_shown AND NOT c.is_outgrown THEN 'kept' ELSE 'withheld' END
  WHERE c.status = 'asked';
END $decide$;
COMMENT ON FUNCTION gmalign_private.decide_release(text, integer) IS
  'The second step of gmalign.publish(): which cells step to new figures, keep what they have or are withheld.';

CREATE FUNCTION gmalign.publish(schema text, period date DEFAULT date_trunc('month', gmalign.today()::timestamp)::date,
    OUT published_period date, OUT new_count integer, OUT kept_count integer, OUT withheld_count integer)
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  -- a policy that hides rows from us is an error, not a smaller group
  SET row_security = off
  SET client_min_messages = warning
  SET jit = off
  SET work_mem = '64MB'
  -- a number is the same whatever the session calls it
  SET DateStyle = 'ISO, MDY'
  SET IntervalStyle = 'postgres'
  SET extra_float_digits = 1
AS $publish$
DECLARE
  owner_name name;
  newest date;
  as_of date;
  as_of_before text := current_setting('gmalign.as_of', true);
  min_group integer;
BEGIN
  SELECT pg_get_userbyid(c.relowner) INTO owner_name FROM pg_class c WHERE c.oid = to_regclass(format('%I.release_row', schema));
  IF owner_name IS NULL OR NOT EXISTS (SELECT FROM gmalign_private.public_views() p
                                       WHERE to_regclass(format('%I.%I', schema, p.relation || '_public')) IS NOT NULL) THEN
    RAISE EXCEPTION 'schema "%" has no public views', coalesce(schema, 'NULL')
      USING ERRCODE = 'undefined_table',
            HINT = format('Make them first: CREATE ROLE gm_public NOLOGIN; GRANT gm_public TO CURRENT_USER; SELECT gmalign.install_public_views(%L, ''gm_public'');', schema);
  ELSIF owner_name <> current_user THEN
    RAISE EXCEPTION 'only the owner of the model may publish: "%"', owner_name
      USING ERRCODE = 'insufficient_privilege',
            DETAIL = 'It runs the views of the model, and reads everybody''s rows.',
            HINT = format('SET ROLE %I;', owner_name);
  END IF;
  PERFORM gmalign_private.check_target_schema(schema);
  IF period IS NULL OR period < '1000-01-01' OR period > gmalign.today() THEN
    RAISE EXCEPTION 'period is out of range: %', coalesce(period::text, 'NULL')
      USING ERRCODE = 'invalid_parameter_value',
            DETAIL = format('A release is for a period that has begun; today is %s.', gmalign.today()),
            HINT = 'Pass the first day of a month, or nothing for the current one.';
  END IF;
  -- one at a time
  EXECUTE format('LOCK TABLE %I.release IN SHARE ROW EXCLUSIVE MODE', schema);
  EXECUTE format('SELECT max(r.period) FROM %I.release r', schema) INTO newest;
  IF newest >= period THEN
    RAISE EXCEPTION 'period % is published already%', period, CASE WHEN newest > period THEN ', or before ' || newest ELSE '' END
      USING ERRCODE = CASE WHEN newest = period THEN 'unique_violation' ELSE 'invalid_parameter_value' END,
            DETAIL = 'What was read cannot be taken back: a release is not replaced, and none is put before another.',
            HINT = 'Publish the next period when it has begun.';
  END IF;
  -- a past month as it was at its end
  as_of := least(gmalign.today(), (date_trunc('month', period::timestamp) + interval '1 month - 1 day')::date);
  PERFORM set_config('gmalign.as_of', to_char(as_of, 'YYYY-MM-DD'), true);
  EXECUTE format('SELECT s.min_group FROM %I.setting_in_force s', schema) INTO min_group;
  PERFORM gmalign_private.gather_release(schema);
  PERFORM gmalign_private.decide_release(schema, min_group);
  PERFORM set_config('gmalign.as_of', coalesce(as_of_before, ''), true);
  SELECT s.new_count, s.kept_count, s.withheld_count INTO new_count, kept_count, withheld_count
  FROM gmalign_private.store_release(schema, period) AS s;
  EXECUTE format('INSERT INTO %I.release (period, as_of, min_group, figure_count, new_count, kept_count, withheld_count)
                  VALUES ($1, $2, $3, $4 + $5 + $6, $4, $5, $6)', schema)
    USING period, as_of, min_group, new_count, kept_count, withheld_count;
  published_period := period;
  DROP TABLE pg_temp.gmalign_row, pg_temp.gmalign_datum, pg_temp.gmalign_cell, pg_temp.gmalign_step, pg_temp.gmalign_entry, pg_temp.gmalign_known, pg_temp.gmalign_part;
  PERFORM gmalign_private.check_strangers(schema);
END $publish$;
COMMENT ON FUNCTION gmalign.publish(text, date) IS
  'Publishes the figures of the public views for a period (its first day; default: the current month), as of its end or today: computes all of them together, withholds what rests on fewer than min_group people and what would give so few away by any sums and differences of published figures, of this release and all before it, rounds the rest and stores it. A figure changes only when as many people behind it have changed. Returns how many figures are new, kept from an earlier release, and withheld. Runs as the owner of the model. Raises 42P01 without public views, 42501 for another role, 22023 for a period that has not begun or lies before the newest, 23505 for one that is published: nothing is replaced.';

CREATE FUNCTION gmalign_private.store_release(schema text, period date, OUT new_count integer, OUT kept_count integer, OUT withheld_count integer)
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
AS $store$
DECLARE
  last_id integer;
BEGIN
  EXECUTE format('SELECT coalesce(max(s.step), 0) FROM %I.release_step s', schema) INTO last_id;
  -- new steps, sums that everybody knows, and cells that are withdrawn
  DROP TABLE IF EXISTS pg_temp.gmalign_new;
  CREATE TEMP TABLE gmalign_new AS
  SELECT last_id + row_number() OVER (ORDER BY q.step, q.relation, q.row_key, q.part) AS id, q.step, q.relation, q.row_key, q.part, q.figures
  FROM (SELECT c.step, c.relation, c.row_key, c.part,
               gmalign_private.part_figures(c.relation, c.part, r.figures, c.base, c.has_dominant) AS figures
        FROM pg_temp.gmalign_cell c
        JOIN pg_temp.gmalign_row r ON r.relation = c.relation AND r.row_key = c.row_key
        WHERE c.status = 'new'
        UNION ALL
        SELECT s.step, s.relation, s.row_key, s.part, NULL AS figures FROM pg_temp.gmalign_step s WHERE s.id IS NULL
        UNION ALL
        SELECT NULL AS step, c.relation, c.row_key, c.part, NULL AS figures FROM pg_temp.gmalign_cell c WHERE c.status = 'withheld' AND c.was_shown) AS q;
  EXECUTE format('INSERT INTO %I.release_step (step, period, relation, row_key, part, figures)
                  SELECT n.id, $1, n.relation, n.row_key, n.part, n.figures FROM pg_temp.gmalign_new n', schema) USING period;
  EXECUTE format('INSERT INTO %I.release_member AS m (pool, datum, person_id, steps, room)
                  WITH person AS MATERIALIZED (SELECT d.person_key, min(d.person) AS person FROM pg_temp.gmalign_datum d GROUP BY d.person_key),
                       pool AS MATERIALIZED (SELECT d.pool_key, min(d.pool) AS pool FROM pg_temp.gmalign_datum d WHERE d.pool IS NOT NULL GROUP BY d.pool_key
                                             UNION SELECT hashtext(''people''), ''people'')
                  SELECT l.pool, e.datum, p.person, e.steps, e.room
                  FROM (SELECT q.pool_key, q.datum, q.person_key, array_agg(q.id ORDER BY q.id) AS steps, max(q.room) AS room
                        FROM (SELECT e.pool_key, e.datum, e.person_key, n.id::integer AS id, coalesce(max(e.room), 0) AS room
                              FROM pg_temp.gmalign_entry e JOIN pg_temp.gmalign_new n ON n.step = e.step
                              GROUP BY e.pool_key, e.datum, e.person_key, n.id) AS q
                        GROUP BY q.pool_key, q.datum, q.person_key) AS e
                  JOIN person p ON p.person_key = e.person_key
                  JOIN pool l ON l.pool_key = e.pool_key
                  ON CONFLICT (datum, pool, person_id) DO UPDATE SET steps = m.steps || excluded.steps', schema);

  -- figure by figure: as it is, as it is published
  DROP TABLE IF EXISTS pg_temp.gmalign_figure;
  EXECUTE format($figure$
    CREATE TEMP TABLE gmalign_figure AS
    SELECT c.relation, c.row_key, c.part, k.column_name, c.status, s.period, s.figures -> k.column_name AS published,
           coalesce(s.figures ->> k.column_name IS NULL AND c.base > 0 AND r.figures ->> k.column_name IS NOT NULL
                    AND jsonb_typeof(r.figures -> k.column_name) <> 'boolean', false) AS is_withheld
    FROM pg_temp.gmalign_cell c
    JOIN gmalign_private.part_columns() k ON k.relation = c.relation AND k.part = c.part
    LEFT JOIN pg_temp.gmalign_row r ON r.relation = c.relation AND r.row_key = c.row_key
    LEFT JOIN pg_temp.gmalign_new n ON c.status = 'new' AND n.step = c.step
    LEFT JOIN %I.release_step s ON s.step = CASE c.status WHEN 'new' THEN n.id WHEN 'kept' THEN c.last_id END$figure$, schema);
  -- a row with a figure that is not withheld; its labels are today's, or those it had
  EXECUTE format($row$
    INSERT INTO %1$I.release_row (relation, row_id, period, figures_from, is_suppressed, figures)
    SELECT f.relation,
           -- a name as long as a book fits into no index
           CASE WHEN octet_length(i.id) <= 1000 THEN i.id ELSE left(i.id, 200) || ' ' || md5(i.id) END,
           $1, f.figures_from, f.is_suppressed, l.labels || f.figures
    FROM (SELECT f.relation, f.row_key,
                 -- of what is shown: the rest, and whether there is any, is not told
                 min(f.period) FILTER (WHERE f.published <> 'null') AS figures_from,
                 count(*) FILTER (WHERE f.published <> 'null' AND f.part <> 'compared')
                   < (SELECT count(*) FROM gmalign_private.part_columns() k WHERE k.relation = f.relation AND k.part <> 'compared') AS is_suppressed,
                 coalesce(jsonb_object_agg(f.column_name, f.published) FILTER (WHERE f.published IS NOT NULL), '{}') AS figures
          FROM pg_temp.gmalign_figure f
          GROUP BY f.relation, f.row_key
          HAVING count(f.published) FILTER (WHERE f.part <> 'title' AND f.published <> 'null') > 0) AS f
    LEFT JOIN pg_temp.gmalign_row r ON r.relation = f.relation AND r.row_key = f.row_key
    JOIN gmalign_private.public_views() v ON v.relation = f.relation
    LEFT JOIN LATERAL (SELECT b.row_id, b.figures FROM %1$I.release_row b
                       WHERE r.relation IS NULL AND b.relation = f.relation AND b.figures ->> v.row_key = f.row_key
                       ORDER BY b.period DESC LIMIT 1) AS b ON true
    CROSS JOIN LATERAL (SELECT coalesce(r.figures ->> 'id', b.row_id) AS id) AS i
    CROSS JOIN LATERAL (SELECT jsonb_object_agg(n.label, coalesce(r.figures, b.figures) -> n.label) AS labels FROM unnest(v.labels) AS n (label)) AS l
    WHERE coalesce(r.figures, b.figures) IS NOT NULL
    ON CONFLICT DO NOTHING$row$, schema) USING period;
  SELECT (count(*) FILTER (WHERE f.published <> 'null' AND f.status = 'new'))::integer,
         (count(*) FILTER (WHERE f.published <> 'null' AND f.status = 'kept'))::integer,
         (count(*) FILTER (WHERE f.is_withheld))::integer
  INTO new_count, kept_count, withheld_count
  FROM pg_temp.gmalign_figure f;
  DROP TABLE pg_temp.gmalign_new, pg_temp.gmalign_figure;
END $store$;
COMMENT ON FUNCTION gmalign_private.store_release(text, date) IS
  'The last step of gmalign.publish(): stores what was decided, and counts figures.';

CREATE FUNCTION gmalign_private.publish_when_due(schema text) RETURNS date
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
AS $due$
DECLARE
  months integer;
  newest date;
  period constant date := date_trunc('month', gmalign.today()::timestamp)::date;
BEGIN
  IF to_regclass(format('%I.release', schema)) IS NULL
     OR NOT EXISTS (SELECT FROM gmalign_private.public_views() p
                    WHERE to_regclass(format('%I.%I', schema, p.relation || '_public')) IS NOT NULL) THEN
    RETURN NULL;
  END IF;
  EXECUTE format('SELECT s.publish_every_months FROM %I.setting_in_force s', schema) INTO months;
  FOR attempt IN 1..2 LOOP
    EXECUTE format('SELECT max(r.period) FROM %I.release r', schema) INTO newest;
    -- what was read cannot be taken back: that a model is fit for it the owner says, by
    -- publishing the first time
    IF newest IS NULL OR months = 0 THEN
      RETURN NULL;
    ELSIF newest > gmalign_private.newest_day() THEN
      RAISE EXCEPTION 'a release is of a month to come: %', to_char(newest, 'YYYY-MM-DD')
        USING ERRCODE = 'object_not_in_prerequisite_state',
              DETAIL = 'None is put before another, so nothing is published until then.',
              HINT = format('Who wrote it by hand may DELETE FROM %I.release WHERE period = %L.', schema, to_char(newest, 'YYYY-MM-DD'));
    ELSIF newest + make_interval(months => months) > period THEN
      RETURN NULL;
    END IF;
    -- who publishes meanwhile has done it by then
    EXECUTE format('LOCK TABLE %I.release IN SHARE ROW EXCLUSIVE MODE', schema);
  END LOOP;
  PERFORM gmalign.publish(schema, period);
  RETURN period;
END $due$;
COMMENT ON FUNCTION gmalign_private.publish_when_due(text) IS
  'Publishes the current month when the setting publish_every_months says so (0: never): for the nightly check. Never the first time, which is for the owner to decide. Returns the period published, or NULL. Raises what gmalign.publish() raises, and 55000 where a release of a month to come stands in the way.';
