-- :moves assignments on the programme of programme.sql, and what is stated about
-- them, some fifteen priorities each. Like life: parties name partly the same
-- goals; sizes are few, so that there are ties; some voices have stated anew;
-- two purposes have defaults; moves have ended, people have left; and the rows
-- come in no order.
INSERT INTO assignment (assignee_id, gm_professional_id, sponsor_id, org_unit_id, assignment_type, purpose, home_country, host_country,
                        start_date, planned_end_date, end_date, end_reason, next_role_agreed_on, cost_estimate)
SELECT i, :people - 5000 + i % least(:moves / 50, 4000), :people - 4000 + i % 500, 1 + i % 100,
       (ARRAY['long_term', 'short_term', 'commuter'])[1 + i % 3],
       CASE WHEN i % 6 > 0 THEN (ARRAY['market_entry', 'knowledge_transfer', 'development', 'control', 'project'])[i % 6] END,
       (ARRAY['DE', 'US', 'JP'])[1 + i % 3], (ARRAY['VN', 'BR', 'PL', 'IN'])[1 + i % 4],
       date '2025-01-01' + i % 700, date '2025-01-01' + i % 700 + 900,
       CASE WHEN i % 5 = 0 AND i % 700 < 400 THEN date '2025-01-01' + i % 700 + 120 END,
       CASE WHEN i % 5 = 0 AND i % 700 < 400 THEN (ARRAY['completed', 'early_return', 'departure'])[1 + i % 3] END,
       CASE WHEN i % 3 > 0 THEN date '2026-01-01' END, 200000
FROM generate_series(1, :moves) AS i;
INSERT INTO purpose_goal (purpose, stakeholder_id, goal_id, priority)
SELECT p.purpose, s.id, 21 + (s.id * 37 + k * 101 + length(p.purpose)) % 500, k / 4.0
FROM unnest(ARRAY['market_entry', 'control']) AS p (purpose), stakeholder s, generate_series(1, 4) AS k
WHERE s.code IN ('organization', 'gm_professional');
INSERT INTO assignment_goal (assignment_id, stakeholder_id, goal_id, stated_on, priority)
SELECT v.a, v.voice, g.goal, v.day,
       CASE WHEN p.h % 50 = 0 THEN NULL WHEN p.h % 17 = 0 AND v.a % 10 = 0 THEN -.5 ELSE (1 + p.h % 4) / 4.0 END
FROM (SELECT a, s.id AS voice, d.day
      FROM generate_series(1, :moves::bigint) AS a CROSS JOIN stakeholder s
      CROSS JOIN (VALUES (date '2025-11-01'), ('2026-03-15')) AS d (day)
      WHERE hashint8(a * 100 + s.id) % 100 + 100 < 100
              + CASE s.code WHEN 'organization' THEN 90 WHEN 'hr' THEN -75 WHEN 'line_manager' THEN -80 WHEN 'sponsor' THEN -85
                            WHEN 'gm_professional' THEN 90 WHEN 'assignee' THEN 90 WHEN 'family' THEN -50 ELSE -200 END
        -- one in seven has stated anew
        AND (d.day < '2026-01-01' OR hashint8(a * 31 + s.id) % 7 = 0)) AS v
-- nine moves in ten: of most goals all think, and in four cases of five the same;
-- on the tenth, of three goals in five
CROSS JOIN LATERAL (SELECT DISTINCT 21 + CASE WHEN CASE WHEN v.a % 10 = 0 THEN k <= 3
                                                        ELSE (hashint8(v.a * 1000 + v.voice * 10 + k) & 7) > 0 END
                                              THEN (v.a * 7919 + k * 977) % 49980
                                              ELSE (v.a * 6101 + v.voice * 104729 + k * 1301) % 49980 END AS goal
                    FROM generate_series(1, 3 + CASE WHEN v.a % 10 = 0 THEN v.a + v.voice ELSE v.a END % 3) AS k) AS g
CROSS JOIN LATERAL (SELECT hashint8(v.a * 100000 + g.goal + CASE WHEN v.a % 10 = 0 OR (v.a + v.voice + g.goal) % 5 = 0
                                                                 THEN v.voice * 1000000 + (v.day - date '2025-01-01')
                                                                 ELSE 0 END) & 1048575 AS h) AS p
ORDER BY hashint8(v.a * 13 + g.goal);
