// sdk-v1-sse.mjs URL CALLS: as sdk-v1.mjs, over HTTP+SSE of 2024-11-05.
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { SSEClientTransport } from '@modelcontextprotocol/sdk/client/sse.js';
import { run } from './run.mjs';

await run(async url => {
  const headers = { Authorization: `Bearer ${process.env.GATEHOUSE_TOKEN}` };
  const client = new Client({ name: 'sdk-v1-sse', version: '1.0.0' });
  await client.connect(new SSEClientTransport(new URL(`${url}/sse`), { requestInit: { headers } }));
  return client;
});
