// What passes must pass unchanged, and nothing else may pass with it.
import fs from 'node:fs';
import path from 'node:path';
import { callText } from '../bodies.mjs';
import { expect, sleep } from '../expect.mjs';
import { parseLossless } from '../lossless.mjs';
import { readOutcome } from '../judge.mjs';
import { worldFor } from '../worlds.mjs';

const allowed = { std: 'auto' };

const headersStay = {
  matches: one =>
    one.expected.decision === 'n/a' &&
    one.input.request?.headers?.set &&
    !one.input.request.method &&
    !one.input.request.body &&
    !one.input.load &&
    !one.input.request.path,
  run: async (one, era) => {
    const world = await worldFor(one);
    const client = world.client(era);
    await client.open();
    const { set } = one.input.request.headers;
    const before = world.recorder.requests.length;
    await client.call('fs.read');
    await client.sendRequest({ headers: { ...allowed, set }, body: callText('fs.read', '{}', 2) });
    const sent = world.recorder.requests.slice(before);
    expect(sent.length > 0, 'nothing arrived upstream');
    for (const { headers } of sent) {
      const all = headers.join('\n');
      expect(!all.includes(client.token), 'the grant token left the gateway');
      for (const [name, value] of Object.entries(set)) {
        if (/^(te|connection)$/i.test(name)) continue;
        expect(
          !all.includes(value) && !headers.some(h => h.toLowerCase() === name.toLowerCase()),
          `${name} arrived upstream`,
        );
      }

      expect(headers.includes(world.credential), 'the credential is missing upstream');
    }

    return { reason: `${Object.keys(set).length} headers stayed here, token too` };
  },
};

const bytesStay = {
  matches: one =>
    one.expected.decision === 'n/a' &&
    typeof one.input.request?.body === 'string' &&
    one.input.policy &&
    /unchanged|never expands/.test(one.expected.assert ?? ''),
  run: async (one, era) => {
    const world = await worldFor(one);
    const client = world.client(era);
    await client.open();
    const calls = world.recorder.calls.length;
    await client.sendRequest(one.input.request);
    const [sent] = world.recorder.calls.slice(calls);
    expect(sent, 'nothing arrived upstream');
    const args = text =>
      JSON.stringify(
        parseLossless(text)
          .members.find(([n]) => n === 'params')[1]
          .members.find(([n]) => n === 'arguments')[1],
      );
    const own = one.input.request.body.replaceAll('$META', '{}');
    expect(args(sent.text) === args(own), `upstream got ${args(sent.text)}`);
    return { reason: 'arguments arrived unchanged' };
  },
};

const secretArguments = {
  matches: one => one.expected.decision === 'n/a' && /CANARY/.test(one.input.request?.body ?? ''),
  run: async (one, era) => {
    const world = await worldFor(one);
    const client = world.client(era);
    await client.open();
    const args = JSON.parse(one.input.request.body.replaceAll('$META', '{}')).params.arguments;
    expect(readOutcome(await client.sendRequest(one.input.request)).kind === 'result', 'the call did not pass');
    await sleep(500);
    const canaries = Object.values(args).filter(v => typeof v === 'string');
    for (const file of fs.readdirSync(world.folder, { recursive: true })) {
      const full = path.join(world.folder, file);
      if (!fs.statSync(full).isFile()) continue;
      const text = fs.readFileSync(full, 'latin1');
      for (const canary of [...canaries, client.token]) expect(!text.includes(canary), `${canary} stands in ${file}`);
    }

    for (const canary of canaries) expect(!world.gateway.said.includes(canary), `${canary} was printed`);
    return { reason: `${canaries.length} values in no file and no output` };
  },
};

const hostileNames = {
  matches: one => one.input.request?.user_agent !== undefined,
  run: async (one, era) => {
    const world = await worldFor(one);
    const client = world.client(era);
    await client.open();
    const before = world.gateway.journal().filter(row => row.kind === 'intent').length;
    const { user_agent: agent, args } = one.input.request;
    const hostile = agent.replace(/[\r\n]/g, ' ');
    await client.sendRequest({
      headers: { ...allowed, set: { 'User-Agent': hostile } },
      body: callText('fs.read', JSON.stringify(args ?? {})),
    });
    await client.call(agent, args ?? {});
    const folder = path.join(world.folder, 'data', 'journal');
    for (const name of fs.readdirSync(folder, { recursive: true }).filter(n => n.endsWith('.jsonl'))) {
      for (const line of fs.readFileSync(path.join(folder, name), 'utf8').split('\n').filter(Boolean)) {
        const row = JSON.parse(line);
        expect(row.decision !== 'allow', 'a forged row stands in the journal');
        expect(
          !/[\u0000-\u001f\u007f\u202a-\u202e\u200b-\u200f]/.test(line),
          'a raw control character stands in the journal',
        );
      }
    }

    const after = world.gateway.journal().filter(row => row.kind === 'intent').length;
    expect(after - before <= 2, `${after - before} entries for two calls`);
    return { reason: 'every entry is one line of JSON without control characters' };
  },
};

const tolerated = {
  eras: ['both'],
  matches: one => one.expected.decision === 'n/a' && typeof one.input.request?.raw_http === 'string',
  run: async one => {
    const world = await worldFor(one);
    const calls = world.recorder.calls.length;
    const answer = await world.client('modern').sendRequest(one.input.request);
    expect(answer.status >= 400 || answer.closed, `http ${answer.status}`);
    expect(world.recorder.calls.length === calls, 'it went upstream');
    return { reason: `http ${answer.status || 'closed'}` };
  },
};

const preflight = {
  eras: ['both'],
  matches: one => one.input.request?.method === 'OPTIONS',
  run: async one => {
    const world = await worldFor(one);
    const answer = await world.client('modern').sendRequest({ ...one.input.request, noToken: true });
    const cors = answer.headers.filter(([name]) => name.startsWith('access-control-'));
    expect(cors.length === 0, `the answer has ${cors.join(' ')}`);
    expect(answer.status !== 200 && answer.status !== 204, `http ${answer.status}`);
    return { reason: `http ${answer.status}, no access-control header` };
  },
};

const randomBodies = {
  matches: one => one.input.request?.gen === 'fuzz',
  run: async (one, era) => {
    const world = await worldFor(one);
    const client = world.client(era);
    await client.open();
    const random = seeded(20260728);
    const times = Math.min(one.input.request.n ?? 1000, 1500);
    let passed = 0;
    for (let i = 0; i < times; i++) {
      const args = randomObject(random, 0);
      const calls = world.recorder.calls.length;
      const answer = await client.call('fs.read', args, { id: i + 1 });
      const sent = world.recorder.calls.slice(calls);
      if (sent.length === 0) {
        expect(answer.status >= 400 || readOutcome(answer).kind !== 'result', 'an answer without a call');
        continue;
      }

      passed++;
      const got = parseLossless(sent[0].text)
        .members.find(([n]) => n === 'params')[1]
        .members.find(([n]) => n === 'arguments')[1];
      expect(JSON.stringify(got) === JSON.stringify(parseLossless(args)), `sent ${args}, arrived ${sent[0].text}`);
    }

    expect(passed > times / 2, `only ${passed} of ${times} passed`);
    return { reason: `${passed} of ${times} random bodies passed, each parsed the same` };
  },
};

/** A small generator of its own, so that a run can be repeated. */
export function seeded(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

function randomObject(random, depth) {
  const pick = list => list[Math.floor(random() * list.length)];
  const text = () =>
    JSON.stringify(pick(['', 'a', 'é', '"', '\\', '\n', '\u2028', '😀', '</script>', '\u0000', 'ſ', 'a'.repeat(50)]));
  const value = level => {
    const kind = random();
    if (level > 4 || kind < 0.4) {
      return pick([
        text(),
        '0',
        '-0',
        '1e4',
        '1.50',
        '123456789012345678901234567890',
        '1E-7',
        'true',
        'false',
        'null',
        '"\\u00e9"',
        '"\\/"',
      ]);
    }

    return kind < 0.7
      ? `[${Array.from({ length: Math.floor(random() * 4) }, () => value(level + 1)).join(' , ')}]`
      : randomObject(random, level + 1);
  };
  const members = Array.from(
    { length: Math.floor(random() * 4) },
    (_, i) => `"k${i}${pick(['', 'é', '\\u0041', '.'])}": ${value(depth + 1)}`,
  );
  return `{${members.join(',')}}`;
}

export const passingHandlers = [
  headersStay,
  bytesStay,
  secretArguments,
  hostileNames,
  tolerated,
  preflight,
  randomBodies,
];
