// What answers at all, and to whom: every path without a token, routes of dashboards, another protocol's frames.
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, eventually } from '../expect.mjs';
import { gatehouse } from '../gateway.mjs';
import { readOutcome } from '../judge.mjs';
import { openWorld, worldFor } from '../worlds.mjs';

const source = path.join(path.dirname(fileURLToPath(import.meta.url)), '../../../src');

// The team's server has a second listener; its routes and their rights are walked by the role matrix of its own tests.
const projects = ['Gatehouse.Cli', 'Gatehouse.Gateway', 'Gatehouse.Ledger'];
const tool = { name: 'fs.read', description: 'Reads', inputSchema: { type: 'object' } };

// Open to everybody who reaches the loopback listener of the operator; agents have none of them.
const open = ['/livez', '/readyz', '/metrics'];

const guesses =
  `/ /mcp /mcp/ /mcp/bank /mcp/other /mcp/nosuch /mcp/bank/ /mcp/bank/message /message /messages /sse /mcp/bank/sse
  /mcp_message /rpc /jsonrpc /admin /api /api/v1 /api/grants /api/simulate /config /gatehouse.json /policy.json /debug /debug/pprof
  /health /healthz /livez /readyz /metrics /status /version /info /login /logout /oauth/token /token /authorize /register /swagger
  /swagger/v1/swagger.json /openapi.json /docs /ui /dashboard /static/app.js /favicon.ico /robots.txt /.env /.git/config
  /.well-known/oauth-protected-resource /.well-known/oauth-authorization-server /.well-known/openid-configuration /ws /graphql
  /approve /approvals /log /logs /journal /tools /servers /shutdown /stop /reload /backup /setup`.split(/\s+/);

/** Paths that the source names, so that a new route cannot stay unseen. */
function routesOfTheSource() {
  const files = projects
    .flatMap(project => fs.readdirSync(path.join(source, project), { recursive: true }).map(name => path.join(project, name)))
    .filter(name => name.endsWith('.cs') && !/(^|\/)(obj|bin)\//.test(name));
  const found = new Set();
  for (const name of files) {
    const text = fs.readFileSync(path.join(source, name), 'utf8');
    for (const [, route] of text.matchAll(
      /(?:\bMap\w*\(|case |Path\w*(?:\.Value)? ?(?:==|is) ?|PathPrefix = )"(\/[^"\s]*)"/g,
    ))
      found.add(route);
  }

  return [...found];
}

const everyRoute = {
  eras: ['both'],
  matches: one => one.input.request?.enumerate !== undefined,
  run: async one => {
    const routes = routesOfTheSource();
    const strange = routes.filter(route => route !== '/mcp/' && !open.includes(route) && !/^\/(demo|proc)/.test(route));
    expect(strange.length === 0, `routes on no list: ${strange.join(', ')}`);
    const world = await openWorld({ tools: [tool] });
    const client = world.client('modern');
    const before = world.recorder.requests.length;
    let asked = 0;
    for (const where of new Set([...guesses, ...routes])) {
      for (const method of ['GET', 'POST', 'PUT', 'DELETE', 'HEAD']) {
        const answer = await client.sendRequest(
          { method, path: where === '/mcp' ? '/mcp/' : where, noToken: true, body: '{}' },
          { wait: 30_000 },
        );
        // Whoever tries many is slowed down.
        expect([400, 401, 403, 404, 405, 429].includes(answer.status), `${method} ${where}: http ${answer.status}`);
        asked++;
      }
    }

    expect(world.recorder.requests.length === before, 'upstream was contacted');
    const management = world.gateway.management;
    for (const where of new Set([...guesses, ...routes])) {
      const answer = await fetch(new URL(where, management)).catch(() => ({ status: 0 }));
      expect(answer.status === 404 || open.includes(where), `the operator's listener: ${where}: http ${answer.status}`);
    }

    await world.close();
    return { reason: `${asked} requests refused without a token, the operator's listener has ${open.join(', ')}` };
  },
};

const noSuchApi = {
  eras: ['both'],
  matches: one => /^\/(api|admin|simulate)\b/.test(one.input.request?.path ?? ''),
  run: async one => {
    const world = await worldFor(one);
    const client = world.client('modern');
    const before = world.recorder.requests.length;
    const seen = [];
    for (const noToken of [false, true]) {
      const { path: where, method = 'POST', body = {} } = one.input.request;
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      const answer = await client.sendRequest({ path: where, method, noToken, body: text });
      expect([400, 401, 403, 404, 405].includes(answer.status), `http ${answer.status}`);
      seen.push(answer.status);
    }

    expect(world.recorder.requests.length === before, 'upstream was contacted');
    return { reason: `this build has no such door: http ${seen.join(' with a token, ')} without` };
  },
};

const frame = (type, flags, stream, payload) => {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length, 0, 3);
  head.writeUInt8(type, 3);
  head.writeUInt8(flags, 4);
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, payload]);
};

// In clear text the gateway speaks HTTP/1.1 alone, so nothing of the other protocol may take hold.
const otherProtocol = {
  eras: ['both'],
  matches: one => /h2/.test(one.input.request?.tool ?? ''),
  run: async () => {
    const world = await openWorld({ tools: [tool] });
    const { port, hostname } = world.gateway.address;
    const before = world.gateway.memory;
    const resets = Buffer.concat(
      Array.from({ length: 2000 }, (_, i) =>
        Buffer.concat([frame(1, 4, 2 * i + 1, Buffer.from('8286', 'hex')), frame(3, 0, 2 * i + 1, Buffer.alloc(4))]),
      ),
    );
    const floods = [
      resets,
      ...[9, 6, 4, 8].map(type => Buffer.concat(Array(2000).fill(frame(type, 0, type === 9 ? 1 : 0, Buffer.alloc(8))))),
    ];
    let closed = 0;
    const sockets = floods.flatMap(flood =>
      Array.from({ length: 20 }, () => {
        const socket = net.connect(port, hostname, () => {
          socket.write('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
          socket.write(frame(4, 0, 0, Buffer.alloc(0)));
          socket.write(flood);
        });
        socket.on('error', () => {});
        socket.on('data', () => {});
        socket.on('close', () => closed++);
        return socket;
      }),
    );
    const kinds = [];
    for (let i = 0; i < 20; i++) kinds.push(readOutcome(await world.client('modern').call('fs.read')).kind);
    const all = await eventually(() => closed === sockets.length, 60_000);
    sockets.forEach(socket => socket.destroy());
    const growth = world.gateway.memory - before;
    await world.close();
    expect(all, `${sockets.length - closed} connections are still open`);
    expect(
      kinds.every(kind => kind === 'result'),
      'a healthy call failed',
    );
    expect(growth < 128 * 1024 * 1024, `memory grew by ${growth >> 20} MiB`);
    return {
      reason: `${sockets.length} connections closed, 20 healthy calls beside them, memory grew by ${growth >> 20} MiB`,
    };
  },
};

// A key that restricts and fits no tool protects nothing: the validator has to name it.
const misspelt = {
  eras: ['both'],
  matches: one =>
    Object.keys(one.input).join() === 'policy' &&
    one.expected.decision === 'n/a' &&
    (one.input.policy.rules ?? []).length > 0 &&
    one.input.policy.rules.every(rule => ['deny', 'hide', 'require_approval'].includes(rule.effect) && !rule.limits),
  run: async one => {
    const world = await openWorld({ tools: [tool] });
    const { toPolicy } = await import('../policies.mjs');
    const file = path.join(world.folder, 'misspelt.json');
    const dump = path.join(world.folder, 'dump.json');
    fs.writeFileSync(dump, JSON.stringify({ tools: [tool, { ...tool, name: 'fs.delete' }] }));
    const said = [];
    for (const rule of one.input.policy.rules) {
      fs.writeFileSync(file, JSON.stringify(toPolicy({ ...one.input.policy, rules: [rule] })));
      const { stdout } = gatehouse(['policy', 'validate', file, '--tools', dump, '--json']);
      const findings = JSON.parse(stdout).files[0].findings.filter(finding => finding.message.includes(rule.tool));
      expect(findings.length > 0, `nothing is said about \`${rule.tool}\``);
      expect(
        findings.every(f => f.line > 0 && f.severity !== 'warning'),
        JSON.stringify(findings[0]),
      );
      said.push(`${rule.tool}: ${findings[0].severity} ${findings[0].code}, ${findings[0].hint ?? ''}`);
    }

    await world.close();
    return { reason: said.join('; ') };
  },
};

export const surfaceHandlers = [everyRoute, noSuchApi, otherProtocol, misspelt];
