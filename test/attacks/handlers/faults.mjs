// Kills, edits of the journal, a second process, a hostile environment.
import fs from 'node:fs';
import path from 'node:path';
import { expect, eventually, sleep } from '../expect.mjs';
import { Gateway, gatehouse } from '../gateway.mjs';
import { readOutcome } from '../judge.mjs';
import { Unknown } from '../notation.mjs';
import { openWorld } from '../worlds.mjs';

const tool = { name: 'fs.read', description: 'Reads', inputSchema: { type: 'object' } };
const faults = one => [one.input.fault ?? []].flat().map(String);
const journalFiles = world => {
  const folder = path.join(world.folder, 'data', 'journal');
  return fs
    .readdirSync(folder, { recursive: true })
    .filter(name => name.endsWith('.jsonl'))
    .sort()
    .map(name => path.join(folder, name));
};

const verify = (world, more = []) => gatehouse(['log', 'verify', '--data', path.join(world.folder, 'data'), ...more]);

const killed = {
  eras: ['both'],
  matches: one =>
    faults(one).includes('SIGKILL') &&
    Number.isInteger(one.input.rounds) &&
    !/PostgreSQL|replica/i.test(one.description),
  run: async one => {
    const rounds = Math.min(one.input.rounds, 6);
    const world = await openWorld({ tools: [tool] });
    let calls = 0;
    for (let round = 0; round < rounds; round++) {
      let running = true;
      const worker = async () => {
        const client = world.client(round % 2 === 0 ? 'modern' : 'legacy');
        while (running) await client.call('fs.read', { n: calls++ }, { wait: 2000 }).catch(() => sleep(5));
      };
      const workers = Array.from({ length: 8 }, worker);
      const begin = world.recorder.calls.length;
      await eventually(() => world.recorder.calls.length >= begin + 20 + 7 * round, 30_000);
      await world.gateway.stop('SIGKILL');
      running = false;
      await Promise.all(workers);
      await world.gateway.start();
    }

    await world.gateway.stop();
    const intents = world.gateway.journal().filter(row => row.kind === 'intent' && row.decision === 'allowed');
    const outcomes = new Set(
      world.gateway
        .journal()
        .filter(row => row.kind === 'outcome')
        .map(row => `${row.call}`),
    );
    const seen = world.recorder.calls.length;
    await world.recorder.stop();
    expect(seen > rounds * 5, `only ${seen} calls were made`);
    expect(intents.length >= seen, `${seen} calls upstream, ${intents.length} intents`);
    expect(
      intents.every(row => outcomes.has(row.call)),
      'an intent has no outcome after the restart',
    );
    const { code, text } = verify(world);
    expect(code === 0, `the chain does not verify: ${text.slice(0, 300)}`);
    return {
      reason: `${rounds} kills, ${seen} calls upstream, ${intents.length} intents, each with an outcome, chain whole`,
    };
  },
};

const isIntent = line => /"decision":"allowed"/.test(line);

const edits = {
  delete: lines => lines.filter((_, i) => i !== lines.findIndex(isIntent)),
  edit: lines =>
    lines.map((line, i) => (i === lines.findIndex(isIntent) ? line.replace('"allowed"', '"pending"') : line)),
  swap: lines => {
    const at = lines.findIndex(isIntent);
    return [...lines.slice(0, at), lines[at + 1], lines[at], ...lines.slice(at + 2)];
  },
};

// Changes that need more than the lines of one file: what was exported before tells of them.
const rollbacks = {
  truncate: world => {
    const file = largest(world);
    fs.writeFileSync(file, fs.readFileSync(file, 'utf8').split('\n').slice(0, 4).join('\n') + '\n');
    return [];
  },
  rollback: (world, early) => {
    const exported = path.join(world.folder, 'exported.jsonl');
    const journal = path.join(world.folder, 'data/journal');
    fs.copyFileSync(path.join(journal, 'checkpoints.jsonl'), exported);
    fs.rmSync(journal, { recursive: true });
    fs.cpSync(early, journal, { recursive: true });
    return ['--checkpoints', exported];
  },
};

const largest = world => journalFiles(world).sort((a, b) => fs.statSync(b).size - fs.statSync(a).size)[0];

const tampered = {
  eras: ['both'],
  matches: one => Array.isArray(one.input.tamper),
  run: async one => {
    const said = [];
    for (const kind of one.input.tamper) {
      if (!edits[kind] && !rollbacks[kind]) throw new Unknown(`tamper \`${kind}\``);
      const world = await openWorld({ tools: [tool] });
      for (let i = 0; i < 10; i++) await world.client('modern').call('fs.read');
      await world.gateway.stop();
      const early = path.join(world.folder, 'early');
      fs.cpSync(path.join(world.folder, 'data/journal'), early, { recursive: true });
      await world.gateway.start();
      await world.client('modern').call('fs.read');
      await world.gateway.stop();
      expect(verify(world).code === 0, 'the untouched journal does not verify');
      let more = [];
      if (edits[kind]) {
        const file = largest(world);
        const lines = fs.readFileSync(file, 'utf8').split('\n');
        const changed = edits[kind](lines).join('\n');
        expect(changed !== lines.join('\n'), `${kind} changed nothing`);
        fs.writeFileSync(file, changed);
      } else {
        more = rollbacks[kind](world, early);
      }

      const { code } = verify(world, more);
      await world.recorder.stop();
      expect(code !== 0, `${kind} was not noticed`);
      said.push(`${kind} noticed`);
    }

    return { reason: said.join(', ') };
  },
};

// Databases that are gone or old. The journal is the truth: an index is rebuilt, a state is never made anew in silence.
const losses = {
  unlink: async world => {
    const data = path.join(world.folder, 'data');
    for (const name of fs.readdirSync(data).filter(n => n.startsWith('records.db'))) fs.rmSync(path.join(data, name));
    await world.gateway.start();
    expect(
      readOutcome(await world.client('modern').call('fs.read')).kind === 'result',
      'without its index it does not serve',
    );
    await world.gateway.stop();
    for (const name of fs.readdirSync(data).filter(n => n.startsWith('state.db'))) fs.rmSync(path.join(data, name));
    const refused = await world.gateway.start().then(
      () => undefined,
      error => error.message,
    );
    if (refused === undefined) await world.gateway.stop();
    expect(refused, 'it started without the state that it had');
    return `index rebuilt, without its state refused`;
  },
  'old copy': async (world, early) => {
    const data = path.join(world.folder, 'data');
    fs.cpSync(early, data, { recursive: true });
    const refused = await world.gateway.start().then(
      () => undefined,
      error => error.message,
    );
    if (refused) return 'an older copy is refused';
    // Whatever the old state says, what the journal knows of still counts.
    const { kind } = readOutcome(await world.client('modern').call('fs.read'));
    await world.gateway.stop();
    expect(kind === 'denied', `an older copy gave the limit back: ${kind}`);
    return 'an older copy gives no limit back';
  },
};

const lost = {
  eras: ['both'],
  matches: one => faults(one).some(fault => losses[fault]),
  run: async one => {
    const said = [];
    for (const fault of faults(one)) {
      if (fault === 'second process') {
        said.push((await secondProcess.run()).reason);
        continue;
      }

      if (!losses[fault]) throw new Unknown(`fault \`${fault}\``);
      const limits = [{ counter: 'calls', window: '7d', max: fault === 'old copy' ? 3 : 100 }];
      const world = await openWorld({
        tools: [tool],
        policy: { version: '1', default: 'deny', tools: { 'fs.read': { limits } } },
      });
      await world.client('modern').call('fs.read');
      await world.gateway.stop();
      const early = path.join(world.folder, 'early');
      fs.mkdirSync(early);
      for (const name of fs.readdirSync(path.join(world.folder, 'data')).filter(n => /\.db/.test(n)))
        fs.copyFileSync(path.join(world.folder, 'data', name), path.join(early, name));
      await world.gateway.start();
      for (let i = 0; i < 2; i++) await world.client('modern').call('fs.read');
      await world.gateway.stop();
      said.push(await losses[fault](world, early));
      await world.recorder.stop();
    }

    return { reason: said.join('; ') };
  },
};

// The folder copied while calls run, and opened elsewhere.
const restored = {
  eras: ['both'],
  matches: one => faults(one).includes('restore'),
  run: async () => {
    const limits = [{ counter: 'calls', window: '7d', max: 60 }];
    const world = await openWorld({
      tools: [tool],
      policy: { version: '1', default: 'deny', tools: { 'fs.read': { limits } } },
    });
    const client = world.client('modern');
    for (let i = 0; i < 20; i++) await client.call('fs.read');
    const elsewhere = path.join(world.folder, 'elsewhere');
    const load = (async () => {
      for (let i = 0; i < 20; i++) await client.call('fs.read');
    })();
    fs.cpSync(path.join(world.folder, 'data'), path.join(elsewhere, 'data'), { recursive: true });
    await load;
    await world.gateway.stop();
    for (const name of fs.readdirSync(elsewhere, { recursive: true }))
      fs.chmodSync(path.join(elsewhere, name), fs.statSync(path.join(elsewhere, name)).mode & 0o700);
    const second = new Gateway(elsewhere, world.gateway.config, {
      'policy.json': fs.readFileSync(path.join(world.folder, 'policy.json'), 'utf8'),
    });
    fs.copyFileSync(path.join(world.folder, 'gatehouse.lock'), path.join(elsewhere, 'gatehouse.lock'));
    await second.start(world.gateway.env);
    world.gateway = second;
    const before = world.recorder.calls.length;
    for (let i = 0; i < 70; i++) await world.client('modern').call('fs.read');
    const more = world.recorder.calls.length - before;
    await second.stop();
    const { code, text } = gatehouse(['log', 'verify', '--data', path.join(elsewhere, 'data')]);
    await world.recorder.stop();
    expect(more <= 40, `${more} calls passed after the copy of 20 or more under a limit of 60`);
    expect(code === 0, `the copy does not verify: ${text.slice(0, 200)}`);
    return { reason: `opened elsewhere: the same token, ${more} calls left of 60, chain whole` };
  },
};

const secondProcess = {
  eras: ['both'],
  matches: one => faults(one).some(fault => /second process/.test(fault)),
  run: async () => {
    const world = await openWorld({ tools: [tool] });
    const second = Object.assign(Object.create(Gateway.prototype), { folder: world.folder, said: '' });
    const refused = await second.start(world.gateway.env).then(
      () => undefined,
      error => error.message,
    );
    if (refused === undefined) await second.stop();
    const first = readOutcome(await world.client('modern').call('fs.read')).kind;
    await world.close();
    expect(refused, 'a second process started on the same folder');
    expect(first === 'result', `the first answers ${first}`);
    return { reason: `refused: ${refused.split('\n').slice(1).join(' ').slice(0, 120)}` };
  },
};

const proxyEnvironment = {
  matches: one => faults(one).some(fault => /^HTTPS?_PROXY=/i.test(fault)),
  run: async (one, era) => {
    const env = Object.fromEntries(
      ['http_proxy', 'https_proxy', 'HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY'].map(name => [name, 'http://127.0.0.1:9']),
    );
    const world = await openWorld({ tools: [tool], env: { ...env, NO_PROXY: '', no_proxy: '' } });
    const { kind } = readOutcome(await world.client(era).call('fs.read'));
    const calls = world.recorder.calls.length;
    await world.close();
    expect(kind === 'result' && calls === 1, `${kind}, ${calls} upstream`);
    return { reason: 'the environment named a dead proxy, the call arrived' };
  },
};

const loop = {
  matches: one => /\$SELF/.test(one.input.config?.upstream_url ?? ''),
  run: async (one, era) => {
    const world = await openWorld({ tools: [tool] });
    const { port } = world.gateway.address;
    await world.gateway.stop();
    const file = path.join(world.folder, 'gatehouse.json');
    const config = JSON.parse(fs.readFileSync(file, 'utf8'));
    config.listen = `127.0.0.1:${port}`;
    config.servers.bank = {
      name: 'Loop',
      url: `http://127.0.0.1:${port}/mcp/bank`,
      headers: { Authorization: 'Bearer ${env:BANK_KEY}' },
    };
    fs.writeFileSync(file, JSON.stringify(config));
    const refused = await world.gateway.start({ BANK_KEY: world.tokens.A }).then(
      () => undefined,
      error => error.message,
    );
    if (refused) {
      await world.recorder.stop();
      return { reason: 'refused at start' };
    }

    const begin = Date.now();
    const client = world.client(era);
    const answer = await client.open().then(
      () => client.call('fs.read', {}, { wait: 60_000 }),
      error => ({ status: 0, error }),
    );
    const alive = world.gateway.isAlive;
    await world.close();
    expect(alive && !answer.timedOut, `no answer after ${Date.now() - begin} ms`);
    expect(answer.error || readOutcome(answer).kind !== 'result', 'the loop answered');
    return { reason: `stopped after ${Date.now() - begin} ms` };
  },
};

export const faultHandlers = [killed, tampered, lost, restored, secondProcess, proxyEnvironment, loop];
