-- points_list: lists of goals as points, against plain SQL.
\set QUIET 1
\i test/pgtap/lib/setup.sql
