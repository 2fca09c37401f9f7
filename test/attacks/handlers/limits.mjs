// Limits: as many calls as they allow, then exactly that many upstream.
import { expect } from '../expect.mjs';
import { readOutcome } from '../judge.mjs';
import { Lexeme } from '../lossless.mjs';
import { worldFor } from '../worlds.mjs';

const limitsOf = one =>
  (one.input.policy?.rules ?? []).flatMap(rule => (rule.limits ?? []).map(limit => ({ rule, limit })));
const known = limit => [undefined, 'grant', 'session', 'server', 'org'].includes(limit.scope);
const mostCalls = 2000;

/** Calls that many times at once, at most 64 in flight, and counts the outcomes. */
async function storm(client, name, args, times) {
  await client.open();
  const counts = {};
  let next = 0;
  const worker = async () => {
    while (next < times) {
      const { kind } = readOutcome(await client.call(name, args, { id: ++next }));
      counts[kind] = (counts[kind] ?? 0) + 1;
    }
  };
  await Promise.all(Array.from({ length: 64 }, worker));
  return counts;
}

const parallel = {
  matches: one =>
    Number.isInteger(one.input.concurrency) && !one.input.replicas && limitsOf(one).every(l => known(l.limit)),
  run: async (one, era) => {
    const { rule, limit } = limitsOf(one)[0];
    const world = await worldFor(one, { fresh: true });
    const times = Math.min(one.input.concurrency, mostCalls);
    const each = limit.sum ? 1 : undefined;
    const counts = await storm(world.client(era), rule.tool, each ? { [limit.sum.slice(1)]: each } : {}, times);
    const calls = world.recorder.calls.length;
    await world.close();
    expect(calls === limit.max, `${calls} of ${times} calls went upstream, not ${limit.max}`);
    expect(counts.result === limit.max && counts.denied === times - limit.max, JSON.stringify(counts));
    return { reason: `${times} calls at once, exactly ${calls} upstream` };
  },
};

const repeated = {
  matches: one => Number.isInteger(one.input.request?.repeat) && limitsOf(one).length > 0,
  run: async (one, era) => {
    const { limit } = limitsOf(one)[0];
    const world = await worldFor(one, { fresh: true });
    const client = world.client(era);
    await client.open();
    const outcomes = [];
    for (let i = 0; i < one.input.request.repeat; i++) {
      outcomes.push(readOutcome(await client.sendRequest({ body: one.input.request.body })).kind);
    }

    const sum = exactSum(world.recorder.calls, limit);
    await world.close();
    const first = outcomes.indexOf('denied');
    expect(first === one.input.request.repeat - 1, `call ${first + 1} was the first to be denied`);
    return { reason: `${first} allowed, sum ${sum}, the next denied` };
  },
};

// Amounts in units of 10^-9, so that nothing is lost in adding.
function exactSum(calls, limit) {
  const name = limit.sum?.slice(1);
  const total = calls.reduce((sum, call) => {
    const text = new RegExp(`"${name}":\\s*(\\d+)(?:\\.(\\d+))?`).exec(call.text);
    return sum + BigInt(text[1]) * 10n ** 9n + BigInt((text[2] ?? '').padEnd(9, '0'));
  }, 0n);
  return `${total / 10n ** 9n}.${
    String(total % 10n ** 9n)
      .padStart(9, '0')
      .replace(/0+$/, '') || '0'
  }`;
}

const several = {
  matches: one => limitsOf(one).length > 1 && !one.input.request && Object.keys(one.input).length === 1,
  run: async (one, era) => {
    const limits = limitsOf(one).filter(({ limit }) => known(limit));
    const least = Math.min(...limits.map(({ limit }) => limit.max));
    const most = Math.max(...limits.map(({ limit }) => limit.max));
    const world = await worldFor(one, { fresh: true });
    const client = world.client(era);
    const outcomes = [];
    for (let i = 0; i < most + 5; i++) outcomes.push(readOutcome(await client.call(limits[0].rule.tool)));
    const calls = world.recorder.calls.length;
    const reserved = world.gateway.journal().filter(row => row.reserved).length;
    await world.close();
    expect(calls === least, `${calls} calls upstream, not ${least}`);
    // Had a denied call consumed the wider limit, that one would be named in the end.
    const rules = new Set(outcomes.slice(least).map(o => o.message?.result?._meta?.['gatehouse/decision']?.rule));
    expect(rules.size === 1, `the denials name ${[...rules].join(', ')}`);
    expect(reserved === least, `${reserved} reservations in the journal`);
    return { reason: `${calls} allowed, all ${outcomes.length - least} denials by ${[...rules]}` };
  },
};

const overflow = {
  matches: one =>
    one.expected.decision === 'n/a' &&
    typeof one.input.request?.body === 'string' &&
    limitsOf(one).some(({ limit }) => limit.max instanceof Lexeme),
  run: async (one, era) => {
    const world = await worldFor(one, { fresh: true });
    const client = world.client(era);
    await client.open();
    const first = readOutcome(await client.sendRequest(one.input.request)).kind;
    const second = readOutcome(await client.sendRequest(one.input.request)).kind;
    await world.close();
    expect(first === 'result' && second === 'denied', `first ${first}, second ${second}`);
    return { reason: 'the first fits exactly, the second is denied' };
  },
};

export const limitHandlers = [parallel, repeated, several, overflow];
