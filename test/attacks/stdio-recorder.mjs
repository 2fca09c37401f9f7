// stdio-recorder.mjs FILE TOOLS: an MCP server over stdio that keeps every byte of its stdin in FILE.
import fs from 'node:fs';

const [file, tools] = process.argv.slice(2);
let rest = '';
process.stdin.on('data', chunk => {
  fs.appendFileSync(file, chunk);
  rest += chunk.toString('utf8');
  for (let end = rest.indexOf('\n'); end >= 0; end = rest.indexOf('\n')) {
    const line = rest.slice(0, end);
    rest = rest.slice(end + 1);
    if (line.trim() !== '') take(JSON.parse(line));
  }
});

function take({ id, method, params }) {
  if (id === undefined) return;
  const modern = params?._meta?.['io.modelcontextprotocol/protocolVersion'] !== undefined;
  const complete = modern ? { resultType: 'complete' } : {};
  const cached = modern ? { ...complete, ttlMs: 0, cacheScope: 'private' } : {};
  const results = {
    initialize: () => ({
      protocolVersion: params.protocolVersion,
      capabilities: { tools: {} },
      serverInfo: { name: 'recorder', version: '1' },
    }),
    'server/discover': () => ({ ...cached, supportedVersions: ['2026-07-28'], capabilities: { tools: {} } }),
    'tools/list': () => ({ ...cached, tools: JSON.parse(tools) }),
    'tools/call': () => ({ ...complete, content: [{ type: 'text', text: 'ok' }] }),
    ping: () => complete,
  };
  const result = results[method]?.();
  const answer = result ? { result } : { error: { code: -32601, message: 'Method not found' } };
  process.stdout.write(JSON.stringify({ jsonrpc: '2.0', id, ...answer }) + '\n');
}
