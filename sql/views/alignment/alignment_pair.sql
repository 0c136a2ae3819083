CREATE OR REPLACE VIEW alignment_pair WITH (security_invoker = true) AS
SELECT a.assignment_id || ' ' || p.pair AS id,
       a.assignment_id, a.assignment_external_id, a.assignment_type, a.purpose,
       a.home_country, a.host_country, a.org_unit_id, u.name AS org_unit, a.gm_professional_id,
       a.start_date, a.planned_end_date, a.assignment_status,
       p.pair, p.a, p.b, p.score AS alignment_score, p.standard_error, p.score_low AS alignment_low, p.score_high AS alignment_high,
       p.chance, p.beyond_chance AS beyond_chance_index, p.p_above, p.p_below, p.is_exact AS is_chance_exact,
       p.order_index, p.order_p_above, p.order_p_below, p.common_share,
       p.opposed_share, p.opposed_low, p.unshared_share, p.strength_share,
       p.pair_band, p.ask_next AS ask_next_code, gmalign_private.ask_next_text(p.ask_next, p.a, p.b) AS ask_next,
       gmalign_private.pair_finding(p.a, p.b, p.score, p.score_low, p.score_high) AS finding,
       k.external_id AS gm_professional_external_id                                                   --? employee.external_id
       NULL::text AS gm_professional_external_id                                                      --! employee.external_id
-- commas, as in assignment_alignment
FROM assignment_points a
LEFT JOIN employee k ON k.id = a.gm_professional_id                                                   --? employee.external_id
LEFT JOIN org_unit u ON u.id = a.org_unit_id,
     setting_in_force r,
     LATERAL gmalign_private.pair_rows(a.points, r.opposed_from, r.aligned_from, r.beyond_chance_from,
                                       r.opposed_signed_from, r.aligned_p, r.misaligned_p, r.comparable_from,
                                       r.answer_reliability, r.answer_step) AS p;
COMMENT ON VIEW alignment_pair IS 'How each two parties of an assignment stand, and what the band rests on: what chance would make of their wishes, and what they would say if asked again. One row per assignment and pair of parties with a score.';
SELECT gmalign_private.comment_assignment_columns('alignment_pair');
COMMENT ON COLUMN alignment_pair.id IS 'Key of the row: assignment and pair.';
COMMENT ON COLUMN alignment_pair.pair IS 'The two parties, as a|b.';
COMMENT ON COLUMN alignment_pair.a IS 'First party.';
COMMENT ON COLUMN alignment_pair.b IS 'Second party.';
COMMENT ON COLUMN alignment_pair.alignment_score IS 'Their goal alignment, 0 to 1, 1 = the same priorities.';
COMMENT ON COLUMN alignment_pair.standard_error IS 'By how much it would differ if the same people were asked again: its standard error, 0 to 1.';
COMMENT ON COLUMN alignment_pair.alignment_low IS 'Nine in ten scores would lie from here ...';
COMMENT ON COLUMN alignment_pair.alignment_high IS '... to here, if the same people were asked again.';
COMMENT ON COLUMN alignment_pair.chance IS 'What the two would score on average if each dealt out its own priorities anew over its own goals, 0 to 1.';
COMMENT ON COLUMN alignment_pair.beyond_chance_index IS 'Alignment beyond chance, at most 1; 0 = as such deals, negative = worse. NULL: nothing to correct, every deal scores 1.';
COMMENT ON COLUMN alignment_pair.p_above IS 'Share of the deals with at least this score, above 0 to 1.';
COMMENT ON COLUMN alignment_pair.p_below IS 'Share of the deals with at most this score, above 0 to 1.';
COMMENT ON COLUMN alignment_pair.is_chance_exact IS 'Whether all deals were counted, not drawn.';
COMMENT ON COLUMN alignment_pair.order_index IS 'How far the two prefer the same goals, whatever their level: a correlation, -1 to 1, 0 where one prefers nothing; over the own goals both have when they are three or more and most of both lists, else over the goals compared.';
COMMENT ON COLUMN alignment_pair.order_p_above IS 'Share of the deals that agree at least as well in this, equal ones counted half, 0 to 1.';
COMMENT ON COLUMN alignment_pair.order_p_below IS 'Share of the deals that agree at most as well, 0 to 1.';
COMMENT ON COLUMN alignment_pair.common_share IS 'Share of their lists that leads to goals both can reach, the smaller of the two, 0 to 1.';
COMMENT ON COLUMN alignment_pair.opposed_share IS 'Share on which they pull in opposite directions, 0 to 1.';
COMMENT ON COLUMN alignment_pair.opposed_low IS 'What this share is at least in nineteen cases of twenty, as answers err, 0 to 1.';
COMMENT ON COLUMN alignment_pair.unshared_share IS 'Share on goals named by one of them only, 0 to 1.';
COMMENT ON COLUMN alignment_pair.strength_share IS 'Share on the same goals with different weight, 0 to 1.';
COMMENT ON COLUMN alignment_pair.pair_band IS 'aligned, mixed, misaligned or cannot tell (doc/bands.md).';
COMMENT ON COLUMN alignment_pair.ask_next_code IS 'Why it cannot be told: same_list, more_goals or own_goals. NULL: it can.';
COMMENT ON COLUMN alignment_pair.ask_next IS 'What to ask next, in words. NULL: nothing.';
COMMENT ON COLUMN alignment_pair.finding IS 'The score and its limits, in words.';
