// What handlers of hostile upstreams share.
import { expect } from '../expect.mjs';
import { readOutcome } from '../judge.mjs';
import { openWorld } from '../worlds.mjs';

export const tool = { name: 'fs.read', description: 'Reads', inputSchema: { type: 'object' } };
export const complete = { resultType: 'complete' };
export const shape = one =>
  one.input.upstream !== null && typeof one.input.upstream === 'object' ? one.input.upstream : {};
export const text = t => ({ result: { ...complete, content: [{ type: 'text', text: t }] } });

/** Opens a world with this recorder, runs, closes. */
export async function within(options, era, run) {
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
export const onCall = act => ({
  respond: async (entry, response) => {
    if (entry.message?.method !== 'tools/call') return false;
    await act(entry, response);
    return true;
  },
});

export const json = (response, body) => response.writeHead(200, { 'Content-Type': 'application/json' }).end(body);

export async function mustFail(client, world, label, wait) {
  const begin = Date.now();
  const answer = await client.call('fs.read', {}, { wait });
  const { kind, code } = readOutcome(answer);
  expect(!answer.timedOut, `${label}: no answer after ${Date.now() - begin} ms`);
  expect(kind === 'error' || answer.status >= 500, `${label}: http ${answer.status}, ${kind}`);
  expect(world.gateway.isAlive, `${label}: the gateway died`);
  return `${label} ${answer.status}${code ? `/${code}` : ''}`;
}
