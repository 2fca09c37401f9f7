// wrk with one thread calls one tool through each target in turn; rounds interleave the targets, so that whatever else
// the machine does falls on all of them. Generator, proxy and upstream share the processors: read ratios, not rates.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, machine } from '../measure/machine.mjs';
import { median, round } from '../measure/numbers.mjs';
import { cpuSeconds, residentMiB, stopAll } from '../measure/processes.mjs';
import { keep } from '../measure/results.mjs';
import { request } from './call.mjs';
import { page } from './page.mjs';
import { startTargets, startUpstream, token } from './targets.mjs';

const bounded = (name, otherwise, most) => Math.min(Math.max(1, Number(process.env[name] ?? otherwise)), most);
const list = (name) => process.env[name]?.split(',').filter(Boolean);
const seconds = bounded('SECONDS_PER_ROUND', 5, 60);
const rounds = bounded('ROUNDS', 3, 9);
const rows = [
  { name: '300 B, 1 connection', key: '300b-1', tool: 'tool_07', connections: 1 },
  { name: '300 B, 32 connections', key: '300b-32', tool: 'tool_07', connections: 32, withPower: true },
  { name: '300 B, 256 connections', key: '300b-256', tool: 'tool_07', connections: 256 },
  { name: '4 KiB, 32 connections', key: '4k-32', tool: 'read_4k', connections: 32 },
  { name: '64 KiB, 32 connections', key: '64k-32', tool: 'read_64k', connections: 32 },
  { name: 'event stream, 32 connections', key: 'sse-32', tool: 'stream', connections: 32 },
].filter((row) => list('ROWS')?.includes(row.key) ?? true);

// wrk counts statuses alone, so one call before the rounds and one after them is read whole.
const probe = async (target, row) => {
  const answer = await fetch(target.url, request(row.tool, token));
  const text = await answer.text();
  if (answer.status !== 200 || !text.includes('"result"') || text.includes('"isError"')) {
    throw new Error(`${target.name}, ${row.name}: ${answer.status} ${text.slice(0, 400)} ${target.child?.problem ?? ''}`);
  }
};

const wrk = (target, row, forSeconds, isCounted = true) => {
  const before = target.pid ? cpuSeconds(target.pid) : 0;
  const ran = spawnSync(
    'wrk', ['-t1', `-c${row.connections}`, `-d${forSeconds}s`, '--timeout', '10s', '-s', 'bench/load/call.lua', target.url],
    { encoding: 'utf8', timeout: (forSeconds + 30) * 1000, env: { ...process.env, CALL_TOOL: row.tool, CALL_TOKEN: token } });
  const found = /^RESULT (.*)$/m.exec(ran.stdout ?? '');
  if (!found) throw new Error(`wrk said nothing of ${target.name}: ${ran.stderr}${ran.stdout}`);
  const { requests, microseconds, non2xx, broken, p50, p90, p99 } = JSON.parse(found[1]);
  if (non2xx > 0 || (requests === 0 && isCounted)) {
    throw new Error(`${target.name}, ${row.name}: ${non2xx} of ${requests} answers are no success. ${target.child?.problem ?? ''}`);
  }

  return {
    perSecond: requests / (microseconds / 1e6), p50, p90, p99, broken,
    cpuMicrosecondsPerCall: target.pid ? ((cpuSeconds(target.pid) - before) * 1e6) / requests : null,
    residentMiB: target.pid ? residentMiB(target.pid) : null,
  };
};

const summary = (samples) => Object.fromEntries(['perSecond', 'p50', 'p90', 'p99', 'broken', 'cpuMicrosecondsPerCall', 'residentMiB'].map(
  (name) => [name, round(median(samples.map((sample) => sample[name]).filter((value) => value !== null)), 1)]));

const ratio = (one, other) => (one && other ? round(one / other, 2) : null);

const work = mkdtempSync(join(tmpdir(), 'gatehouse-load-'));
try {
  const facts = machine();
  const upstream = await startUpstream();
  const targets = await startTargets(list('TARGETS'), work, upstream);
  const results = [];
  for (const row of rows) {
    const taking = targets.filter((target) => target.name !== 'gatehouse-power' || row.withPower);
    const samples = new Map(taking.map((target) => [target.name, []]));
    for (const target of taking) {
      await probe(target, row);
      // The first row also waits for the just-in-time compiler, which needs many calls to see what is hot.
      wrk(target, row, row === rows[0] ? 20 : 2, false);
    }

    for (let at = 0; at < rounds; at += 1) {
      // Each round begins with another target, so that none always follows the same one.
      for (let k = 0; k < taking.length; k += 1) {
        const target = taking[(k + at) % taking.length];
        samples.get(target.name).push(wrk(target, row, seconds));
      }
    }

    for (const target of taking) await probe(target, row);
    const of = new Map([...samples].map(([name, all]) => [name, summary(all)]));
    for (const [name, numbers] of of) {
      const [nginx, yarp] = [of.get('nginx'), of.get('yarp')];
      results.push({
        row: row.key, title: row.name, target: name, ...numbers,
        toNginx: { perSecond: ratio(numbers.perSecond, nginx?.perSecond), p50: ratio(numbers.p50, nginx?.p50), cpu: ratio(numbers.cpuMicrosecondsPerCall, nginx?.cpuMicrosecondsPerCall) },
        toYarp: { perSecond: ratio(numbers.perSecond, yarp?.perSecond), p50: ratio(numbers.p50, yarp?.p50), cpu: ratio(numbers.cpuMicrosecondsPerCall, yarp?.cpuMicrosecondsPerCall) },
        perSecondByRound: samples.get(name).map((sample) => round(sample.perSecond)),
      });
    }

    console.error(`${row.name}: done`);
  }

  const text = page(results, { seconds, rounds, machine: describe(facts) });
  keep('load', { machine: facts, seconds, rounds, results }, text);
} finally {
  await stopAll();
  rmSync(work, { recursive: true, force: true });
}
