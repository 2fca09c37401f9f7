// An MCP server over stdio that talks on stdout besides the protocol, as real ones do: a banner, a blank line,
// a JSON line that is no message, and chatter between answers. A client has to skip what is not JSON-RPC.
import readline from 'node:readline';

const say = text => process.stdout.write(text + '\n');
const send = message => say(JSON.stringify({ jsonrpc: '2.0', ...message }));
const tool = {
  name: 'shout',
  description: 'Returns the text in capitals',
  inputSchema: { type: 'object', properties: { text: { type: 'string' } }, required: ['text'] },
};

say('noisy-server 1.0 — starting up …');
say('');
say('{"level":"info","message":"configuration loaded"}');
process.stderr.write('listening on stdio\n');

readline.createInterface({ input: process.stdin }).on('line', line => {
  if (line.trim() === '') return;
  const { id, method, params } = JSON.parse(line);
  if (id === undefined) return;
  say(`[debug] ${method}`);
  if (method === 'initialize') {
    const serverInfo = { name: 'noisy', version: '1.0.0' };
    send({ id, result: { protocolVersion: params.protocolVersion, capabilities: { tools: {} }, serverInfo } });
  } else if (method === 'tools/list') {
    send({ id, result: { tools: [tool] } });
  } else if (method === 'tools/call') {
    const text = String(params.arguments?.text ?? '').toUpperCase();
    send({ id, result: { content: [{ type: 'text', text }] } });
  } else if (method === 'ping') {
    send({ id, result: {} });
  } else {
    send({ id, error: { code: -32601, message: `Method not found: ${method}` } });
  }
});
