// TOML 1.0 as far as configurations of clients use it: tables, dotted keys, every kind of string, arrays, inline tables.
// The twin of TomlSyntax.cs; a test holds both against the same texts. Tables are objects without a prototype.

const most = 32;
const escapes = { b: "\b", t: "\t", n: "\n", f: "\f", r: "\r", e: "\x1b", '"': '"', "\\": "\\" };

/** Where a text does not parse. */
export class TomlError extends Error {
  constructor(message, text, at) {
    const before = text.slice(0, at);
    super(`${message}, line ${before.split("\n").length}, column ${before.length - before.lastIndexOf("\n")}`);
  }
}

/** The tables of a text as objects, lists as arrays, texts as they are meant, and everything else as null. */
export function parse(text) {
  let at = text.startsWith("\uFEFF") ? 1 : 0;
  let depth = 0;
  const fail = message => { throw new TomlError(message, text, at); };
  const table = () => Object.create(null);
  const isTable = value => typeof value === "object" && value !== null && !Array.isArray(value);

  function blanks(lines) {
    for (; at < text.length; at++) {
      if (text[at] === "#") {
        while (at < text.length && text[at] !== "\n") at++;
        at--;
      } else if (!(text[at] === " " || text[at] === "\t" || (lines && (text[at] === "\n" || text[at] === "\r")))) {
        return;
      }
    }
  }

  function expect(sign) {
    blanks(false);
    if (text[at] !== sign) fail(`${sign} is missing here`);
    at++;
  }

  function quoted() {
    const quote = text[at];
    const long = text.startsWith(quote.repeat(3), at);
    at += long ? 3 : 1;
    if (long && text[at] === "\r" && text[at + 1] === "\n") at += 2;
    else if (long && (text[at] === "\n" || text[at] === "\r")) at++;
    const start = at;
    for (let to = at; to < text.length; to++) {
      if (text[to] === "\\" && quote === '"') {
        to++;
      } else if (text[to] === "\n" && !long) {
        break;
      } else if (long ? text.startsWith(quote.repeat(3), to) : text[to] === quote) {
        // Up to two quotes may stand right before the closing three.
        for (let more = 0; long && more < 2 && text[to + 3] === quote; more++) to++;
        const inner = text.slice(start, to);
        at = to + (long ? 3 : 1);
        return quote === '"' ? unescaped(inner) : inner;
      }
    }
    return fail("this text does not end");
  }

  function unescaped(written) {
    return written.replace(/\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([ \t\r\n])[ \t\r\n]*|([^]))/g, (whole, four, eight, blank, sign) => {
      if (blank) return "";
      const code = parseInt(four ?? eight, 16);
      if (sign ? !Object.hasOwn(escapes, sign) : code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) fail("there is no such escape");
      return sign ? escapes[sign] : String.fromCodePoint(code);
    });
  }

  function key() {
    const path = [];
    do {
      if (path.length > 0) at++;
      blanks(false);
      if (text[at] === '"' || text[at] === "'") {
        path.push(quoted());
      } else {
        const start = at;
        while (at < text.length && /[A-Za-z0-9_-]/.test(text[at])) at++;
        path.push(at > start ? text.slice(start, at) : fail("a key is missing here"));
      }
      blanks(false);
    } while (text[at] === ".");
    return path;
  }

  function descend(from, path) {
    for (const name of path) {
      let next = from[name];
      if (Array.isArray(next) && next.length > 0) next = next.at(-1);
      if (next === undefined) next = from[name] = table();
      if (!isTable(next)) fail("a value stands where a table is meant");
      from = next;
    }
    return from;
  }

  function pair(into) {
    const path = key();
    expect("=");
    const holder = descend(into, path.slice(0, -1));
    if (path.at(-1) in holder) fail("this key is there already");
    holder[path.at(-1)] = value();
  }

  function value() {
    blanks(false);
    if (++depth > most) fail("this nests too deep");
    const sign = text[at];
    const found = sign === '"' || sign === "'" ? quoted() : sign === "[" ? list() : sign === "{" ? inline() : bare();
    depth--;
    return found;
  }

  function list() {
    const items = [];
    at++;
    for (blanks(true); text[at] !== "]"; blanks(true)) {
      items.push(value());
      blanks(true);
      if (text[at] === ",") at++;
      else if (text[at] !== "]") fail(", or ] is missing here");
    }
    at++;
    return items;
  }

  function inline() {
    const made = table();
    at++;
    for (blanks(false); text[at] !== "}"; blanks(false)) {
      pair(made);
      blanks(false);
      if (text[at] === ",") at++;
      else if (text[at] !== "}") fail(", or } is missing here");
    }
    at++;
    return made;
  }

  // A number, a date, a truth value: of what it says nothing is needed.
  function bare() {
    const start = at;
    while (at < text.length && !",]}#\n\r".includes(text[at])) at++;
    return at > start ? null : fail("a value is missing here");
  }

  function header(root) {
    at++;
    const many = text[at] === "[";
    if (many) at++;
    const path = key();
    expect("]");
    if (many) expect("]");
    const holder = descend(root, path.slice(0, -1));
    if (!many) return descend(holder, path.slice(-1));
    if (!Array.isArray(holder[path.at(-1)])) holder[path.at(-1)] = [];
    const made = table();
    holder[path.at(-1)].push(made);
    return made;
  }

  const root = table();
  let current = root;
  for (blanks(true); at < text.length; blanks(true)) {
    if (text[at] === "[") current = header(root);
    else pair(current);
    blanks(false);
    if (at < text.length && text[at] !== "\n" && text[at] !== "\r") fail("the line should end here");
  }
  return root;
}
