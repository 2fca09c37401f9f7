// Upstreams that lie, flood, redirect or show what they were given.
import { expect, eventually } from '../expect.mjs';
import { readOutcome } from '../judge.mjs';
import { Recorder } from '../recorder.mjs';
import { openWorld } from '../worlds.mjs';

const tool = { name: 'fs.read', description: 'Reads', inputSchema: { type: 'object' } };
const complete = { resultType: 'complete' };
const shape = one => (one.input.upstream !== null && typeof one.input.upstream === 'object' ? one.input.upstream : {});
const text = t => ({ result: { ...complete, content: [{ type: 'text', text: t }] } });

/** Opens a world with this recorder, runs, closes. */
async function within(options, era, run) {
  const world = await openWorld({ tools: [tool], ...options });
  try {
    const client = world.client(era);
    await client.open();
    return await run(world, client);
  } finally {
    await world.close();
  }
}

/** Answers a tools/call itself, in any way it likes. */
const onCall = act => ({
  respond: async (entry, response) => {
    if (entry.message?.method !== 'tools/call') return false;
    await act(entry, response);
    return true;
  },
});

const json = (response, body) => response.writeHead(200, { 'Content-Type': 'application/json' }).end(body);

async function mustFail(client, world, label, wait) {
  const begin = Date.now();
  const answer = await client.call('fs.read', {}, { wait });
  const { kind, code } = readOutcome(answer);
  expect(!answer.timedOut, `${label}: no answer after ${Date.now() - begin} ms`);
  expect(kind === 'error' || answer.status >= 500, `${label}: http ${answer.status}, ${kind}`);
  expect(world.gateway.isAlive, `${label}: the gateway died`);
  return `${label} ${answer.status}${code ? `/${code}` : ''}`;
}

const wrongIds = {
  matches: one => Array.isArray(shape(one).ids),
  run: async (one, era) => {
    const said = [];
    for (const kind of shape(one).ids) {
      const own = id => JSON.stringify({ jsonrpc: '2.0', id, ...text('own') });
      const act = onCall(({ message }, response) => {
        if (kind === 'other') return json(response, own('another'));
        if (kind === 'dup') {
          return response.writeHead(200, { 'Content-Type': 'text/event-stream' })
            .end(`data: ${own(message.id)}\n\ndata: ${own(message.id).replace('own', 'second')}\n\n`);
        }

        return response.writeHead(200, { 'Content-Type': 'text/event-stream' })
          .end(`data: ${own('early')}\n\ndata: ${own(message.id)}\n\n`);
      });
      await within({ recorder: act }, era, async (world, client) => {
        const answer = await client.call('fs.read');
        expect(!answer.messages.some(m => m.id !== undefined && m.id !== 1), `${kind}: a foreign id reached the client`);
        expect(!answer.text.includes('second'), `${kind}: a second answer reached the client`);
        if (kind === 'other') expect(readOutcome(answer).kind !== 'result', 'a foreign answer was taken');
        said.push(`${kind}: http ${answer.status}, ${readOutcome(answer).kind}`);
      });
    }

    return { reason: said.join('; ') };
  },
};

const hostileBodies = {
  matches: one => shape(one).hostile !== undefined,
  run: async (one, era) => {
    const bodies = {
      'duplicate keys': '{"jsonrpc":"2.0","id":1,"result":{"content":[]},"result":{"content":[]}}',
      'inner duplicate keys': '{"jsonrpc":"2.0","id":1,"result":{"content":[],"content":[]}}',
      BOM: '\ufeff{"jsonrpc":"2.0","id":1,"result":{"content":[]}}',
      'invalid UTF-8': Buffer.from('{"jsonrpc":"2.0","id":1,"result":{"content":[{"type":"text","text":"\xff"}]}}', 'latin1'),
      depth: `{"jsonrpc":"2.0","id":1,"result":{"content":${'['.repeat(100_000)}${']'.repeat(100_000)}}}`,
      'no JSON': 'hello',
    };
    const said = [];
    for (const [label, body] of Object.entries(bodies)) {
      await within({ recorder: onCall((_, response) => json(response, body)) }, era,
        async (world, client) => said.push(await mustFail(client, world, label)));
    }

    const flood = onCall(async (_, response) => {
      response.writeHead(200, { 'Content-Type': 'application/json' });
      response.on('error', () => {});
      const part = Buffer.alloc(1 << 20, 'a');
      for (let i = 0; i < 2048 && !response.destroyed; i++) {
        if (!response.write(part)) await new Promise(done => { response.once('drain', done); response.once('close', done); });
      }

      response.end();
    });
    await within({ recorder: flood }, era, async (world, client) => {
      said.push(await mustFail(client, world, '2 GiB'));
      expect(world.gateway.memory < 400 * 1024 * 1024, `${world.gateway.memory >> 20} MiB resident`);
    });
    const gzip = onCall((_, response) => response.writeHead(200,
      { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' }).end(Buffer.from('1f8b0800', 'hex')));
    await within({ recorder: gzip }, era, async (world, client) => said.push(await mustFail(client, world, 'gzip')));
    const drip = onCall((_, response) => {
      response.writeHead(200, { 'Content-Type': 'application/json' });
      const timer = setInterval(() => response.write(' '), 1000);
      response.on('close', () => clearInterval(timer));
    });
    await within({ recorder: drip, server: { timeout: '3s' } }, era,
      async (world, client) => said.push(await mustFail(client, world, 'one byte a second')));
    return { reason: said.join(', ') };
  },
};

const wrongResult = {
  eras: ['modern'],
  matches: one => typeof shape(one).resultType === 'string',
  run: async (one, era) => within(
    { recorder: { answer: () => ({ result: { resultType: shape(one).resultType, content: [] } }) } }, era,
    async (world, client) => ({ reason: await mustFail(client, world, shape(one).resultType) })),
};

const wrongType = {
  matches: one => typeof shape(one).content_type === 'string',
  run: async (one, era) => within(
    { recorder: onCall(({ message }, response) => response.writeHead(200, { 'Content-Type': shape(one).content_type })
      .end(JSON.stringify({ jsonrpc: '2.0', id: message.id, ...text('ok') }))) }, era,
    async (world, client) => ({ reason: await mustFail(client, world, shape(one).content_type) })),
};

const showsCredential = {
  matches: one => /\$CRED/.test(JSON.stringify(shape(one))),
  run: async (one, era) => {
    let forms = [];
    const recorder = { answer: message => {
      const own = shape(one)[message.params?.arguments?.how ?? 'text'] ?? '$CRED';
      const said = forms.map(form => own.replace('$CRED', form)).join(' | ');
      return message.params?.arguments?.how === 'error' ? { error: { code: -32000, message: said } } : text(said);
    } };
    return within({ recorder }, era, async (world, client) => {
      const secret = world.credential;
      forms = [secret, Buffer.from(secret).toString('base64'), encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)];
      for (const how of ['text', 'error']) {
        const answer = await client.call('fs.read', { how });
        for (const form of forms) {
          expect(!answer.text.includes(form) && !JSON.stringify(answer.messages).includes(JSON.stringify(form).slice(1, -1)),
            `${how}: ${form === secret ? 'the credential' : 'a form of the credential'} reached the client`);
        }
      }

      expect(!JSON.stringify(world.gateway.journal()).includes(secret), 'the credential stands in the journal');
      expect(!world.gateway.said.includes(secret), 'the credential was printed');
      return { reason: `${forms.length} forms taken out of results and errors` };
    });
  },
};

const answerHeaders = {
  matches: one => shape(one).headers !== undefined || shape(one).set_cookie !== undefined,
  run: async (one, era) => {
    const { headers = { 'Set-Cookie': shape(one).set_cookie } } = shape(one);
    const recorder = onCall(({ message }, response) => response
      .writeHead(200, { 'Content-Type': 'application/json', ...headers })
      .end(JSON.stringify({ jsonrpc: '2.0', id: message.id, ...text('ok') })));
    return within({ recorder }, era, async (world, client) => {
      const answer = await client.call('fs.read');
      expect(readOutcome(answer).kind === 'result', `http ${answer.status}`);
      for (const [name, value] of Object.entries(headers)) {
        expect(answer.header(name.toLowerCase()) !== value, `${name} reached the client`);
      }

      const second = world.client(era, 'B');
      await second.call('fs.read');
      const cookies = world.recorder.requests.filter(r => r.headers.some(h => h.toLowerCase() === 'cookie'));
      expect(cookies.length === 0, 'a cookie went upstream');
      return { reason: `${Object.keys(headers).join(', ')} stayed upstream, no cookie sent back` };
    });
  },
};

const redirects = {
  matches: one => Array.isArray(shape(one).responses) && shape(one).responses.every(r => /^3\d\d /.test(r)),
  run: async (one, era) => {
    const target = await new Recorder({}).start();
    const said = [];
    for (const line of shape(one).responses) {
      const status = Number(line.slice(0, 3));
      const recorder = onCall((_, response) => response.writeHead(status, { Location: target.url }).end());
      await within({ recorder }, era, async (world, client) => said.push(await mustFail(client, world, String(status))));
    }

    const reached = target.requests.length + target.sockets;
    await target.stop();
    expect(reached === 0, 'the redirect was followed');
    return { reason: `${said.join(', ')}; the target saw nothing` };
  },
};

const challenge = {
  matches: one => shape(one).www_authenticate !== undefined || shape(one).new_as !== undefined,
  run: async (one, era) => {
    const target = await new Recorder({}).start();
    const header = `Bearer resource_metadata="${target.url}", as_uri="${target.url}"`;
    const recorder = onCall((_, response) => response.writeHead(401, { 'WWW-Authenticate': header }).end());
    const reason = await within({ recorder }, era, async (world, client) => {
      const answer = await client.call('fs.read');
      expect(readOutcome(answer).kind !== 'result' && answer.status >= 200, `http ${answer.status}`);
      expect(!answer.text.includes(target.url) && !/resource_metadata="http:\/\/127/.test(answer.header('www-authenticate') ?? ''),
        'the challenge reached the client');
      expect(world.recorder.calls.length === 1, `${world.recorder.calls.length} calls upstream`);
      return `http ${answer.status}`;
    });
    const reached = target.requests.length + target.sockets;
    await target.stop();
    expect(reached === 0, 'the address of the challenge was fetched');
    return { reason: `${reason}, nothing fetched` };
  },
};

const links = {
  matches: one => Array.isArray(shape(one).content),
  run: async (one, era) => within(
    { policy: { version: '1', default: 'deny', tools: { 'fs.read': {} } },
      recorder: { answer: () => ({ result: { ...complete, content: shape(one).content } }) } }, era,
    async (world, client) => {
      await client.call('fs.read');
      for (const { uri } of shape(one).content.filter(c => c.uri)) {
        const calls = world.recorder.calls.length;
        const { kind } = readOutcome(await client.request('resources/read', { uri }));
        expect(kind === 'error' && world.recorder.calls.length === calls, `reading ${uri}: ${kind}`);
      }

      return { reason: 'a link is data; reading it is denied by its own rule' };
    }),
};

const down = {
  matches: one => /^down/.test(one.input.upstream ?? ''),
  run: async (one, era) => {
    const world = await openWorld({ tools: [tool] });
    const client = world.client(era);
    await client.open();
    const { port } = world.recorder;
    await world.recorder.stop();
    const times = [];
    for (let i = 0; i < 12; i++) {
      const begin = Date.now();
      const answer = await client.call('fs.read');
      times.push(Date.now() - begin);
      expect(readOutcome(answer).kind !== 'result' && !answer.timedOut, `http ${answer.status}`);
    }

    world.recorder = await new Recorder({ tools: [tool] }).start(port);
    const back = await eventually(async () => readOutcome(await world.client(era).call('fs.read')).kind === 'result', 15_000);
    await world.close();
    expect(Math.max(...times) < 1500, `an answer took ${Math.max(...times)} ms`);
    expect(back, 'it did not come back within 15 s');
    return { reason: `12 errors, the slowest after ${Math.max(...times)} ms, back after the upstream was` };
  },
};

export const upstreamHandlers = [
  wrongIds, hostileBodies, wrongResult, wrongType, showsCredential, answerHeaders, redirects, challenge, links, down];
