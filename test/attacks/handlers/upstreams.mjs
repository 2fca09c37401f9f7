// Upstreams that lie, flood or show what they were given.
import { expect } from '../expect.mjs';
import { readOutcome } from '../judge.mjs';
import { shape, text, within, onCall, json, mustFail } from './hostile.mjs';

const wrongIds = {
  matches: one => Array.isArray(shape(one).ids),
  run: async (one, era) => {
    const said = [];
    for (const kind of shape(one).ids) {
      const own = id => JSON.stringify({ jsonrpc: '2.0', id, ...text('own') });
      const act = onCall(({ message }, response) => {
        if (kind === 'other') return json(response, own('another'));
        if (kind === 'dup') {
          return response
            .writeHead(200, { 'Content-Type': 'text/event-stream' })
            .end(`data: ${own(message.id)}\n\ndata: ${own(message.id).replace('own', 'second')}\n\n`);
        }

        return response
          .writeHead(200, { 'Content-Type': 'text/event-stream' })
          .end(`data: ${own('early')}\n\ndata: ${own(message.id)}\n\n`);
      });
      await within({ recorder: act }, era, async (world, client) => {
        const answer = await client.call('fs.read');
        expect(
          !answer.messages.some(m => m.id !== undefined && m.id !== 1),
          `${kind}: a foreign id reached the client`,
        );
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
      'invalid UTF-8': Buffer.from(
        '{"jsonrpc":"2.0","id":1,"result":{"content":[{"type":"text","text":"\xff"}]}}',
        'latin1',
      ),
      depth: `{"jsonrpc":"2.0","id":1,"result":{"content":${'['.repeat(100_000)}${']'.repeat(100_000)}}}`,
      'no JSON': 'hello',
    };
    const said = [];
    for (const [label, body] of Object.entries(bodies)) {
      await within({ recorder: onCall((_, response) => json(response, body)) }, era, async (world, client) =>
        said.push(await mustFail(client, world, label)),
      );
    }

    const flood = onCall(async (_, response) => {
      response.writeHead(200, { 'Content-Type': 'application/json' });
      response.on('error', () => {});
      const part = Buffer.alloc(1 << 20, 'a');
      for (let i = 0; i < 2048 && !response.destroyed; i++) {
        if (!response.write(part))
          await new Promise(done => {
            response.once('drain', done);
            response.once('close', done);
          });
      }

      response.end();
    });
    await within({ recorder: flood }, era, async (world, client) => {
      said.push(await mustFail(client, world, '2 GiB'));
      expect(world.gateway.memory < 400 * 1024 * 1024, `${world.gateway.memory >> 20} MiB resident`);
    });
    const gzip = onCall((_, response) =>
      response
        .writeHead(200, { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' })
        .end(Buffer.from('1f8b0800', 'hex')),
    );
    await within({ recorder: gzip }, era, async (world, client) => said.push(await mustFail(client, world, 'gzip')));
    const drip = onCall((_, response) => {
      response.writeHead(200, { 'Content-Type': 'application/json' });
      const timer = setInterval(() => response.write(' '), 1000);
      response.on('close', () => clearInterval(timer));
    });
    await within({ recorder: drip, server: { timeout: '3s' } }, era, async (world, client) =>
      said.push(await mustFail(client, world, 'one byte a second')),
    );
    return { reason: said.join(', ') };
  },
};

const wrongResult = {
  eras: ['modern'],
  matches: one => typeof shape(one).resultType === 'string',
  run: async (one, era) =>
    within(
      { recorder: { answer: () => ({ result: { resultType: shape(one).resultType, content: [] } }) } },
      era,
      async (world, client) => ({ reason: await mustFail(client, world, shape(one).resultType) }),
    ),
};

const wrongType = {
  matches: one => typeof shape(one).content_type === 'string',
  run: async (one, era) =>
    within(
      {
        recorder: onCall(({ message }, response) =>
          response
            .writeHead(200, { 'Content-Type': shape(one).content_type })
            .end(JSON.stringify({ jsonrpc: '2.0', id: message.id, ...text('ok') })),
        ),
      },
      era,
      async (world, client) => ({ reason: await mustFail(client, world, shape(one).content_type) }),
    ),
};

const showsCredential = {
  matches: one => /\$CRED/.test(JSON.stringify(shape(one))),
  run: async (one, era) => {
    let forms = [];
    const recorder = {
      answer: message => {
        const own = shape(one)[message.params?.arguments?.how ?? 'text'] ?? '$CRED';
        const said = forms.map(form => own.replace('$CRED', form)).join(' | ');
        return message.params?.arguments?.how === 'error' ? { error: { code: -32000, message: said } } : text(said);
      },
    };
    return within({ recorder }, era, async (world, client) => {
      const secret = world.credential;
      forms = [
        secret,
        Buffer.from(secret).toString('base64'),
        encodeURIComponent(secret),
        JSON.stringify(secret).slice(1, -1),
      ];
      for (const how of ['text', 'error']) {
        const answer = await client.call('fs.read', { how });
        for (const form of forms) {
          expect(
            !answer.text.includes(form) && !JSON.stringify(answer.messages).includes(JSON.stringify(form).slice(1, -1)),
            `${how}: ${form === secret ? 'the credential' : 'a form of the credential'} reached the client`,
          );
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
    const recorder = onCall(({ message }, response) =>
      response
        .writeHead(200, { 'Content-Type': 'application/json', ...headers })
        .end(JSON.stringify({ jsonrpc: '2.0', id: message.id, ...text('ok') })),
    );
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

export const upstreamHandlers = [wrongIds, hostileBodies, wrongResult, wrongType, showsCredential, answerHeaders];
