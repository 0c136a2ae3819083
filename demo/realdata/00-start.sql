-- Real data nobody here wrote, through the model and the kernels.
-- Run by tools/realdata with the data folder as current directory.

\set ON_ERROR_STOP on
\set QUIET on
\pset footer off
\pset null ''
CREATE EXTENSION gmalign;
SET client_min_messages = warning;
-- each section prints how long it took
CREATE TABLE public.clock AS SELECT clock_timestamp() AS at;
