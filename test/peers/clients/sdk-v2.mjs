// sdk-v2.mjs URL CALLS: as sdk-v1.mjs, with the newer SDK, which asks for the newer era first.
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { run } from './run.mjs';

await run(async url => {
  const headers = { Authorization: `Bearer ${process.env.GATEHOUSE_TOKEN}` };
  const client = new Client({ name: 'sdk-v2', version: '1.0.0' }, { versionNegotiation: { mode: 'auto' } });
  await client.connect(new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } }));
  return client;
});
