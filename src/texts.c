/*-------------------------------------------------------------------------
 *
 * texts.c
 *		The texts gmalign says, a row a code, in every language: in the order of
 *		GmaLanguage. How parameters stand in them is told in reason.c.
 *
 * In UTF-8, with no sign but umlauts and sharp s beside ASCII (spelled_out() in
 * reason.c). Sorted by the bytes of the code.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "texts.h"

const GmaText gma_texts[] = {
	{"action.agree_next_role",
		{"Agree on the role after return, and write down when.",
		"Vereinbaren Sie die Position nach der Rückkehr und halten Sie fest, ab wann sie gilt."}
	},
	{"action.agree_weights",
		{"Both want the same: settle at the next check-in what comes first.",
		"Beide wollen dasselbe: Klären Sie im nächsten Gespräch, was zuerst kommt."}
	},
	{"action.career_path",
		{"Agree with the assignee which of the own goals serve the strategy, the role after return and one growth goal with a date.",
		"Vereinbaren Sie mit der entsandten Person, welche ihrer Ziele der Strategie dienen, die Position nach der Rückkehr und ein Entwicklungsziel mit Termin."}
	},
	{"action.correct_status",
		{"Look at the value together and correct the status, or say what will move it.",
		"Sehen Sie sich den Wert gemeinsam an und berichtigen Sie den Status, oder sagen Sie, was den Wert bewegen wird."}
	},
	{"action.give_means",
		{"Give what it takes to do the job: tools, authority, clarity.",
		"Geben Sie, was die Aufgabe verlangt: Arbeitsmittel, Befugnisse, Klarheit."}
	},
	{"action.gm_targets",
		{"Give the GM professional targets that serve the strategy behind the move, and recognise what is reached.",
		"Geben Sie der GM-Fachkraft Ziele, die der Strategie hinter der Entsendung dienen, und würdigen Sie, was erreicht wird."}
	},
	{"action.grant_cadence",
		{"Hold the next review at the interval the person asked for.",
		"Führen Sie das nächste Gespräch in dem Abstand, um den die Person gebeten hat."}
	},
	{"action.growth_goal",
		{"Agree on one growth goal with a next step and its date.",
		"Vereinbaren Sie ein Entwicklungsziel mit einem nächsten Schritt und dessen Termin."}
	},
	{"action.hear_party",
		{"Ask the party that has not been heard what it wants from the move.",
		"Fragen Sie die Seite, die noch nicht gehört wurde, was sie von der Entsendung will."}
	},
	{"action.hold_check_in",
		{"Check in: what is the value, what stands in the way, who needs to know.",
		"Fragen Sie nach dem Stand: Wie ist der Wert, was steht im Weg, wer muss davon wissen?"}
	},
	{"action.hold_review",
		{"Hold the review that is overdue.",
		"Holen Sie das überfällige Gespräch nach."}
	},
	{"action.look_forward",
		{"Hold a talk about what comes next, not about what was.",
		"Führen Sie ein Gespräch über das, was kommt, nicht über das, was war."}
	},
	{"action.offer_wanted",
		{"Offer what the person wants instead of what is customary (view reward_fit).",
		"Bieten Sie, was die Person will, statt dessen, was üblich ist (Sicht reward_fit)."}
	},
	{"action.one_target",
		{"Settle the contested goal with both before the next step of the move: one target, one owner, one measure.",
		"Klären Sie das strittige Ziel mit beiden Seiten vor dem nächsten Schritt der Entsendung: ein Ziel, eine Zuständigkeit, ein Maßstab."}
	},
	{"action.recognise",
		{"Let recognition and the next step follow from what is reached, and say so.",
		"Lassen Sie auf das Erreichte Anerkennung und den nächsten Schritt folgen, und sagen Sie das zu."}
	},
	{"action.settle_goals",
		{"Settle the goal the parties of the move part on (view misaligned_assignment).",
		"Klären Sie das Ziel, an dem sich die Beteiligten trennen (Sicht misaligned_assignment)."}
	},
	{"action.settle_order",
		{"Both name the same goals and put first what the other puts last: settle with both which comes first, and what the other gets for it.",
		"Beide nennen dieselben Ziele und stellen voran, was die andere Seite hintanstellt: Klären Sie mit beiden, was zuerst kommt und was die andere Seite dafür erhält."}
	},
	{"action.settle_unmet",
		{"Settle which goals can still be met before the end, and who takes over the rest.",
		"Klären Sie, welche Ziele vor dem Ende noch erreichbar sind und wer die übrigen übernimmt."}
	},
	{"action.show_data",
		{"Take the scores and their drivers to those who decide.",
		"Legen Sie die Werte und ihre Treiber denen vor, die entscheiden."}
	},
	{"action.show_line",
		{"Show which strategic goal the work serves, or give it one.",
		"Zeigen Sie, welchem strategischen Ziel die Arbeit dient, oder geben Sie ihr eines."}
	},
	{"action.staff_strategy",
		{"Give the strategic goal people or a move that serves it, or lower its weight.",
		"Geben Sie dem strategischen Ziel Menschen oder eine Entsendung, die ihm dient, oder senken Sie sein Gewicht."}
	},
	{"action.state_why",
		{"State why the move is made; let each side name the goal of the other it can serve.",
		"Sagen Sie, warum es die Entsendung gibt; jede Seite nennt das Ziel der anderen, dem sie dienen kann."}
	},
	{"action.stop_the_fall",
		{"Find out what changed since the last check-in, and for whom.",
		"Finden Sie heraus, was sich seit dem letzten Gespräch geändert hat, und für wen."}
	},
	{"and", {" and ", " und "}},
	{"ask_next.more_goals",
		{"ask {a:party} and {b:party} about more goals, eight or so, with answers that differ",
		"fragen Sie {a:party} und {b:party} nach mehr Zielen, etwa acht, bei denen sich die Antworten unterscheiden"}
	},
	{"ask_next.own_goals",
		{"all that {a:party} and {b:party} want leads to one place: ask about goals that serve different strategies",
		"alles, was {a:party} und {b:party} wollen, läuft auf dasselbe hinaus: fragen Sie nach Zielen, die verschiedenen Strategien dienen"}
	},
	{"ask_next.same_list",
		{"ask {a:party} and {b:party} about the same list of goals",
		"fragen Sie {a:party} und {b:party} nach derselben Liste von Zielen"}
	},
	{"band.aligned", {"aligned", "übereinstimmend"}},
	{"band.blocked", {"blocked", "blockiert"}},
	{"band.cannot tell", {"cannot tell", "nicht zu beurteilen"}},
	{"band.misaligned", {"misaligned", "gegenläufig"}},
	{"band.mixed", {"mixed", "gemischt"}},
	{"band.not scored", {"not scored", "nicht bewertet"}},
	{"band.sound", {"sound", "tragfähig"}},
	{"band.weak", {"weak", "schwach"}},
	{"conflict.not_moving",
		{"reported on track, but the value has not moved for {days} days",
		"als planmäßig gemeldet, aber der Wert hat sich seit {days} Tagen nicht bewegt"}
	},
	{"digest.call", {"Whom to call: {text}", "Ansprechpersonen: {text}"}},
	{"digest.do", {"What to do: {text}", "Was zu tun ist: {text}"}},
	{"digest.since",
		{"[{is_new=true:}new, ]since {day:date}",
		"[{is_new=true:}neu, ]seit {day:date}"}
	},
	{"digest.title",
		{"Goal alignment: {count} [{count=1:}matter|matters][{person:} for you| for nobody yet][, {new>0} new]",
		"Zielübereinstimmung: {count} [{count=1:}Hinweis|Hinweise][{person:} für Sie|, für die noch niemand zuständig ist][, davon {new>0} neu]"}
	},
	{"dossier.act", {"to {act}", "Vorhaben: {act}"}},
	{"dossier.acted", {"done: {text}", "getan: {text}"}},
	{"dossier.agreed", {"agreed on {day:date}", "vereinbart am {day:date}"}},
	{"dossier.alignment", {"alignment", "Übereinstimmung"}},
	{"dossier.alignment_before", {"alignment before", "Übereinstimmung zuvor"}},
	{"dossier.benefit", {"benefit", "Nutzen"}},
	{"dossier.best_reward",
		{"would help most: {reward:reward}",
		"würde am meisten helfen: {reward:reward}"}
	},
	{"dossier.by_default", {" (by default, for the purpose)", " (Vorgabe für den Zweck)"}},
	{"dossier.came", {"came of it: {text}", "daraus wurde: {text}"}},
	{"dossier.check_in", {"check-in", "Statusgespräch"}},
	{"dossier.closed", {"closed {day:date}", "geschlossen am {day:date}"}},
	{"dossier.confidence", {"confidence {share:%}", "Zuversicht {share:%}"}},
	{"dossier.cost", {"cost", "Kosten"}},
	{"dossier.countries", {"{home} to {host}", "{home} nach {host}"}},
	{"dossier.dates",
		{"{status:status}, from {start:date}[ to {end:date}]",
		"{status:status}, ab {start:date}[ bis {end:date}]"}
	},
	{"dossier.driver",
		{"{goal}: {kind:kind}, costs {loss:%}[ ({through})]",
		"{goal}: {kind:kind}, kostet {loss:%}[ ({through})]"}
	},
	{"dossier.due", {"due {day:date}", "fällig am {day:date}"}},
	{"dossier.end", {"end", "Ende"}},
	{"dossier.estimate", {"estimated {amount}", "geschätzt {amount}"}},
	{"dossier.failure", {"no success", "kein Erfolg"}},
	{"dossier.folded", {"said already by {rule}", "bereits gesagt durch {rule}"}},
	{"dossier.judged", {"as judged by {name}", "Urteil: {name}"}},
	{"dossier.lowest",
		{"answered lowest: {driver:item}",
		"am niedrigsten beantwortet: {driver:item}"}
	},
	{"dossier.means",
		{"can {expectancy:2}, it pays {instrumentality:2}, wanted {valence:2}",
		"Erwartung {expectancy:2}, Instrumentalität {instrumentality:2}, Valenz {valence:2}"}
	},
	{"dossier.met", {"met", "erreicht"}},
	{"dossier.move", {"move", "Entsendung"}},
	{"dossier.next_role", {"role after return", "Position nach der Rückkehr"}},
	{"dossier.no_sight", {"reaches no strategic goal", "führt zu keinem strategischen Ziel"}},
	{"dossier.not_read",
		{"{role} reads no view {view}",
		"{role} darf die Sicht {view} nicht lesen"}
	},
	{"dossier.not_shown", {"not shown", "nicht gezeigt"}},
	{"dossier.pair", {"{a} and {b}", "{a} und {b}"}},
	{"dossier.progress", {"{share:%} done", "zu {share:%} erfüllt"}},
	{"dossier.rated", {"rated {share:%}", "bewertet mit {share:%}"}},
	{"dossier.scores",
		{"{band:band}: the three parties share {mutual:%} of their points on average, the weakest pair {weakest:%}",
		"{band:band}: Die drei Seiten teilen im Mittel {mutual:%} ihrer Punkte, das schwächste Paar {weakest:%}"}
	},
	{"dossier.scores_before",
		{"{start:%} in the first snapshot, {previous:%} in the latest",
		"{start:%} in der ersten Momentaufnahme, {previous:%} in der letzten"}
	},
	{"dossier.status", {"status", "Stand"}},
	{"dossier.strategic", {"is strategic", "ist strategisch"}},
	{"dossier.success", {"a success", "ein Erfolg"}},
	{"dossier.talk_to", {"talk to", "Sprechen Sie mit"}},
	{"dossier.through", {"{party:party} through {goal}", "{party:party} über {goal}"}},
	{"dossier.unscored", {"not scored: {why}", "nicht bewertet: {why}"}},
	{"dossier.value",
		{"{value} of {target} (from {start})",
		"{value} von {target} (von {start} an)"}
	},
	{"dossier.wants", {"{name} wants", "{name} will"}},
	{"dossier.weakest_link",
		{"weakest link: {link:link}, {band:band}",
		"schwächstes Glied: {link:link}, {band:band}"}
	},
	{"dossier.what_to_do", {"what to do", "Was zu tun ist"}},
	{"dossier.why_assignee", {"why, for the assignee", "Grund der entsandten Person"}},
	{"dossier.why_organization", {"why, for the organization", "Grund der Organisation"}},
	{"dossier.why_they_part", {"why they part", "Worin sie auseinandergehen"}},
	{"dossier.wish", {"{goal} {share:%}", "{goal} {share:%}"}},
	{"finding.less",
		{"{importance:%} of the strategy, but only {effort:%} of the effort",
		"{importance:%} der Strategie, aber nur {effort:%} des Aufwands"}
	},
	{"finding.more",
		{"{effort:%} of the effort for {importance:%} of the strategy",
		"{effort:%} des Aufwands für {importance:%} der Strategie"}
	},
	{"finding.nothing", {"nobody works on it", "niemand arbeitet daran"}},
	{"finding.outside",
		{"{effort:%} of the effort reaches no strategic goal",
		"{effort:%} des Aufwands führen zu keinem strategischen Ziel"}
	},
	{"finding.pair",
		{"{a:party} and {b:party} share about {score:%} ({low:#} to {high:%}) of their points",
		"{a:party} und {b:party} teilen rund {score:%} ({low:#} bis {high:%}) ihrer Punkte"}
	},
	{"gap.covered", {"covered", "abgedeckt"}},
	{"gap.no_goal", {"no goal serves it", "kein Ziel dient ihm"}},
	{"gap.no_strategic_goal", {"No strategic goal", "Kein strategisches Ziel"}},
	{"gap.nobody",
		{"goals serve it, but nobody works on them",
		"Ziele dienen ihm, aber niemand arbeitet daran"}
	},
	{"gap.none", {"those at work on it work against it", "wer daran arbeitet, arbeitet dagegen"}},
	{"gap.outside",
		{"work that reaches no strategic goal",
		"Arbeit, die zu keinem strategischen Ziel führt"}
	},
	{"gap.partial",
		{"some of the goals that serve it are not worked on",
		"an einigen der Ziele, die ihm dienen, wird nicht gearbeitet"}
	},
	{"gap.thin",
		{"few of the goals that serve it are worked on",
		"nur an wenigen der Ziele, die ihm dienen, wird gearbeitet"}
	},
	{"item.authority", {"authority", "Befugnisse"}},
	{"item.clarity", {"clarity", "Klarheit"}},
	{"item.purpose", {"purpose", "Sinn"}},
	{"item.recognition", {"recognition", "Anerkennung"}},
	{"item.resources", {"resources", "Ressourcen"}},
	{"item.skills", {"skills", "Fähigkeiten"}},
	{"item.stress", {"stress", "Freiheit von Stress"}},
	{"item.support", {"support", "Unterstützung"}},
	{"item.tools", {"tools", "Arbeitsmittel"}},
	{"item.trust", {"trust", "Vertrauen"}},
	{"kind.opposed", {"opposed", "gegensätzlich"}},
	{"kind.strength", {"strength", "unterschiedlich gewichtet"}},
	{"kind.unshared", {"unshared", "nur einseitig genannt"}},
	{"link.expectancy", {"expectancy", "die Erwartung"}},
	{"link.instrumentality", {"instrumentality", "die Instrumentalität"}},
	{"link.valence", {"valence", "die Valenz"}},
	{"pair.assignee", {"assignee", "entsandte Person"}},
	{"pair.gm_professional", {"gm_professional", "GM-Fachkraft"}},
	{"pair.organization", {"organization", "Organisation"}},
	{"party.assignee", {"the assignee", "die entsandte Person"}},
	{"party.gm_professional", {"the GM professional", "die GM-Fachkraft"}},
	{"party.organization", {"the organization", "die Organisation"}},
	{"reason.disconnected",
		{"somebody works on it, but what it serves reaches no strategic goal.",
		"Jemand arbeitet daran, aber das, dem es dient, führt zu keinem strategischen Ziel."}
	},
	{"reason.falling_alignment",
		{"mutual alignment falls by about {monthly_change:-3} a month[ ({monthly_change_high:-3} to {monthly_change_low:-3})], from {first_score:2} to {last_score:2}[; the weakest pair has been below the threshold for {days_below>=1:0} days|; the weakest pair reaches the threshold in {months_to_threshold:1} months].",
		"Die Zielübereinstimmung sinkt um rund {monthly_change:-3} im Monat[ ({monthly_change_high:-3} bis {monthly_change_low:-3})], von {first_score:2} auf {last_score:2}[; das schwächste Paar liegt seit {days_below>=1:0} Tagen unter dem Schwellenwert|; das schwächste Paar erreicht den Schwellenwert in {months_to_threshold:1} Monaten]."}
	},
	{"reason.goals_unmet",
		{"[the planned end was {days_to_end<0:-0} days ago|the planned end is in {days_to_end>0} days|{days_to_end=0:}the planned end is today], and [{unmet_count=1} goal due by then is|{unmet_count} goals due by then are] not met: {goals}.",
		"[Das geplante Ende liegt {days_to_end<0:-0} Tage zurück|Das geplante Ende ist in {days_to_end>0} Tagen|{days_to_end=0:}Das geplante Ende ist heute], und [{unmet_count=1:}ein bis dahin fälliges Ziel ist|{unmet_count} bis dahin fällige Ziele sind] nicht erreicht: {goals}."}
	},
	{"reason.in_cycle",
		{"somebody works on it, but it serves itself through other goals and reaches no strategic goal.",
		"Jemand arbeitet daran, aber es dient über andere Ziele nur sich selbst und führt zu keinem strategischen Ziel."}
	},
	{"reason.no_career_path",
		{"[only about {assignee_reach_share>0:%}|nothing] of what the assignee wants reaches strategy[; \"{assignee_goal}\" has no path to it].",
		"[Nur rund {assignee_reach_share>0:%}|Nichts] von dem, was die entsandte Person will, dient der Strategie[; von \"{assignee_goal}\" führt kein Weg dorthin]."}
	},
	{"reason.no_next_role",
		{"[the planned end was {days_to_end<0:-0} days ago|the planned end is in {days_to_end>0} days|{days_to_end=0:}the planned end is today], and no role after return is agreed.",
		"[Das geplante Ende liegt {days_to_end<0:-0} Tage zurück|Das geplante Ende ist in {days_to_end>0} Tagen|{days_to_end=0:}Das geplante Ende ist heute], und keine Position nach der Rückkehr ist vereinbart."}
	},
	{"reason.not_heard",
		{"[{is_unreadable=true:}a priority is outside -1 to 1; ]not heard: {parties:party}.",
		"[{is_unreadable=true:}Eine Priorität liegt außerhalb von -1 bis 1; nicht|Nicht] gehört: {parties:party}."}
	},
	{"reason.not_moving",
		{"reported on track, but the value has not moved for {days} days.",
		"Als planmäßig gemeldet, aber der Wert hat sich seit {days} Tagen nicht bewegt."}
	},
	{"reason.opposed",
		{"{a:party} and {b:party} pull in opposite directions on about {opposed_share:%} of their points, most on \"{goal}\"[ through \"{own_goal!goal}\"].",
		"{^a:party} und {b:party} ziehen bei rund {opposed_share:%} ihrer Punkte in entgegengesetzte Richtungen, am stärksten bei \"{goal}\"[ über \"{own_goal!goal}\"]."}
	},
	{"reason.reversed",
		{"{a:party} and {b:party} put the same goals in opposite order[, most so \"{goal}\"].",
		"{^a:party} und {b:party} ordnen dieselben Ziele in umgekehrter Reihenfolge[, am deutlichsten \"{goal}\"]."}
	},
	{"reason.reward_mismatch",
		{"rewards offered and rewards wanted fit to {fit:%}[; what would help most is {reward:reward}].",
		"Gebotene und gewünschte Anreize passen zu {fit:%} zusammen[; am meisten würde helfen: {reward:reward}]."}
	},
	{"reason.signals",
		{"high performer: {signals:signal}.",
		"Leistungsstark, aber: {signals:signal}."}
	},
	{"reason.stale",
		{"no check-in for {days} days.",
		"Seit {days} Tagen hat niemand nach dem Stand gefragt."}
	},
	{"reason.strength",
		{"{a:party} and {b:party} name the same goals with different weight[, most so \"{goal}\"].",
		"{^a:party} und {b:party} nennen dieselben Ziele mit unterschiedlichem Gewicht[, am deutlichsten \"{goal}\"]."}
	},
	{"reason.thin_support",
		{"{gap:gap}: {coverage_share:%} covered, with contributions of {contribution:2} in total.",
		"{^gap:gap}: zu {coverage_share:%} abgedeckt, mit Beiträgen von insgesamt {contribution:2}."}
	},
	{"reason.unaligned",
		{"somebody works on it, but it serves no other goal.",
		"Jemand arbeitet daran, aber es dient keinem anderen Ziel."}
	},
	{"reason.unshared",
		{"about {unshared_share:%} of the points of {a:party} and {b:party} go to goals named by one party only, most to \"{goal}\".",
		"Rund {unshared_share:%} der Punkte, die {a:party} und {b:party} vergeben, gelten Zielen, die nur eine Seite nennt, die meisten davon \"{goal}\"."}
	},
	{"reason.weak_link",
		{"{link:link} is the weakest link of motivation at {value:2}[; answered lowest: {driver:item}].",
		"{^link:link} ist mit {value:2} das schwächste Glied der Motivation[; am niedrigsten beantwortet: {driver:item}]."}
	},
	{"reward.advancement", {"advancement", "Aufstieg"}},
	{"reward.allowance", {"allowance", "Vergütung und Zulagen"}},
	{"reward.balance", {"balance", "Vereinbarkeit von Beruf und Privatleben"}},
	{"reward.development", {"development", "Entwicklung"}},
	{"reward.family_support", {"family_support", "Unterstützung der Familie"}},
	{"reward.influence", {"influence", "Einfluss"}},
	{"reward.purpose", {"purpose", "Sinn"}},
	{"reward.recognition", {"recognition", "Anerkennung"}},
	{"reward.role_after_return", {"role_after_return", "Position nach der Rückkehr"}},
	{"role.assignee", {"assignee", "entsandte Person"}},
	{"role.contributor", {"contributor", "arbeitet daran mit"}},
	{"role.gm_professional", {"GM professional", "GM-Fachkraft"}},
	{"role.organization", {"sponsor", "Sponsor"}},
	{"role.other", {"other", "andere Rolle"}},
	{"role.owner", {"owner", "zuständig für das Ziel"}},
	{"role.person", {"person", "Person"}},
	{"rule.check_in_overdue",
		{"Nobody has looked at a key result.",
		"Niemand hat nach einem Schlüsselergebnis gesehen."}
	},
	{"rule.drift",
		{"The alignment of a move wears away month by month.",
		"Die Zielübereinstimmung einer Entsendung schwindet Monat für Monat."}
	},
	{"rule.end_near",
		{"A move ends soon with no role after return agreed, or with goals unmet.",
		"Eine Entsendung endet bald, ohne vereinbarte Position nach der Rückkehr oder mit offenen Zielen."}
	},
	{"rule.goal_without_sight",
		{"Somebody works on a goal that reaches no strategic goal.",
		"Jemand arbeitet an einem Ziel, das zu keinem strategischen Ziel führt."}
	},
	{"rule.move_check_in_overdue",
		{"Nobody has checked in on a move. Switch it on when check-ins on moves are recorded.",
		"Niemand hat nach dem Stand einer Entsendung gefragt. Einschalten, sobald Gespräche über Entsendungen erfasst werden."}
	},
	{"rule.not_moving",
		{"A key result is reported on track but does not move.",
		"Ein Schlüsselergebnis gilt als planmäßig, bewegt sich aber nicht."}
	},
	{"rule.opposed_pair",
		{"Two parties of a move pull in opposite directions.",
		"Zwei Seiten einer Entsendung ziehen in entgegengesetzte Richtungen."}
	},
	{"rule.pair_below_band",
		{"Two parties of a move share too little.",
		"Zwei Seiten einer Entsendung teilen zu wenig."}
	},
	{"rule.party_not_heard",
		{"A party of a move has not said what it wants.",
		"Eine Seite einer Entsendung hat nicht gesagt, was sie will."}
	},
	{"rule.performer_without_path",
		{"Nothing leads on for a high performer.",
		"Für eine leistungsstarke Person führt nichts weiter."}
	},
	{"rule.reward_not_valued",
		{"A person is offered what is not wanted.",
		"Einer Person wird geboten, was sie nicht will."}
	},
	{"rule.thin_support",
		{"A strategic goal has little or no work behind it.",
		"Hinter einem strategischen Ziel steht wenig oder keine Arbeit."}
	},
	{"rule.weak_link",
		{"A link of a person's motivation is weak.",
		"Ein Glied der Motivation einer Person ist schwach."}
	},
	{"section.check-ins", {"check-ins", "Statusgespräche"}},
	{"section.drivers", {"drivers", "Treiber"}},
	{"section.flags", {"flags", "Hinweise"}},
	{"section.key results", {"key results", "Schlüsselergebnisse"}},
	{"section.line of sight", {"line of sight", "Bezug zur Strategie"}},
	{"section.motivation", {"motivation", "Motivation"}},
	{"section.move", {"move", "Entsendung"}},
	{"section.outcome", {"outcome", "Ergebnis"}},
	{"section.pairs", {"pairs", "Paare"}},
	{"section.parties", {"parties", "Beteiligte"}},
	{"severity.high", {"high", "hoch"}},
	{"severity.low", {"low", "niedrig"}},
	{"severity.medium", {"medium", "mittel"}},
	{"signal.falling_alignment", {"goal alignment is falling", "die Zielübereinstimmung sinkt"}},
	{"signal.misaligned",
		{"the move is misaligned",
		"die Ziele der Entsendung laufen einander zuwider"}
	},
	{"signal.no_forward_feedback",
		{"feedback never looks forward",
		"Rückmeldungen blicken nie nach vorn"}
	},
	{"signal.no_growth_goal", {"no growth goal", "kein Entwicklungsziel"}},
	{"signal.no_line_of_sight", {"no line of sight to strategy", "kein Bezug zur Strategie"}},
	{"signal.no_next_role",
		{"return is near and no role after it is agreed",
		"die Rückkehr steht bevor, und keine Position danach ist vereinbart"}
	},
	{"signal.review_overdue",
		{"a review is overdue by {days} days",
		"ein Gespräch ist seit {days} Tagen überfällig"}
	},
	{"signal.slow_reviews",
		{"asked for a review every {requested_months} months, granted every {granted_months}",
		"Gespräch alle {requested_months} Monate gewünscht, alle {granted_months} zugesagt"}
	},
	{"signal.weak_link",
		{"weak link of motivation: {link:link}",
		"schwaches Glied der Motivation: {link:link}"}
	},
	{"status.active", {"active", "laufend"}},
	{"status.at_risk", {"at risk", "gefährdet"}},
	{"status.cancelled", {"cancelled", "abgesagt"}},
	{"status.completed", {"completed", "abgeschlossen"}},
	{"status.departure", {"departure", "Austritt"}},
	{"status.done", {"done", "erledigt"}},
	{"status.draft", {"draft", "Entwurf"}},
	{"status.early_return", {"early return", "vorzeitige Rückkehr"}},
	{"status.ended", {"ended", "beendet"}},
	{"status.localized", {"localized", "lokal übernommen"}},
	{"status.not_started", {"not started", "nicht begonnen"}},
	{"status.off_track", {"off track", "außer Plan"}},
	{"status.on_track", {"on track", "planmäßig"}},
	{"status.planned", {"planned", "geplant"}},
	{"subject.assignment", {"move {title}", "Entsendung {title}"}},
	{"subject.goal", {"goal {title}", "Ziel {title}"}},
	{"subject.person", {"person {title}", "Person {title}"}},
	{"talk_to.assignee", {"assignee[ ({key})]", "entsandte Person[ ({key})]"}},
	{"talk_to.gm_professional", {"GM professional[ ({key})]", "GM-Fachkraft[ ({key})]"}},
	{"talk_to.organization", {"organization[ (sponsor {key})]", "Organisation[ (Sponsor {key})]"}},
	{"unknown.no_strategy",
		{"there is no strategic goal in force",
		"es ist kein strategisches Ziel in Kraft"}
	},
	{"unscored.cancels",
		{"what two parties want cancels out",
		"was zwei Seiten wollen, hebt sich gegenseitig auf"}
	},
	{"unscored.no_goals",
		{"no goals of the person are known",
		"es sind keine Ziele der Person bekannt"}
	},
	{"unscored.no_unit_goals",
		{"no goals of the unit are known",
		"es sind keine Ziele der Einheit bekannt"}
	},
	{"unscored.no_weight",
		{"the goals of the person have no weight",
		"die Ziele der Person haben kein Gewicht"}
	},
	{"unscored.not_heard",
		{"[{is_unreadable=true:}a priority is outside -1 to 1; ]not heard: {parties:party}",
		"[{is_unreadable=true:}eine Priorität liegt außerhalb von -1 bis 1; ]nicht gehört: {parties:party}"}
	},
	{"voice.assignee", {"Assignee", "Entsandte Person"}},
	{"voice.family", {"Family", "Familie"}},
	{"voice.gm_professional", {"GM professional", "GM-Fachkraft"}},
	{"voice.home_manager", {"Home manager", "Führungskraft im Heimatland"}},
	{"voice.host_manager", {"Host manager", "Führungskraft im Gastland"}},
	{"voice.hr", {"Human resources", "Personalabteilung"}},
	{"voice.line_manager", {"Line manager", "Führungskraft"}},
	{"voice.organization", {"Organization", "Organisation"}},
	{"voice.senior_leadership", {"Senior leadership", "Geschäftsleitung"}},
	{"voice.sponsor", {"Sponsor", "Sponsor"}},
};

const int	gma_text_count = lengthof(gma_texts);
