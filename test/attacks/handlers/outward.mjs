// Upstreams that send the gateway elsewhere, or that are gone.
import { expect, eventually } from '../expect.mjs';
import { readOutcome } from '../judge.mjs';
import { Recorder } from '../recorder.mjs';
import { openWorld } from '../worlds.mjs';
import { tool, complete, shape, text, within, onCall, mustFail } from './hostile.mjs';

const redirects = {
  matches: one => Array.isArray(shape(one).responses) && shape(one).responses.every(r => /^3\d\d /.test(r)),
  run: async (one, era) => {
    const target = await new Recorder({}).start();
    const said = [];
    for (const line of shape(one).responses) {
      const status = Number(line.slice(0, 3));
      const recorder = onCall((_, response) => response.writeHead(status, { Location: target.url }).end());
      await within({ recorder }, era, async (world, client) =>
        said.push(await mustFail(client, world, String(status))),
      );
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
      expect(
        !answer.text.includes(target.url) &&
          !/resource_metadata="http:\/\/127/.test(answer.header('www-authenticate') ?? ''),
        'the challenge reached the client',
      );
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
  run: async (one, era) =>
    within(
      {
        policy: { version: '1', default: 'deny', tools: { 'fs.read': {} } },
        recorder: { answer: () => ({ result: { ...complete, content: shape(one).content } }) },
      },
      era,
      async (world, client) => {
        await client.call('fs.read');
        for (const { uri } of shape(one).content.filter(c => c.uri)) {
          const calls = world.recorder.calls.length;
          const { kind } = readOutcome(await client.request('resources/read', { uri }));
          expect(kind === 'error' && world.recorder.calls.length === calls, `reading ${uri}: ${kind}`);
        }

        return { reason: 'a link is data; reading it is denied by its own rule' };
      },
    ),
};

const down = {
  timed: true,
  matches: one => /^down/.test(one.input.upstream ?? ''),
  run: async (one, era) => {
    const world = await openWorld({ tools: [tool] });
    const client = world.client(era);
    await client.open();
    // What this machine needs for an answer today, so that a busy one is not taken for a slow gateway.
    const healthy = [];
    for (let i = 0; i < 5; i++) {
      const begin = Date.now();
      await client.call('fs.read');
      healthy.push(Date.now() - begin);
    }

    const most = 1500 + 5 * Math.max(...healthy);
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
    const back = await eventually(
      async () =>
        readOutcome(
          await world
            .client(era)
            .call('fs.read')
            .catch(() => ({})),
        ).kind === 'result',
      60_000,
    );
    await world.close();
    expect(Math.max(...times) < most, `an answer took ${Math.max(...times)} ms`);
    expect(back, 'it did not come back within a minute');
    return { reason: `12 errors, the slowest after ${Math.max(...times)} ms, back after the upstream was` };
  },
};

export const outwardHandlers = [redirects, challenge, links, down];
