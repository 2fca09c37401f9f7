// upstream-client.mjs FOLDER URL: the suite's client is Gatehouse's own connection to a server that wants OAuth. An admin registers URL,
// sets it to be signed in to, connects as a browser would, and an agent calls through the gateway.
import fs from 'node:fs';
import path from 'node:path';
import { Client, StreamableHTTPClientTransport } from '../peers/node_modules/@modelcontextprotocol/client/dist/index.mjs';
import { freePort, Person } from './person.mjs';
import { server } from './places.mjs';
import { startProgram } from './programs.mjs';

const [folder, url] = process.argv.slice(2);
const scenario = process.env.MCP_CONFORMANCE_SCENARIO ?? '';
const context = JSON.parse(process.env.MCP_CONFORMANCE_CONTEXT ?? '{}');
const place = path.join(folder, String(process.pid));
const log = [];
fs.mkdirSync(place, { recursive: true });
const agents = `127.0.0.1:${await freePort()}`;
const program = await startProgram(
  server,
  [
    '--data', path.join(place, 'data'), '--people', '127.0.0.1:0', '--listen', agents, '--management', '127.0.0.1:0',
    '--networks', '127.0.0.0/8,::1/128', '--client-document', 'https://conformance-test.local/client-metadata.json',
  ],
  { cwd: place, ready: /people and API on (http:\/\/\S+)[^]*set up at \S+token=(\S+)[^]*ready/ },
);
let code = 1;
try {
  code = await run(await Person.setUp(program.match[1], program.match[2]));
} catch (error) {
  log.push(String(error));
} finally {
  await program.stop();
  fs.writeFileSync(path.join(place, `${scenario.replaceAll('/', '-')}.txt`), `${log.join('\n')}\n${program.output()}`);
}

process.exit(code);

async function run(person) {
  await person.api('POST', 'servers', { id: 'peer', url });
  const isMachine = scenario.includes('client-credentials');
  await person.api('PUT', 'servers/peer/auth', {
    kind: isMachine ? 'client_credentials' : 'oauth',
    client_id: context.client_id,
    client_secret: context.client_secret,
    issuer: context.client_secret && (await issuer()),
  });
  const policy = await person.api('POST', 'policies', { name: 'all', document: '{"version":"1","default":"allow"}', confirmed: true });
  const { token } = await person.api('POST', 'grants', {
    label: 'agent', server_id: 'peer', policy_id: policy.id, expires: new Date(Date.now() + 86_400_000).toISOString(),
  });
  await connect(person);
  const listed = await ask(token, client => client.listTools());
  const name = listed.tools?.[0]?.name ?? 'test-tool';
  let answer = listed.error ? listed : await ask(token, client => client.callTool({ name, arguments: {} }));

  // Where more is needed than was asked for, a person connects anew: the server said so meanwhile.
  for (let i = 0; answer.error && i < 2; i++) {
    await new Promise(resolve => setTimeout(resolve, 3_000));
    await connect(person);
    answer = await ask(token, client => client.callTool({ name, arguments: {} }));
  }

  return answer.error ? 1 : 0;
}

// Who saves a secret says whom it is for: an admin knows it, and here the server's description tells.
async function issuer() {
  const { origin, pathname } = new URL(url);
  for (const suffix of [pathname, '']) {
    const reply = await fetch(`${origin}/.well-known/oauth-protected-resource${suffix}`);
    if (reply.ok) return (await reply.json()).authorization_servers[0];
  }

  return origin;
}

// What a browser does: to the authorization server, and back to us with its answer.
async function connect(person) {
  const started = await person.send('POST', '/api/v1/servers/peer/account');
  const text = await started.text();
  log.push(`connect: ${started.status} ${text}`);
  if (!started.ok) throw new Error(text);
  const { authorization_url: asked } = JSON.parse(text);
  if (!asked) return;
  const answer = await fetch(asked, { redirect: 'manual' });
  const back = answer.headers.get('location') ?? '';
  log.push(`back: ${answer.status} ${back}`);
  const cookie = started.headers.get('set-cookie')?.split(';')[0];
  const returned = await fetch(new URL(back, asked), { redirect: 'manual', headers: { Cookie: cookie } });
  log.push(`returned: ${returned.status} ${returned.headers.get('location')}`);
}

// One request of an agent, with a client of others, as a session of its own. Gives the result, or the error.
async function ask(token, what) {
  const client = new Client({ name: 'agent', version: '1.0.0' }, { versionNegotiation: { mode: 'auto' } });
  const headers = { Authorization: `Bearer ${token}` };
  try {
    await client.connect(new StreamableHTTPClientTransport(new URL(`http://${agents}/mcp/peer`), { requestInit: { headers } }));
    const result = await what(client);
    log.push(JSON.stringify(result));
    return result;
  } catch (error) {
    log.push(String(error));
    return { error };
  } finally {
    await client.close();
  }
}
