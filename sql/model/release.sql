-- The model, releases: what was published, and whose data was in it. Filled by
-- gmalign.publish(); the public views read release and release_row, nothing else.

CREATE TABLE release (
  period         date PRIMARY KEY CHECK (period BETWEEN '1000-01-01' AND '9999-12-31'),
  published_at   timestamptz NOT NULL DEFAULT now(),
  as_of          date NOT NULL CHECK (as_of BETWEEN '1000-01-01' AND '9999-12-31'),
  min_group      integer NOT NULL CHECK (min_group >= 1),
  figure_count   bigint NOT NULL CHECK (figure_count >= 0),
  new_count      bigint NOT NULL CHECK (new_count >= 0),
  kept_count     bigint NOT NULL CHECK (kept_count >= 0),
  withheld_count bigint NOT NULL CHECK (withheld_count >= 0)
);
COMMENT ON TABLE release IS 'Releases of the public figures. One row per period.';
COMMENT ON COLUMN release.period IS 'First day of the period it is for.';
COMMENT ON COLUMN release.published_at IS 'When it was published.';
COMMENT ON COLUMN release.as_of IS 'Day whose state it shows.';
COMMENT ON COLUMN release.min_group IS 'Setting min_group then.';
COMMENT ON COLUMN release.figure_count IS 'Cells with somebody''s data behind them.';
COMMENT ON COLUMN release.new_count IS 'Those of them published with the figures of the day.';
COMMENT ON COLUMN release.kept_count IS 'Those that keep the figures of an earlier release.';
COMMENT ON COLUMN release.withheld_count IS 'Those that are withheld.';

CREATE TABLE release_row (
  relation      text NOT NULL,
  row_id        text NOT NULL,
  period        date NOT NULL CHECK (period BETWEEN '1000-01-01' AND '9999-12-31'),
  figures_from  date NOT NULL CHECK (figures_from BETWEEN '1000-01-01' AND '9999-12-31'),
  is_suppressed boolean NOT NULL,
  figures       jsonb NOT NULL,
  PRIMARY KEY (relation, row_id, period)
);
COMMENT ON TABLE release_row IS 'What was published, as the public views show it. One row per period, view and row of it with a figure that is not withheld.';
COMMENT ON COLUMN release_row.relation IS 'The view without its ending _public.';
COMMENT ON COLUMN release_row.row_id IS 'The row''s id there.';
COMMENT ON COLUMN release_row.period IS 'Period of the release.';
COMMENT ON COLUMN release_row.figures_from IS 'Period whose state the oldest figure of the row shows.';
COMMENT ON COLUMN release_row.is_suppressed IS 'Whether some figure of the row is withheld.';
COMMENT ON COLUMN release_row.figures IS 'Labels and figures by the names of the columns.';

CREATE TABLE release_step (
  step     integer PRIMARY KEY CHECK (step > 0),
  period   date NOT NULL CHECK (period BETWEEN '1000-01-01' AND '9999-12-31'),
  relation text NOT NULL,
  row_key  text NOT NULL,
  part     text NOT NULL,
  figures  jsonb
);
COMMENT ON TABLE release_step IS 'Each time a cell, the figures of a row that rest on the same people, was published anew. One row per such step.';
COMMENT ON COLUMN release_step.step IS 'Number of the step.';
COMMENT ON COLUMN release_step.period IS 'Period of the release.';
COMMENT ON COLUMN release_step.relation IS 'The view without its ending _public.';
COMMENT ON COLUMN release_step.row_key IS 'What the row is about, whatever the month.';
COMMENT ON COLUMN release_step.part IS 'Which of the row''s figures.';
COMMENT ON COLUMN release_step.figures IS 'The figures as published, by the names of the columns. NULL: none; a sum that everybody knows.';

CREATE TABLE release_member (
  pool      text NOT NULL,
  datum     bigint NOT NULL,
  person_id text NOT NULL,
  steps     integer[] NOT NULL,
  room      integer NOT NULL DEFAULT 0,
  PRIMARY KEY (datum, pool, person_id)
);
CREATE INDEX ON release_member (person_id);
-- who was in which group is for the owner's publish() only
ALTER TABLE release_member ENABLE ROW LEVEL SECURITY;
COMMENT ON TABLE release_member IS 'Whose data was in which step: what earlier releases give away has to be known when the next is made. One row per number of a person. For the owner only: row-level security without a policy.';
COMMENT ON COLUMN release_member.pool IS 'Which numbers can be added up with it.';
COMMENT ON COLUMN release_member.datum IS 'Which number it is: a digest of its key and value, which changes when either does.';
COMMENT ON COLUMN release_member.person_id IS 'The person, employee.id as text.';
COMMENT ON COLUMN release_member.steps IS 'The steps it was in (release_step.step), ascending.';
COMMENT ON COLUMN release_member.room IS 'Of a score, whether it lies away from the ends of its range, as bits. 0: no score.';
