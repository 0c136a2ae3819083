WITH judgement AS (
  SELECT DISTINCT ON (o.assignment_id, o.stakeholder_id) o.assignment_id, s.party, o.is_success,
         CASE s.party WHEN 'gm_professional' THEN coalesce(a.gm_professional_id::text, 'not known')
                      WHEN 'organization' THEN coalesce(
                        k.employee_id::text,                                                            --? assignment_party
                        CASE s.code WHEN 'sponsor' THEN a.sponsor_id::text END, a.assignee_id::text)
                      ELSE a.assignee_id::text END AS judge
  FROM assignment_outcome o
  JOIN assignment a ON a.id = o.assignment_id
  JOIN stakeholder s ON s.id = o.stakeholder_id
  LEFT JOIN assignment_party k ON k.assignment_id = a.id AND k.stakeholder_id = s.id                    --? assignment_party
  WHERE o.judged_on <= gmalign.today()
  ORDER BY o.assignment_id, o.stakeholder_id, o.judged_on DESC
),
verdict AS (
  SELECT j.assignment_id, count(DISTINCT j.party) AS party_count, bool_and(j.is_success) AS is_success,
         bool_and(j.is_success) FILTER (WHERE j.party = 'organization') AS is_organization_success,
         bool_and(j.is_success) FILTER (WHERE j.party = 'gm_professional') AS is_gm_success,
         bool_and(j.is_success) FILTER (WHERE j.party = 'assignee') AS is_assignee_success,
         array_agg(j.judge) FILTER (WHERE j.party = 'organization') AS organization_judges,
         array_agg(j.judge) FILTER (WHERE j.party = 'gm_professional') AS gm_judges,
         array_agg(j.judge) FILTER (WHERE j.party = 'assignee') AS assignee_judges
  FROM judgement j
  WHERE j.is_success IS NOT NULL
  GROUP BY j.assignment_id
),
move AS MATERIALIZED (
  SELECT a.id, a.id AS assignment_id, a.assignee_id, a.assignee_id::text AS assignee, a.purpose, a.host_country, l.alignment_band,
         daterange(a.start_date, k.ended_on, '[]') AS abroad,
         k.ended_on, k.is_ended, k.is_due, k.has_left, k.days_seen, k.days_since, e.is_high_performer, n.cost_estimate, n.actual_cost, n.benefit,
         v.party_count, v.is_success, v.is_organization_success, v.is_gm_success, v.is_assignee_success,
         v.organization_judges, v.gm_judges, coalesce(v.assignee_judges, v.gm_judges, v.organization_judges) AS judges,
         concat_ws('|', k.ended_on, k.left_on, a.end_reason) AS ended, r.is_early, concat_ws('|', r.is_early, r.is_left) AS early,
         gmalign_private.room_among(r.is_early) AS early_room,
         CASE WHEN r.is_left THEN 'left' WHEN r.is_early THEN 'returned' ELSE 'neither' END AS early_kind,
         k.is_due AND k.is_ended AND v.is_success IS NOT NULL AS is_judged,
         gmalign_private.room_among(v.is_success) AS success_room,
         k.has_left AND coalesce(t.departure_type = 'voluntary', false) AS has_resigned
  FROM landmark_alignment l
  JOIN assignment a ON a.id = l.assignment_id
  JOIN employee e ON e.id = a.assignee_id
  --+ move_end
  CROSS JOIN (SELECT gmalign.today() AS today) AS c
  CROSS JOIN LATERAL (
    SELECT gmalign_private.finite(a.planned_end_date) AS planned_end_date, gmalign_private.finite(a.end_date) AS end_date,
           coalesce(x.left_on, CASE WHEN a.end_reason = 'departure' THEN gmalign_private.finite(a.end_date) END) AS left_on) AS f
  CROSS JOIN LATERAL (
    SELECT least(f.end_date, f.left_on) AS ended_on, f.left_on,
           coalesce(least(f.end_date, f.left_on) < c.today, false) AS is_ended,
           coalesce(f.planned_end_date, f.end_date, f.left_on) < c.today IS TRUE AS is_due,
           coalesce(f.left_on < c.today, false) AS has_left,
           CASE WHEN least(f.end_date, f.left_on) < c.today
                THEN least(f.left_on, c.today) - least(f.end_date, f.left_on) END AS days_seen,
           c.today - least(f.end_date, f.left_on) AS days_since) AS k
  CROSS JOIN LATERAL (
    SELECT CASE WHEN gmalign_private.amount(a.cost_estimate::float8) IS NOT NULL THEN a.cost_estimate END AS cost_estimate,
           CASE WHEN gmalign_private.amount(a.actual_cost::float8) IS NOT NULL THEN a.actual_cost END AS actual_cost,
           CASE WHEN gmalign_private.finite(a.benefit::float8) IS NOT NULL THEN a.benefit END AS benefit) AS n
  CROSS JOIN LATERAL (
    SELECT CASE WHEN NOT k.is_due THEN NULL
                WHEN NOT k.is_ended THEN false
                ELSE gmalign_private.is_early_return(f.planned_end_date, f.end_date, f.left_on, a.end_reason) END AS is_early) AS y
  CROSS JOIN LATERAL (SELECT y.is_early, y.is_early AND coalesce(k.has_left AND f.left_on <= k.ended_on, false) AS is_left) AS r
  LEFT JOIN employment_spell s ON s.employee_id = e.id AND s.departure_date = f.left_on                 --? employment_spell
  CROSS JOIN LATERAL (SELECT coalesce(s.departure_type, e.departure_type) AS departure_type) AS t       --? employment_spell
  CROSS JOIN LATERAL (SELECT e.departure_type) AS t                                                     --! employment_spell
  LEFT JOIN verdict v ON v.assignment_id = a.id
),
--+ counted_stay
-- the numbers that enter each part, a move's or, of what counts people, a person's
number AS (
  SELECT m.*, q.part, q.pool, q.datum, q.person, q.amount
  FROM placed m
  CROSS JOIN LATERAL (VALUES
    ('moves', 'moves', m.id::text, m.assignee, NULL::float8, true),
    ('ended', 'moves', m.id::text, m.assignee, NULL, m.is_ended),
    ('judged', 'success', concat_ws('|', m.id, m.is_success), m.assignee, m.success_room, m.is_judged),
    ('judged_count', 'moves', m.id::text, m.assignee, NULL, m.is_judged),
    ('early', 'early return', concat_ws('|', m.assignee, m.ended, m.early), m.assignee, m.early_room, m.is_counted AND m.is_early IS NOT NULL),
    ('early_count', 'due', m.assignee, m.assignee, NULL, m.is_counted AND m.is_early IS NOT NULL),
    -- the two parts of it
    ('left', 'early return', concat_ws('|', m.assignee, m.ended, m.early), m.assignee, m.early_room, m.is_counted AND m.is_early IS NOT NULL),
    ('left', 'left or not', concat_ws('|', m.assignee, m.ended, m.early_kind), m.assignee,
     gmalign_private.room_among(m.early_kind, 'left', 'returned', 'neither'), m.is_counted AND m.is_early IS NOT NULL),
    ('returned', 'retention', concat_ws('|', m.assignee, m.ended), m.assignee, NULL, m.is_counted AND m.is_ended),
    ('returned_later', 'retention', concat_ws('|', m.assignee, m.ended), m.assignee, NULL, m.is_counted AND m.is_ended),
    ('returned_count', 'returned', m.assignee, m.assignee, NULL, m.is_counted AND m.is_ended),
    ('compared', 'early return', concat_ws('|', m.assignee, m.ended, m.early), m.assignee, m.early_room, m.is_counted AND m.is_early IS NOT NULL),
    ('compared', 'retention', concat_ws('|', m.assignee, m.ended), m.assignee, NULL, m.is_counted AND m.is_ended),
    -- whom a curve rests on at its end; and that nobody left by then, or after the first year, or all, would be everybody's
    ('returned', 'followed', m.assignee, m.assignee, NULL, m.is_counted AND m.days_seen >= 365),
    ('returned_later', 'followed', m.assignee, m.assignee, NULL, m.is_counted AND m.days_seen >= 730),
    ('returned', 'left in a year or not', concat_ws('|', m.id, m.has_left AND m.days_seen <= 365), m.assignee,
     gmalign_private.room_among(m.has_left AND m.days_seen <= 365), m.is_counted AND m.is_ended),
    ('returned_later', 'left in two years or not', concat_ws('|', m.id, m.has_left AND m.days_seen <= 730), m.assignee,
     gmalign_private.room_among(m.has_left AND m.days_seen <= 730), m.is_counted AND m.is_ended),
    ('returned_later', 'stayed or not', concat_ws('|', m.id, m.has_left AND m.days_seen <= 730), m.assignee,
     gmalign_private.room_among(m.has_left AND m.days_seen <= 730), m.is_counted AND m.days_seen >= 365),
    ('performer', 'performers', concat_ws('|', m.assignee, m.ended), m.assignee, NULL, m.is_counted AND m.is_high_performer),
    -- that none of them resigned, or all, would be everybody's
    ('performer', 'resigned or not', concat_ws('|', m.assignee, m.has_resigned), m.assignee,
     gmalign_private.room_among(m.has_resigned), m.is_counted AND m.is_high_performer),
    ('cost', 'actual cost', concat_ws('|', m.id, m.actual_cost, m.cost_estimate), m.assignee, m.actual_cost::float8,
     m.is_due AND m.is_ended AND m.actual_cost IS NOT NULL AND m.cost_estimate IS NOT NULL),
    ('cost', 'estimated', m.id::text, m.assignee, m.cost_estimate::float8,
     m.is_due AND m.is_ended AND m.actual_cost IS NOT NULL AND m.cost_estimate IS NOT NULL),
    ('benefit', 'benefit', concat_ws('|', m.id, m.actual_cost, m.benefit), m.assignee, abs(m.benefit)::float8,
     m.is_due AND m.is_ended AND m.actual_cost IS NOT NULL AND m.benefit IS NOT NULL),
    -- benefit and return give the cost
    ('benefit', 'actual cost', concat_ws('|', m.id, m.actual_cost, m.cost_estimate), m.assignee, m.actual_cost::float8,
     m.is_due AND m.is_ended AND m.actual_cost IS NOT NULL AND m.benefit IS NOT NULL)) AS q (part, pool, datum, person, amount, is_in)
  WHERE q.is_in
  UNION ALL
  -- of one party; where no other judges the move, the same number as of all
  SELECT m.*, j.part, w.pool, concat_ws('|', m.id, w.party, j.is_success) AS datum, m.assignee AS person,
         gmalign_private.room_among(j.is_success) AS amount
  FROM placed m
  CROSS JOIN LATERAL (VALUES ('organization', m.is_organization_success), ('gm', m.is_gm_success), ('assignee', m.is_assignee_success))
    AS j (part, is_success)
  CROSS JOIN LATERAL (VALUES (j.part || ' success', NULL), ('success', CASE WHEN m.party_count > 1 THEN j.part END)) AS w (pool, party)
  WHERE m.is_due AND m.is_ended AND j.is_success IS NOT NULL
  UNION ALL
  -- a curve's steps, by quarters of a year: who was there, or left, in each, of those who have been followed through it
  SELECT m.*, k.part, 'quarter ' || w.quarter || ' after return' AS pool,
         concat_ws('|', m.assignee, m.ended_on, m.has_left AND m.days_seen <= 365 * w.quarter / 4) AS datum, m.assignee AS person, NULL::float8 AS amount
  FROM placed m
  CROSS JOIN generate_series(1, 8) AS w (quarter)
  CROSS JOIN (VALUES ('returned', 4), ('returned_later', 8), ('compared', 8)) AS k (part, quarters)
  WHERE m.is_counted AND m.is_ended AND w.quarter <= k.quarters
    AND (w.quarter = 1 OR m.days_seen > 365 * (w.quarter - 1) / 4) AND (m.has_left OR m.days_since >= 365 * w.quarter / 4)
  UNION ALL
  -- a count beside its whole, and rates whose limits tell their count: of each of them whether it is counted
  SELECT m.*, k.part, w.pool, concat_ws('|', m.id, w.is_one) AS datum, m.assignee AS person, gmalign_private.room_among(w.is_one) AS amount
  FROM placed m
  CROSS JOIN LATERAL (VALUES
    ('ended or not', m.is_ended, ARRAY['ended'], true),
    ('ended or not', m.is_ended, ARRAY['returned', 'returned_count'], m.is_counted),
    ('judged or not', m.is_judged, ARRAY['judged', 'judged_count'], true),
    ('due or not', m.is_early IS NOT NULL, ARRAY['early', 'early_count'], m.is_counted)) AS w (pool, is_one, parts, is_in)
  CROSS JOIN LATERAL unnest(w.parts) AS k (part)
  WHERE w.is_in
)
SELECT concat_ws(' ', nullif(q.segment_kind, 'all'), q.segment, b.alignment_band) AS row_key, q.part, r.role,
       CASE WHEN q.pool NOT IN ('followed', 'estimated') THEN q.pool END || r.suffix AS pool, q.datum, r.person, r.amount
FROM (SELECT n.segment_kind, n.segment, n.alignment_band, n.part, n.pool, n.datum, n.person, n.amount,
             n.organization_judges, n.gm_judges, n.judges,
             min(n.alignment_band) OVER segment < max(n.alignment_band) OVER segment AS is_split
      FROM number n
      WINDOW segment AS (PARTITION BY n.segment_kind, n.segment)) AS q
-- each band is compared with the aligned, who can be worked out from the ratio
CROSS JOIN LATERAL (SELECT q.alignment_band, NULL AS role
                    UNION ALL
                    SELECT o.alignment_band, '+aligned' AS role
                    FROM unnest(ARRAY['mixed', 'misaligned', 'cannot tell', 'not scored']) AS o (alignment_band)
                    WHERE q.part = 'compared' AND q.alignment_band = 'aligned') AS b
CROSS JOIN LATERAL (SELECT coalesce(b.role, CASE WHEN right(q.pool, 7) = ' or not' THEN '+whole'
                                                 WHEN right(q.pool, 13) = ' after return' THEN '+quarter'
                                                 WHEN q.pool IN ('followed', 'estimated') THEN '+' || q.pool
                                                 WHEN q.part = 'benefit' AND q.pool = 'actual cost' THEN '+cost'
                                                 ELSE 'assignee' END) AS role, q.person, '' AS suffix, q.amount
                    UNION ALL
                    -- a judgement is whose it is: where several parties judge a move, the one nearest to it counts
                    SELECT '+judge' AS role, j.person, ' by judge' AS suffix, NULL::float8 AS amount
                    FROM unnest(CASE q.part WHEN 'organization' THEN q.organization_judges WHEN 'gm' THEN q.gm_judges
                                            WHEN 'judged' THEN q.judges END) AS j (person)
                    WHERE right(q.pool, 7) = 'success') AS r
-- a segment in one band tells everybody's
WHERE q.is_split
