// What the builder's field offers at a cursor. Arguments: the folder of its modules, a JSON list of texts with `|` at the cursor.
// Prints { members, answers: [{ offers, taken }] }.
import { pathToFileURL } from "node:url";

const [folder, texts] = process.argv.slice(2);
const { contextAt, members, offers, take } = await import(pathToFileURL(`${folder}/context.mjs`).href);
const tools = [
  { name: "create_refund", schema: { properties: { amount: { type: "integer" }, currency: { enum: ["usd", "eur"] } } } },
  { name: "list_payments", schema: {} }, { name: "<img src=x>", schema: {} },
];
const answers = JSON.parse(texts).map(marked => {
  const at = marked.indexOf("|");
  const text = marked.replace("|", "");
  const context = contextAt(text, at);
  const found = context ? offers(context, tools) : [];
  return { offers: found, taken: found.length > 0 ? take(text, context, found[0])[0] : text };
});
console.log(JSON.stringify({ members, answers }));
