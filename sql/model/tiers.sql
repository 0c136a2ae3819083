-- The model, tiers: who may be given which column. A column that is not named here
-- is granted to nobody: see gmalign.grant_reader(). The tier of a view stands in
-- sql/views/ORDER.

CREATE FUNCTION gmalign_private.column_tiers(OUT relation text, OUT tier text, OUT columns text[])
  RETURNS SETOF record
  LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 1 ROWS 60
BEGIN ATOMIC
  -- Views run with the rights of who asks, so what a view of tier assignment computes
  -- with is of that tier: the days of employment, because a move ends with the one it
  -- was made in. Words that somebody wrote are not: where such a view says whether
  -- there are any, filled_keys() looks, for those who may read them.
  SELECT v.relation, v.tier, string_to_array(v.columns, ' ')
  FROM (VALUES
    ('org_unit', 'assignment', 'id external_id name parent_id region'),
    ('employee', 'assignment', 'id external_id org_unit_id'),
    -- days: by them a move has ended, and a contributor works on nothing; also a last day that lies ahead
    ('employee', 'assignment', 'hire_date departure_date'),
    ('employee', 'person', 'manager_id home_country departure_type performance_rating is_high_performer'),
    ('employment_spell', 'assignment', 'employee_id hire_date departure_date'),
    ('employment_spell', 'person', 'departure_type'),

    ('cycle', 'assignment', 'id external_id name start_date end_date'),
    ('goal_dimension', 'assignment', 'id code name sort_order weight'),
    ('goal', 'assignment', 'id external_id title level goal_type horizon dimension_id cycle_id org_unit_id owner_id weight unit direction '
                           'start_value target_value target_high current_value created_on start_date due_date closed_on status'),
    ('goal', 'person', 'why'),
    ('goal_link', 'assignment', 'id child_id parent_id relation contribution valid_from valid_to'),
    ('goal_link', 'person', 'rationale'),
    ('key_result_milestone', 'assignment', 'id goal_id due_date value'),
    ('key_result_milestone', 'person', 'name'),
    ('goal_contributor', 'assignment', 'id goal_id employee_id fte_share valid_from valid_to'),
    ('goal_contributor', 'person', 'role'),
    ('goal_awareness', 'person', 'id goal_id employee_id asked_on knows_goal knows_own_contribution'),
    ('goal_change', 'person', 'id goal_id changed_on field old_value new_value reason'),

    ('stakeholder', 'assignment', 'id code name party'),
    ('assignment', 'assignment', 'id external_id assignee_id gm_professional_id sponsor_id org_unit_id assignment_type purpose home_country '
                                 'host_country start_date planned_end_date end_date fte_share cost_estimate actual_cost benefit '
                                 'next_role_agreed_on'),
    -- tells a cancelled move from one that ended, and with that a departure and an early return
    ('assignment', 'assignment', 'end_reason'),
    ('assignment', 'person', 'why_organization why_assignee benefit_basis'),
    ('assignment_party', 'assignment', 'assignment_id stakeholder_id employee_id involved_on agreed_on'),
    ('purpose_goal', 'assignment', 'id purpose stakeholder_id goal_id priority valid_from valid_to'),
    ('assignment_goal', 'assignment', 'assignment_id stakeholder_id goal_id stated_on priority'),
    ('assignment_outcome', 'assignment', 'assignment_id'),
    ('assignment_outcome', 'person', 'stakeholder_id judged_on is_success rating note'),

    ('review_agreement', 'person', 'id employee_id agreed_on requested_months granted_months'),
    ('review', 'person', 'id employee_id kind due_on held_on orientation growth_goal_id next_step next_step_on'),
    ('development_activity', 'person', 'id employee_id skill hours done_on goal_id'),
    ('reward', 'assignment', 'id code name sort_order'),
    ('expectancy_survey', 'person', 'id external_id employee_id assignment_id person_role act asked_on expectancy'),
    ('expectancy_outcome', 'person', 'survey_id reward_id instrumentality valence is_offered'),
    ('survey_item', 'assignment', 'id code name link sort_order'),
    ('survey_answer', 'person', 'survey_id item_id answer'),

    ('check_in', 'assignment', 'id external_id goal_id assignment_id checked_at value status'),
    ('check_in', 'person', 'employee_id confidence note'),
    ('action', 'assignment', 'code strategy reason_code party text sort_order text_de'),
    ('flag_rule', 'assignment', 'code meaning relation subject_kind opens_when open_value close_value severity action_code is_personal '
                                'is_enabled open_setting close_margin meaning_de said_by'),
    -- rows about a person are hidden besides: guard_flags()
    ('flag', 'assignment', 'id rule_code subject_kind subject_id severity opened_on last_seen_on closed_on close_code assigned_to_id '
                           'acknowledged_on folded_into'),
    ('flag', 'person', 'score reason_code parameters reason driver action_code close_reason action_taken outcome'),
    -- flags about persons are in what is counted
    ('check_run', 'assignment', 'id as_of started_at finished_at subject_count score_ms rule_ms flag_ms settings skipped failed_count'),
    ('check_run', 'person', 'opened_count closed_count open_count'),
    ('check_run', 'owner', 'failed_rules'),
    ('check_run_rule', 'assignment', 'run_id rule_code rule_ms open_value close_value'),
    ('check_run_rule', 'person', 'subject_count opened_count closed_count open_count'),
    ('check_run_rule', 'owner', 'error'),
    ('alignment_snapshot', 'assignment', 'taken_on assignment_id mutual_alignment weakest_alignment weakest_pair beyond_chance opposed_share '
                                         'alignment_band organization_gm_score organization_assignee_score gm_assignee_score '
                                         'assignment_status'),
    ('setting', 'assignment', 'code number_value date_value meaning'),
    -- counting rows asks for a column: the number of the row
    ('load_reject', 'assignment', 'id'),
    ('load_reject', 'owner', 'loaded_at source target row_key reason_code reason content line column_name value'),

    ('release', 'assignment', 'period published_at as_of min_group figure_count new_count kept_count withheld_count'),
    ('release_row', 'assignment', 'relation row_id period figures_from is_suppressed figures'),
    ('release_step', 'owner', 'step period relation row_key part figures'),
    ('release_member', 'owner', 'pool datum person_id room steps')
  ) AS v (relation, tier, columns);
END;
COMMENT ON FUNCTION gmalign_private.column_tiers() IS
  'The lowest tier of readers that may be given each column of the model''s tables: assignment, person, or owner (no reader at all). A line or two per table and tier.';

CREATE FUNCTION gmalign_private.filled_keys(relation regclass, column_name text, key text DEFAULT NULL) RETURNS SETOF text
  LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 100
  SET search_path = pg_catalog, pg_temp
AS $filled$
BEGIN
  -- a view that named the column would be closed to whoever may not read it
  IF has_column_privilege(relation, column_name, 'SELECT') THEN
    RETURN QUERY EXECUTE format('SELECT r.id::text FROM %s AS r WHERE r.%I::text <> '''' %s', relation, column_name,
                                'AND r.id = ' || quote_literal(key));
  END IF;
END $filled$;
COMMENT ON FUNCTION gmalign_private.filled_keys(regclass, text, text) IS
  'The keys, as text, of the rows that have something in a column; key: of that row only. For a caller who may not read the column there are none.';
