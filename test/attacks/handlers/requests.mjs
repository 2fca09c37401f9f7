// One request or several in full notation: send each, hold the answer against the expectation.
import { expect } from '../expect.mjs';
import { judge, readOutcome } from '../judge.mjs';
import { readEnvelope } from '../headers.mjs';
import { buildBody, callText } from '../bodies.mjs';
import { worldFor } from '../worlds.mjs';
import { checkAudit } from '../audit.mjs';

const isRequest = r =>
  r !== null &&
  typeof r === 'object' &&
  ('raw_http' in r ||
    'body' in r ||
    'body_b64' in r ||
    ('gen' in r && r.gen !== 'fuzz') ||
    'headers' in r ||
    (r.path === '/mcp' && r.method !== undefined)) &&
  !('repeat' in r) &&
  !('matrix' in r) &&
  !('as' in r) &&
  !String(r.path ?? '/mcp').startsWith('/api');

// A plain request has nothing around it that would have to be brought about first.
const isPlain = ({ policy, request, upstream, backend, ...more }) =>
  Object.keys(more).length === 0 &&
  (upstream === undefined ||
    (typeof upstream === 'string' && /^stdio\b/.test(upstream)) ||
    (typeof upstream === 'object' && !Array.isArray(upstream) && Object.keys(upstream).join() === 'tools'));

const decided = new Set(['reject', 'deny', 'allow', 'per-item', 'reject-or-deny']);

export const plainRequests = {
  matches: one =>
    decided.has(one.expected.decision) && isPlain(one.input) && [one.input.request].flat().every(isRequest),
  run: async (one, era) => {
    const requests = [one.input.request].flat();
    const seen = [];
    for (const [i, request] of requests.entries()) {
      const decision = one.expected.decision === 'per-item' ? one.expected.items[i] : one.expected.decision;
      const expected = { ...one.expected, decision };
      if (one.expected.decision === 'per-item') delete expected.upstream_calls;
      const skip = notInEra(request, expected, era);
      if (skip) return { status: 'SKIP', reason: skip };
      try {
        seen.push(await runOne(one, request, expected, era));
      } catch (error) {
        if (error.expected && requests.length > 1) error.message = `item ${i + 1}: ${error.message}`;
        throw error;
      }
    }

    return { reason: [...new Set(seen)].join('; ') };
  },
};

// Rules that only the newer era has: headers that repeat the body, and no GET or DELETE.
function notInEra(request, expected, era) {
  if (era === 'modern') return undefined;
  const modernOnly =
    expected.decision === 'reject' &&
    expected.rpc?.length > 0 &&
    expected.rpc.every(code => [-32020, -32021, -32022].includes(code));
  if (modernOnly) return 'the rule is one of 2026-07-28';
  if (isResponse(request)) return 'clients answer their server in this era';
  if (['GET', 'DELETE'].includes(request.method) && expected.http?.includes(405)) return 'sessions have GET and DELETE';
  return undefined;
}

// A body without a method that has a result or an error.
function isResponse(request) {
  try {
    const message = JSON.parse(String(request.body).replaceAll('$META', '{}'));
    return message.method === undefined && ('result' in message || 'error' in message);
  } catch {
    return false;
  }
}

async function runOne(one, request, expected, era) {
  const world = await worldFor(one);
  const client = world.client(era);
  await client.open();
  const tool = toolFor(one, request);
  const whole =
    request.raw_http ||
    request.body !== undefined ||
    request.body_b64 ||
    request.gen ||
    ['GET', 'DELETE', 'OPTIONS'].includes(request.method)
      ? request
      : { ...request, body: callText('fs.read', '{}') };
  const body = whole.raw_http ? undefined : buildBody(whole, era, client.values(), tool);
  const before = countCalls(world);
  const rows = world.gateway.journal().length;
  const answer = await client.sendRequest(whole, { tool, ...(body && { body }) });
  const method = readEnvelope(body).method;
  const seen = judge(expected, answer, { calls: countCalls(world) - before, era, method });
  expect(world.gateway.isAlive, 'the gateway died');
  if (/one response only/.test(expected.assert ?? '')) {
    expect(!/HTTP\/1\.1 \d{3}/.test(answer.rest.toString('latin1')), `${seen}, and a second response came`);
  }

  if (readOutcome(answer).kind !== 'none' || answer.status !== 0) {
    await checkAudit(world, expected, rows, { answer, isRaw: whole.raw_http !== undefined });
  }

  return seen;
}

const countCalls = world => world.recorder.calls.length + world.stdinCalls();

function toolFor(one, request) {
  const named = request.headers?.std?.[1];
  return named ?? one.input.policy?.rules?.find(rule => rule.effect === 'allow')?.tool ?? 'fs.read';
}
