-- How often the rule drift errs, and how soon it finds a fall: moves restated
-- every quarter for two years, checked every month, read from the views.
--   moves  how many of each kind
-- Leaves the table drift_found(noise, fall, moves, found_12, found_24): shares
-- flagged within one and two years, where alignment begins at .75, falls by so
-- much a month and is restated with such a noise. Wants a search_path with an
-- empty model first.
INSERT INTO employee (id) VALUES (1);
CREATE TEMP TABLE kind AS
SELECT row_number() OVER () AS kind, * FROM (VALUES (.04, 0), (.07, 0), (.10, 0), (.07, .005), (.07, .01), (.07, .015), (.07, .03)) AS v
  (noise, fall);
INSERT INTO assignment (id, assignee_id, start_date)
SELECT k.kind * 100000 + i, 1, '2024-01-31' FROM kind k, generate_series(1, :moves) AS i;
-- a sum of twelve uniform numbers less 6 is near enough to normal
INSERT INTO alignment_snapshot (taken_on, assignment_id, mutual_alignment, weakest_alignment, alignment_band, assignment_status)
SELECT (date '2024-02-01' + make_interval(months => m) - interval '1 day')::date, q.id, q.score, q.score, 'mixed', 'active'
FROM (SELECT a.id, s.quarter, greatest(0, least(1, .75 - k.fall * s.quarter * 3 + k.noise
               * ((SELECT sum(random()) FROM generate_series(1, 12) WHERE a.id + s.quarter > 0) - 6)))::float8 AS score
      FROM assignment a JOIN kind k ON k.kind = a.id / 100000 CROSS JOIN generate_series(0, 8) AS s (quarter)) AS q,
     generate_series(q.quarter * 3, least(q.quarter * 3 + 2, 24)) AS m;
ANALYZE alignment_snapshot;
CREATE TEMP TABLE drift_flag (assignment_id bigint, month integer);
DO $$
BEGIN
  FOR m IN 1..24 LOOP
    PERFORM set_config('gmalign.as_of', (date '2024-02-01' + make_interval(months => m) - interval '1 day')::date::text, true);
    INSERT INTO drift_flag
    SELECT d.subject_id, m FROM rule_drift d JOIN flag_rule r ON r.code = 'drift' WHERE d.score < r.open_value;
  END LOOP;
END $$;
CREATE TEMP TABLE drift_found AS
SELECT k.noise, k.fall, count(*) AS moves, 
       round(avg(coalesce(f.month <= 12, false)::integer), 3) AS found_12, round(avg((f.month IS NOT NULL)::integer), 3) AS found_24
FROM kind k JOIN assignment a ON a.id / 100000 = k.kind
LEFT JOIN (SELECT d.assignment_id, min(d.month) AS month FROM drift_flag d GROUP BY d.assignment_id) AS f ON f.assignment_id = a.id
GROUP BY k.kind, k.noise, k.fall;
