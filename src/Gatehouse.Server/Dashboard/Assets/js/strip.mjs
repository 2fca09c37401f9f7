// A client's configuration, JSON or TOML, down to what may be sent: names of servers, programs, packages, hosts and paths.
// Environment and headers are never looked at, of arguments only the package is kept.
import { parse } from "./toml.mjs";

const lists = ["mcpServers", "mcp_servers", "context_servers", "servers"];
const runners = ["npx", "bunx", "pnpx", "pnpm", "yarn", "uvx", "uv", "pipx"];
const secretWord = /(key|token|secret|passw|credential|auth|bearer|cookie|session)/i;
const knownKey = /^((sk|pk|rk)[-_]|gh[oprsu]_|github_pat_|glpat-|xox[abprs]-|AKIA|AIza|eyJ|npm_|hf_|pat_|key_|ntn_|secret_|lin_api_)[-_A-Za-z0-9.]{8,}$/;

/** Whether nobody typed this: a key, or an id that may be one. The server's `KeyShape` gives the same answer for every word. */
export function isRandom(word) {
  const digit = /[0-9]/.test(word);
  // One long word of a name has no digit in it (`modelcontextprotocol-mcp2`).
  const long = (word.match(/[A-Za-z0-9]{20,}/g) ?? []).some(run => /[0-9]/.test(run));

  // Behind the prefix of a key names of packages go on, too (`sk-learn-mcp`): those are of small letters alone.
  return (knownKey.test(word) && (digit || /[A-Z]/.test(word)))
    || (digit && /[A-Za-z]/.test(word) && (long || /^[A-Za-z0-9_\-+=]{28,}$/.test(word)));
}

/** The servers of a configuration as the server may have them. Throws where the text cannot be read, with the place and no word of it. */
export function strip(text) {
  const found = Object.create(null);
  collect(read(text), 0, found);
  return { mcpServers: found };
}

// No TOML begins with a brace or a slash; what begins otherwise is JSON where it parses as that.
function read(text) {
  const json = fromJson(text);
  if (json.flaw === undefined) return json.value;
  if (/^[\uFEFF\s]*[{/]/.test(text)) throw new Error(json.flaw);
  return parse(text);
}

function fromJson(text) {
  const out = plain(text);
  if (out === undefined) return { flaw: "a comment does not end" };
  try {
    return { value: JSON.parse(out) };
  } catch (problem) {
    // Some browsers repeat a part of the text in their message: only the place is taken over.
    const place = /line \d+ column \d+/.exec(problem.message) ?? /position \d+/.exec(problem.message);
    return { flaw: place ? `not JSON, ${place[0]}` : "not JSON" };
  }
}

// Without comments and trailing commas, as clients read them, every line where it was; nothing where a comment does not end.
function plain(text) {
  let out = "";
  let comma = -1;
  for (let at = text.startsWith("\uFEFF") ? 1 : 0; at < text.length; at++) {
    const letter = text[at];
    if (letter === "/" && text[at + 1] === "/") {
      while (at < text.length && text[at] !== "\n") at++;
      out += "\n";
    } else if (letter === "/" && text[at + 1] === "*") {
      const end = text.indexOf("*/", at + 2);
      if (end < 0) return undefined;
      out += text.slice(at, end).replace(/[^\n]/g, " ");
      at = end + 1;
    } else if (/\s/.test(letter)) {
      out += letter;
    } else {
      if ((letter === "}" || letter === "]") && comma >= 0) out = `${out.slice(0, comma)} ${out.slice(comma + 1)}`;
      comma = letter === "," ? out.length : -1;
      const start = at;
      if (letter === '"') for (at++; at < text.length && text[at] !== '"'; at++) if (text[at] === "\\") at++;
      out += text.slice(start, at + 1);
    }
  }
  return out;
}

function collect(value, depth, found) {
  if (depth > 6 || typeof value !== "object" || value === null || Array.isArray(value)) return;
  for (const [name, inner] of Object.entries(value)) {
    if (lists.includes(name) && typeof inner === "object" && inner !== null && !Array.isArray(inner)) {
      for (const [server, entry] of Object.entries(inner)) {
        const stripped = one(entry);
        if (stripped) found[server] = stripped;
      }
    } else {
      collect(inner, depth + 1, found);
    }
  }
}

function one(entry) {
  if (typeof entry !== "object" || entry === null || Array.isArray(entry)) return undefined;
  const [program, ...args] = behind(command(entry));
  const url = [entry.url, entry.serverUrl, entry.httpUrl].find(text => typeof text === "string" && text !== "");
  const address = url === undefined ? undefined : plainAddress(url);
  if (program === undefined && address === undefined) return undefined;
  return program === undefined ? { url: address } : { command: named(program), args: words(named(program), args), url: address };
}

function command(entry) {
  const texts = list => Array.isArray(list) ? list.filter(word => typeof word === "string") : [];
  if (Array.isArray(entry.command)) return texts(entry.command);
  if (typeof entry.command === "object" && entry.command !== null) {
    return typeof entry.command.path === "string" ? [entry.command.path, ...texts(entry.command.args)] : [];
  }
  if (typeof entry.command !== "string" || entry.command === "") return [];
  const args = texts(entry.args);
  return args.length > 0 ? [entry.command, ...args] : entry.command.split(" ").filter(word => word !== "");
}

// What goes through the gateway already is the server behind it.
function behind(line) {
  const at = line.indexOf("--");
  return line.length > 0 && named(line[0]) === "gatehouse" && at > 0 ? line.slice(at + 1) : line;
}

function named(program) {
  const name = program.split(/[\\/]/).at(-1).replace(/\.(exe|cmd)$/i, "");
  return /^[A-Za-z0-9._+@-]{1,60}$/.test(name) && !secretWord.test(name) && !isRandom(name) ? name : "program";
}

// Of a runner's arguments its own words and the package: the first that is no option, and not the value of one that sounds secret.
function words(program, args) {
  if (!runners.includes(program.toLowerCase())) return [];
  const kept = [];
  for (let at = 0; at < args.length; at++) {
    const word = args[at];
    if (word.startsWith("-")) {
      if (secretWord.test(word) && !word.includes("=")) at++;
    } else if (["dlx", "run", "tool"].includes(word)) {
      kept.push(word);
    } else {
      const isPackage = /^(@[a-z0-9][a-z0-9._-]*\/)?[a-z0-9][a-z0-9._-]*(@[a-z0-9.+-]+)?$/i.test(word) && !word.split(/[@/]/).some(isRandom);
      return isPackage ? [...kept, word] : kept;
    }
  }
  return kept;
}

function plainAddress(text) {
  try {
    const url = new URL(text);
    if (url.protocol !== "https:" && url.protocol !== "http:") return undefined;
    return url.origin + url.pathname.split("/").map(part => isRandom(part) ? "***" : part).join("/");
  } catch {
    return undefined;
  }
}
