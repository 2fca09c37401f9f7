// Twenty requests of people a second while an agent's calls go on: lists, counts, pages, now and then a sign-in, and one long import.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';

const everyMs = 50;
const paths = [
  '/api/v1/records?limit=50', '/api/v1/records?limit=200&outcome=denied', '/api/v1/policies', '/api/v1/servers', '/api/v1/grants',
  '/api/v1/audit', '/api/v1/servers/load/tools', '/api/v1/approvals', '/home', '/servers', '/records', '/servers/load',
];

let lines;
let parts = 0;

const entries = () => {
  lines ??= gunzipSync(readFileSync('../shared/data/catalogue/tools.jsonl.gz')).toString('utf8').trim().split('\n');
  return lines;
};

const importAll = async (team, isOver) => {
  parts += 1;
  const digest = createHash('sha256').update(`run ${parts}`).digest('hex');
  const { json: begun } = await team.admin.ask('POST', '/api/v1/catalogue/imports', { kind: 'file', name: `run-${parts}`, digest });
  for (let from = 0; !isOver(); from += 200) {
    const all = entries();
    const some = Array.from({ length: 200 }, (_, at) => all[(from + at) % all.length]);
    await team.admin.ask('POST', `/api/v1/catalogue/imports/${begun.id}/entries`, { from, lines: some, last: false });
  }
};

/** Goes on until the promise is kept; gives the times of the requests in milliseconds. */
export const people = async (team, ended) => {
  const [begun, times, running] = [performance.now(), [], []];
  let over = false;
  ended.then(() => { over = true; });
  const importing = importAll(team, () => over);
  const fail = () => { over = true; };
  importing.catch(fail);
  for (let at = 0; !over; at += 1) {
    const due = begun + at * everyMs;
    await pause(Math.max(0, due - performance.now()));
    const start = performance.now();
    const asked = (at % 40 === 0 ? team.admin.signIn() : team.admin.ask('GET', paths[at % paths.length]))
      .then(() => times.push(performance.now() - start));
    asked.catch(fail);
    running.push(asked);
  }

  await Promise.all([importing, ...running]);
  return { times, seconds: (performance.now() - begun) / 1000 };
};
