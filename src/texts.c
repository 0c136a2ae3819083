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
	{"balance.even", {"even", "ausgewogen"}},
	{"balance.less", {"less", "zu wenig"}},
	{"balance.more", {"more", "zu viel"}},
	{"balance.nothing", {"nothing", "nichts"}},
	{"balance.outside", {"outside", "außerhalb der Strategie"}},
	{"balance.unknown", {"unknown", "nicht bekannt"}},
	{"band.aligned", {"aligned", "übereinstimmend"}},
	{"band.blocked", {"blocked", "blockiert"}},
	{"band.cannot tell", {"cannot tell", "nicht zu beurteilen"}},
	{"band.misaligned", {"misaligned", "gegenläufig"}},
	{"band.mixed", {"mixed", "gemischt"}},
	{"band.not scored", {"not scored", "nicht bewertet"}},
	{"band.sound", {"sound", "tragfähig"}},
	{"band.weak", {"weak", "schwach"}},
	{"camp.gm", {"GM", "GM"}},
	{"camp.hr", {"HR", "HR"}},
	{"camp.leadership", {"leadership", "Führung"}},
	{"change.idle_goal",
		{"\"{goal}\" is linked to \"{parent}\"[{has_rationale=false:} without a reason], but nobody works on it: the link alone changes nothing",
		"\"{goal}\" ist[{has_rationale=false:} ohne Begründung] mit \"{parent}\" verknüpft, aber niemand arbeitet daran: Die Verknüpfung allein ändert nichts"}
	},
	{"change.lower_wish",
		{"{voice:voice} drops \"{goal}\": more for the score than any of these, and nobody is helped",
		"{voice:voice}: auf \"{goal}\" verzichten; das hebt den Wert stärker als alles andere, und niemandem ist geholfen"}
	},
	{"change.raise_priority",
		{"{voice:voice} gives \"{goal}\" more weight",
		"{voice:voice}: dem Ziel \"{goal}\" mehr Gewicht geben"}
	},
	{"change.reward",
		{"let \"{reward:reward}\" follow surely for the {role:role}",
		"sicherstellen, dass \"{reward:reward}\" folgt ({role:role})"}
	},
	{"change.serve_strategy",
		{"{voice:voice} takes up \"{goal}\"",
		"{voice:voice}: das Ziel \"{goal}\" aufnehmen"}
	},
	{"check.above_full_time",
		{"person {person} counts as {total} full-time equivalents: {contributed} in contributions, {moved} on moves",
		"Person {person} zählt als {total} Vollzeitkräfte: {contributed} für Mitarbeit, {moved} für Entsendungen"}
	},
	{"check.contribution_of_leaver",
		{"person {person} still contributes to \"{goal}\", but left on {day:date}",
		"Person {person} arbeitet noch an \"{goal}\" mit, schied aber am {day:date} aus"}
	},
	{"check.coordinator_left",
		{"its GM professional ({person}) left on {day:date}",
		"ihre GM-Fachkraft ({person}) schied am {day:date} aus"}
	},
	{"check.cycle",
		{"[{n=1:}{titles} is linked to itself|{n} goals serve each other in a circle: {titles}][ and {more>0} more]",
		"[{n=1:}{titles} ist mit sich selbst verknüpft|{n} Ziele dienen einander im Kreis: {titles}][ und {more>0} weitere]"}
	},
	{"check.duplicate_link",
		{"\"{child}\" is linked to \"{parent}\" {count} times",
		"\"{child}\" ist {count} Mal mit \"{parent}\" verknüpft"}
	},
	{"check.failed", {"{part}: {error}", "{part}: {error}"}},
	{"check.level_skip",
		{"\"{child}\" ({child_level}) serves \"{parent}\" ({parent_level})[, {is_lower=true:}a goal of a lower level| and skips {skipped}]",
		"\"{child}\" ({child_level}) dient \"{parent}\" ({parent_level})[, {is_lower=true:}einem Ziel einer tieferen Ebene| und überspringt {skipped}]"}
	},
	{"check.move_of_leaver",
		{"the move has no end, but the assignee left on {day:date}",
		"die Entsendung hat kein Ende, aber die entsandte Person schied am {day:date} aus"}
	},
	{"check.no_strategic_goal",
		{"none of {count} [{count=1:}goal|goals] is strategic and in force",
		"von {count} [{count=1:}Ziel|Zielen] ist keines strategisch und in Kraft"}
	},
	{"check.not_checked",
		{"{part} cannot be read: {error}",
		"{part} lässt sich nicht lesen: {error}"}
	},
	{"check.not_measurable",
		{"key result \"{goal}\" has no {lacks}",
		"dem Schlüsselergebnis \"{goal}\" fehlt: {lacks}"}
	},
	{"check.outdated_view", {"view \"{view}\" {why}", "Sicht \"{view}\" {why}"}},
	{"check.outside_parent_dates",
		{"\"{child}\" [starts on {start:date}, before its parent \"{parent}\" on {parent_start:date}, and is due on {due:date}, after its parent \"{parent}\" on {parent_due:date}|starts on {start:date}, before its parent \"{parent}\" on {parent_start:date}|is due on {due:date}, after its parent \"{parent}\" on {parent_due:date}]",
		"\"{child}\" [beginnt am {start:date}, vor dem übergeordneten Ziel \"{parent}\" am {parent_start:date}, und ist am {due:date} fällig, nach dem übergeordneten Ziel \"{parent}\" am {parent_due:date}|beginnt am {start:date}, vor dem übergeordneten Ziel \"{parent}\" am {parent_start:date}|ist am {due:date} fällig, nach dem übergeordneten Ziel \"{parent}\" am {parent_due:date}]"}
	},
	{"check.owner_left",
		{"the owner of \"{goal}\" ({person}) left on {day:date}",
		"wer für \"{goal}\" zuständig war ({person}), schied am {day:date} aus"}
	},
	{"check.spells_overlap",
		{"the employment of person {person} from {start:date} on has [its last day on {end:date}|no last day], but the next one begins on {next:date}",
		"die Beschäftigung der Person {person} ab dem {start:date} [endet am {end:date}|hat keinen letzten Tag], aber die nächste beginnt am {next:date}"}
	},
	{"check.wrong_direction",
		{"\"{goal}\" is to {direction:direction} from {start} to {target}",
		"\"{goal}\" hat die Richtung \"{direction:direction}\", geht aber von {start} auf {target}"}
	},
	{"closed.assignment_cancelled",
		{"the assignment was cancelled",
		"die Entsendung wurde abgesagt"}
	},
	{"closed.assignment_ended", {"the assignment ended", "die Entsendung ist beendet"}},
	{"closed.assignment_gone", {"the assignment was deleted", "die Entsendung wurde gelöscht"}},
	{"closed.goal_ended", {"the goal is no longer in force", "das Ziel ist nicht mehr in Kraft"}},
	{"closed.goal_gone", {"the goal was deleted", "das Ziel wurde gelöscht"}},
	{"closed.not_found", {"no longer found", "nicht mehr gefunden"}},
	{"closed.person_ended", {"the person left", "die Person ist ausgeschieden"}},
	{"closed.person_gone", {"the person was deleted", "die Person wurde gelöscht"}},
	{"closed.recovered_below",
		{"score {score}, closes below {limit}",
		"Wert {score}, schließt unter {limit}"}
	},
	{"closed.recovered_from",
		{"score {score}, closes from {limit}",
		"Wert {score}, schließt ab {limit}"}
	},
	{"closed.rule_off", {"the rule is switched off", "die Regel ist abgeschaltet"}},
	{"conflict.not_moving",
		{"reported on track, but the value has not moved for {days} days",
		"als planmäßig gemeldet, aber der Wert hat sich seit {days} Tagen nicht bewegt"}
	},
	{"coverage.covered", {"covered", "abgedeckt"}},
	{"coverage.none", {"none", "nicht abgedeckt"}},
	{"coverage.partial", {"partial", "teilweise abgedeckt"}},
	{"coverage.thin", {"thin", "kaum abgedeckt"}},
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
	{"direction.at_least", {"at least", "mindestens"}},
	{"direction.at_most", {"at most", "höchstens"}},
	{"direction.binary", {"binary", "ja oder nein"}},
	{"direction.decrease", {"decrease", "senken"}},
	{"direction.exact", {"exact", "genau"}},
	{"direction.increase", {"increase", "steigern"}},
	{"direction.range", {"range", "im Bereich"}},
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
	{"fact.above_column", {"is above {other}", "ist größer als {other}"}},
	{"fact.after_column", {"is after {other}", "liegt nach {other}"}},
	{"fact.before", {"is before {day:date}", "liegt vor dem {day:date}"}},
	{"fact.blanks", {"begins or ends with a blank", "beginnt oder endet mit einem Leerzeichen"}},
	{"fact.boolean", {"a boolean", "ein Wahrheitswert"}},
	{"fact.dangling", {"leads to no row of {relation}", "führt zu keiner Zeile von {relation}"}},
	{"fact.date", {"a date", "ein Datum"}},
	{"fact.duplicate", {"is given more than once", "kommt mehr als einmal vor"}},
	{"fact.found",
		{"{column} {words}[ in {rows=1} row| in {rows} rows][: {examples}][; known: {known}]",
		"{column} {words}[ in {rows=1} Zeile| in {rows} Zeilen][: {examples}][; bekannt: {known}]"}
	},
	{"fact.future", {"is in the future", "liegt in der Zukunft"}},
	{"fact.infinite", {"is infinite", "ist unendlich"}},
	{"fact.not_finite", {"is not a finite number", "ist keine endliche Zahl"}},
	{"fact.null", {"is NULL", "ist NULL"}},
	{"fact.null_as_assignment",
		{"is NULL where assignment_id is, too",
		"ist NULL, wo auch assignment_id es ist"}
	},
	{"fact.null_when_closed",
		{"is NULL where close_code is not",
		"ist NULL, wo close_code es nicht ist"}
	},
	{"fact.number", {"a number", "eine Zahl"}},
	{"fact.outside", {"is outside {low} to {high}", "liegt nicht zwischen {low} und {high}"}},
	{"fact.similar",
		{"differs from another in case or leading zeros alone",
		"unterscheidet sich von einem anderen nur in Groß- und Kleinschreibung oder führenden Nullen"}
	},
	{"fact.spelled_otherwise",
		{"is not written as the known word",
		"ist nicht so geschrieben wie das bekannte Wort"}
	},
	{"fact.text", {"text", "Text"}},
	{"fact.thresholds", {"goes with other thresholds", "gehört zu anderen Schwellenwerten"}},
	{"fact.unknown_event", {"is neither true nor false", "ist weder wahr noch falsch"}},
	{"fact.unknown_leaver", {"is NULL of people who left", "ist bei Ausgeschiedenen NULL"}},
	{"fact.unknown_word", {"is no known word", "ist kein bekanntes Wort"}},
	{"fact.ways", {"is written in more than one way", "ist auf mehr als eine Weise geschrieben"}},
	{"fact.words", {"{words}[ and {more>0} more]", "{words}[ und {more>0} weitere]"}},
	{"fact.wrong_sign",
		{"is of the wrong sign for its relation",
		"hat für seine Beziehung das falsche Vorzeichen"}
	},
	{"fact.wrong_type",
		{"is of type {type}, expected is {wanted:fact}",
		"ist vom Typ {type}, erwartet wird {wanted:fact}"}
	},
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
	{"hint.above_full_time",
		{"Correct fte_share, or end what is over: more than {limit} counts as capacity that is not there (setting person_fte_at_most).",
		"Berichtigen Sie fte_share, oder beenden Sie, was vorbei ist: Mehr als {limit} zählt als Kapazität, die es nicht gibt (Einstellung person_fte_at_most)."}
	},
	{"hint.answers",
		{"They look like answers from 1 to {high}: write gmalign.rescale({column}, 1, {high}, 0, 1) AS {column}, or ({column}, 1, {high}, -1, 1) where 1 means against it.",
		"Sie sehen nach Antworten von 1 bis {high} aus: Schreiben Sie gmalign.rescale({column}, 1, {high}, 0, 1) AS {column}, oder ({column}, 1, {high}, -1, 1), wo 1 dagegen heißt."}
	},
	{"hint.before",
		{"What is not known is NULL: {sql}. The setting founded_on says from when on dates are believed.",
		"Was nicht bekannt ist, ist NULL: {sql}. Die Einstellung founded_on sagt, ab wann Daten geglaubt werden."}
	},
	{"hint.contribution_of_leaver",
		{"Give the contribution a last day (valid_to), and the goal somebody to work on it; it no longer counts.",
		"Geben Sie der Mitarbeit einen letzten Tag (valid_to) und dem Ziel jemanden, der daran arbeitet; sie zählt nicht mehr."}
	},
	{"hint.coordinator_left",
		{"Say who runs the move now (gm_professional_id).",
		"Sagen Sie, wer die Entsendung jetzt betreut (gm_professional_id)."}
	},
	{"hint.correct", {"Correct the values.", "Berichtigen Sie die Werte."}},
	{"hint.cycle",
		{"Remove the link that says least; until then the links inside carry no contribution and no progress.",
		"Entfernen Sie die Verknüpfung, die am wenigsten sagt; bis dahin tragen die Verknüpfungen im Kreis weder Beitrag noch Fortschritt."}
	},
	{"hint.dangling",
		{"Load the row of {relation}, or write a key that is there; what is not known is NULL.",
		"Laden Sie die Zeile von {relation}, oder schreiben Sie einen Schlüssel, den es gibt; was nicht bekannt ist, ist NULL."}
	},
	{"hint.duplicate", {"Keep one row of each: {sql}.", "Behalten Sie je eine Zeile: {sql}."}},
	{"hint.duplicate_link",
		{"The largest contribution counts, on a tie the negative one. Keep one link.",
		"Es zählt der größte Beitrag, bei Gleichstand der negative. Behalten Sie eine Verknüpfung."}
	},
	{"hint.future",
		{"It counts from that day on. Correct the day if it is a slip.",
		"Es zählt ab diesem Tag. Berichtigen Sie den Tag, wenn er ein Versehen ist."}
	},
	{"hint.goes_with",
		{"Correct it, or what it goes with: {columns}.",
		"Berichtigen Sie es, oder das, wozu es gehört: {columns}."}
	},
	{"hint.level_skip",
		{"Link it to a goal in between, if there is one.",
		"Verknüpfen Sie es mit einem Ziel dazwischen, wenn es eines gibt."}
	},
	{"hint.lower_level",
		{"Turn the link round, or correct a level.",
		"Drehen Sie die Verknüpfung um, oder berichtigen Sie eine Ebene."}
	},
	{"hint.move_of_leaver",
		{"Write down when and why it ended (end_date, end_reason); until then it counts as ended on that day.",
		"Tragen Sie ein, wann und warum sie endete (end_date, end_reason); bis dahin gilt sie als an diesem Tag beendet."}
	},
	{"hint.no_strategic_goal",
		{"Write strategic as the level of those that the others are measured against: without one nothing is known about what reaches strategy.",
		"Tragen Sie strategic als level derer ein, an denen die anderen gemessen werden: Ohne ein solches Ziel ist nichts darüber bekannt, was zur Strategie führt."}
	},
	{"hint.not_known",
		{"What is not known is NULL: {sql}.",
		"Was nicht bekannt ist, ist NULL: {sql}."}
	},
	{"hint.not_measurable",
		{"Say how its value is to move, and to what. The direction is never guessed.",
		"Sagen Sie, wie sich sein Wert bewegen soll, und wohin. Die Richtung wird nie geraten."}
	},
	{"hint.null_key",
		{"Leave the rows out, WHERE {column} IS NOT NULL, or give them a key.",
		"Lassen Sie die Zeilen weg, WHERE {column} IS NOT NULL, oder geben Sie ihnen einen Schlüssel."}
	},
	{"hint.null_value",
		{"Fill it in, such as coalesce({column}, ...) AS {column}, or leave the rows out: WHERE {column} IS NOT NULL.",
		"Füllen Sie es aus, etwa mit coalesce({column}, ...) AS {column}, oder lassen Sie die Zeilen weg: WHERE {column} IS NOT NULL."}
	},
	{"hint.order",
		{"Correct one of the two; what is not known is NULL.",
		"Berichtigen Sie eines von beiden; was nicht bekannt ist, ist NULL."}
	},
	{"hint.others",
		{"Put right what the other findings name, and look again.",
		"Bringen Sie in Ordnung, was die anderen Befunde nennen, und prüfen Sie noch einmal."}
	},
	{"hint.outside_parent_dates",
		{"Move the dates, or link it to a parent of its time.",
		"Verschieben Sie die Daten, oder verknüpfen Sie es mit einem Ziel seiner Zeit."}
	},
	{"hint.owner_left",
		{"Give it another owner, or close it.",
		"Geben Sie das Ziel in andere Hände, oder schließen Sie es."}
	},
	{"hint.per_cent",
		{"They look like per cent: write {column} / 100.0 AS {column}.",
		"Sie sehen nach Prozent aus: Schreiben Sie {column} / 100.0 AS {column}."}
	},
	{"hint.relation",
		{"Put the relation right; until then nothing is known about its rows.",
		"Bringen Sie die Relation in Ordnung; bis dahin ist über ihre Zeilen nichts bekannt."}
	},
	{"hint.similar",
		{"They may be one: a spreadsheet makes 123 of 00123. Load the ids as the source has them, and keep one row.",
		"Sie sind vielleicht dasselbe: Eine Tabellenkalkulation macht aus 00123 eine 123. Laden Sie die Ids, wie die Quelle sie hat, und behalten Sie eine Zeile."}
	},
	{"hint.spells_overlap",
		{"Correct the days; employee has those of the latest employment.",
		"Berichtigen Sie die Tage; in employee stehen die der letzten Beschäftigung."}
	},
	{"hint.unknown_event",
		{"Say which: coalesce({column}, false) AS {column} if NULL means no. What is counted leaves out what is NULL.",
		"Sagen Sie, was gilt: coalesce({column}, false) AS {column}, wenn NULL nein heißt. Gezählt wird nicht, was NULL ist."}
	},
	{"hint.unknown_word", {"Write one of them: {sql}.", "Schreiben Sie eines davon: {sql}."}},
	{"hint.ways",
		{"Write a word in one way, such as {sql}.",
		"Schreiben Sie ein Wort auf eine Weise, etwa mit {sql}."}
	},
	{"hint.write", {"Write {sql}.", "Schreiben Sie {sql}."}},
	{"hint.wrong_direction",
		{"Correct the direction, or the start and the target; until then progress is the way gone from the start.",
		"Berichtigen Sie die Richtung oder Anfangs- und Zielwert; bis dahin ist Fortschritt der Weg, der seit dem Anfang zurückgelegt ist."}
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
	{"lack.and", {" and no ", ", "}},
	{"lack.direction", {"direction", "die Richtung"}},
	{"lack.target", {"target", "der Zielwert"}},
	{"lack.upper_bound", {"upper bound", "die Obergrenze"}},
	{"level.department", {"department", "Abteilung"}},
	{"level.individual", {"individual", "Person"}},
	{"level.strategic", {"strategic", "Unternehmen"}},
	{"level.team", {"team", "Team"}},
	{"line.alignment_trend",
		{"{alignment_score:2} of [{assignment_count=1} move|{assignment_count} moves][, {quarter_change:+2} in three months][, {same_move_count=1:}the same move {same_move_change:+2}|, the same {same_move_count} moves {same_move_change:+2}]",
		"{alignment_score:2} bei [{assignment_count=1} Entsendung|{assignment_count} Entsendungen][, {quarter_change:+2} in drei Monaten][, {same_move_count=1:}dieselbe Entsendung {same_move_change:+2}|, dieselben {same_move_count} Entsendungen {same_move_change:+2}]"}
	},
	{"line.bring_together", {"bring together: {talk_to}", "zusammenbringen: {talk_to}"}},
	{"line.cascade_by_level",
		{"[, {aligned_share:%} of {goal_count} goals][, {capacity_reaching_share:%} of the effort][, on {importance_worked_share:%} of strategy]",
		"[, {aligned_share:%} von {goal_count} Zielen][, {capacity_reaching_share:%} des Aufwands][, an {importance_worked_share:%} der Strategie]"}
	},
	{"line.cascade_coverage",
		{"[, {coverage_band:coverage}][, weight {importance_share:%}], {staffed_count} of {goal_count} goals staffed[, {conflicting_goal_count>0} against][, progress {progress_share:%}][: {gap_reason}]",
		"[, {coverage_band:coverage}][, Gewicht {importance_share:%}], {staffed_count} von {goal_count} Zielen besetzt[, {conflicting_goal_count>0} dagegen][, Fortschritt {progress_share:%}][: {gap_reason}]"}
	},
	{"line.checkin_health",
		{"{overdue_count} overdue of {active_assignment_count} active moves; {changing_check_in_count} of {check_in_count} check-ins changed something",
		"{overdue_count} von {active_assignment_count} laufenden Entsendungen überfällig; {changing_check_in_count} von {check_in_count} Gesprächen haben etwas geändert"}
	},
	{"line.dimension_scorecard",
		{"[, alignment {alignment_score:2}][, weight {importance_share:%}][, covered {coverage_share:%}][, effort {effort_share:%}][, cost {cost_share:%}]",
		"[, Übereinstimmung {alignment_score:2}][, Gewicht {importance_share:%}][, abgedeckt {coverage_share:%}][, Aufwand {effort_share:%}][, Kosten {cost_share:%}]"}
	},
	{"line.effort_vs_priority",
		{"[, weight {importance_share:%}][, effort {effort_share:%}][, cost {cost_share:%}][, moves {assignment_share:%}][, gap {effort_gap:+%}][, {balance:balance}][: {finding}]",
		"[, Gewicht {importance_share:%}][, Aufwand {effort_share:%}][, Kosten {cost_share:%}][, Entsendungen {assignment_share:%}][, Abstand {effort_gap:+%}][, {balance:balance}][: {finding}]"}
	},
	{"line.expectancy",
		{"[, can {expectancy:2}][, pays {instrumentality:2}][, wants {valence:2}][, {weakest_link:link_short} {link_band:band}][, {weakest_driver:item}][, reward fit {reward_fit_score:2}][, best {best_reward_code:reward}]",
		"[, kann {expectancy:2}][, lohnt sich {instrumentality:2}][, will {valence:2}][, {weakest_link:link_short} {link_band:band}][, {weakest_driver:item}][, Passung der Anreize {reward_fit_score:2}][, am besten {best_reward_code:reward}]"}
	},
	{"line.flag_count_by_rule",
		{"{open_count} ({severity:severity})",
		"{open_count} ({severity:severity})"}
	},
	{"line.goal_in_cycle", {"{goal} (in a cycle)", "{goal} (im Kreis)"}},
	{"line.goal_path", {"{contribution:2} {path_text}", "{contribution:2} {path_text}"}},
	{"line.goal_progress",
		{"{direction:direction}: {start_value}, now {current_value}, target {target_value}[, pace {pace_ratio:1}][, {status:status}][, {status_conflict}]",
		"{direction:direction}: {start_value}, jetzt {current_value}, Zielwert {target_value}[, Tempo {pace_ratio:1}][, {status:status}][, {status_conflict}]"}
	},
	{"line.goal_state", {"{count} of {total}: {goals}", "{count} von {total}: {goals}"}},
	{"line.misaligned_assignment",
		{"{severity:severity}, alignment {score:2}, opposed {opposed_share:2}",
		"Dringlichkeit {severity:severity}, Übereinstimmung {score:2}, gegensätzlich {opposed_share:2}"}
	},
	{"line.open_flag",
		{"{severity:severity} {rule_code}, [{is_new=true:}new, ]since {opened_on:date} ({days_open} [{days_open=1:}day|days]) -> {action_code}",
		"{severity:severity} {rule_code}, [{is_new=true:}neu, ]seit {opened_on:date} ({days_open} [{days_open=1:}Tag|Tage]) -> {action_code}"}
	},
	{"line.priority_conflict",
		{"{loss_share:2} {a:camp} and {b:camp}, {kind:kind}: HR [{hr_points:2}|-], leadership [{leadership_points:2}|-], GM [{gm_points:2}|-]",
		"{loss_share:2} {a:camp} und {b:camp}, {kind:kind}: HR [{hr_points:2}|-], Führung [{leadership_points:2}|-], GM [{gm_points:2}|-]"}
	},
	{"line.program_outcomes",
		{"[, {alignment_band:band}][, {assignment_count} moves][, success {success_rate:2}][, early return {early_return_rate:2} (ratio {early_return_risk_ratio:1}; {risk_ratio_low:1} to {risk_ratio_high:1})|, early return {early_return_rate:2}][, stay 12 months {retention_12m_rate:2} ({retention_12m_low:2} to {retention_12m_high:2})][, p {log_rank_p:p}][, {cost_overrun_ratio:+%} over cost][, return {roi_ratio:+2}][, {is_too_few=true:}too few to compare]",
		"[, {alignment_band:band}][, {assignment_count} Entsendungen][, erfolgreich {success_rate:2}][, vorzeitige Rückkehr {early_return_rate:2} (Verhältnis {early_return_risk_ratio:1}; {risk_ratio_low:1} bis {risk_ratio_high:1})|, vorzeitige Rückkehr {early_return_rate:2}][, 12 Monate geblieben {retention_12m_rate:2} ({retention_12m_low:2} bis {retention_12m_high:2})][, p {log_rank_p:p}][, {cost_overrun_ratio:+%} über Kostenplan][, Rendite {roi_ratio:+2}][, {is_too_few=true:}zu wenige für einen Vergleich]"}
	},
	{"line.program_summary",
		{"  {assignment_count} moves: {aligned_count} aligned, {mixed_count} mixed, {misaligned_count} misaligned, {cannot_tell_count} cannot tell, {unscored_count} not scored; mean alignment [{mean_alignment_score:2}|not known]\n  {ended_count} ended moves; {open_flag_count} open flags",
		"  {assignment_count} Entsendungen: {aligned_count} übereinstimmend, {mixed_count} gemischt, {misaligned_count} gegenläufig, {cannot_tell_count} nicht zu beurteilen, {unscored_count} nicht bewertet; mittlere Übereinstimmung [{mean_alignment_score:2}|nicht bekannt]\n  {ended_count} beendete Entsendungen; {open_flag_count} offene Hinweise"}
	},
	{"line.retention_risk",
		{"[, {is_high_performer=true:}high performer][, {signals}][, -> {action_code}][, first signal {days_signal_to_exit}, last {days_last_signal_to_exit} days before the exit]",
		"[, {is_high_performer=true:}leistungsstark][, {signals}][, -> {action_code}][, erstes Anzeichen {days_signal_to_exit}, letztes {days_last_signal_to_exit} Tage vor dem Austritt]"}
	},
	{"line.steps_up", {"{step_count} up", "{step_count} nach oben"}},
	{"link.expectancy", {"expectancy", "die Erwartung"}},
	{"link.instrumentality", {"instrumentality", "die Instrumentalität"}},
	{"link.valence", {"valence", "die Valenz"}},
	{"link_short.expectancy", {"expectancy", "Erwartung"}},
	{"link_short.instrumentality", {"instrumentality", "Instrumentalität"}},
	{"link_short.valence", {"valence", "Valenz"}},
	{"look.agree", {"aligned", "übereinstimmend"}},
	{"look.aligned", {"reaches strategy", "führt zur Strategie"}},
	{"look.between", {"mixed, or cannot tell", "gemischt oder nicht zu beurteilen"}},
	{"look.conflicts", {"works against", "wirkt dagegen"}},
	{"look.contributes", {"serves", "dient"}},
	{"look.cycle", {"in a cycle", "im Kreis"}},
	{"look.disconnected",
		{"linked, reaches none",
		"verknüpft, führt zu keinem strategischen Ziel"}
	},
	{"look.part", {"misaligned", "gegenläufig"}},
	{"look.party", {"party", "Beteiligte"}},
	{"look.strategic", {"strategic", "strategisch"}},
	{"look.supports", {"linked, nobody says how much", "verknüpft, niemand sagt, wie stark"}},
	{"look.unaligned", {"linked to nothing above", "mit nichts darüber verknüpft"}},
	{"look.unknown", {"not known: nothing is strategic", "nicht bekannt: nichts ist strategisch"}},
	{"measure.weakest", {"weakest alignment", "schwächste Übereinstimmung"}},
	{"outcome.aligned",
		{"[; 12-month retention {retention:2} ({retention_low:2} to {retention_high:2})|; 12-month retention {retention:2}][; early return {early:2}, of which {left>0:2} left|; early return {early:2}][; a success for {success:2}]",
		"[; Verbleib nach 12 Monaten {retention:2} ({retention_low:2} bis {retention_high:2})|; Verbleib nach 12 Monaten {retention:2}][; vorzeitige Rückkehr {early:2}, davon ausgeschieden {left>0:2}|; vorzeitige Rückkehr {early:2}][; erfolgreich {success:2}]"}
	},
	{"outcome.nobody",
		{"no move of this band reached day {days}",
		"keine Entsendung dieser Einstufung erreichte den Tag {days}"}
	},
	{"outcome.nothing", {"no outcome yet", "noch kein Ergebnis"}},
	{"outcome.other",
		{"[; 12-month retention {aligned_retention:2} aligned, {retention:2} {band:band}|; 12-month retention {retention:2} {band:band}][; early return {aligned_early:2} aligned, {early:2} {band:band}|; early return {early:2} {band:band}][, of which {left>0:2} left][; risk ratio {ratio:1} ({ratio_low:1} to {ratio_high:1})|{early:}; too few early returns to compare][; log-rank p {p:p}, adjusted {adjusted_p:p}|{retention:}; too few exits to compare][; the retention curves cross: compare the means, {days:+0} days within two years]",
		"[; Verbleib nach 12 Monaten {aligned_retention:2} übereinstimmend, {retention:2} {band:band}|; Verbleib nach 12 Monaten {retention:2} {band:band}][; vorzeitige Rückkehr {aligned_early:2} übereinstimmend, {early:2} {band:band}|; vorzeitige Rückkehr {early:2} {band:band}][, davon ausgeschieden {left>0:2}][; relatives Risiko {ratio:1} ({ratio_low:1} bis {ratio_high:1})|{early:}; zu wenige vorzeitige Rückkehrer für einen Vergleich][; Log-Rank-p {p:p}, adjustiert {adjusted_p:p}|{retention:}; zu wenige Austritte für einen Vergleich][; die Verbleibskurven kreuzen sich: vergleichen Sie die Mittelwerte, {days:+0} Tage innerhalb von zwei Jahren]"}
	},
	{"outcome.suppressed",
		{"not shown: a group of fewer than {min_group} people, or what would give one away",
		"nicht gezeigt: eine Gruppe von weniger als {min_group} Personen, oder was auf eine solche schließen ließe"}
	},
	{"outdated.missing", {"is missing", "fehlt"}},
	{"outdated.option", {"has lost its option {option}", "hat ihre Option {option} verloren"}},
	{"outdated.other",
		{"was made by gmalign {version} with other definitions",
		"wurde von gmalign {version} mit anderen Definitionen angelegt"}
	},
	{"pair.assignee", {"assignee", "entsandte Person"}},
	{"pair.gm_professional", {"gm_professional", "GM-Fachkraft"}},
	{"pair.organization", {"organization", "Organisation"}},
	{"party.assignee", {"the assignee", "die entsandte Person"}},
	{"party.gm_professional", {"the GM professional", "die GM-Fachkraft"}},
	{"party.organization", {"the organization", "die Organisation"}},
	{"picture.cost", {"{kind:kind}, costs {loss:%}", "{kind:kind}, kostet {loss:%}"}},
	{"picture.goals",
		{"Goals of {schema}[ around \"{title}\"] on {day:date}",
		"Ziele von {schema}[ um \"{title}\"] am {day:date}"}
	},
	{"picture.in_cycle", {"(in a cycle)", "(im Kreis)"}},
	{"picture.left_out",
		{"Left out: {out} of {total} goals ({kinds})",
		"Nicht gezeigt: {out} von {total} Zielen ({kinds})"}
	},
	{"picture.left_out_kind", {"{out} {kind:state}", "{out} {kind:state}"}},
	{"picture.move",
		{"Move {move} on {day:date}: {band:band}",
		"Entsendung {move} am {day:date}: {band:band}"}
	},
	{"picture.no_voice",
		{"No voice has stated what it wants from a move that has not ended.",
		"Noch hat keine Stimme gesagt, was sie von einer nicht beendeten Entsendung will."}
	},
	{"picture.not_heard", {"not heard", "nicht gehört"}},
	{"picture.number", {"{x:2}", "{x:2}"}},
	{"picture.pair", {"{score:%} {band:band}", "{score:%} {band:band}"}},
	{"picture.wish", {"{points:%}[ {voice:voice}]", "{points:%}[ {voice:voice}]"}},
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
	{"report.alignment_trend",
		{"OVER TIME: mean alignment at the end of the last six months, newest first",
		"IM ZEITVERLAUF: mittlere Übereinstimmung am Ende der letzten sechs Monate, neueste zuerst"}
	},
	{"report.cascade_by_level",
		{"GOALS BY LEVEL: how many reach strategy, what of the effort does",
		"ZIELE NACH EBENE: wie viele zur Strategie führen, wie viel vom Aufwand"}
	},
	{"report.cascade_coverage",
		{"STRATEGY: how much of it has work behind it",
		"STRATEGIE: wie viel davon durch Arbeit gedeckt ist"}
	},
	{"report.checkin_health",
		{"CHECK-INS: per coordinator, and whether they changed anything",
		"STATUSGESPRÄCHE: je GM-Fachkraft, und ob sie etwas geändert haben"}
	},
	{"report.dimension_scorecard", {"DIMENSIONS", "DIMENSIONEN"}},
	{"report.effort_vs_priority",
		{"EFFORT: does it follow the weight of each strategy",
		"AUFWAND: ob er dem Gewicht der strategischen Ziele folgt"}
	},
	{"report.expectancy",
		{"MOTIVATION: can I do it, does it pay, do I want it",
		"MOTIVATION: Kann ich es, lohnt es sich, will ich es?"}
	},
	{"report.flag_count_by_rule",
		{"WHAT THE NIGHTLY CHECK HAS OPEN",
		"WAS DIE NÄCHTLICHE PRÜFUNG OFFEN HAT"}
	},
	{"report.goal_path",
		{"THE LONGEST WAYS UP: of the strongest of each goal, five",
		"DIE LÄNGSTEN WEGE NACH OBEN: fünf von den stärksten je Ziel"}
	},
	{"report.goal_progress", {"KEY RESULTS", "SCHLÜSSELERGEBNISSE"}},
	{"report.goal_state", {"GOALS: do they reach strategy", "ZIELE: ob sie zur Strategie führen"}},
	{"report.misaligned_assignment",
		{"WHO NEEDS SOMEBODY: the parties of these moves part",
		"WO JEMAND GEBRAUCHT WIRD: Bei diesen Entsendungen gehen die Beteiligten auseinander"}
	},
	{"report.more", {"  and {count} more (view {view})", "  und {count} weitere (Sicht {view})"}},
	{"report.nobody", {"nobody", "niemand"}},
	{"report.not_known", {"not known", "nicht bekannt"}},
	{"report.not_shown",
		{"  not shown: {role} reads no view {view}",
		"  nicht gezeigt: {role} darf die Sicht {view} nicht lesen"}
	},
	{"report.nothing", {"  nothing", "  nichts"}},
	{"report.open_flag", {"ABOUT WHAT", "WORUM ES GEHT"}},
	{"report.priority_conflict",
		{"WHERE HR, LEADERSHIP AND GM PART",
		"WO HR, FÜHRUNG UND GM AUSEINANDERGEHEN"}
	},
	{"report.program_outcomes",
		{"DOES ALIGNMENT PAY: what came of the moves by their band on day 90; the bar: who stays 24 months",
		"LOHNT SICH ÜBEREINSTIMMUNG: was aus den Entsendungen wurde, nach ihrer Einstufung am Tag 90; der Balken: wer 24 Monate bleibt"}
	},
	{"report.program_summary", {"THE PROGRAMME", "DAS PROGRAMM"}},
	{"report.retention_risk",
		{"STAYING: signals, not probabilities; for those who left, as they stood on the last day",
		"BLEIBEN: Anzeichen, keine Wahrscheinlichkeiten; bei Ausgeschiedenen der Stand am letzten Tag"}
	},
	{"report.stakeholder_heatmap", {"WHO AGREES WITH WHOM", "WER MIT WEM ÜBEREINSTIMMT"}},
	{"report.title",
		{"GOAL ALIGNMENT of {schema} on {day:date}",
		"ZIELÜBEREINSTIMMUNG von {schema} am {day:date}"}
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
	{"segment.all", {"all", "alle"}},
	{"segment.not stated", {"not stated", "nicht angegeben"}},
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
	{"skipped.changed",
		{"checked or changed after the transaction began",
		"nach Beginn der Transaktion geprüft oder geändert"}
	},
	{"skipped.locked", {"a table was locked for longer than lock_timeout", "eine Tabelle war länger als lock_timeout gesperrt"}},
	{"skipped.running", {"another check was running", "eine andere Prüfung lief gerade"}},
	{"state.aligned", {"aligned", "mit Weg zur Strategie"}},
	{"state.disconnected", {"disconnected", "ohne Weg zur Strategie"}},
	{"state.strategic", {"strategic", "strategisch"}},
	{"state.unaligned", {"unaligned", "ohne Anbindung"}},
	{"state.unknown", {"unknown", "nicht bekannt"}},
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
