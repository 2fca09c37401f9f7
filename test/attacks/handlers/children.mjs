// Stdio servers that misbehave.
import fs from 'node:fs';
import path from 'node:path';
import { expect } from '../expect.mjs';
import { readOutcome } from '../judge.mjs';
import { openWorld } from '../worlds.mjs';

const tool = { name: 'fs.read', description: 'Reads', inputSchema: { type: 'object' } };

// Each answers the opening like any server, then does its worst at the call.
const deeds = {
  dies: 'process.exit(3)',
  hangs: 'void 0',
  'writes a line of 1 GiB': `
    const part = 'x'.repeat(1 << 20);
    let n = 0;
    const more = () => {
      while (n++ < 1024) if (!process.stdout.write(part)) return process.stdout.once('drain', more);
    };
    more()`,
  'floods stderr': `
    for (let i = 0; i < 200000; i++) process.stderr.write('\\u001b[8m' + 'e'.repeat(100) + '\\n');
    say(id, { content: [] })`,
  'ignores SIGTERM': "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000)",
};

const program = deed => `
const say = (id, result) => {
  const message = { jsonrpc: '2.0', id, result: { resultType: 'complete', ...result } };
  process.stdout.write(JSON.stringify(message) + '\\n');
};
const cached = { ttlMs: 0, cacheScope: 'private' };
const capabilities = { tools: {} };
require('readline').createInterface({ input: process.stdin }).on('line', line => {
  const { id, method, params } = JSON.parse(line);
  if (id === undefined) return;
  const serverInfo = { name: 'child', version: '1' };
  if (method === 'initialize') say(id, { protocolVersion: params.protocolVersion, capabilities, serverInfo });
  else if (method === 'server/discover') say(id, { supportedVersions: ['2026-07-28'], capabilities, ...cached });
  else if (method === 'tools/list') say(id, { tools: [${JSON.stringify(tool)}], ...cached });
  else if (method === 'tools/call') { ${deed}; }
});`;

const hostileChild = {
  matches: one => /child/.test(typeof one.input.upstream === 'string' ? one.input.upstream : ''),
  run: async (one, era) => {
    const said = [];
    for (const [label, deed] of Object.entries(deeds)) {
      const world = await openWorld({
        tools: [tool],
        server: { url: undefined, headers: undefined, command: [process.execPath, '-e', program(deed)], timeout: '3s' },
      });
      const client = world.client(era);
      const begin = Date.now();
      const answer = await client.call('fs.read', {}, { wait: 60_000 });
      const { kind } = readOutcome(answer);
      const memory = world.gateway.memory;
      const neighbour = readOutcome(await world.client(era, 'C').call('fs.read')).kind;
      const children = childrenOf(world.gateway.child.pid);
      await world.close();
      expect(!answer.timedOut, `${label}: no answer after ${Date.now() - begin} ms`);
      expect(label === 'floods stderr' || kind !== 'result', `${label}: ${kind}`);
      expect(neighbour === 'result', `${label}: the server beside it answers ${neighbour}`);
      expect(memory < 400 * 1024 * 1024, `${label}: ${memory >> 20} MiB resident`);
      expect(!world.gateway.said.includes('\u001b['), `${label}: an escape sequence was printed`);
      const left = children.filter(pid => fs.existsSync(path.join('/proc', String(pid))));
      expect(left.length === 0, `${label}: ${left.length} children outlived the gateway`);
      said.push(`${label}: ${kind}`);
    }

    return { reason: said.join(', ') };
  },
};

function childrenOf(pid) {
  const file = `/proc/${pid}/task/${pid}/children`;
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8').trim().split(/\s+/).filter(Boolean).map(Number) : [];
}

export const childHandlers = [hostileChild];
