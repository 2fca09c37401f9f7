// What a browser makes of pasted configurations. Arguments: the folder of the modules, a file with a JSON list of texts.
// Prints a JSON list of { sent, problem, toml }: what would be sent, why nothing would, and the tree of the text as TOML.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [folder, file] = process.argv.slice(2);
const { strip } = await import(pathToFileURL(`${folder}/strip.mjs`).href);
const { parse } = await import(pathToFileURL(`${folder}/toml.mjs`).href);
const tried = make => {
  try {
    return { value: make() };
  } catch (problem) {
    return { problem: problem.message };
  }
};
console.log(JSON.stringify(JSON.parse(readFileSync(file, "utf8")).map(text => {
  const [sent, toml] = [tried(() => strip(text)), tried(() => parse(text))];
  return { sent: sent.value, problem: sent.problem, toml: toml.value };
})));
