-- 200,000 assignments x 3 parties x 5 goals: the same ones for all three, and,
-- at the end, for each five of sixty.
\echo 'stakeholders of 200,000 assignments ...'
CREATE TABLE said AS
SELECT a AS assignment, s AS party, g::bigint AS goal, ((a * 7 + g * 3 + length(s)) % 11) / 11.0::float8 AS priority
FROM generate_series(1, 200000 / :scale) AS a, unnest(ARRAY['organization', 'gm_professional', 'assignee']) AS s,
  generate_series(1, 5) AS g;
VACUUM ANALYZE said;
CALL compare('mutual_alignment + weakest_pair', 2, 'count(*), sum(priority) GROUP BY assignment',
  'SELECT sum(c), sum(p) FROM (SELECT assignment, count(*) AS c, sum(priority) AS p FROM said GROUP BY assignment) AS q',
  'SELECT sum(m), count(w) FROM (SELECT assignment, gmalign.mutual_alignment(party, goal, priority) AS m,
                                 gmalign.weakest_pair(party, goal, priority) AS w FROM said GROUP BY assignment) AS q');
-- the best plain SQL for exactly three parties: pivot by hand, then aggregate
CALL compare('mutual_alignment + weakest_pair', 2.5, 'hand-pivoted SQL for three parties', $$
  SELECT sum((og + oa + ga) / 3), count(CASE WHEN og <= oa AND og <= ga THEN 'og' WHEN oa <= ga THEN 'oa' ELSE 'ga' END)
  FROM (SELECT assignment, 1 - sum(abs(o - g)) / sum(abs(o) + abs(g)) AS og, 1 - sum(abs(o - a)) / sum(abs(o) + abs(a)) AS oa,
        1 - sum(abs(g - a)) / sum(abs(g) + abs(a)) AS ga
        FROM (SELECT assignment, goal, coalesce(sum(priority) FILTER (WHERE party = 'organization'), 0) AS o,
              coalesce(sum(priority) FILTER (WHERE party = 'gm_professional'), 0) AS g,
                     coalesce(sum(priority) FILTER (WHERE party = 'assignee'), 0) AS a FROM said GROUP BY assignment, goal) AS pivot
                       GROUP BY assignment) AS s $$,
  'SELECT sum(m), count(w) FROM (SELECT assignment, gmalign.mutual_alignment(party, goal, priority) AS m,
                                 gmalign.weakest_pair(party, goal, priority) AS w FROM said GROUP BY assignment) AS q',
  faster => true, runs => 3);
-- The best plain SQL for any number: what two parties share is a self-join by
-- goal, but two who share nothing are a pair too and score 0, so the pairs come
-- from the parties and the overlap is looked up.
CALL compare('mutual_alignment + weakest_pair', 6, 'pairwise SQL for any number of parties', $$
  WITH party AS (SELECT assignment, party, sum(abs(priority)) AS total FROM said GROUP BY assignment, party),
  overlap AS (
    SELECT x.assignment, x.party AS a, y.party AS b,
           sum(abs(x.priority) + abs(y.priority) - abs(x.priority - y.priority)) AS shared
    FROM said x JOIN said y ON y.assignment = x.assignment AND y.goal = x.goal AND y.party > x.party
    GROUP BY x.assignment, x.party, y.party)
  SELECT sum(m), count(w) FROM (
    SELECT assignment, avg(score) AS m, (array_agg(a || '|' || b ORDER BY score, a, b))[1] AS w
    FROM (SELECT p.assignment, p.party AS a, q.party AS b, coalesce(o.shared, 0) / nullif(p.total + q.total, 0) AS score
          FROM party p JOIN party q ON q.assignment = p.assignment AND q.party > p.party
          LEFT JOIN overlap o ON o.assignment = p.assignment AND o.a = p.party AND o.b = q.party) AS pair
    GROUP BY assignment) AS s $$,
  'SELECT sum(m), count(w) FROM (SELECT assignment, gmalign.mutual_alignment(party, goal, priority) AS m,
                                 gmalign.weakest_pair(party, goal, priority) AS w FROM said GROUP BY assignment) AS q',
  faster => true, runs => 3);
TRUNCATE said;
INSERT INTO said
SELECT a, s.party, g.goal, g.priority
FROM generate_series(1, 200000 / :scale) AS a, unnest(ARRAY['organization', 'gm_professional', 'assignee']) WITH ORDINALITY AS s (party, n),
     LATERAL (SELECT (hashint8(a * 31 + s.n * 7 + k * 1009) & 2147483647)::bigint % 12 + 12 * (k - 1) AS goal,
                     (1 + (a + k * 7) % 11) / 11.0::float8 AS priority
              FROM generate_series(1, 5) AS k) AS g
ORDER BY a, hashint8(s.n * 60 + g.goal);
VACUUM ANALYZE said;
CALL compare('the same, parties name different goals', 2, 'count(*), sum(priority) GROUP BY assignment',
  'SELECT sum(c), sum(p) FROM (SELECT assignment, count(*) AS c, sum(priority) AS p FROM said GROUP BY assignment) AS q',
  'SELECT sum(m), count(w)
   FROM (SELECT assignment, gmalign.mutual_alignment(party, goal, priority) AS m, gmalign.weakest_pair(party, goal, priority) AS w
         FROM said GROUP BY assignment) AS q');
DROP TABLE said;
