// sdk-v2-waits.mjs URL TOOL ARGS: makes one call that needs a person with the newer SDK and the protocol's own package for tasks.
// GATEHOUSE_TOKEN is the bearer token. Prints "WAITING id" once a person is asked, and "DONE {...}" at the end.
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { createTaskSessionFromClient, resultFromTaskOutcome } from '@modelcontextprotocol/ext-tasks/client';

const [url, name, args] = process.argv.slice(2);
const protocolVersion = '2026-07-28';
const clientInfo = { name: 'sdk-v2', version: '1.0.0' };
const clientCapabilities = { extensions: { 'io.modelcontextprotocol/tasks': {} } };
const headers = { Authorization: `Bearer ${process.env.GATEHOUSE_TOKEN}` };

const client = new Client(clientInfo, { capabilities: clientCapabilities, versionNegotiation: { mode: 'auto' } });
await client.connect(new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } }));

// The SDK leaves requests about tasks to its host; the package says what stands in them.
let last = 0;
const rawDispatch = async (request, options) => {
  const answer = await fetch(url, {
    method: 'POST',
    signal: options?.signal,
    headers: {
      ...headers, 'Content-Type': 'application/json', Accept: 'application/json, text/event-stream',
      'MCP-Protocol-Version': protocolVersion, 'Mcp-Method': request.method, 'Mcp-Name': request.params.name ?? request.params.taskId,
    },
    body: JSON.stringify({ jsonrpc: '2.0', id: ++last, ...request }),
  });
  const text = await answer.text();
  const events = text.split('\n').filter(line => line.startsWith('data:')).map(line => JSON.parse(line.slice(5)));
  const message = events.find(event => event.id === last) ?? JSON.parse(text);
  return message.error ? { kind: 'error', error: message.error } : { kind: 'result', result: message.result };
};

const session = createTaskSessionFromClient(client, {
  endpointId: 'gatehouse', rawDispatch, v2RequestFraming: { protocolVersion, clientInfo, clientCapabilities },
});
const execution = await session.callTool(name, JSON.parse(args));
let waits;
const { outcome } = await execution.settle({
  onEvent: event => {
    const id = /Request (\S+) waits/.exec(event.task?.statusMessage ?? '')?.[1];
    if (id && id !== waits) console.log('WAITING ' + (waits = id));
  },
});
console.log('DONE ' + JSON.stringify({ era: client.getProtocolEra(), kind: execution.kind, content: resultFromTaskOutcome(outcome).content }));
process.exit(0);
