// What the journal must say about a request.
import { expect, eventually } from './expect.mjs';

/** A decision has exactly one intent, written before the answer; a refusal is counted soon after. */
export async function checkAudit(world, expected, before, { answer }) {
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
  } else if (expected.decision === 'reject') {
    world.refused = (world.refused ?? 0) + (answer.status > 0 ? 1 : 0);
  }
}
