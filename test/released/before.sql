-- What a user puts on a model and must not lose (state.sql lists it): the ten lines of
-- the README are there, schema hr, public views owned by gm_public, roles reader and other.
\set ON_ERROR_STOP 1
SET client_min_messages = warning;
SELECT gmalign.grant_reader('hr', 'reader', 'assignment') \g /dev/null
SELECT gmalign.enable_row_security('hr', 'reader') \g /dev/null
GRANT SELECT ON hr.graph_edges TO other WITH GRANT OPTION;
GRANT SELECT (id, title) ON hr.graph_nodes TO PUBLIC;
REVOKE SELECT ON hr.alignment_trend FROM CURRENT_USER;
REVOKE EXECUTE ON FUNCTION gmalign.publish(text, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION gmalign.publish(text, date) TO other;
ALTER VIEW hr.graph_edges SET (security_barrier = true);
COMMENT ON VIEW hr.graph_edges IS 'Our links.';
COMMENT ON COLUMN hr.misaligned_assignment.reason IS 'Warum?';
COMMENT ON COLUMN hr.program_outcomes_public.success_rate IS 'Erfolg';
COMMENT ON COLUMN hr.goal.title IS 'Titel';
CREATE SCHEMA mine;
-- two of them, the second one first by name, in front of a model's and behind
CREATE VIEW mine.priority WITH (security_barrier = true) AS SELECT gmalign.rescale(4, 1, 5, 0, 1) AS priority;
CREATE VIEW mine.z AS SELECT e.source, n.title FROM hr.graph_edges e JOIN hr.graph_nodes n ON n.id = e.source;
CREATE VIEW mine.a AS SELECT z.*, p.priority FROM mine.z z CROSS JOIN mine.priority p;
COMMENT ON VIEW mine.a IS 'Ours.';
COMMENT ON COLUMN mine.a.title IS 'Ours, too.';
GRANT USAGE ON SCHEMA mine TO reader;
GRANT SELECT ON mine.a TO reader;
GRANT UPDATE (title) ON mine.a TO other;
ALTER VIEW mine.z OWNER TO other;
CREATE VIEW mine.published AS SELECT * FROM hr.program_outcomes_public;
CREATE POLICY ours ON hr.setting USING (code <> '');
ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO gm_public;
SELECT * FROM gmalign.publish('hr') \g /dev/null
