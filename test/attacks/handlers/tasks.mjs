// Tasks, questions and progress: what one client started, another must not see.
import { expect, eventually } from '../expect.mjs';
import { readOutcome } from '../judge.mjs';
import { openWorld } from '../worlds.mjs';

const tool = { name: 'fs.read', description: 'Reads', inputSchema: { type: 'object' } };
const unknown = 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';

/** A world whose tool answers with a task, and the id that grant A's client got for it. */
async function withTask(run, options = {}) {
  const task = {
    taskId: 'upstream-task-7',
    status: 'working',
    ttlMs: 60_000,
    pollIntervalMs: 100,
    createdAt: '2026-11-01T00:00:00Z',
    lastUpdatedAt: '2026-11-01T00:00:00Z',
  };
  const world = await openWorld({
    tools: [tool, { name: 'marker', inputSchema: { type: 'object' } }],
    recorder: {
      answer: message => (message.params.name === 'marker' ? undefined : { result: { resultType: 'task', ...task } }),
    },
    ...options,
  });
  try {
    const owner = world.client('modern', 'A');
    owner.capabilities = { extensions: { 'io.modelcontextprotocol/tasks': {} } };
    const taskId = readOutcome(await owner.call('fs.read')).message?.result?.taskId;
    expect(taskId, 'the call made no task');
    expect(taskId !== task.taskId, "the upstream's own task id reached the client");
    return await run(world, owner, taskId);
  } finally {
    await world.close();
  }
}

const ask = (client, method, taskId) =>
  client.request(method, { taskId, ...(method === 'tasks/update' && { inputResponses: {} }) });

const taskOfAnother = {
  eras: ['modern'],
  matches: one => Array.isArray(one.input.request?.methods) && one.input.request.taskId !== undefined,
  run: async one =>
    withTask(async (world, owner, taskId) => {
      const thief = world.client('modern', 'B');
      thief.capabilities = owner.capabilities;
      const before = world.recorder.requests.length;
      for (const method of one.input.request.methods) {
        const foreign = await ask(thief, method, taskId);
        const never = await ask(thief, method, unknown);
        const { kind, code } = readOutcome(foreign);
        expect(
          kind === 'error' && one.expected.rpc.includes(code),
          `${method}: http ${foreign.status}, ${kind} ${code}`,
        );
        expect(
          foreign.text === never.text && foreign.status === never.status,
          `${method}: ${foreign.text} is not ${never.text}`,
        );
      }

      expect(world.recorder.requests.length === before, 'upstream was asked');
      return { reason: `${one.input.request.methods.join(', ')} answer as for an id that never was` };
    }),
};

// What takes the right away while a task runs: the tool is denied, or the grant is no more.
const takenAway = {
  denied: async (world, owner) => {
    world.gateway.write('policy.json', { version: '1', default: 'deny' });
    await eventually(async () => readOutcome(await owner.call('marker')).kind === 'denied', 20_000);
  },
  revoked: async (world, owner) => {
    const { config } = world.gateway;
    world.gateway.write('gatehouse.json', { ...config, grants: config.grants.filter(grant => grant.id !== 'A') });
    await eventually(async () => (await owner.sendRequest({ body: '{}' })).status === 401, 20_000);
  },
};

const overtakenTask = {
  eras: ['modern'],
  matches: one => /^tasks\//.test(one.input.request?.method ?? '') && /task/.test(one.input.setup ?? ''),
  run: async one => {
    const said = [];
    for (const [how, take] of Object.entries(takenAway)) {
      await withTask(async (world, owner, taskId) => {
        await take(world, owner);
        const asked = () =>
          world.recorder.requests.filter(({ message }) => message?.method?.startsWith('tasks/')).length;
        const before = asked();
        const answer = await ask(owner, one.input.request.method, taskId);
        const { kind, code } = readOutcome(answer);
        expect(
          kind !== 'result' && asked() === before,
          `${how}: http ${answer.status}, ${kind}, ${asked() - before} upstream`,
        );
        said.push(`${how}: http ${answer.status}${code ? ` ${code}` : ''}`);
      });
    }

    return { reason: said.join(', ') };
  },
};

const twoClients = {
  matches: one => one.input.request?.two_clients === true && one.input.request.progressToken !== undefined,
  run: async (one, era) => {
    const token = one.input.request.progressToken;
    const respond = (entry, response) => {
      const { message } = entry;
      if (message?.method !== 'tools/call') return false;
      const { progressToken } = message.params._meta;
      const event = value => `data: ${JSON.stringify({ jsonrpc: '2.0', ...value })}\n\n`;
      response.writeHead(200, { 'Content-Type': 'text/event-stream' });
      const progress = { progressToken, progress: 1, message: message.params.arguments.who };
      response.write(event({ method: 'notifications/progress', params: progress }));
      setTimeout(() => response.end(event({ id: message.id, result: { resultType: 'complete', content: [] } })), 300);
      return true;
    };
    const world = await openWorld({ tools: [tool], recorder: { respond } });
    const texts = await Promise.all(
      ['A', 'B'].map(async id => {
        const client = world.client(era, id);
        await client.open();
        return (await client.call('fs.read', { who: `mine-${id}` }, { meta: { progressToken: token } })).text;
      }),
    );
    await world.close();
    for (const [i, id] of ['A', 'B'].entries()) {
      expect(
        texts[i].includes(`mine-${id}`) && !texts[i].includes(`mine-${id === 'A' ? 'B' : 'A'}`),
        `${id} saw ${texts[i]}`,
      );
      expect(texts[i].includes(`"progressToken":${JSON.stringify(token)}`), `${id} lost its token: ${texts[i]}`);
    }

    return { reason: 'each saw its own progress under its own token' };
  },
};

// A server asks a person to open an address: by a result in the newer era, by an error in the older.
const asking = {
  modern: url => ({
    result: {
      resultType: 'input_required',
      inputRequests: { open: { method: 'elicitation/create', params: { mode: 'url', message: 'Open', url } } },
    },
  }),
  legacy: url => ({
    error: {
      code: -32042,
      message: 'Open this',
      data: { elicitations: [{ mode: 'url', elicitationId: '1', message: 'Open', url }] },
    },
  }),
};

const elicitedUrls = {
  matches: one => Array.isArray(one.input.upstream?.elicit_urls),
  run: async (one, era) => {
    const said = [];
    const urls = one.input.upstream.elicit_urls;
    const answer = message => asking[era](urls[message.params.arguments.which]);
    // Each in a world of its own would be as good; what is refused counts as a fault of the server, so few fit in one.
    let world;
    for (const [which, url] of urls.entries()) {
      if (which % 3 === 0) {
        await world?.close();
        world = await openWorld({ tools: [tool], recorder: { answer } });
      }

      const client = world.client(era);
      client.capabilities = { elicitation: { url: {} } };
      const answered = await client.call('fs.read', { which });
      const passed = answered.text.includes(JSON.stringify(url).slice(1, -1));
      expect(passed === /^https:/i.test(url), `${url} ${passed ? 'reached the client' : 'was refused'}`);
      said.push(`${url.slice(0, 20)} ${passed ? 'passed' : 'refused'}`);
    }

    await world?.close();
    return { reason: said.join(', ') };
  },
};

export const taskHandlers = [taskOfAnother, overtakenTask, twoClients, elicitedUrls];
