// Four questions about the team's server, whose snapshot comes from its database:
// cpu:   what a call costs it beside `gatehouse serve`, which has the same policy in a file; rounds in turn, ratios count;
// live:  how long after a policy was saved the next calls go by it;
// kept:  what it costs a call that the values of its arguments are stored;
// mixed: what 20 requests of people a second do to the calls of agents at a steady 2,000 a second.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { request } from '../load/call.mjs';
import { policy, startTargets, startUpstream, token } from '../load/targets.mjs';
import { describe, machine } from '../measure/machine.mjs';
import { median, round, shown, table } from '../measure/numbers.mjs';
import { cpuSeconds, stopAll } from '../measure/processes.mjs';
import { keep } from '../measure/results.mjs';
import { people } from './people.mjs';
import { startTeam } from './server.mjs';

const bounded = (name, otherwise, most) => Math.min(Math.max(1, Number(process.env[name] ?? otherwise)), most);
const seconds = bounded('SECONDS_PER_ROUND', 8, 60);
const rounds = bounded('ROUNDS', 3, 9);
const parts = (process.env.PARTS ?? 'cpu,live,kept,mixed').split(',');
const tool = 'tool_07';

const asWrk = (target, connections, delay) => [
  ['-t1', `-c${connections}`, `-d${seconds}s`, '--timeout', '10s', '-s', 'bench/load/call.lua', target.url],
  { encoding: 'utf8', timeout: (seconds + 30) * 1000, env: { ...process.env, CALL_TOOL: tool, CALL_TOKEN: target.token, CALL_DELAY: String(delay) } },
];

const read = (target, output, before) => {
  const found = /^RESULT (.*)$/m.exec(output);
  if (!found) throw new Error(`wrk said nothing of ${target.name}: ${output}`);
  const { requests, microseconds, non2xx, p50, p90, p99 } = JSON.parse(found[1]);
  if (non2xx > 0 || requests === 0) throw new Error(`${target.name}: ${non2xx} of ${requests} are no success. ${target.child.problem}`);
  return { perSecond: requests / (microseconds / 1e6), p50, p90, p99, cpu: ((cpuSeconds(target.pid) - before) * 1e6) / requests };
};

const wrk = (target, connections) => {
  const before = cpuSeconds(target.pid);
  const ran = spawnSync('wrk', ...asWrk(target, connections, 0));
  return read(target, `${ran.stdout}${ran.stderr}`, before);
};

const paced = async (target, beside) => {
  const [args, options] = asWrk(target, 64, 30);
  const before = cpuSeconds(target.pid);
  const child = spawn('wrk', args, { env: options.env, stdio: ['ignore', 'pipe', 'inherit'], timeout: options.timeout });
  let output = '';
  child.stdout.on('data', (text) => { output += text; });
  const ended = new Promise((done) => { child.on('exit', done); });
  const others = beside ? await beside(ended) : null;
  await ended;
  return { ...read(target, output, before), others };
};

const called = async (team) => (await fetch(team.url, request(tool, team.token))).text();

const live = async (team) => {
  const document = (isOpen) => JSON.stringify({ ...policy(), ...(isOpen ? {} : { all_tools: { deny_if: [{ conditions: [], on_deny: 'Shut.' }] } }) });
  const [fromAnswer, fromRequest] = [[], []];
  for (let at = 0; at < 100; at += 1) {
    const isOpen = at % 2 === 1;
    const { json } = await team.admin.ask('GET', `/api/v1/policies/${team.policyId}`);
    const sent = performance.now();
    await team.admin.ask(
      'POST', `/api/v1/policies/${team.policyId}/versions`, { document: document(isOpen), confirmed: true }, { 'If-Match': `"${json.version}"` });
    const answered = performance.now();
    while (isOpen === /POLICY DENIED/.test(await called(team))) {
      if (performance.now() - answered > 10_000) throw new Error('the change did not come into force in 10 s');
    }

    fromAnswer.push(performance.now() - answered);
    fromRequest.push(performance.now() - sent);
  }

  const at = (values, part) => round([...values].sort((one, other) => one - other)[Math.floor(values.length * part)], 1);
  return {
    changes: 100,
    fromAnswer: { p50: at(fromAnswer, 0.5), p95: at(fromAnswer, 0.95), most: at(fromAnswer, 0.999) },
    fromRequest: { p50: at(fromRequest, 0.5), p95: at(fromRequest, 0.95), most: at(fromRequest, 0.999) },
  };
};

const middle = (samples) => Object.fromEntries(
  ['perSecond', 'p50', 'p90', 'p99', 'cpu'].map((name) => [name, round(median(samples.map((one) => one[name])), 1)]));

const work = mkdtempSync(join(tmpdir(), 'gatehouse-team-'));
try {
  const facts = machine();
  const upstream = await startUpstream();
  const team = await startTeam(work, upstream);
  const text = ['# The team\'s server', '', `\`bench/team/run\`; ${rounds} rounds of ${seconds} s, medians. ${describe(facts)}`, ''];
  const results = { machine: facts, seconds, rounds };
  if (!/"result"/.test(await called(team))) throw new Error(await called(team));

  if (parts.includes('cpu')) {
    const [serve] = await startTargets(['gatehouse'], work, upstream);
    const targets = [{ ...serve, token }, team];
    const samples = new Map(targets.map((target) => [target.name, []]));
    for (const target of targets) { wrk(target, 32); wrk(target, 32); }
    for (let at = 0; at < rounds * 2; at += 1) {
      for (const target of at % 2 ? targets : [...targets].reverse()) samples.get(target.name).push(wrk(target, 32));
    }

    const [file, base] = targets.map((target) => middle(samples.get(target.name)));
    results.cpu = { file, base, ratio: round(base.cpu / file.cpu, 3) };
    text.push('## What a call costs', '', `32 connections, the policy of \`bench/load/run\`, ${rounds * 2} rounds of each in turn. Goal: within 10 %.`, '', table([
      ['snapshot from', 'calls/s', 'p50 µs', 'p99 µs', 'CPU µs a call'],
      ['file (`gatehouse serve`)', shown(file.perSecond), shown(file.p50), shown(file.p99), shown(file.cpu, 1)],
      ['database (`gatehouse-server`)', shown(base.perSecond), shown(base.p50), shown(base.p99), shown(base.cpu, 1)],
    ]), '', `CPU: × ${results.cpu.ratio}.`, '');
    console.error('cpu', JSON.stringify(results.cpu));
  }

  if (parts.includes('live')) {
    results.live = await live(team);
    const { fromAnswer, fromRequest } = results.live;
    text.push('## A change of a policy is in force', '',
      '100 changes, each asked for over and over by one agent until a call goes by it; the asking is part of the time. Goal: under 50 ms.', '', table([
        ['ms', 'p50', 'p95', 'most'],
        ['from the answer to the save', fromAnswer.p50, fromAnswer.p95, fromAnswer.most],
        ['from sending the save', fromRequest.p50, fromRequest.p95, fromRequest.most],
      ]), '');
    console.error('live', JSON.stringify(results.live));
  }

  if (parts.includes('kept')) {
    const [without, kept] = [[], []];
    for (let at = 0; at < rounds * 2; at += 1) {
      for (const keeps of at % 2 ? [true, false] : [false, true]) {
        await team.admin.ask('PATCH', '/api/v1/servers/load', { store_arguments: keeps ? { keep_days: 2 } : null }, { 'If-Match': '*' });
        await pause(500);
        (keeps ? kept : without).push(wrk(team, 32));
      }
    }

    const [off, on] = [middle(without), middle(kept)];
    results.kept = { off, on, ratio: round(on.cpu / off.cpu, 3) };
    text.push('## Values of arguments are stored', '', `32 connections, ${rounds * 2} rounds of each in turn, one server with the setting off and on.`, '', table([
      ['`store_arguments`', 'calls/s', 'p50 µs', 'p99 µs', 'CPU µs a call'],
      ['off', shown(off.perSecond), shown(off.p50), shown(off.p99), shown(off.cpu, 1)],
      ['on', shown(on.perSecond), shown(on.p50), shown(on.p99), shown(on.cpu, 1)],
    ]), '', `CPU: × ${results.kept.ratio}.`, '');
    console.error('kept', JSON.stringify(results.kept));
  }

  if (parts.includes('mixed')) {
    const [alone, beside] = [[], []];
    // A minute with everything at work: what is compiled again in the background once it is often used has been by then.
    for (let warm = performance.now(); performance.now() - warm < 60_000;) await paced(team, (ended) => people(team, ended));
    for (let at = 0; at < rounds * 2; at += 1) {
      alone.push(await paced(team));
      beside.push(await paced(team, (ended) => people(team, ended)));
      await pause(500);
    }

    const [one, other] = [middle(alone), middle(beside)];
    const asked = beside.flatMap((sample) => sample.others.times);
    const made = beside.map((sample) => sample.others.times.length / sample.others.seconds);
    const slow = [...asked].sort((a, b) => a - b)[Math.floor(asked.length * 0.95)];
    results.mixed = { alone: one, beside: other, ratio: round(other.p99 / one.p99, 2), peoplePerSecond: round(median(made), 1), peopleP95: round(slow, 1) };
    text.push('## People beside agents', '',
      `64 connections that pause 30 ms after each answer; beside them ${results.mixed.peoplePerSecond} requests of people a second: lists of records,`,
      'policies and servers, counts, pages, sign-ins, and a catalogue import that goes on all the while. Goal: at most double the calls\' p99.', '', table([
        ['', 'calls/s', 'p50 µs', 'p90 µs', 'p99 µs'],
        ['calls alone', shown(one.perSecond), shown(one.p50), shown(one.p90), shown(one.p99)],
        ['with people', shown(other.perSecond), shown(other.p50), shown(other.p90), shown(other.p99)],
      ]), '', `p99: × ${results.mixed.ratio}. The people's own p95: ${results.mixed.peopleP95} ms.`, '');
    console.error('mixed', JSON.stringify(results.mixed));
  }

  keep('team', results, text.join('\n'));
} finally {
  await stopAll();
  rmSync(work, { recursive: true, force: true });
}
