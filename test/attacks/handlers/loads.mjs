// Load, within bounds: as much as a machine that also does other things can bear.
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { expect, eventually, sleep } from '../expect.mjs';
import { readOutcome } from '../judge.mjs';
import { openWorld } from '../worlds.mjs';

const tool = { name: 'fs.read', description: 'Reads', inputSchema: { type: 'object' } };
const once = { eras: ['both'] };

async function timed(run) {
  const begin = performance.now();
  const value = await run();
  return { value, spent: performance.now() - begin };
}

const slowHeaders = {
  ...once,
  matches: one => Number.isInteger(one.input.load?.conns),
  run: async one => {
    const world = await openWorld({ tools: [tool] });
    const count = Math.min(one.input.load.conns, 400);
    let open = count;
    const sockets = Array.from({ length: count }, () => {
      const socket = net.connect(world.gateway.address.port, world.gateway.address.hostname, () =>
        socket.write('POST /mcp/bank HT'),
      );
      socket.on('error', () => {});
      socket.on('close', () => {
        open--;
      });
      return socket;
    });
    const drip = setInterval(() => sockets.forEach(socket => socket.writable && socket.write('T')), 5000);
    const answers = [];
    for (let i = 0; i < 50; i++) answers.push(readOutcome(await world.client('modern').call('fs.read')).kind);
    const dropped = await eventually(() => open === 0, 40_000);
    clearInterval(drip);
    sockets.forEach(socket => socket.destroy());
    await world.close();
    expect(
      answers.every(kind => kind === 'result'),
      'a healthy call failed',
    );
    expect(dropped, `${open} of ${count} slow connections are still open after 40 s`);
    return { reason: `${count} slow connections dropped, 50 healthy calls beside them answered` };
  },
};

const idleBeside = {
  ...once,
  matches: one => Number.isInteger(one.input.load?.idle),
  run: async one => {
    const world = await openWorld({ tools: [tool] });
    const count = Math.min(one.input.load.idle, 1500);
    const { port, hostname, host } = world.gateway.address;
    // Each has had one answer, and stays.
    const opened = Array.from({ length: count }, async () => {
      const socket = net.connect(port, hostname);
      socket.on('error', () => {});
      socket.write(`GET /mcp/bank HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
      return new Promise(resolve => {
        socket.once('data', chunk => resolve({ socket, isAnswered: /^HTTP\/1.1 4/.test(chunk.toString('latin1')) }));
        socket.once('close', () => resolve({ socket, isAnswered: false }));
      });
    });
    const idle = await Promise.all(opened);
    const kinds = [];
    let next = 0;
    const worker = async () => {
      while (next++ < 300) kinds.push(readOutcome(await world.client('modern').call('fs.read')).kind);
    };
    await Promise.all(Array.from({ length: 8 }, worker));
    const memory = world.gateway.memory;
    idle.forEach(({ socket }) => socket.destroy());
    await world.close();
    const failed = kinds.filter(kind => kind !== 'result').length;
    expect(failed === 0, `${failed} of ${kinds.length} calls failed`);
    expect(idle.filter(one => one.isAnswered).length === count, 'a connection got no answer');
    expect(memory < 1 << 30, `${memory >> 20} MiB resident`);
    return {
      reason: `${kinds.length} calls beside ${count} idle connections, none failed, ${memory >> 20} MiB resident`,
    };
  },
};

// A stand-in for hours: what grows with calls shows after some thousands.
const soak = {
  ...once,
  matches: one => Number.isInteger(one.input.load?.calls),
  run: async one => {
    const world = await openWorld({ tools: [tool] });
    const calls = Math.min(one.input.load.calls, 9000);
    const handles = () => fs.readdirSync(`/proc/${world.gateway.child.pid}/fd`).length;
    let next = 0;
    let failed = 0;
    const runTo = async until => {
      const worker = async () => {
        while (next++ < until)
          if (readOutcome(await world.client('modern').call('fs.read')).kind !== 'result') failed++;
      };
      await Promise.all(Array.from({ length: 8 }, worker));
    };
    await runTo(calls / 3);
    const before = { memory: world.gateway.memory, handles: handles() };
    await runTo(calls);
    const growth = world.gateway.memory - before.memory;
    const more = handles() - before.handles;
    await world.close();
    expect(failed === 0, `${failed} calls failed`);
    expect(growth < 48 * 1024 * 1024 && more < 50, `memory grew by ${growth >> 20} MiB, handles by ${more}`);
    return { reason: `${calls} calls; in the last two thirds memory grew by ${growth >> 20} MiB, handles by ${more}` };
  },
};

const slowNeighbour = {
  timed: true,
  ...once,
  matches: one => one.input.load?.a_rps !== undefined && one.input.load?.b_rps !== undefined,
  run: async () => {
    const slow = {
      answer: async message => {
        if (message.params.arguments.slow) await sleep(4000);
        return undefined;
      },
    };
    const world = await openWorld({ tools: [tool], recorder: slow });
    const fast = world.client('modern', 'C');
    const measure = async () => {
      const times = [];
      for (let i = 0; i < 60; i++) times.push((await timed(() => fast.call('fs.read'))).spent);
      return times.sort((a, b) => a - b)[45];
    };
    await fast.call('fs.read');
    const before = await measure();
    const waiting = Array.from({ length: 60 }, () =>
      world.client('modern', 'A').call('fs.read', { slow: true }, { wait: 60_000 }),
    );
    await sleep(300);
    const during = await measure();
    await Promise.all(waiting);
    await world.close();
    expect(
      during < before * 4 + 20,
      `three quarters within ${before.toFixed(1)} ms before, ${during.toFixed(1)} ms beside 60 slow calls`,
    );
    return {
      reason: `${before.toFixed(1)} ms alone, ${during.toFixed(1)} ms beside 60 calls of another server that hang`,
    };
  },
};

const manyNames = {
  ...once,
  matches: one => Number.isInteger(one.input.load?.names),
  run: async one => {
    const world = await openWorld({ tools: [tool] });
    const client = world.client('modern');
    const count = Math.min(one.input.load.names, 4000);
    await client.call('warm');
    let next = 0;
    const worker = async () => {
      while (next < count) await client.call(`name-${next++}`);
    };
    await Promise.all(Array.from({ length: 16 }, worker));
    const first = world.gateway.memory;
    const until = count * 2;
    const again = async () => {
      while (next < until) await client.call(`name-${next++}`);
    };
    await Promise.all(Array.from({ length: 16 }, again));
    const growth = world.gateway.memory - first;
    const calls = world.recorder.calls.length;
    await world.close();
    expect(calls === 0, 'an unknown tool went upstream');
    expect(growth < 64 * 1024 * 1024, `memory grew by ${growth >> 20} MiB`);
    return { reason: `${until} unknown names, memory grew by ${growth >> 20} MiB in the second half` };
  },
};

const manySessions = {
  eras: ['legacy'],
  matches: one => Number.isInteger(one.input.request?.open) || Number.isInteger(one.input.request?.sample),
  run: async one => {
    const world = await openWorld({ tools: [tool] });
    const count = Math.min(one.input.request.open ?? one.input.request.sample, 1500);
    const ids = new Set();
    let refused = 0;
    let next = 0;
    const worker = async () => {
      while (next++ < count) {
        const client = world.client('legacy');
        await client.open().then(
          () => ids.add(client.session),
          () => {
            refused++;
          },
        );
      }
    };
    await Promise.all(Array.from({ length: 16 }, worker));
    const memory = world.gateway.memory;
    await world.close();
    expect(ids.size + refused === count, `${count - refused - ids.size} ids were given twice`);
    expect(
      [...ids].every(id => id.length >= 22 && /^[\x21-\x7e]+$/.test(id)),
      'an id is short or not visible ASCII',
    );
    expect(memory < 400 * 1024 * 1024, `${memory >> 20} MiB resident`);
    return { reason: `${ids.size} sessions, ${refused} refused, every id its own, ${memory >> 20} MiB resident` };
  },
};

const wrongTokens = {
  ...once,
  matches: one => one.input.request?.bruteforce === true,
  run: async () => {
    const world = await openWorld({ tools: [tool] });
    const statuses = {};
    for (let i = 0; i < 1500; i++) {
      const answer = await world
        .client('modern')
        .sendRequest({ token: `gth_${String(i).padStart(49, 'A')}`, body: '{}' });
      statuses[answer.status] = (statuses[answer.status] ?? 0) + 1;
    }

    const valid = readOutcome(await world.client('modern').call('fs.read')).kind;
    await sleep(1500);
    const rows = world.gateway.journal().filter(row => row.kind === 'refusals').length;
    await world.close();
    expect(
      Object.keys(statuses).every(s => s === '401' || s === '429'),
      JSON.stringify(statuses),
    );
    expect(valid === 'result', `the valid grant answers ${valid}`);
    expect(rows < 200, `${rows} rows for 1,500 attempts`);
    return { reason: `${JSON.stringify(statuses)}, ${rows} rows in the journal, the valid grant unharmed` };
  },
};

const drained = {
  ...once,
  matches: one => [one.input.fault].flat().some(fault => /^SIGTERM/.test(fault ?? '')),
  run: async () => {
    const slow = {
      answer: async () => {
        await sleep(600);
        return undefined;
      },
    };
    const world = await openWorld({ tools: [tool], recorder: slow });
    const clients = Array.from({ length: 40 }, (_, i) => world.client(i % 2 ? 'modern' : 'legacy'));
    await Promise.all(clients.map(client => client.open()));
    const answers = clients.map(client => client.call('fs.read', {}, { wait: 60_000 }));
    await eventually(() => world.recorder.calls.length === clients.length);
    const stopped = world.gateway.stop('SIGTERM');
    const kinds = (await Promise.all(answers)).map(answer => readOutcome(answer).kind);
    await stopped;
    await world.recorder.stop();
    expect(
      kinds.every(kind => kind === 'result'),
      `${kinds.filter(kind => kind !== 'result').length} accepted calls failed`,
    );
    return { reason: `${kinds.length} calls in flight at SIGTERM, all answered` };
  },
};

const sharedHost = {
  matches: one => one.input.load?.same_host === true,
  run: async (one, era) => {
    const world = await openWorld({ tools: [tool] });
    const folder = world.folder;
    const config = JSON.parse(fs.readFileSync(path.join(folder, 'gatehouse.json'), 'utf8'));
    config.servers.other.headers = { 'X-Api-Key': '${env:OTHER_KEY}' };
    await world.gateway.stop();
    fs.writeFileSync(path.join(folder, 'gatehouse.json'), JSON.stringify(config));
    await world.gateway.start({ BANK_KEY: 'credential-of-bank', OTHER_KEY: 'credential-of-other' });
    const clients = ['A', 'C'].map(id => world.client(era, id));
    await Promise.all(clients.map(client => client.open()));
    const before = world.recorder.calls.length;
    await Promise.all(
      Array.from({ length: 400 }, (_, i) =>
        clients[i % 2].call('fs.read', { of: i % 2 ? 'other' : 'bank' }, { id: i + 1 }),
      ),
    );
    const calls = world.recorder.calls.slice(before);
    await world.close();
    const wrong = calls.filter(
      ({ headers, message }) => !headers.includes(`credential-of-${message.params.arguments.of}`),
    );
    expect(
      calls.length === 400 && wrong.length === 0,
      `${wrong.length} of ${calls.length} calls had the other credential`,
    );
    return { reason: '400 calls to one host, each with the credential of its own server' };
  },
};

export const loadHandlers = [
  slowHeaders,
  idleBeside,
  soak,
  slowNeighbour,
  manyNames,
  manySessions,
  wrongTokens,
  drained,
  sharedHost,
];
