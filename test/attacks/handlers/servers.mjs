// Several servers behind one gateway, and what they claim about themselves.
import fs from 'node:fs';
import path from 'node:path';
import { expect } from '../expect.mjs';
import { Gateway, gatehouseAsync } from '../gateway.mjs';
import { Client } from '../client.mjs';
import { readOutcome } from '../judge.mjs';
import { toPolicy } from '../policies.mjs';
import { Recorder } from '../recorder.mjs';
import { newToken, sha256 } from '../tokens.mjs';
import { newFolder, openWorld } from '../worlds.mjs';

const define = tool => ({
  description: 'A tool',
  inputSchema: { type: 'object' },
  ...(typeof tool === 'string' ? { name: tool } : tool),
});

// Names are never joined here: each server has a path and grants of its own, whatever its tools are called.
const ofTheirOwn = {
  matches: one => Array.isArray(one.input.upstream) && one.input.upstream.every(u => u.id && Array.isArray(u.tools)),
  run: async (one, era) => {
    const entries = one.input.upstream;
    const recorders = [];
    for (const { tools } of entries) recorders.push(await new Recorder({ tools: tools.map(define) }).start());
    const tokens = entries.map(() => newToken());
    const policy = one.input.policy ? toPolicy(one.input.policy) : { version: '1', default: 'allow' };
    const grants = entries.map(({ id }, i) => ({
      id: `g${i}`,
      server: id,
      policy: 'policy.json',
      token_sha256: sha256(tokens[i]),
      expires: '2100-01-01T00:00:00Z',
    }));
    const servers = Object.fromEntries(
      entries.map(({ id, server_info_name: name }, i) => [id, { name: name ?? id, url: recorders[i].url }]),
    );
    const config = { listen: '127.0.0.1:0', management: '127.0.0.1:0', data: './data', servers, grants };
    const gateway = new Gateway(newFolder(), config, { 'policy.json': policy });
    const refused = await gateway.start({}).then(
      () => undefined,
      error => error.message,
    );
    const said = [];
    if (refused) {
      expect(/id for a server/.test(refused), `it does not start: ${refused.slice(0, 200)}`);
      said.push('the ids are refused at start');
    } else {
      const world = { gateway, tokens: {}, credential: '' };
      for (const [i, { id }] of entries.entries()) {
        const client = Object.assign(new Client(world, era, `g${i}`), { path: `/mcp/${encodeURIComponent(id)}` });
        world.tokens[`g${i}`] = tokens[i];
        await client.open();
        for (const name of new Set(entries.flatMap(e => e.tools.map(t => define(t).name)))) {
          const before = recorders.map(r => r.calls.length);
          const { kind } = readOutcome(await client.call(name));
          const reached = recorders.flatMap((r, j) => (r.calls.length > before[j] ? [j] : []));
          const isOwn = entries[i].tools.some(t => define(t).name === name);
          expect(
            reached.every(j => j === i),
            `${name} at ${id} reached ${reached.map(j => entries[j].id)}`,
          );
          expect(isOwn || kind !== 'result', `${id} has no ${name}, and it answered`);
          if (kind === 'result') said.push(`${name} at ${id} reached ${id} alone`);
        }
      }
    }

    await gateway.stop();
    for (const recorder of recorders) await recorder.stop();
    expect(said.length > 0, 'nothing could be called anywhere');
    return { reason: said.join(', ') };
  },
};

// What a server says of itself opens nothing: without a word of the operator the risk of a tool is unknown.
const claims = {
  matches: one => Array.isArray(one.input.upstream?.tools) && one.input.upstream.tools.some(tool => tool.annotations),
  run: async (one, era) => {
    const tools = one.input.upstream.tools.map(define);
    const conditions = [{ path: 'tool.risk', op: 'in', value: ['low'] }];
    const world = await openWorld({
      tools,
      policy: { version: '1', default: 'allow', all_tools: { require: [{ conditions }] } },
    });
    const client = world.client(era);
    const kinds = [];
    for (const { name } of tools) kinds.push(readOutcome(await client.call(name)).kind);
    const calls = world.recorder.calls.length;
    await world.close();
    expect(calls === 0 && kinds.every(kind => kind === 'denied'), `${kinds.join(', ')}, ${calls} upstream`);
    return {
      reason: `${tools.map(t => t.name).join(', ')}: denied where low risk is wanted, whatever the annotations say`,
    };
  },
};

const raw = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

// Terminals obey what is printed on them, so hostile texts are spelt wherever a person may look.
const escapes = {
  matches: one => typeof one.input.upstream?.description === 'string',
  run: async (one, era) => {
    const { description } = one.input.upstream;
    const hostile = define({ name: 'fs.read', description, title: description });
    const state = { tools: [define('fs.read'), define('fs.list')] };
    const failure = { error: { code: -32000, message: description, data: description } };
    const world = await openWorld({ recorder: { list: () => ({ tools: state.tools }), answer: () => failure } });
    const client = world.client(era);
    await client.call('fs.list', { a: description });
    state.tools = [hostile, define('fs.list'), define({ name: `x${description}` })];
    await client.list();
    await client.call(`x${description}`);
    const config = path.join(world.folder, 'gatehouse.json');
    const texts = {};
    for (const words of [['tools', 'diff'], ['tools', 'diff', '--json'], ['log'], ['log', '--json']]) {
      texts[words.join(' ')] = (await gatehouseAsync([...words, '--config', config])).text;
    }

    texts.scan = (await gatehouseAsync(['scan', '--upstream', world.recorder.url])).text;
    texts.output = world.gateway.said;
    const metrics = await (await fetch(new URL('/metrics', world.gateway.management))).text();
    texts.metrics = metrics;
    for (const name of fs
      .readdirSync(path.join(world.folder, 'data/journal'), { recursive: true })
      .filter(n => n.endsWith('.jsonl'))) {
      texts[name] = fs.readFileSync(path.join(world.folder, 'data/journal', name), 'utf8');
    }

    await world.close();
    expect(texts['tools diff'].includes('fs.read'), 'the change is not shown');
    for (const [where, text] of Object.entries(texts)) {
      const found = raw.exec(text);
      const around = text.slice(Math.max(0, (found?.index ?? 0) - 40), (found?.index ?? 0) + 40);
      expect(!found, `${where} prints a control character: ${JSON.stringify(around)}`);
    }

    return { reason: `no control character in ${Object.keys(texts).length} outputs and files` };
  },
};

export const serverHandlers = [ofTheirOwn, claims, escapes];
