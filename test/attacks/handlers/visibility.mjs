// What may be seen, and by whom: hidden tools, lists, versions, answers that must be alike.
import { expect } from '../expect.mjs';
import { metaOf } from '../bodies.mjs';
import { readOutcome } from '../judge.mjs';
import { Client } from '../client.mjs';
import { openWorld, worldFor } from '../worlds.mjs';
import { toPolicy, toolsOf } from '../policies.mjs';

const hiddenOf = one => (one.input.policy?.rules ?? []).filter(rule => rule.effect === 'hide').map(rule => rule.tool);
const listed = answer => (readOutcome(answer).message?.result?.tools ?? []).map(tool => tool.name);

const everyVersion = {
  eras: ['all'],
  matches: one => Array.isArray(one.input.request?.matrix),
  run: async one => {
    const results = new Map();
    for (const version of one.input.request.matrix) {
      const world = await worldFor(one);
      const client = new Client(world, version >= '2026' ? 'modern' : 'legacy', 'A');
      await client.open(version);
      const before = world.gateway.journal().length;
      const calls = world.recorder.calls.length;
      const answer = await client.sendRequest({ body: one.input.request.body });
      expect(world.recorder.calls.length === calls, `${version}: it went upstream`);
      const { kind, code } = readOutcome(answer);
      const rows = world.gateway
        .journal()
        .slice(before)
        .filter(r => r.kind === 'intent')
        .map(r => `${r.decision} ${r.rule}`);
      results.set(version, JSON.stringify([kind, code, rows, listed(await client.list())]));
    }

    expect(new Set(results.values()).size === 1, [...results].map(r => r.join(' ')).join(' | '));
    return { reason: `${results.size} versions alike: ${[...results.values()][0]}` };
  },
};

const hiddenIsUnknown = {
  matches: one => one.expected.decision === 'n/a' && Array.isArray(one.input.request) && hiddenOf(one).length > 0,
  run: async (one, era) => {
    const world = await worldFor(one);
    const client = world.client(era);
    await client.open();
    const calls = world.recorder.calls.length;
    const seen = new Set();
    for (const request of one.input.request) {
      const { name } = JSON.parse(request.body.replaceAll('$META', metaOf(era))).params;
      const answer = await client.sendRequest(request);
      const headers = answer.headers
        .filter(([n]) => n !== 'date')
        .map(h => h.join(': '))
        .sort()
        .join('\n')
        .replace(/content-length: \d+/, '');
      seen.add(`${answer.status}\n${headers}\n${answer.text.replaceAll(name, 'NAME')}`);
    }

    expect(world.recorder.calls.length === calls, 'it went upstream');
    expect(seen.size === 1, `the answers differ: ${[...seen].join(' | ')}`);
    return { reason: `${one.input.request.length} answers alike: ${[...seen][0].split('\n').at(-1)}` };
  },
};

const privateList = {
  matches: one =>
    one.expected.decision === 'n/a' && one.input.request?.method === 'tools/list' && !one.input.request.cursor,
  run: async (one, era) => {
    const world = await worldFor(one);
    const client = world.client(era);
    const answer = await client.list();
    const names = listed(answer);
    for (const name of hiddenOf(one)) expect(!names.includes(name), `${name} is listed`);
    expect(names.length > 0, 'nothing is listed');
    expect(/no-store/.test(answer.header('cache-control') ?? ''), `Cache-Control is ${answer.header('cache-control')}`);
    if (era === 'modern') {
      const { result } = readOutcome(answer).message;
      expect(result.cacheScope === 'private', `cacheScope is ${result.cacheScope}`);
      expect(result.ttlMs <= 5000, `ttlMs is ${result.ttlMs}`);
    }

    return { reason: `private, lists ${names.join(', ')}` };
  },
};

const neverNamed = {
  matches: one => /server-to-client|session/.test(one.input.request?.scan ?? '') && hiddenOf(one).length > 0,
  run: async (one, era) => {
    const [hidden] = hiddenOf(one);
    const world = await openWorld({
      policy: toPolicy(one.input.policy),
      tools: toolsOf(one),
      recorder: { instructions: 'Read with fs.read.' },
    });
    const client = world.client(era);
    const answers = [];
    if (era === 'modern') answers.push(await client.request('server/discover'));
    answers.push(await client.list(), await client.call('fs.read'), await client.request('resources/list'));
    answers.push(await client.request('prompts/list'));
    for (const answer of answers)
      expect(!answer.text.includes(hidden), `${hidden} appears: ${answer.text.slice(0, 200)}`);
    await world.close();
    return { reason: `${answers.length} answers without ${hidden}` };
  },
};

const listenFiltered = {
  eras: ['modern'],
  matches: one => one.expected.decision === 'n/a' && /subscriptions\/listen/.test(one.input.request?.body ?? ''),
  run: async (one, era) => {
    const world = await worldFor(one);
    const client = world.client(era);
    const wanted = JSON.parse(one.input.request.body.replaceAll('$META', metaOf(era)));
    const uris = wanted.params.notifications?.resourceSubscriptions ?? [];
    const answer = await client.sendRequest(one.input.request, { wait: 2000 });
    for (const uri of uris) {
      const sent = world.recorder.requests.filter(
        r => r.message?.method === 'subscriptions/listen' && r.text.includes(uri),
      );
      expect(sent.length === 0, `${uri} went upstream`);
      const granted = (answer.messages ?? []).some(m => JSON.stringify(m).includes(uri) && !m.error);
      expect(!granted, `${uri} is acknowledged`);
    }

    return { reason: `http ${answer.status}, ${uris.join(', ')} not subscribed` };
  },
};

export const visibilityHandlers = [everyVersion, hiddenIsUnknown, privateList, neverNamed, listenFiltered];
