-- rescale: survey scales to the ranges the formulas need
SELECT gmalign.rescale(4, 1, 5, 0, 100), gmalign.rescale(5, 1, 7, 0, 100);
SELECT i, gmalign.rescale(i, 1, 5, -1, 1) FROM generate_series(1, 5) AS i;
-- reverse keying, from either side
SELECT gmalign.rescale(2, 5, 1, 0, 1), gmalign.rescale(2, 1, 5, 1, 0);
-- both ends are exact
SELECT gmalign.rescale(0.3, 0.1, 0.3, -1, 1) = 1, gmalign.rescale(0.1, 0.1, 0.3, -1, 1) = -1;
SELECT gmalign.rescale(NULL, 1, 5, 0, 1);
-- refused
SELECT gmalign.rescale(6, 1, 5, 0, 1);
SELECT gmalign.rescale(0, 5, 1, 0, 1);
SELECT gmalign.rescale(3, 3, 3, 0, 1);
SELECT gmalign.rescale('NaN', 1, 5, 0, 1);
SELECT gmalign.rescale(3, 1, 'Infinity', 0, 1);
SELECT gmalign.rescale(0, '-1.7e308', '1.7e308', 0, 1);
-- sums and means of views: arrays that are no states of theirs
SELECT gmalign_private.total_accum('{1,2}', 3);
SELECT gmalign_private.total_combine('{1,2,0}', '{1,NaN,0}');
SELECT gmalign_private.mean_final('{-1,2,0}');
SELECT gmalign_private.total_accum('{1,2,0}', 3), gmalign_private.total_final('{0,0,0}'), gmalign_private.mean_final('{2,3,0}');
