// A program that speaks JSON-RPC over stdio, well or badly as the called tool's name says.
import { spawn } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

const cancelled = [];
const waiting = new Map();
const held = [];
const isDeaf = process.argv.includes('--deaf');
const tellsAt = process.argv.indexOf('--tells');
const tell = what => { if (tellsAt > 0) appendFileSync(process.argv[tellsAt + 1], what + '\n'); };
if (isDeaf) {
  process.on('SIGTERM', () => tell('SIGTERM'));
  setInterval(() => {}, 1000);
}
if (process.argv.includes('--dies')) process.exit(3);

const say = message => process.stdout.write(JSON.stringify(message) + '\n');
const answer = (id, result) => say({ jsonrpc: '2.0', id, result });

const tools = {
  echo: (id, params) => answer(id, { params, pid: process.pid }),
  environment: id => answer(id, { env: process.env, args: process.argv.slice(2), cwd: process.cwd() }),
  progress: (id, params) => {
    const progressToken = params._meta.progressToken;
    for (const progress of [1, 2]) say({ jsonrpc: '2.0', method: 'notifications/progress', params: { progressToken, progress } });
    answer(id, { done: true });
  },
  log: id => {
    say({ jsonrpc: '2.0', method: 'notifications/message', params: { level: 'info', data: 'x' } });
    answer(id, {});
  },
  quiet: () => {},
  pair: (id, params) => {
    held.push([id, params]);
    if (held.length === 2) while (held.length) answer(held[held.length - 1][0], { params: held.pop()[1] });
  },
  noise: id => {
    process.stdout.write('Starting…\n\n[1,2]\n{"id":1,"id":2}\n{"jsonrpc":"2.0"}\n\r\n');
    answer(id, { ok: true });
  },
  others: id => {
    answer('other', { text: 'not yours' });
    answer(id, { text: 'yours' });
    answer(id, { text: 'again' });
  },
  big: (id, params) => answer(id, { text: 'a'.repeat(params.arguments.size) }),
  endless: () => {
    const chunk = 'a'.repeat(1 << 20);
    const more = () => { while (process.stdout.write(chunk)); process.stdout.once('drain', more); };
    more();
  },
  flood: id => {
    for (let i = 0; i < 3000; i++) say({ jsonrpc: '2.0', method: 'notifications/message', params: { level: 'info', data: i } });
    answer(id, {});
  },
  complain: id => {
    for (let i = 0; i < 5000; i++) process.stderr.write(`\u001b[8mcomplaint\u202e ${i}\n`);
    process.stderr.write('x'.repeat(1 << 20) + '\n', () => answer(id, {}));
  },
  die: () => process.exit(3),
  fork: id => {
    const grandchild = spawn('sleep', ['1000'], { stdio: 'inherit' });
    grandchild.once('spawn', () => answer(id, { pid: process.pid, grandchild: grandchild.pid }));
  },
  ask: id => {
    waiting.set('srv-1', result => answer(id, { heard: result }));
    say({ jsonrpc: '2.0', id: 'srv-1', method: 'sampling/createMessage', params: {} });
  },
  cancelled: id => answer(id, { cancelled }),
  announce: id => {
    answer(id, {});
    say({ jsonrpc: '2.0', method: 'notifications/tools/list_changed' });
  },
};

createInterface({ input: process.stdin }).on('line', line => {
  const message = JSON.parse(line);
  if (message.method === undefined) waiting.get(message.id)?.(message.result);
  else if (message.method === 'notifications/cancelled') cancelled.push(message.params.requestId);
  else if (message.method === 'initialize') answer(message.id, { protocolVersion: '2025-11-25', pid: process.pid });
  else if (message.method === 'subscriptions/listen') {
    const _meta = { 'io.modelcontextprotocol/subscriptionId': message.id };
    say({ jsonrpc: '2.0', method: 'notifications/subscriptions/acknowledged', params: { _meta } });
  } else if (message.method === 'tools/call') tools[message.params.name](message.id, message.params);
}).on('close', () => { tell('end of input'); if (!isDeaf) process.exit(0); });
