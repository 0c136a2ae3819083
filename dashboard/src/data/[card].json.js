// A card's rows: runs cards/NAME.sql as the role that the environment names
// (PGHOST, PGUSER, ...), in the schema that SCHEMA names, and writes
// {"rows": [...], "source": "NAME"}. A card the role may not read is tried as
// cards/NAME_published.sql, if there is one; when neither may be read source is null.
import {existsSync, readFileSync} from "node:fs";
import {parseArgs} from "node:util";
import pg from "pg";

const NOT_FOR_THIS_ROLE = "42501"; // insufficient_privilege
const NO_SUCH_VIEW = "42P01"; // a model without public views

// int8 and numeric would arrive as text, a date as midnight somewhere
pg.types.setTypeParser(pg.types.builtins.INT8, Number);
pg.types.setTypeParser(pg.types.builtins.NUMERIC, Number);
pg.types.setTypeParser(pg.types.builtins.DATE, String);

const {card} = parseArgs({options: {card: {type: "string"}}}).values;
const schema = process.env.SCHEMA || "hr";
const file = (name) => new URL(`../../cards/${name}.sql`, import.meta.url);

// the texts say hr, as doc/dashboard.md shows them
const sql = (name) =>
  readFileSync(file(name), "utf8")
    .replaceAll(/\bhr\./g, () => `${pg.escapeIdentifier(schema)}.`)
    .replaceAll("'hr'", () => pg.escapeLiteral(schema));

const client = new pg.Client({application_name: `gmalign dashboard: ${card}`});

async function read() {
  await client.connect();
  await client.query("SET default_transaction_read_only = on");
  for (const name of [card, `${card}_published`]) {
    if (!existsSync(file(name))) continue;
    try {
      return {rows: (await client.query(sql(name))).rows, source: name};
    } catch (error) {
      const published = name !== card;
      if (error.code !== NOT_FOR_THIS_ROLE && !(published && error.code === NO_SUCH_VIEW)) throw error;
    }
  }
  return {rows: [], source: null};
}

try {
  process.stdout.write(JSON.stringify(await read()));
} catch (error) {
  console.error(`dashboard/cards/${card}.sql in schema ${schema}: ${error.message}`);
  process.exitCode = 1;
} finally {
  await client.end().catch(() => {});
}
