// Where a cursor stands in a JSON text that may be half written, and what could stand there: members, names of tools, arguments.
import { matches } from "./policy.mjs";
import { fieldsOf } from "./schema.mjs";
import { facts, kindOfPath, operators, scopes, windows } from "./words.mjs";

/** Members of each object of the language. A test holds them to the validator's. */
export const members = {
  document: ["version", "default", "$schema", "description", "mode", "observe_until", "hide", "list", "resources", "prompts", "outside", "timezone", "all_tools", "tools"],
  tool: ["action", "reason", "arguments", "require", "deny_if", "require_approval", "limits", "rate_limit"],
  all_tools: ["arguments", "require", "deny_if", "require_approval", "limits", "rate_limit"],
  entry: ["conditions", "on_deny", "id"],
  approval: ["conditions", "message", "expires", "hold", "approvers", "id"],
  condition: ["path", "op", "value", "dialect"],
  limit: ["counter", "window", "max", "scope", "sessions", "increment_from", "on_deny"],
  rate_limit: ["max", "window", "sessions"],
};

const words = {
  "document.version": ["1"], "document.default": ["deny", "allow"], "document.mode": ["enforce", "observe"], "document.list": ["all", "allowed"],
  "tool.action": ["allow", "deny", "require_approval"], "tool.arguments": ["any", "declared", "schema"], "all_tools.arguments": ["any", "declared", "schema"],
  "condition.op": Object.keys(operators), "condition.dialect": ["generic", "postgres", "mysql", "sqlite", "tsql"],
  "limit.counter": ["calls"], "limit.window": windows.map(([one]) => one), "limit.scope": scopes.map(([one]) => one),
};
const within = { require: "entry", deny_if: "entry", require_approval: "approval", limits: "limit", conditions: "condition" };

/** The cursor's place: `path` of what it stands in, `isKey`, what is typed of it, and which characters an answer replaces; null between things. */
export function contextAt(text, at) {
  const stack = [];
  let from = 0;
  let isOpen = false; // Inside a text that has no end yet.
  let word = "";
  let i = 0;
  while (i < at) {
    const top = stack.at(-1);
    const sign = text[i];
    if (sign === "\"") {
      from = i++;
      let value = "";
      while (i < at && text[i] !== "\"" && text[i] !== "\n") {
        if (text[i] === "\\") i++;
        value += text[i++] ?? "";
      }
      if (i >= at) {
        [isOpen, word] = [true, value];
        break;
      }
      i++;
      if (top?.isObject && top.wants === "key") Object.assign(top, { key: value, wants: "colon" });
      else if (top) {
        if (top.isObject) top.texts[top.key] = value;
        top.wants = "comma";
      }
      continue;
    }
    if (sign === "{" || sign === "[") stack.push({ isObject: sign === "{", key: sign === "{" ? null : 0, wants: sign === "{" ? "key" : "value", texts: {} });
    else if (sign === "}" || sign === "]") {
      stack.pop();
      if (stack.length > 0) stack.at(-1).wants = "comma";
    } else if (sign === ":" && top) top.wants = "value";
    else if (sign === "," && top) {
      if (!top.isObject) top.key++;
      top.wants = top.isObject ? "key" : "value";
    } else if (/[\w$.*-]/.test(sign)) {
      from = i;
      while (i < at && /[\w$.*-]/.test(text[i])) i++;
      if (i >= at) {
        word = text.slice(from, at);
        break;
      }
      if (top) top.wants = "comma";
      continue;
    }
    i++;
  }
  const top = stack.at(-1);
  if (!top || !["key", "value"].includes(top.wants)) return null;
  if (!isOpen && word === "") from = at;
  const rest = /^[\w$.*[\]\\/-]*"/.exec(text.slice(at));
  const to = isOpen && rest ? at + rest[0].length : at;
  const isKey = top.isObject && top.wants === "key";
  const path = stack.slice(0, -1).map(one => one.key);
  return { path: isKey ? path : [...path, top.key], isKey, typed: word, from, to, isNamed: /^\s*:/.test(text.slice(to)), texts: stack.findLast(one => one.isObject)?.texts ?? {} };
}

/** Which object of the language stands at a path; "names" for the object whose members are tools. */
export function shapeAt(path) {
  if (path.length === 0) return "document";
  const isTool = path[0] === "tools";
  if (!isTool && path[0] !== "all_tools") return null;
  const inner = path.slice(isTool ? 2 : 1);
  if (isTool && path.length === 1) return "names";
  if (inner.length === 0) return isTool ? "tool" : "all_tools";
  if (inner.length === 1) return inner[0] === "rate_limit" ? "rate_limit" : null;
  const last = inner.at(-2);
  const isList = typeof inner.at(-1) === "number" && Object.hasOwn(within, last);
  return isList && (last === "conditions" ? inner.length === 4 : inner.length === 2) ? within[last] : null;
}

// The arguments of the tools that a key of `tools` means.
function argumentsOf(path, tools) {
  const name = path[0] === "tools" ? path[1] : "*";
  const fields = new Map();
  for (const tool of tools.filter(one => one.schema && matches(name, one.name)).slice(0, 50)) {
    tool.fields ??= fieldsOf(tool.schema);
    for (const one of tool.fields) if (!fields.has(one.path)) fields.set(one.path, one);
  }
  return [...fields.values()];
}

function valuesAt(context, tools) {
  const { path, texts } = context;
  const owner = path.slice(0, -1);
  const name = path.at(-1);
  if (owner.length === 1 && ["hide", "outside"].includes(owner[0])) return tools.map(one => one.name);
  const inList = typeof name === "number";
  const shape = shapeAt(inList ? owner.slice(0, -1) : owner);
  const key = inList ? owner.at(-1) : name;
  if (shape === "condition" && key === "path") return [...argumentsOf(path, tools).map(one => one.path), ...facts.map(([one]) => one)];
  if (shape === "condition" && key === "value" && texts.path) {
    return kindOfPath(texts.path, argumentsOf(path, tools)).choices.filter(one => typeof one === "string");
  }
  if (shape === "limit" && key === "increment_from") return argumentsOf(path, tools).filter(one => one.type === "number").map(one => one.path);
  if (inList && key === "arguments") return argumentsOf(path, tools).filter(one => !/[.[]/.test(one.path.slice(5))).map(one => one.path.slice(5));
  return words[`${shape}.${key}`] ?? [];
}

/** What could stand there, best first. `tools` are those of the server. */
export function offers(context, tools) {
  const shape = context.isKey ? shapeAt(context.path) : null;
  const all = context.isKey ? (shape === "names" ? tools.map(one => one.name) : members[shape] ?? []) : valuesAt(context, tools);
  const typed = context.typed.toLowerCase();
  const free = all.filter(one => !context.isKey || !Object.hasOwn(context.texts, one));
  const begins = free.filter(one => one.toLowerCase().startsWith(typed));
  const holds = free.filter(one => !one.toLowerCase().startsWith(typed) && one.toLowerCase().includes(typed));
  const found = [...begins, ...holds];
  return found.length === 1 && found[0] === context.typed ? [] : found;
}

/** The text with an answer in it, and where the cursor stands then. */
export function take(text, context, answer) {
  const spelt = JSON.stringify(answer) + (context.isKey && !context.isNamed ? ": " : "");
  return [text.slice(0, context.from) + spelt + text.slice(context.to), context.from + spelt.length];
}
