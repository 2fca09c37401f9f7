// Holds one answer against what a case expects.
import { expect } from './expect.mjs';

/** What an answer says, in one word, and its JSON-RPC error code if it has one. */
export function readOutcome(answer) {
  const message = answer.messages?.findLast(m => m.result !== undefined || m.error !== undefined);
  const code = message?.error?.code;
  if (code !== undefined) return { kind: 'error', code, message };
  if (message?.result === undefined) return { kind: 'none', message };
  const text = message.result.content?.[0]?.text ?? '';
  if (message.result.isError && text.startsWith('[POLICY DENIED]')) return { kind: 'denied', message };
  if (message.result.isError && text.startsWith('[APPROVAL REQUIRED]')) return { kind: 'pending', message };
  return { kind: 'result', message };
}

export function judge(expected, answer, { calls, era, method }) {
  const outcome = readOutcome(answer);
  const seen =
    `http ${answer.status || (answer.closed ? 'closed' : 'nothing')}, ${outcome.kind}` +
    `${outcome.code ? ` ${outcome.code}` : ''}, ${calls} upstream`;
  if (expected.upstream_calls !== undefined) {
    expect(calls === expected.upstream_calls, `${seen}, but upstream must see ${expected.upstream_calls}`);
  }

  if (expected.decision === 'allow') {
    expect(answer.status === 200 && outcome.kind === 'result', `${seen}, but must be allowed`);
    expect(calls === (expected.upstream_calls ?? 1), `${seen}, but must be sent once`);
  } else if (expected.decision === 'deny') {
    expect(calls === 0, `${seen}, but must be denied`);
    // A hidden or unknown tool, and every other method, is answered by an error; the rest by a result.
    const byError = outcome.kind === 'error' && (outcome.code === -32602 || method !== 'tools/call');
    expect(outcome.kind === 'denied' || byError || outcome.kind === 'pending', `${seen}, but must be denied`);
  } else if (expected.decision === 'reject-or-deny') {
    // Ours: where both are safe and which of the two it is says nothing.
    expect(
      calls === 0 && outcome.kind !== 'result' && (answer.status !== 0 || answer.closed),
      `${seen}, but must not pass`,
    );
  } else if (expected.decision === 'reject') {
    judgeRejection(expected, answer, outcome, { seen, era, calls });
  }

  return seen;
}

// Codes that the protocol itself binds to a situation and a status.
const protocolCodes = new Set([-32020, -32021, -32022, -32601]);

function judgeRejection(expected, answer, outcome, { seen, era, calls }) {
  expect(calls === 0, `${seen}, but must be refused`);
  // A connection that is closed without a word is a refusal too, where HTTP itself was broken.
  if (answer.status === 0 && answer.closed) return;
  if (answer.refused) return;
  const codes = expected.rpc ?? [];
  const http = expected.http ?? [];
  // In the older era an error of JSON-RPC travels with 200.
  const legacyError = era === 'legacy' && answer.status === 200 && outcome.kind === 'error';
  // The lists are proposals but where the protocol fixes them: then the code of the error decides.
  const fixed = era === 'modern' && codes.some(code => protocolCodes.has(code));
  const refused = answer.status >= 400 && answer.status !== 500;
  expect(
    http.length === 0 || http.includes(answer.status) || legacyError || (refused && !fixed),
    `${seen}, but http must be ${http.join('/')}`,
  );
  expect(outcome.kind !== 'result', `${seen}, but must be refused`);
  if (codes.length > 0 && outcome.code !== undefined) {
    expect(codes.includes(outcome.code), `${seen}, but the error must be ${codes.join('/')}`);
  }
}
