// The bytes of a request's body: a text, base64, or a description of a text too long for a file.
import zlib from 'node:zlib';

export const versions = { modern: '2026-07-28', legacy: '2025-11-25' };

export function metaOf(era) {
  return era === 'legacy'
    ? '{}'
    : JSON.stringify({
        'io.modelcontextprotocol/protocolVersion': versions.modern,
        'io.modelcontextprotocol/clientInfo': { name: 'attacks', version: '1' },
        'io.modelcontextprotocol/clientCapabilities': {},
      });
}

/** A tools/call as text; `args` is JSON text. */
export const callText = (name, args, id = 1) =>
  '{"jsonrpc":"2.0","id":' +
  JSON.stringify(id) +
  ',"method":"tools/call","params":{"name":' +
  JSON.stringify(name) +
  ',"arguments":' +
  args +
  ',"_meta":$META}}';

/** Puts the harness's values in the place of `$NAMES`, longest name first. */
export function substitute(text, values) {
  for (const name of Object.keys(values).sort((a, b) => b.length - a.length)) {
    text = text.replaceAll(`$${name}`, () => values[name]);
  }

  return text;
}

export function buildBody(request, era, values, tool) {
  const all = { META: metaOf(era), ...values };
  if (request.body_b64) return Buffer.from(request.body_b64, 'base64');
  const description = request.gen ? request : request.body?.gen ? request.body : undefined;
  if (description) return generate(description, all, tool);
  const text = typeof request.body === 'object' ? JSON.stringify(request.body) : request.body;
  if (text === undefined) return undefined;
  const encoding = { 'latin-1': 'latin1', 'iso-8859-1': 'latin1', 'utf-16': 'utf16le', 'utf-16le': 'utf16le' };
  const bytes = Buffer.from(substitute(text, all), encoding[request.body_encoding] ?? request.body_encoding ?? 'utf8');
  return Buffer.concat([
    Buffer.from(request.body_prefix_hex ?? '', 'hex'),
    bytes,
    Buffer.from(request.body_suffix_hex ?? '', 'hex'),
  ]);
}

function generate(gen, values, tool) {
  const text = template => Buffer.from(substitute(template, values));
  const filled = (name, fill, template) => {
    const [before, after] = template.split(`$${name}`);
    return Buffer.concat([text(before), Buffer.from(fill), text(after)]);
  };
  const call = args => callText(tool, args);
  switch (gen.gen) {
    case 'nest':
      return Buffer.concat([
        text(gen.prefix ?? call('{"a":$FILL}').split('$FILL')[0]),
        Buffer.from(gen.open.repeat(gen.n) + (gen.inner ?? '') + gen.close.repeat(gen.n)),
        text(gen.suffix ?? call('{"a":$FILL}').split('$FILL')[1]),
      ]);
    case 'keys':
      return filled('KEYS', keys(gen.n), gen.tpl ?? call('{$KEYS}'));
    case 'elements':
      return filled('ELEMENTS', Array(gen.n).fill('0').join(','), gen.tpl ?? call('{"a":[$ELEMENTS]}'));
    case 'digits':
      return filled('DIGITS', '9'.repeat(gen.n), gen.tpl ?? call('{"amount":$DIGITS}'));
    case 'string':
      return filled('TEXT', 'x'.repeat(gen.n ?? gen.bytes), gen.tpl ?? call('{"a":"$TEXT"}'));
    case 'name':
      return text(callText('a'.repeat(gen.n), '{}'));
    case 'batch':
      return text(`[${Array(gen.n).fill('{"jsonrpc":"2.0","id":1,"method":"ping"}').join(',')}]`);
    case 'big':
      return padded(text(call('{}')), gen.bytes);
    case 'padded':
      return padded(
        text(
          call(`{${gen.tail ?? ''}}`).replace(/"params":\{(.*),"_meta":\$META\}\}$/, '"params":{"_meta":$META,$1}}'),
        ),
        gen.bytes,
      );
    case 'gzip_bomb':
      return bomb(gen.expanded);
    default:
      throw new Error(`unknown body generator ${gen.gen}`);
  }
}

const keys = n => Array.from({ length: n }, (_, i) => `"k${i}":0`).join(',');

// Blanks behind the first brace: the size grows, the meaning does not, and what matters stays at the end.
const padded = (body, bytes) =>
  Buffer.concat([body.subarray(0, 1), Buffer.alloc(Math.max(0, bytes - body.length), ' '), body.subarray(1)]);

// Members of 64 MiB of zeros each, as many as a megabyte holds: no decompressor may ever look at them.
function bomb(expanded) {
  const [, amount, unit] = /^(\d+)\s*([KMG]?)i?B?$/i.exec(String(expanded)) ?? [null, '1', 'G'];
  const bytes = Number(amount) * 1024 ** ' KMG'.indexOf(unit.toUpperCase());
  const member = zlib.gzipSync(Buffer.alloc(64 * 1024 * 1024));
  const count = Math.max(1, Math.min(Math.ceil(bytes / (64 * 1024 * 1024)), Math.floor(1_000_000 / member.length)));
  return Buffer.concat(Array(count).fill(member));
}
