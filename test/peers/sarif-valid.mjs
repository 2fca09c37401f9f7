// Holds a SARIF log against the schema of the standard. Argument: the file. Prints what is wrong, a line each, and ends with 1 then.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const schema = require("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json");

// The schema is of draft 4, which the validator that comes with it still reads; newer ones do not.
const beside = createRequire(require.resolve("@microsoft/jest-sarif"));
const Ajv = beside("ajv");
const validator = new Ajv({ allErrors: true, schemaId: "auto", meta: false });
validator.addMetaSchema(beside("ajv/lib/refs/json-schema-draft-04.json"));
if (!validator.validate(schema, JSON.parse(readFileSync(process.argv[2], "utf8")))) {
  for (const { dataPath, message, params } of validator.errors) console.log(`${dataPath} ${message} ${JSON.stringify(params)}`);
  process.exitCode = 1;
}
