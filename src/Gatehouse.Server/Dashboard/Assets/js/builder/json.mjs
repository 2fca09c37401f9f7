// JSON as a tree of places in its text. Values are never re-spelt: a number keeps its digits, an object its order.
// A node: { kind, start, end } and `members` [{ name, start, node }], `items` [node], or `value`.

/** What is wrong with a text, and where. */
export class JsonProblem extends Error {
  constructor(message, at) {
    super(message);
    this.at = at;
  }
}

const deepest = 64;
const escapes = { "\"": "\"", "\\": "\\", "/": "/", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };
const number = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const blanks = /[ \t\n\r]*/y;
const plain = /[^"\\\u0000-\u001f]*/y;

/** Reads strict JSON, each member once; throws a JsonProblem. */
export function parse(text) {
  let at = 0;

  function fail(message, where = at) {
    throw new JsonProblem(message, where);
  }

  function skip() {
    blanks.lastIndex = at;
    blanks.test(text);
    at = blanks.lastIndex;
  }

  function string() {
    let value = "";
    at++;
    for (;;) {
      plain.lastIndex = at;
      plain.test(text);
      value += text.slice(at, plain.lastIndex);
      at = plain.lastIndex;
      const sign = text[at];
      if (sign === "\"") {
        at++;
        return value;
      }
      if (sign !== "\\") fail("a text has no end, or a character that has to be escaped");
      const kind = text[at + 1];
      if (kind === "u") {
        const hex = text.slice(at + 2, at + 6);
        if (!/^[0-9a-fA-F]{4}$/.test(hex)) fail("`\\u` needs four hex digits");
        value += String.fromCharCode(parseInt(hex, 16));
        at += 6;
      } else {
        if (!Object.hasOwn(escapes, kind ?? "")) fail("an escape that JSON does not have");
        value += escapes[kind];
        at += 2;
      }
    }
  }

  function word(start, literal, kind) {
    if (!text.startsWith(literal, start)) fail("no JSON value stands here");
    at += literal.length;
    return { kind, start, end: at, value: kind === "null" ? null : kind === "boolean" ? literal === "true" : undefined };
  }

  function node(depth) {
    if (depth > deepest) fail(`more than ${deepest} levels`);
    skip();
    const start = at;
    switch (text[at]) {
      case "{": return object(start, depth);
      case "[": return array(start, depth);
      case "\"": {
        const value = string();
        return { kind: "string", start, end: at, value };
      }
      case "t": return word(start, "true", "boolean");
      case "f": return word(start, "false", "boolean");
      case "n": return word(start, "null", "null");
      default: {
        number.lastIndex = at;
        if (!number.test(text)) fail(at < text.length ? "no JSON value stands here" : "the text ends too early");
        at = number.lastIndex;
        return { kind: "number", start, end: at, value: text.slice(start, at) };
      }
    }
  }

  function object(start, depth) {
    const members = [];
    const seen = new Set();
    at++;
    skip();
    while (text[at] !== "}") {
      if (members.length > 0) {
        if (text[at] !== ",") fail("a comma or `}` is missing");
        at++;
        skip();
      }
      const from = at;
      if (text[at] !== "\"") fail("the name of a member is missing");
      const name = string();
      if (seen.has(name)) fail("two members have one name", from);
      seen.add(name);
      skip();
      if (text[at] !== ":") fail("`:` is missing");
      at++;
      members.push({ name, start: from, node: node(depth + 1) });
      skip();
    }
    at++;
    return { kind: "object", start, end: at, members };
  }

  function array(start, depth) {
    const items = [];
    at++;
    skip();
    while (text[at] !== "]") {
      if (items.length > 0) {
        if (text[at] !== ",") fail("a comma or `]` is missing");
        at++;
      }
      items.push(node(depth + 1));
      skip();
    }
    at++;
    return { kind: "array", start, end: at, items };
  }

  const root = node(1);
  skip();
  if (at < text.length) fail("something stands behind the end");
  return root;
}

/** The value of a member; undefined where the node is no object or has none. */
export function member(node, name) {
  return node?.kind === "object" ? node.members.find(one => one.name === name)?.node : undefined;
}

/** The node at a path of names and numbers; undefined where there is none. */
export function nodeAt(root, path) {
  let node = root;
  for (const step of path) {
    node = typeof step === "number" ? (node?.kind === "array" ? node.items[step] : undefined) : member(node, step);
    if (!node) return undefined;
  }
  return node;
}

/** Whether two nodes mean the same: order of members and blanks aside, numbers as they are spelt. */
export function same(one, two) {
  if (one.kind !== two.kind) return false;
  if (one.kind === "array") return one.items.length === two.items.length && one.items.every((item, i) => same(item, two.items[i]));
  if (one.kind !== "object") return one.value === two.value;
  return one.members.length === two.members.length && one.members.every(each => {
    const other = member(two, each.name);
    return other !== undefined && same(each.node, other);
  });
}

/** The place of an offset, from 1. */
export function placeOf(text, at) {
  const before = text.slice(0, at);
  const line = before.split("\n").length;
  return { line, column: at - before.lastIndexOf("\n") };
}
