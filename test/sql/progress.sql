-- key results: progress by the stated direction
SELECT d, s, c, t, gmalign.key_result_progress(d, s, c, t) AS progress, gmalign.key_result_is_met(d, s, c, t) AS met
FROM (VALUES
  ('increase', 0, 12, 20), ('increase', 2, 1, 10), ('increase', 0, 30, 20), ('increase', NULL, 12, 20), ('increase', 5, 5, 5),
  ('decrease', 30, 15, 10), ('decrease', 30, 5, 10),
  ('at_least', NULL, 45, 90), ('at_least', 0, 45, 90), ('at_least', 95, 97, 90), ('at_least', NULL, -3, -5),
  ('at_least', NULL, -8, -5), ('at_least', NULL, 0, 0),
  ('at_most', NULL, 20, 10), ('at_most', NULL, 5, 10), ('at_most', NULL, 0, 0), ('at_most', 30, 20, 10), ('at_most', NULL, 3, -1),
  ('exact', NULL, 7, 7), ('exact', NULL, 7.5, 7), ('binary', NULL, 1, NULL), ('binary', NULL, 0, NULL), ('binary', NULL, 2, 3),
  ('increase', 0, NULL, 20), ('increase', 0, 12, NULL), (NULL, 0, 12, 20)
) AS v (d, s, c, t);
SELECT c, gmalign.key_result_progress('range', NULL, c, 10, 20) AS progress, gmalign.key_result_is_met('range', NULL, c, 10, 20) AS met
FROM (VALUES (5::float8), (10), (15), (20), (40)) AS v (c);
SELECT gmalign.key_result_progress('range', NULL, 5, 10, NULL);
SELECT gmalign.key_result_progress('sideways', 0, 1, 2);
SELECT gmalign.key_result_progress('range', NULL, 5, 20, 10);
SELECT gmalign.key_result_progress('increase', 0, 'NaN', 2);
SELECT gmalign.key_result_progress('increase', -1.7e308, 1.7e308, 1);
