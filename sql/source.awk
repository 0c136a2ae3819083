# Wraps the plain SQL of the model (sql/model, sql/views) for the extension:
# writes the function that install(), upgrade_views() and the rest make tables
# and views from. Takes the ORDER files; a line of one is the name of a file
# beside it without .sql, and for a view its tier. A row per CREATE TABLE, per
# view and for the seed, in that order. A line --+ NAME stands for what is in
# NAME.part beside the ORDER file. A file with members for a tier holds the query
# that publish() asks whose data is in a public view: a function of its own.

function flush() {
  if (definition == "") return
  if (definition ~ /\$sql\$/) { print "source.awk: " file " contains $sql$" > "/dev/stderr"; exit 1 }
  if (kind == "members") {
    members = members (members == "" ? "" : ",") "\n    ('" relation "', $sql$" definition "$sql$)"
    definition = ""
    return
  }
  printf "%s\n    (%d, '%s', '%s', %s, $sql$%s$sql$)", (place++ ? "," : ""), place, relation, kind, tier, definition
  definition = ""
}

# a line of a definition; a part may hold parts
function take(line,    part, status) {
  if (line !~ /^ *--\+ [a-z_]+$/) {
    definition = definition line "\n"
    return
  }
  part = FILENAME
  sub(/ORDER$/, substr(line, index(line, "+") + 2) ".part", part)
  while ((status = (getline line < part)) > 0) take(line)
  if (status < 0) { print "source.awk: cannot read " part > "/dev/stderr"; exit 1 }
  close(part)
}

BEGIN {
  print "CREATE FUNCTION gmalign_private.model_relations("
  print "    OUT place integer, OUT relation text, OUT kind text, OUT tier text, OUT definition text)"
  print "  RETURNS SETOF record"
  print "  LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 1 ROWS 100"
  printf "AS $source$\n  VALUES"
}

/^(#|$)/ { next }

{
  file = FILENAME
  sub(/ORDER$/, $1 ".sql", file)
  relation = $1
  sub(/.*\//, "", relation)
  tier = NF > 1 ? "'" $2 "'" : "NULL"
  kind = NF == 1 ? "seed" : $2 == "members" ? "members" : "view"
  definition = ""
  while ((status = (getline line < file)) > 0) {
    if (line ~ /^CREATE TABLE /) {
      if (kind == "table") flush()
      kind = "table"
      split(line, word, " ")
      relation = word[3]
      definition = ""
    }
    take(line)
  }
  if (status < 0) { print "source.awk: cannot read " file > "/dev/stderr"; exit 1 }
  close(file)
  flush()
}

END {
  print "\n$source$;"
  print "COMMENT ON FUNCTION gmalign_private.model_relations() IS"
  print "  'What gmalign.install() makes, in order: name, kind (table, seed, view), for a view the tier of readers it is for (assignment: no survey, review or reason for leaving of a person; person), and the SQL that makes it in the first schema of the search path.';"
  print "\nCREATE FUNCTION gmalign_private.public_members(OUT relation text, OUT definition text)"
  print "  RETURNS SETOF record"
  print "  LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 1 ROWS 10"
  print "AS $source$\n  VALUES" members "\n$source$;"
  print "COMMENT ON FUNCTION gmalign_private.public_members() IS"
  print "  'For each view with a public twin the query that says whose data is in it: row_key (NULL: in no row, but in a sum that everybody knows), part of the figures of the row, role of the person, pool of numbers that can be added up (NULL: none), datum (key and digest of the number), person, amount: the number, where one could dominate a sum, or room() of a score from 0 to 1.';"
}
