// Memory and the latency of calls, first with grants and policies alone, then with idle streams open, then while one of
// the policies is replaced: its own grant must feel it, and no stream and no call of another grant may.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { request } from '../load/call.mjs';
import { grantOf, policy, startUpstream, writeConfig } from '../load/targets.mjs';
import { describe, machine } from '../measure/machine.mjs';
import { round, shown, table } from '../measure/numbers.mjs';
import { freePort, listening, residentMiB, start, stopAll } from '../measure/processes.mjs';
import { keep } from '../measure/results.mjs';
import { openStreams } from './streams.mjs';

const bounded = (name, otherwise, most) => Math.min(Math.max(1, Number(process.env[name] ?? otherwise)), most);
const [streams, grants, policies] = [bounded('STREAMS', 10_000, 25_000), bounded('GRANTS', 5_000, 100_000), bounded('POLICIES', 500, 10_000)];
const tokens = Array.from({ length: grants }, (_, at) => `gth_${String(at).padStart(49, '0')}`);
const fileOf = (at) => `policy-${String(at % policies).padStart(4, '0')}.json`;

const calls = (url, token, seconds) => new Promise((done, failed) => {
  const child = spawn('wrk', ['-t1', '-c1', `-d${seconds}s`, '--timeout', '10s', '-s', 'bench/load/call.lua', url], {
    env: { ...process.env, CALL_TOOL: 'tool_07', CALL_TOKEN: token },
  });
  let said = '';
  let problem = '';
  child.stdout.on('data', (text) => { said += text; });
  child.stderr.on('data', (text) => { problem += text; });
  child.on('error', failed);
  child.on('exit', () => {
    const found = /^RESULT (.*)$/m.exec(said);
    const numbers = found ? JSON.parse(found[1]) : null;
    numbers && numbers.non2xx === 0 && numbers.broken === 0 && problem === '' ? done(numbers) : failed(new Error(`calls failed: ${problem}${said}`));
  });
});

const isDenied = async (url, token) => {
  const answer = await fetch(url, request('tool_07', token));
  return (await answer.json()).result?.isError === true;
};

const work = mkdtempSync(join(tmpdir(), 'gatehouse-scale-'));
let sockets = [];
try {
  const facts = machine();
  const upstream = await startUpstream();
  const port = await freePort();
  const folder = join(work, 'gatehouse');
  const file = writeConfig(folder, {
    port, upstream, sizes: { connections: 50_000 },
    grants: tokens.map((token, at) => grantOf(`grant-${at}`, token, fileOf(at))),
    policies: Object.fromEntries(Array.from({ length: Math.min(policies, grants) }, (_, at) => [fileOf(at), { ...policy(), description: `policy ${at}` }])),
  });
  const began = process.hrtime.bigint();
  const child = start(resolve(process.env.GATEHOUSE), ['serve', '--config', file]);
  await listening(port, child);
  const startMs = Number(process.hrtime.bigint() - began) / 1e6;
  const url = `http://127.0.0.1:${port}/mcp/load`;

  // 1. Grants and policies alone.
  const memory = { started: residentMiB(child.pid) };
  await calls(url, tokens[1], 1);
  const quiet = await calls(url, tokens[1], 3);
  memory.called = residentMiB(child.pid);

  // 2. Idle streams.
  const count = { open: 0 };
  sockets = await openStreams(port, tokens, streams, count);
  await pause(1000);
  memory.streams = residentMiB(child.pid);
  const held = await calls(url, tokens[1], 3);

  // 3. One policy is replaced while another grant calls.
  if (await isDenied(url, tokens[0])) throw new Error('the call that is to be denied after the change is denied before it');
  const during = calls(url, tokens[1], 6);
  await pause(1000);
  const changedAt = process.hrtime.bigint();
  writeFileSync(join(folder, fileOf(0)), JSON.stringify({ ...policy(), tools: {} }));
  let feltMs = null;
  while (feltMs === null && Number(process.hrtime.bigint() - changedAt) < 30e9) {
    if (await isDenied(url, tokens[0])) feltMs = Number(process.hrtime.bigint() - changedAt) / 1e6;
    else await pause(20);
  }

  const changing = await during;
  const others = (await Promise.all([1, 2, 3].filter((at) => at < grants && at % policies !== 0).map((at) => isDenied(url, tokens[at])))).filter(Boolean).length;
  if (feltMs === null) throw new Error('the changed policy was not in force after 30 s');
  if (others > 0) throw new Error('a grant with another policy is denied');
  if (count.open !== streams) throw new Error(`${streams - count.open} of ${streams} streams were closed`);
  memory.end = residentMiB(child.pid);

  const result = {
    machine: facts, streams, grants, policies, startMs: round(startMs), memoryMiB: Object.fromEntries(Object.entries(memory).map(([name, mib]) => [name, round(mib)])),
    kibPerStream: round(((memory.streams - memory.called) * 1024) / streams, 1),
    callMicroseconds: { quiet, held, changing }, changeInForceMs: round(feltMs), streamsOpenAtTheEnd: count.open,
  };
  const row = (name, numbers) => [name, shown(numbers.p50), shown(numbers.p99), shown(numbers.p50 / quiet.p50, 2)];
  const text = `# Many grants, policies and idle streams on one process

\`bench/scale/run\`: ${grants} grants with ${policies} policies of 50 tools, ${streams} idle event streams (each with its own connection to the server behind).

- Start to listening: ${shown(startMs)} ms. Memory: ${shown(memory.started)} MiB then, ${shown(memory.called)} MiB after the first calls,
  ${shown(memory.streams)} MiB with the streams (${shown(result.kibPerStream, 1)} KiB each, both connections together), ${shown(memory.end)} MiB at the end.
- One policy replaced: in force after ${shown(feltMs)} ms (files are looked at once a second). No stream closed, no call of another grant failed.

${table([['calls at 1 connection', 'p50 µs', 'p99 µs', 'p50 × quiet'], row('quiet', quiet), row('with the streams', held), row('while a policy is replaced', changing)])}

${describe(facts)}
`;
  keep('scale', result, text);
} finally {
  for (const socket of sockets) socket.destroy();
  await stopAll();
  rmSync(work, { recursive: true, force: true });
}
