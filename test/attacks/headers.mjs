// The headers of a request: what a correct client would send for this body, then changed as the case says.
import { versions } from './bodies.mjs';

const plainAscii = text => /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/.test(text) && !/^=\?base64\?.*\?=$/.test(text);

/** A value as it travels in `Mcp-*` headers. */
export const headerValue = text => (plainAscii(text) ? text : `=?base64?${Buffer.from(text).toString('base64')}?=`);

/** What the body says about itself, read with tolerance: the case may be that it cannot be read. */
export function readEnvelope(body) {
  const text = body?.toString('utf8') ?? '';
  try {
    const message = JSON.parse(text);
    const params = message.params ?? {};
    const target = { 'resources/read': params.uri }[message.method] ?? params.name ?? params.taskId;
    return { id: message.id, method: message.method, target: typeof target === 'string' ? target : undefined };
  } catch {
    const found = pattern => pattern.exec(text.slice(0, 100_000))?.[1];
    return { id: 1, method: found(/"method"\s*:\s*"([^"]*)"/), target: found(/"name"\s*:\s*"([^"]*)"/) };
  }
}

/** Pairs of name and value. */
export function buildHeaders(request, era, body, { host, token, session, version = versions[era], values }) {
  const rules = request.headers ?? {};
  const read = readEnvelope(body);
  const [method, target] = Array.isArray(rules.std) ? rules.std : [read.method, read.target];
  const headers = [['Host', host]];
  if (token) headers.push(['Authorization', `Bearer ${token}`]);
  if ((request.method ?? 'POST') === 'POST') headers.push(['Content-Type', 'application/json']);
  headers.push(['Accept', 'application/json, text/event-stream'], ['MCP-Protocol-Version', version]);
  if (era === 'modern' && body) {
    if (typeof method === 'string') headers.push(['Mcp-Method', headerValue(method)]);
    const named = ['tools/call', 'prompts/get', 'resources/read', 'tasks/get', 'tasks/update', 'tasks/cancel'];
    if (target !== undefined && (Array.isArray(rules.std) || named.includes(method))) {
      headers.push(['Mcp-Name', headerValue(target)]);
    }
  } else if (session) {
    headers.push(['Mcp-Session-Id', session]);
  }

  return change(headers, rules, value => (value === '$b64' ? headerValue(read.target ?? '') : put(value, values)));
}

function change(headers, rules, put) {
  const without = name => headers.filter(([n]) => n.toLowerCase() !== name.toLowerCase());
  for (const name of rules.drop ?? []) headers = without(name);
  for (const [name, value] of Object.entries(rules.set ?? {})) headers = [...without(name), [name, put(value)]];
  for (const [name, list] of Object.entries(rules.dup ?? {})) {
    headers = [...without(name), ...list.map(value => [name, put(value)])];
  }

  return headers;
}

function put(value, values) {
  let text = String(value);
  for (const name of Object.keys(values)) text = text.replaceAll(`$${name}`, () => values[name]);
  return text;
}
