// The words of the language as people read them, and which operators fit which kind of value.

/** How states are called and toned. */
export const stateLabels = {
  inherit: "Default", allow: "Allow", limit: "Limit", approve: "Approve", custom: "Custom", deny: "Deny", hide: "Hide",
};
export const stateTones = { allow: "good", limit: "note", approve: "accent", custom: "warn", deny: "bad", hide: "bad", inherit: "" };

/** What the decision point says of a tool's calls. */
export const effects = {
  allow: ["good", "Passes"], limit: ["note", "Within limits"], approve: ["accent", "Asks"],
  conditional: ["warn", "Depends"], custom: ["warn", "Depends"], deny: ["bad", "Denied"], hide: ["bad", "Hidden"],
};

export const suggestions = {
  "open": "Allow", "limit-60": "60 a minute", "limit-30": "30 a minute", "limit-10": "10 a minute", "approval": "Ask a person", "hide": "Hide",
};

export const operators = {
  eq: "is", neq: "is not", lt: "is below", lte: "is at most", gt: "is above", gte: "is at least", in: "is one of", not_in: "is none of",
  exists: "is given", regex: "matches", contains: "contains", starts_with: "begins with", ends_with: "ends with",
  length_gt: "is longer than", length_lt: "is shorter than", path_within: "is a file in", path_not_within: "is a file outside",
  host_in: "is a URL at", host_not_in: "is a URL elsewhere than", sql_in: "is SQL that does", sql_not_in: "is SQL that does not",
};

const order = ["lt", "lte", "gt", "gte"];
const equal = ["eq", "neq", "in", "not_in"];
const text = ["contains", "starts_with", "ends_with", "regex"];
const lengths = ["length_gt", "length_lt"];
const special = ["path_within", "path_not_within", "host_in", "host_not_in", "sql_in", "sql_not_in"];

/** Operators by kind of value. */
const fitting = {
  string: [...equal, ...text, ...lengths, ...special, "exists"],
  number: [...order, ...equal, "exists"],
  boolean: ["eq", "neq", "exists"],
  array: ["contains", ...lengths, "exists"],
  object: [...lengths, "exists"],
  word: equal,
  text: [...equal, ...text],
  flag: ["eq", "neq"],
  hour: [...order, ...equal],
  date: [...order, ...equal],
  calls: ["contains"],
};

/** Operators that fit a kind, and the one that is there. */
export function operatorsFor(kind, own) {
  const known = fitting[kind] ?? Object.keys(operators);
  return known.includes(own) || own === undefined || !Object.hasOwn(operators, own) ? known : [...known, own];
}

/** What the value of an operator is: "list", "kinds", "flag", "number", "whole" or "one". */
export function valueKind(op) {
  if (op === "sql_in" || op === "sql_not_in") return "kinds";
  if (["in", "not_in", "path_within", "path_not_within", "host_in", "host_not_in"].includes(op)) return "list";
  if (op === "exists") return "flag";
  if (lengths.includes(op)) return "number";
  return "one";
}

export const sqlKinds = ["select", "insert", "update", "delete", "merge", "ddl", "admin", "call"];
const categories = ["read", "write", "execute", "destructive", "financial", "other"];

/** Facts about a call, beside its arguments: [path, what people read, kind, words]. */
export const facts = [
  ["tool.name", "tool's name", "text", []],
  ["tool.category", "tool's category", "word", categories],
  ["tool.risk", "tool's risk", "word", ["low", "medium", "high", "critical"]],
  ["time.hour", "hour of the day", "hour", []],
  ["time.weekday", "day of the week", "word", ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]],
  ["time.date", "date", "date", []],
  ["session.called", "tools called before in the session", "calls", []],
  ["session.called_categories", "categories called before in the session", "calls", categories],
  ["session.tainted", "session has read outside content", "flag", []],
  ["grant.label", "grant's label", "text", []],
  ["client.name", "client's name (a claim)", "text", []],
];

/** What is known of a path: kind of value, words that it can be. */
export function kindOfPath(path, fields) {
  const field = fields.find(one => one.path === path);
  if (field) return { kind: field.type, choices: field.choices };
  const fact = facts.find(([name]) => name === path);
  return fact ? { kind: fact[2], choices: fact[3] } : { kind: "any", choices: [] };
}

export const windows = [
  ["minute", "minute"], ["hour", "hour"], ["day", "day"], ["week", "week"], ["month", "month"],
];
export const scopes = [["grant", "each grant"], ["session", "each session"], ["server", "the server's grants together"], ["org", "the organisation"]];
