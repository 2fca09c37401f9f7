// What the journal must say: about one request, and about a whole run.
import { expect, eventually } from './expect.mjs';

/** A decision has exactly one intent, written before the answer; a refusal is counted soon after. */
export async function checkAudit(world, expected, before, { answer, isRaw }) {
  const rows = () => world.gateway.journal().slice(before);
  if (expected.decision === 'allow' || expected.decision === 'deny') {
    const intents = rows().filter(row => row.kind === 'intent');
    expect(intents.length === 1, `the journal has ${intents.length} intents for one request`);
    const decision = expected.decision === 'allow' ? ['allowed'] : ['denied', 'pending'];
    expect(decision.includes(intents[0].decision), `the journal says ${intents[0].decision}`);
    if (expected.decision === 'deny') expect(intents[0].rule, 'the journal names no rule');
    if (expected.decision === 'allow') {
      const outcome = await eventually(() => rows().find(row => row.kind === 'outcome' && row.of === intents[0].seq));
      expect(outcome, 'the journal has no outcome for the call');
    }
  } else if (expected.decision === 'reject' && answer.status > 0) {
    // An unknown tool is refused by a decision; what breaks HTTP itself is answered before it is a message.
    const intents = rows().filter(row => row.kind === 'intent');
    expect(!intents.some(row => row.decision === 'allowed'), 'a refused message has an intent that allows it');
    if (!isRaw && answer.messages?.length > 0 && intents.length === 0) world.refused++;
  }
}

export const newTally = () => ({ worlds: 0, calls: 0, allowed: 0, stopped: 0, refused: 0, flaws: [] });

export function addTally(sum, part) {
  for (const name of ['worlds', 'calls', 'allowed', 'stopped', 'refused']) sum[name] += part[name];
  sum.flaws.push(...part.flaws);
}

/** A world that ended in order: each call that its upstream saw has an intent, each intent one outcome. */
export function reconcile(tally, world) {
  const rows = world.gateway.journal();
  const intents = rows.filter(row => row.kind === 'intent');
  const allowed = intents.filter(row => row.decision === 'allowed' && row.method === 'tools/call');
  const outcomes = rows.filter(row => row.kind === 'outcome').map(row => row.call);
  const calls = world.recorder.requests.filter(({ message }) => message?.method === 'tools/call').length;
  const flaw = text => tally.flaws.push(`${world.folder.split('/').at(-1)}: ${text}`);
  if (calls > allowed.length) flaw(`${calls} calls upstream, ${allowed.length} intents`);
  if (new Set(intents.map(row => row.call)).size !== intents.length) flaw('two intents have one id');
  const without = intents.filter(
    row => row.decision === 'allowed' && outcomes.filter(id => id === row.call).length !== 1,
  );
  if (without.length > 0) flaw(`${without.length} calls without one outcome`);
  const refusals = rows.filter(row => row.kind === 'refusals').reduce((sum, row) => sum + row.count, 0);
  if (refusals < world.refused) flaw(`${world.refused} refused, ${refusals} counted`);
  addTally(tally, {
    worlds: 1,
    calls,
    allowed: allowed.length,
    stopped: intents.length - allowed.length,
    refused: refusals,
    flaws: [],
  });
}

/** What the journals of a run show together. */
export function verdict(tally) {
  if (tally.flaws.length > 0) return { status: 'FAIL', reason: tally.flaws.slice(0, 5).join('; ') };
  return {
    status: 'PASS',
    reason:
      `${tally.worlds} journals: ${tally.calls} calls upstream, ${tally.allowed} allowed intents with one outcome each, ` +
      `${tally.stopped} denied or waiting, ${tally.refused} refused`,
  };
}
