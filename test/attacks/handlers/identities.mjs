// Who is asking: tokens, sessions and cursors of others, spellings of paths, everything in parallel.
import { expect } from '../expect.mjs';
import { callText } from '../bodies.mjs';
import { readOutcome } from '../judge.mjs';
import { worldFor } from '../worlds.mjs';

const ping = era => ({ method: 'POST', body: callText('fs.read', '{}'), noToken: true, headers: { std: 'auto' } });

/** Sends a call with these headers instead of the token and expects the case's status. */
async function mustReject(one, era, change, label) {
  const world = await worldFor(one);
  const client = world.client(era);
  const before = world.recorder.requests.length;
  const request = ping(era);
  change(request);
  const answer = await client.sendRequest(request);
  expect((one.expected.http ?? [401]).includes(answer.status), `${label}: http ${answer.status}`);
  if (answer.status === 401) expect(answer.header('www-authenticate'), `${label}: 401 without WWW-Authenticate`);
  expect(world.recorder.requests.length === before, `${label}: upstream was contacted`);
}

// A long value is written with two dots: `Bearer xxx..1MB`.
const expand = text =>
  text.replace(/(.)\1*\.\.(\d+)(K|M)B$/, (_, c, n, unit) => c.repeat(n * (unit === 'M' ? 1 << 20 : 1 << 10)));

const authorizations = {
  matches: one => Array.isArray(one.input.request?.authorization),
  run: async (one, era) => {
    const values = one.input.request.authorization;
    await mustReject(one, era, () => {}, 'no header');
    for (const value of values) {
      // A server may cut off a header of a megabyte before it reads it.
      const accepted = value.length > 40 ? [401, 431] : one.expected.http;
      const set = { headers: { std: 'auto', set: { Authorization: expand(value) } } };
      await mustReject(
        { ...one, expected: { ...one.expected, http: accepted } },
        era,
        r => Object.assign(r, set),
        value.slice(0, 20),
      );
    }

    return { reason: `${values.length + 1} refused` };
  },
};

const base64url = value => Buffer.from(JSON.stringify(value)).toString('base64url');

function foreignToken(kind) {
  const claims = {
    iss: 'https://issuer.test',
    sub: 'a',
    aud: /aud=(\S+)/.exec(kind)?.[1] ?? 'gatehouse',
    exp: 4102444800,
  };
  const header = { typ: 'JWT', alg: /none/.test(kind) ? 'none' : 'HS256' };
  const kid = /kid=(\S+)/.exec(kind)?.[1];
  const jku = /jku=(\S+)/.exec(kind)?.[1];
  const signature = header.alg === 'none' ? '' : 'c2lnbmF0dXJl';
  return `${base64url({ ...header, ...(kid && { kid }), ...(jku && { jku }) })}.${base64url(claims)}.${signature}`;
}

const foreignTokens = {
  matches: one => one.input.request?.token !== undefined || Array.isArray(one.input.request?.tokens),
  run: async (one, era) => {
    const kinds = [one.input.request.token ?? one.input.request.tokens].flat();
    for (const kind of kinds) {
      await mustReject(
        one,
        era,
        r => {
          r.headers.set = { Authorization: `Bearer ${foreignToken(kind)}` };
        },
        kind,
      );
    }

    return { reason: `${kinds.length} refused` };
  },
};

const foreignSession = {
  eras: ['legacy'],
  matches: one => one.input.request?.headers?.set?.['Mcp-Session-Id'] === '$A_SESSION',
  run: async (one, era) => {
    const world = await worldFor(one);
    const owner = world.client(era, 'A');
    await owner.open();
    const thief = world.client(era, 'B');
    thief.session = owner.session;
    const before = world.recorder.requests.length;
    for (const method of ['POST', 'GET', 'DELETE']) {
      const answer = await thief.sendRequest({ method, body: callText('fs.read', '{}') }, { wait: 20_000 });
      expect(one.expected.http.includes(answer.status), `${method}: http ${answer.status}`);
    }

    expect(world.recorder.requests.length === before, 'upstream was contacted');
    const still = readOutcome(await owner.call('fs.read'));
    expect(still.kind === 'result', `the owner's session answers ${still.kind}`);
    return { reason: 'POST, GET and DELETE refused, the owner unharmed' };
  },
};

const otherServer = {
  matches: one =>
    typeof one.input.request?.path === 'string' &&
    one.input.request.path.startsWith('/mcp/') &&
    /grant/.test(one.input.request.as ?? ''),
  run: async (one, era) => {
    const world = await worldFor(one);
    const client = world.client(era, 'A');
    const statuses = [];
    const before = world.recorder.requests.length;
    for (const path of [one.input.request.path, '/mcp/other', '/mcp/nosuch']) {
      const answer = await client.sendRequest({ path, body: callText('fs.read', '{}') });
      expect(one.expected.http.includes(answer.status), `${path}: http ${answer.status}`);
      statuses.push(`${answer.status} ${answer.text.replaceAll(/other|nosuch/g, 'X')}`);
    }

    expect(new Set(statuses).size === 1, `a server that exists answers otherwise: ${statuses.join(' | ')}`);
    expect(world.recorder.requests.length === before, 'upstream was contacted');
    return { reason: `existing and unknown servers answer alike: ${statuses[0].slice(0, 60)}` };
  },
};

const spellings = {
  matches: one => Array.isArray(one.input.request?.paths),
  run: async (one, era) => {
    const world = await worldFor(one);
    const client = world.client(era);
    const seen = new Set();
    for (const spelling of one.input.request.paths.flatMap(p => [p, p.replace(/mcp/i, m => `${m}/bank`)])) {
      const answer = await client.sendRequest({ ...ping(era), path: spelling === '/mcp' ? '/mcp/' : spelling });
      expect([400, 401, 403, 404].includes(answer.status), `${spelling}: http ${answer.status}`);
      seen.add(answer.status);
    }

    return { reason: `answers ${[...seen].join(', ')}` };
  },
};

const cursors = {
  matches: one => one.input.request?.cursor !== undefined && one.input.request?.method !== undefined,
  run: async (one, era) => {
    const world = await worldFor(one);
    const before = world.recorder.requests.length;
    const client = world.client(era);
    await client.open();
    const sessions = world.recorder.requests.length;
    for (const cursor of [one.input.request.cursor]
      .flat()
      .map(c => (c.startsWith('$') ? 'c2VhbGVkLWZvci1zb21lYm9keS1lbHNl' : c))) {
      const answer = await client.request(one.input.request.method, { cursor });
      const { kind, code } = readOutcome(answer);
      expect(
        kind === 'error' && one.expected.rpc.includes(code),
        `${JSON.stringify(cursor)}: http ${answer.status}, ${kind} ${code}`,
      );
    }

    expect(
      world.recorder.requests.length === sessions || (era === 'legacy' && world.recorder.requests.length === before),
      'upstream was asked',
    );
    return { reason: 'forged cursors refused' };
  },
};

const sameId = {
  matches: one => Number.isInteger(one.input.request?.parallel),
  run: async (one, era) => {
    const world = await worldFor(one);
    const clients = ['A', 'B'].map(id => world.client(era, id));
    await Promise.all(clients.map(c => c.open()));
    const times = Math.min(one.input.request.parallel * 10, 2000);
    let wrong = 0;
    let next = 0;
    const worker = async () => {
      for (let i = next++; i < times; i = next++) {
        const answer = await clients[i % 2].call('fs.read', { mine: i }, { id: one.input.request.id ?? 1 });
        const text = readOutcome(answer).message?.result?.content?.[0]?.text;
        if (text !== JSON.stringify({ mine: i })) wrong++;
      }
    };
    await Promise.all(Array.from({ length: Math.min(one.input.request.parallel, 128) }, worker));
    expect(wrong === 0, `${wrong} of ${times} answers were not the caller's`);
    return { reason: `${times} calls with one id over two grants, each got its own answer` };
  },
};

export const identityHandlers = [
  authorizations,
  foreignTokens,
  foreignSession,
  otherServer,
  spellings,
  cursors,
  sameId,
];
