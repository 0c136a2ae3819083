-- What a user adds to the sample programme in schema hr, beside test/released/before.sql:
-- snapshots by month, rows, a column, an index, a table with values of the extension's types,
-- policies and a second model.
\set ON_ERROR_STOP 1
SET client_min_messages = warning;
SELECT count(*) FROM gmalign.partition_snapshots('hr') \g /dev/null
INSERT INTO hr.goal (external_id, title, level) VALUES ('OURS', E'Größer \\ "weiter"\n\t€', 'team');
ALTER TABLE hr.employee ADD COLUMN cost_centre text DEFAULT 'cc1';
COMMENT ON COLUMN hr.employee.cost_centre IS 'ours';
CREATE INDEX mine ON hr.assignment (host_country);
UPDATE hr.setting SET number_value = .35 WHERE code = 'misaligned_below';
CREATE TABLE mine.kept AS SELECT i AS id, gmalign.goal_graph('goal ' || g, 'goal ' || g / i, .5) AS graph,
  gmalign.alignment_state(g::float8, (g * i)::float8) AS state, gmalign_private.points_list(g, g, true) AS list
  FROM generate_series(2, 5) AS i, generate_series(1, 30) AS g GROUP BY i;
CREATE VIEW mine.read AS SELECT k.id, s.*, gmalign.alignment_score_of(k.state) AS score
  FROM mine.kept k CROSS JOIN LATERAL gmalign.goal_states(k.graph, NULL::text[]) AS s;
CREATE POLICY none ON hr.goal AS RESTRICTIVE FOR DELETE TO reader USING (false);
ALTER DATABASE prod SET gmalign.language = 'de';
SELECT gmalign.install('second') \g /dev/null
