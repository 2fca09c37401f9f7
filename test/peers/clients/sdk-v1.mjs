// sdk-v1.mjs URL CALLS: lists, then makes each call of the JSON array [{tool, args}], with the SDK of the older era.
// GATEHOUSE_TOKEN is the bearer token. Prints {"tools": [...], "texts": [...]}.
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { run } from './run.mjs';

await run(async url => {
  const headers = { Authorization: `Bearer ${process.env.GATEHOUSE_TOKEN}` };
  const client = new Client({ name: 'sdk-v1', version: '1.0.0' });
  await client.connect(new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } }));
  return client;
});
