// Changes of a JSON text that touch nothing but their place: what stands around it stays byte for byte.
import { nodeAt, parse } from "./json.mjs";

/** A piece of JSON that is spelt already. */
export class Raw {
  constructor(text) {
    this.text = text;
  }
}

/** Spells a value; objects and arrays get lines of their own where one line would be long. */
export function spell(value, indent = "", unit = "  ") {
  if (value instanceof Raw) return value.text;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const inner = indent + unit;
  const [parts, open, close] = Array.isArray(value)
    ? [value.map(one => spell(one, inner, unit)), "[", "]"]
    : [Object.entries(value).map(([name, one]) => `${JSON.stringify(name)}: ${spell(one, inner, unit)}`), "{", "}"];
  if (parts.length === 0) return open + close;
  const line = `${open} ${parts.join(", ")} ${close}`;
  if (line.length + indent.length <= 100 && !line.includes("\n")) return line;
  return `${open}\n${parts.map(part => inner + part).join(",\n")}\n${indent}${close}`;
}

/** Parts of an object or array of the document, spelt already, on lines of their own. */
export function joined(parts, open, close) {
  return parts.length === 0 ? open + close : `${open}\n${parts.map(part => "    " + part).join(",\n")}\n  ${close}`;
}

// The blanks that the line of a place begins with.
function indentAt(text, at) {
  const from = text.lastIndexOf("\n", at - 1) + 1;
  return /^[ \t]*/.exec(text.slice(from, at))[0];
}

// Whether the parts of a node stand on lines of their own; an empty one follows what it stands in.
function isSpread(text, node, parts) {
  return parts.length > 0 ? text.slice(node.start, parts[0].start).includes("\n") : text.includes("\n");
}

function partsOf(node) {
  return node.kind === "object"
    ? node.members.map(one => ({ start: one.start, end: one.node.end }))
    : node.items.map(one => ({ start: one.start, end: one.end }));
}

function insert(text, node, index, what) {
  const parts = partsOf(node);
  const isOpen = isSpread(text, node, parts);
  const outer = indentAt(text, node.start);
  const indent = parts.length > 0 && isOpen ? indentAt(text, parts[0].start) : outer + "  ";
  const spelt = what(isOpen ? indent : outer);
  if (parts.length === 0) {
    const body = isOpen ? `\n${indent}${spelt}\n${outer}` : text.slice(node.start + 1, node.end - 1).trim() + spelt;
    return text.slice(0, node.start + 1) + body + text.slice(node.end - 1);
  }
  const gap = isOpen ? `\n${indent}` : " ";
  if (index < parts.length) {
    const at = parts[index].start;
    return `${text.slice(0, at)}${spelt},${gap}${text.slice(at)}`;
  }
  const at = parts[parts.length - 1].end;
  return `${text.slice(0, at)},${gap}${spelt}${text.slice(at)}`;
}

function cut(text, node, index) {
  const parts = partsOf(node);
  if (parts.length === 1) return text.slice(0, node.start + 1) + text.slice(node.end - 1);
  const [from, to] = index > 0 ? [parts[index - 1].end, parts[index].end] : [parts[0].start, parts[1].start];
  return text.slice(0, from) + text.slice(to);
}

/**
 * The text with another value at a path. A member or item that was not there is added at the end of its object or array, or
 * before the first of the members that `before` names. What it stands in has to be there.
 */
export function setAt(text, path, value, before = []) {
  const root = parse(text);
  const there = nodeAt(root, path);
  if (there) return text.slice(0, there.start) + spell(value, indentAt(text, there.start)) + text.slice(there.end);
  const parent = nodeAt(root, path.slice(0, -1));
  const last = path[path.length - 1];
  if (parent?.kind === "array" && typeof last === "number") {
    return insert(text, parent, parent.items.length, indent => spell(value, indent));
  }
  if (parent?.kind !== "object" || typeof last !== "string") throw new RangeError("nothing can be put there");
  const found = parent.members.findIndex(one => before.includes(one.name));
  return insert(text, parent, found < 0 ? parent.members.length : found, indent => `${JSON.stringify(last)}: ${spell(value, indent)}`);
}

/** The text without what stands at a path; the same text where nothing does. */
export function removeAt(text, path) {
  const root = parse(text);
  const parent = nodeAt(root, path.slice(0, -1));
  const last = path[path.length - 1];
  const index = parent?.kind === "object" ? parent.members.findIndex(one => one.name === last)
    : parent?.kind === "array" && typeof last === "number" && last < parent.items.length ? last : -1;
  return index < 0 ? text : cut(text, parent, index);
}

/** What stands at a path, as it is spelt; undefined where nothing does. */
export function textAt(text, path) {
  const node = nodeAt(parse(text), path);
  return node && text.slice(node.start, node.end);
}
