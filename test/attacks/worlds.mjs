// A world is a recorder and a gateway in front of it. Cases that need the same one share it.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { newTally, reconcile } from './audit.mjs';
import { toPolicy, toolsOf } from './policies.mjs';
import { Client } from './client.mjs';
import { Gateway } from './gateway.mjs';
import { write } from './lossless.mjs';
import { Recorder } from './recorder.mjs';
import { newToken, sha256 } from './tokens.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const base = fs.mkdtempSync(path.join(os.tmpdir(), 'gatehouse-attacks-'));
const shared = new Map();

/** What the journals of all worlds showed so far. */
export const tally = newTally();
let count = 0;

/** The world of a case; `fresh` for those whose calls change what the next one may do. */
export async function worldFor(one, { fresh = hasLimits(one) } = {}) {
  const { policy, upstream } = one.input;
  const stdio = /stdio/i.test(typeof upstream === 'string' ? upstream : '');
  const wanted = { policy: policy ? toPolicy(policy) : { version: '1', default: 'allow' }, tools: toolsOf(one), stdio };
  if (fresh) return openWorld(wanted);
  const key = write(wanted);
  if (!shared.has(key)) shared.set(key, openWorld(wanted));
  return shared.get(key);
}

const hasLimits = one => JSON.stringify(one.input.policy ?? {}).includes('"limits"');

/** Opens a world. `server` are members of the server's entry; `noPolicy` makes grants without one. */
export async function openWorld({
  policy = { version: '1', default: 'allow' },
  tools = [],
  stdio = false,
  recorder = {},
  server = {},
  noPolicy,
  env,
} = {}) {
  const folder = path.join(base, String(++count));
  fs.mkdirSync(folder);
  const upstream = await new Recorder({ tools, ...recorder }).start();
  const tokens = { A: newToken(), B: newToken(), C: newToken() };
  // With characters that base64, URLs and JSON each write in their own way.
  const credential = `cred-${newToken().slice(4, 30)}/+"x`;
  const stdinFile = path.join(folder, 'stdin.txt');
  const entry = stdio
    ? { command: [process.execPath, path.join(here, 'stdio-recorder.mjs'), stdinFile, JSON.stringify(tools)] }
    : { url: upstream.url, headers: { 'X-Api-Key': '${env:BANK_KEY}' } };
  const grant = (id, name, token) => ({
    id,
    server: name,
    ...(!noPolicy && { policy: 'policy.json' }),
    token_sha256: sha256(token),
    label: `Agent ${id}`,
    expires: '2100-01-01T00:00:00Z',
  });
  const gateway = new Gateway(
    folder,
    {
      listen: '127.0.0.1:0',
      management: '127.0.0.1:0',
      data: './data',
      servers: { bank: { name: 'Bank', ...entry, ...server }, other: { name: 'Other', url: upstream.url } },
      grants: [grant('A', 'bank', tokens.A), grant('B', 'bank', tokens.B), grant('C', 'other', tokens.C)],
    },
    { 'policy.json': policy },
  );
  await gateway.start({ BANK_KEY: credential, ...env });
  const stdinCalls = () =>
    !fs.existsSync(stdinFile)
      ? 0
      : fs
          .readFileSync(stdinFile, 'utf8')
          .split('\n')
          .filter(line => line.includes('"tools/call"') || (line.trim() !== '' && !line.trim().startsWith('{'))).length;
  const world = { stdinCalls, folder, recorder: upstream, gateway, tokens, credential, stdinFile, refused: 0 };
  world.client = (era, grantId = 'A') => new Client(world, era, grantId);
  world.close = async () => {
    const isInOrder = gateway.isAlive;
    await gateway.stop();
    await upstream.stop();
    if (isInOrder) reconcile(tally, world);
  };
  // What the server lists first is accepted; later changes are not.
  await world.client('modern').list();
  return world;
}

export const newFolder = () => path.join(base, String(++count));

process.on('exit', () => fs.rmSync(base, { recursive: true, force: true }));

export async function closeWorlds() {
  const open = [...shared.values()];
  shared.clear();
  for (const world of open) await (await world.catch(() => undefined))?.close();
}
