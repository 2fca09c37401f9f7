// The team's server with one admin, one MCP server, one policy and one grant, all made through its API.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { policy } from '../load/targets.mjs';
import { freePort, listening, start } from '../measure/processes.mjs';

const email = 'ada@example.com';
const password = 'correct horse battery';

/** One person: every answer has to be a good one. */
const person = (people) => {
  const visitor = { cookie: '' };
  visitor.ask = async (method, path, body, headers = {}) => {
    const answer = await fetch(people + path, {
      method, redirect: 'manual',
      headers: { Origin: people, Cookie: visitor.cookie, ...(body === undefined ? {} : { 'Content-Type': 'application/json' }), ...headers },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text.slice(0, 400)}`);
    const cookies = answer.headers.getSetCookie().map((cookie) => cookie.split(';')[0]);
    return { json: text.startsWith('{') ? JSON.parse(text) : null, text, cookie: cookies.join('; ') };
  };
  visitor.signIn = async () => (await visitor.ask('POST', '/api/v1/session', { email, password })).cookie;
  return visitor;
};

/** Starts it and makes everything; gives its addresses, the admin and the grant. */
export const startTeam = async (work, upstream) => {
  const folder = join(work, 'team');
  mkdirSync(folder);
  const [agents, people] = [await freePort(), await freePort()];
  const child = start('artifacts/server/gatehouse-server', [
    '--data', join(folder, 'data'), '--listen', `127.0.0.1:${agents}`, '--people', `127.0.0.1:${people}`, '--management', 'none', '--demo', 'none',
    '--networks', '127.0.0.0/8',
  ]);
  let said = '';
  child.stdout.on('data', (text) => { said += text; });
  await listening(people, child);
  for (let tries = 0; !/^ready$/m.test(said); tries += 1) {
    if (tries === 300) throw new Error(`not ready: ${said} ${child.problem}`);
    await pause(100);
  }

  const origin = `http://127.0.0.1:${people}`;
  const admin = person(origin);
  const token = /set up at \S*token=(\S+)/.exec(said)[1];
  await admin.ask('POST', '/api/v1/setup', { token, organisation: 'Example', email, password });
  admin.cookie = await admin.signIn();
  await admin.ask('POST', '/api/v1/servers', { id: 'load', url: `http://127.0.0.1:${upstream.port}/mcp` });
  const { json: saved } = await admin.ask('POST', '/api/v1/policies', { name: 'load', document: JSON.stringify(policy()), confirmed: true });
  const expires = new Date(Date.now() + 86_400_000).toISOString();
  const { json: grant } = await admin.ask('POST', '/api/v1/grants', { label: 'load', server_id: 'load', policy_id: saved.id, expires });
  return {
    name: 'gatehouse-server', pid: child.pid, child, url: `http://127.0.0.1:${agents}/mcp/load/`, origin, admin,
    policyId: saved.id, token: grant.token,
  };
};
