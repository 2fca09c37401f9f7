// What a document says of each tool, as the builder shows it, and how a choice changes the document. The text is the truth:
// a state is read from it, and a choice is a change of it at one key. What has no control of its own is "custom" and stays.
import { member, parse } from "./json.mjs";
import { joined, Raw, removeAt, setAt, spell } from "./edit.mjs";

/** What a tool can be set to. `inherit` is what patterns and `default` say. */
export const states = ["inherit", "allow", "limit", "approve", "custom", "deny", "hide"];

const idioms = ["requires human approval", "blocked by default. requires approval"];
const approvalParts = new Set(["conditions", "message", "expires", "hold", "approvers", "id"]);
const limitParts = new Set(["counter", "window", "max", "scope", "sessions", "increment_from", "on_deny"]);

/** A rule for the states that need one. */
export const rules = {
  limit: { limits: [{ counter: "calls", window: "minute", max: 30 }] },
  approve: { require_approval: [{ conditions: [], message: "Requires human approval.", expires: "30m" }] },
  deny: { action: "deny" },
};

/** Whether a name or pattern means a tool: `*` is any run of characters. */
export function matches(pattern, name) {
  if (!pattern.includes("*")) return pattern === name;
  const parts = pattern.split("*");
  const first = parts.shift();
  const last = parts.pop();
  if (name.length < first.length + last.length || !name.startsWith(first) || !name.endsWith(last)) return false;
  let at = first.length;
  for (const part of parts) {
    const found = name.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at <= name.length - last.length;
}

/** Whether the words are PolicyLayer's for "a person has to approve". */
export function isIdiom(message) {
  const plain = message.replace(/[A-Z]/g, letter => letter.toLowerCase());
  return idioms.includes(plain) || (plain.endsWith(".") && idioms.includes(plain.slice(0, -1)));
}

function word(node, name) {
  const found = member(node, name);
  return found?.kind === "string" ? found.value : undefined;
}

function isAlways(entry) {
  const conditions = member(entry, "conditions");
  return conditions?.kind === "array" && conditions.items.length === 0;
}

function only(list, test) {
  return list?.kind === "array" && list.items.length > 0 && list.items.every(test);
}

const isLimit = node => node.kind === "object" && node.members.every(one => limitParts.has(one.name));
const isAsking = node => node.kind === "object" && isAlways(node) && node.members.every(one => approvalParts.has(one.name));

/** The state that the rules of one key are: one of those that a tool can be set to, "custom" for all that is more. */
export function kindOf(rule) {
  if (rule?.kind !== "object") return "custom";
  const names = rule.members.map(one => one.name);
  const action = word(rule, "action");
  if (names.length === 0 || (names.length === 1 && action === "allow")) return "allow";
  if (action === "deny" && names.every(name => name === "action" || name === "reason")) return "deny";
  if (action === "require_approval" && names.every(name => name === "action" || name === "reason")) return "approve";
  if (names.every(name => name === "limits" || name === "rate_limit")) {
    const limits = member(rule, "limits");
    const isPlain = (!limits || only(limits, isLimit)) && (member(rule, "rate_limit")?.kind ?? "object") === "object";
    return isPlain ? "limit" : "custom";
  }
  if (names.length !== 1) return "custom";
  if (only(member(rule, "require_approval"), isAsking)) return "approve";
  const denials = member(rule, "deny_if");
  if (only(denials, isAlways)) {
    return denials.items.every(entry => isIdiom(word(entry, "on_deny") ?? "")) ? "approve" : "deny";
  }
  return "custom";
}

// Whether the rules of a pattern deny each call.
function denies(rule) {
  return word(rule, "action") === "deny"
    || (member(rule, "deny_if")?.items ?? []).some(entry => isAlways(entry) && !isIdiom(word(entry, "on_deny") ?? ""));
}

/** A document that can be read, though it may be wrong; throws a JsonProblem for a text that cannot. */
export function read(text) {
  const root = parse(text);
  const tools = member(root, "tools");
  const hide = member(root, "hide");
  const hidden = (hide?.kind === "array" ? hide.items : []).filter(one => one.kind === "string").map(one => one.value);
  return {
    text,
    root,
    isObject: root.kind === "object",
    opens: word(root, "default") === "allow",
    keys: new Map((tools?.kind === "object" ? tools.members : []).map(one => [one.name, one.node])),
    patterns: (tools?.kind === "object" ? tools.members : []).filter(one => one.name.includes("*")),
    hidden: new Set(hidden),
    hiding: hidden.filter(one => one.includes("*")),
    told: new Map(),
  };
}

/**
 * How a tool, or a key of the document, stands: `state`; `own`, whether the document names it itself; `by`, the patterns that
 * apply, too; `effect`, what comes of it: "allow", "limit", "approve", "custom", "deny" or "hide".
 */
export function standing(policy, name) {
  let told = policy.told.get(name);
  if (!told) policy.told.set(name, told = look(policy, name));
  return told;
}

function look(policy, name) {
  const isHidden = policy.hidden.has(name);
  const hiding = policy.hiding.filter(pattern => pattern !== name && matches(pattern, name));
  const own = policy.keys.get(name);
  const by = policy.patterns.filter(one => one.name !== name && matches(one.name, name));
  const names = by.map(one => one.name);
  if (isHidden || hiding.length > 0) {
    return { state: isHidden ? "hide" : own ? kindOf(own) : "inherit", own: isHidden || own !== undefined, by: hiding, effect: "hide" };
  }
  if (own && word(own, "action") === "allow") return { state: kindOf(own), own: true, by: [], effect: kindOf(own) };
  const kinds = by.map(one => denies(one.node) ? "deny" : kindOf(one.node));
  if (own) kinds.push(kindOf(own));
  const effect = kinds.length === 0 ? (policy.opens ? "allow" : "deny")
    : ["deny", "custom", "approve", "limit"].find(kind => kinds.includes(kind)) ?? "allow";
  return { state: own ? kindOf(own) : "inherit", own: own !== undefined, by: names, effect };
}

/** Whether a document can have a key for a tool: a name with `*` would mean others, too. */
export function canHaveKey(name) {
  return name.length > 0 && !name.includes("*");
}

function withoutKey(text, name) {
  return removeAt(text, ["tools", name]);
}

function withoutHidden(text, name) {
  for (let policy = read(text); ; policy = read(text)) {
    const items = member(policy.root, "hide")?.items ?? [];
    const at = items.findIndex(one => one.kind === "string" && one.value === name);
    if (at < 0) return text;
    text = items.length === 1 ? removeAt(text, ["hide"]) : removeAt(text, ["hide", at]);
  }
}

/** The text with other rules at a key. */
export function setRule(text, name, rule) {
  if (!member(parse(text), "tools")) text = setAt(text, ["tools"], {});
  return setAt(withoutHidden(text, name), ["tools", name], rule);
}

// The rule that a state is for a tool: JSON text, or null where it has none of its own.
function ruleOf(policy, name, state, spelt) {
  if (state === "inherit" || state === "hide") return null;
  if (spelt) return new Raw(spelt);
  const isShut = state === "allow" && canHaveKey(name)
    && policy.patterns.some(one => one.name !== name && matches(one.name, name) && denies(one.node));
  return isShut ? { action: "allow" } : rules[state] ?? {};
}

/**
 * The text with a tool, or a key, in another state. Nothing but its own key and its own entry of `hide` changes.
 * `spelt` is the text of the rule that it is to have; without it the state has its usual one.
 */
export function setState(text, name, state, spelt) {
  const policy = read(text);
  if (!policy.isObject) throw new RangeError("the document is no object");
  const rule = ruleOf(policy, name, state, spelt);
  if (rule !== null) return setRule(text, name, rule);
  if (state === "inherit") return withoutKey(withoutHidden(text, name), name);
  const shorter = withoutKey(text, name);
  if (policy.hidden.has(name)) return shorter;
  const items = member(policy.root, "hide")?.items;
  return items ? setAt(shorter, ["hide", items.length], name) : setAt(shorter, ["hide"], [name], ["all_tools", "tools"]);
}

/** The same for many at once, [name, state, spelt] each: both lists are joined anew from their parts as they are spelt. */
export function setMany(text, choices) {
  if (choices.length < 2) return choices.reduce((now, choice) => setState(now, ...choice), text);
  const policy = read(text);
  if (!policy.isObject) throw new RangeError("the document is no object");
  const spelling = node => text.slice(node.start, node.end);
  const keys = new Map([...policy.keys].map(([name, node]) => [name, spelling(node)]));
  const hide = member(policy.root, "hide")?.items ?? [];
  const gone = new Set(choices.map(([name]) => name));
  const names = hide.filter(one => one.kind !== "string" || !gone.has(one.value)).map(spelling);
  for (const [name, state, spelt] of choices) {
    const rule = ruleOf(policy, name, state, spelt);
    if (rule === null) keys.delete(name);
    else keys.set(name, spell(rule, "    "));
    if (state === "hide") names.push(JSON.stringify(name));
  }
  const tools = new Raw(joined([...keys].map(([name, rule]) => `${JSON.stringify(name)}: ${rule}`), "{", "}"));
  const done = setAt(text, ["tools"], tools);
  return names.length === 0 ? removeAt(done, ["hide"]) : setAt(done, ["hide"], new Raw(joined(names, "[", "]")), ["all_tools", "tools"]);
}
