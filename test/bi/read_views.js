// What node-postgres makes of every view: plain types, plain values.
//   node read_views.js HOST PORT DATABASE USER SCHEMA VIEW...   prints problems, then "views: N"
const { Client } = require('pg');
const [host, port, database, user, schema, ...views] = process.argv.slice(2);
// dates come as text or as an object, by the version
const plain = { 16: /boolean/, 20: /string/, 23: /number/, 25: /string/, 701: /number/, 1082: /string|object/, 1184: /object/ };

(async () => {
  const client = new Client({ host, port: Number(port), database, user });
  await client.connect();
  await client.query('SET default_transaction_read_only = on');
  for (const view of views) {
    const result = await client.query(`SELECT * FROM "${schema}"."${view}" LIMIT 1000`);
    for (const field of result.fields) {
      // an int8 comes as text: right for a key, wrong for what is counted
      if (field.dataTypeID === 20 && !/(^|_)id$|^no_(goal|voice)$/.test(field.name)) console.log(`${view}.${field.name}: text`);
      if (!(field.dataTypeID in plain)) console.log(`${view}.${field.name}: type ${field.dataTypeID}`);
      for (const row of result.rows) {
        const value = row[field.name];
        if (value !== null && (!plain[field.dataTypeID]?.test(typeof value) || Number.isNaN(value)))
          console.log(`${view}.${field.name}: ${value}`);
      }
    }
  }
  console.log('views:', views.length);
  await client.end();
})().catch((error) => { console.log(error.message); process.exit(1); });
