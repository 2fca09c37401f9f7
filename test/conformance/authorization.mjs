// Starts gatehouse-server with one grant, and lets the suite's authorization-server scenarios ask it for a token.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { connect } from '../peers/clients/oauth.mjs';
import { freePort, Person } from './person.mjs';
import { node, peers, server } from './places.mjs';
import { startProgram } from './programs.mjs';
import { readChecks } from './suite.mjs';

// Gives {scenario: [{id, status, error}]}, as the runs of servers do.
export async function runAuthorizationServer(folder) {
  fs.mkdirSync(folder, { recursive: true });
  const agents = `127.0.0.1:${await freePort()}`;
  const program = await startProgram(
    server,
    [
      '--data', path.join(folder, 'data'), '--people', '127.0.0.1:0', '--listen', agents, '--management', '127.0.0.1:0',
      '--demo', '127.0.0.1:0', '--networks', '127.0.0.0/8',
    ],
    { cwd: folder, ready: /people and API on (http:\/\/\S+)[^]*demo server on (\S+)[^]*set up at \S+token=(\S+)[^]*ready/ },
  );
  try {
    const [, people, demo, token] = program.match;
    const person = await Person.setUp(people, token);
    await person.api('POST', 'servers', { id: 'files', url: demo });
    const policy = await person.api('POST', 'policies', { name: 'all', document: '{"version":"1","default":"allow"}', confirmed: true });
    const { grant } = await person.api('POST', 'grants', {
      label: 'assistant',
      server_id: 'files',
      policy_id: policy.id,
      expires: new Date(Date.now() + 86_400_000).toISOString(),
    });
    const port = await freePort();
    const client = await person.api('POST', '/oauth/register', {
      client_name: 'Conformance',
      redirect_uris: [`http://127.0.0.1:${port}/callback`],
    });
    await runSuite(folder, person, grant.id, [
      '--url', `${people}/`, '--client-id', client.client_id, '--port', String(port), '--resource', `http://${agents}/mcp/files`,
    ]);

    // And a client of others, with all that it does by itself: discovery, registration, proof key, resource, renewal.
    const told = await connect(`http://${agents}/mcp/files`, url => person.consent(url, grant.id));
    return { ...readChecks(path.join(folder, 'out')), 'sdk-client': told };
  } finally {
    await program.stop();
  }
}

// The suite prints what a browser should open, and waits for the browser to come back.
function runSuite(folder, person, grant, args) {
  const main = path.join(peers, 'conformance-0.2/dist/index.js');
  return new Promise((resolve, reject) => {
    const child = spawn(node, [main, 'authorization', ...args, '-o', path.join(folder, 'out')], { stdio: ['ignore', 'pipe', 'pipe'] });
    const timer = setTimeout(() => child.kill(), 60_000);
    let said = '';
    let opened = false;
    child.stdout.on('data', chunk => {
      said += chunk;
      const asked = /^http\S+\/oauth\/authorize\?\S+$/m.exec(said);
      if (asked && !opened) {
        opened = true;
        person.consent(asked[0], grant).catch(reject);
      }
    });
    child.stderr.on('data', chunk => {
      said += chunk;
    });
    child.once('error', reject);
    child.once('exit', () => {
      clearTimeout(timer);
      fs.writeFileSync(path.join(folder, 'output.txt'), said);
      resolve();
    });
  });
}
