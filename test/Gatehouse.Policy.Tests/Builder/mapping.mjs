// Runs the builder's mapping over documents. Arguments: the folder of its modules, a file with one JSON object a line:
// { document, tool, state }. Prints one line for each: { edited, before, after, problem }.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [folder, file] = process.argv.slice(2);
const load = name => import(pathToFileURL(`${folder}/${name}`).href);
const { parse, same } = await load("json.mjs");
const { Raw, removeAt, setAt, textAt } = await load("edit.mjs");
const { read, setMany, setRule, setState, standing } = await load("policy.mjs");

// What has no opinion must change nothing.
function unsettled(document, tool, state) {
  const policy = read(document);
  for (const name of policy.keys.keys()) {
    const spelt = textAt(document, ["tools", name]);
    if (!policy.hidden.has(name) && setRule(document, name, new Raw(spelt)) !== document) return `${name} written as it is`;
  }
  if (setAt(document, [], new Raw(document.trim())).trim() !== document.trim()) return "the whole written as it is";
  if (removeAt(document, ["tools", "no such key"]) !== document) return "what is not there taken out";

  // Two at once are one after the other.
  const [one, two] = [setMany(document, [[tool, state], ["other", "approve"]]), setState(setState(document, tool, state), "other", "approve")];
  if (!same(sorted(parse(one)), sorted(parse(two)))) return `two at once: ${one}`;

  // There and back: in meaning what it was, for a tool that is not both hidden and ruled.
  const hasKey = policy.keys.has(tool);
  const isHidden = policy.hidden.has(tool);
  if (hasKey && isHidden || read(setState(document, tool, "inherit")).root.members.find(one => one.name === "hide")?.node.items.length < policy.hidden.size - 1) return null;
  const there = setState(document, tool, state);
  const back = isHidden ? setState(there, tool, "hide")
    : hasKey ? setRule(there, tool, new Raw(textAt(document, ["tools", tool])))
    : setState(there, tool, "inherit");
  const had = policy.root.members.some(one => one.name === "tools");
  const ended = parse(back);
  if (!had) ended.members = ended.members.filter(one => one.name !== "tools" || one.node.members.length > 0);
  const isSame = same(sorted(parse(document)), sorted(ended));
  return isSame ? null : `there and back: ${back}`;
}

// The names in `hide` are a set.
function sorted(root) {
  for (const one of root.members) if (one.name === "hide") one.node.items.sort((a, b) => a.value < b.value ? -1 : 1);
  return root;
}

for (const line of readFileSync(file, "utf8").split("\n").filter(Boolean)) {
  const { document, tool, state } = JSON.parse(line);
  const before = standing(read(document), tool);
  const edited = setState(document, tool, state);
  console.log(JSON.stringify({
    edited,
    before: before.effect,
    after: standing(read(edited), tool).effect,
    state: standing(read(edited), tool).state,
    problem: unsettled(document, tool, state),
  }));
}
