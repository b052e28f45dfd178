// Compile every JSON Schema with Ajv in strict mode, and check what each accepts and refuses.
// Usage: node check.mjs FOLDER FILE, where FOLDER has Ajv and documents.py has written FILE.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { exit } from "node:process";

const [folder, file] = process.argv.slice(2);
const Ajv = createRequire(join(resolve(folder), "x.js"))("ajv/dist/2020").default;
const { schemas, accepted, refused } = JSON.parse(readFileSync(file, "utf-8"));

// What Ajv only logs by default is a fault here.
const ajv = new Ajv({ strictTypes: true, strictTuples: true });
const validators = Object.fromEntries(
  Object.entries(schemas).map(([name, schema]) => [name, ajv.compile(schema)]),
);

const wrong = [];
for (const [name, what, data] of accepted) {
  if (!validators[name](data)) {
    wrong.push(`${name}: refused ${what}: ${ajv.errorsText(validators[name].errors)}`);
  }
}
for (const [name, what, data] of refused) {
  if (validators[name](data)) wrong.push(`${name}: accepted ${what}`);
}
wrong.slice(0, 50).forEach((line) => console.error(line));
console.log(
  `${Object.keys(schemas).length} schemas, ${accepted.length} documents accepted, ` +
    `${refused.length} refused, ${wrong.length} wrong`,
);
exit(wrong.length || !accepted.length || !refused.length ? 1 : 0);
