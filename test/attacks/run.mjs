// Runs every case of a file and prints one line per case and era, then a summary. Exits 1 if a case fails or is not
// understood. The cases are shared out to a few processes; those that look at times run alone at the end.
import { fork } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { addTally, newTally, verdict } from './audit.mjs';
import { CaseRun } from './cases.mjs';
import { parseLossless, plain } from './lossless.mjs';

const [file, ...options] = process.argv.slice(2);
if (!file) {
  console.error('usage: run FILE [--only TEXT] [--lanes N]');
  process.exit(2);
}

const value = name => (options.includes(name) ? options[options.indexOf(name) + 1] : undefined);
const only = value('--only') ?? '';
const lanes = Number(value('--lanes') ?? 3);
const lines = fs
  .readFileSync(file, 'utf8')
  .split('\n')
  .filter(line => line.trim() !== '');
const cases = lines
  .map((line, at) => ({ line, at, one: plain(parseLossless(line)) }))
  .filter(({ one }) => one.id.includes(only));
const results = new Map();
const tally = newTally();
let printed = 0;

/** Results are printed in the order of the file, as soon as all before them are there. */
function take(at, found) {
  results.set(at, found);
  for (; printed < cases.length && results.has(cases[printed].at); printed++) {
    for (const { status, id, era, reason } of results.get(cases[printed].at))
      console.log(`${status} ${id} ${era}: ${reason}`);
  }
}

// Cases with the same policy share a gateway, so they stay together.
function groups(list) {
  const byWorld = new Map();
  for (const entry of list) {
    const key = JSON.stringify([entry.one.input.policy, entry.one.input.upstream]);
    const alone = key === '[null,null]' ? `${key} ${Math.floor(byWorld.size / 2)}` : key;
    byWorld.set(alone, [...(byWorld.get(alone) ?? []), entry]);
  }

  return [...byWorld.values()].sort((a, b) => b.length - a.length);
}

async function runLane(queue) {
  const lane = fork(path.join(path.dirname(fileURLToPath(import.meta.url)), 'lane.mjs'), { stdio: 'inherit' });
  const ended = new Promise(resolve => lane.once('exit', resolve));
  let open = [];
  const next = () => {
    open = queue.shift() ?? [];
    lane.send(open.length > 0 ? open.map(({ line, at }) => ({ line, at })) : 'close');
  };
  lane.on('message', message => {
    if (message.tally) return addTally(tally, message.tally);
    if (message === 'next') return next();
    open = open.filter(({ at }) => at !== message.at);
    take(message.at, message.found);
  });
  next();
  const code = await ended;
  for (const { one, at } of open)
    take(at, [{ status: 'FAIL', id: one.id, era: 'both', reason: `the run ended with ${code}` }]);
}

const last = cases.filter(({ one }) => CaseRun.isOfTheWholeRun(one));
const timed = cases.filter(({ one }) => !CaseRun.isOfTheWholeRun(one) && CaseRun.isTimed(one));
const queue = groups(cases.filter(entry => !last.includes(entry) && !timed.includes(entry)));
await Promise.all(Array.from({ length: Math.min(lanes, queue.length) }, () => runLane(queue)));
if (timed.length > 0) await runLane([timed]);
for (const { one, at } of last) take(at, [{ id: one.id, era: 'both', ...verdict(tally) }]);

const found = [...results.values()].flat();
const count = status => found.filter(result => result.status === status).length;
const { status, reason } = verdict(tally);
if (status === 'FAIL' && last.length === 0) console.log(`FAIL journal both: ${reason}`);
const failed = count('FAIL') + (status === 'FAIL' && last.length === 0 ? 1 : 0);
console.log(`${count('POINT')} shown by named tests, ${count('SKIP')} skipped, ${count('UNKNOWN')} not understood`);
console.log(`${count('PASS')} passed, ${failed} failed`);
process.exit(failed + count('UNKNOWN') > 0 || found.length === 0 ? 1 : 0);
