// Runs every case of a file and prints one line per case and era, then a summary. Exits 1 if a case fails.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { closeWorlds } from './worlds.mjs';
import { parseLossless, plain } from './lossless.mjs';
import { handlerFor } from './handlers/index.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const [file, ...options] = process.argv.slice(2);
if (!file) {
  console.error('usage: run FILE [--only TEXT]');
  process.exit(2);
}

const only = options[0] === '--only' ? options[1] : '';
const table = name => JSON.parse(fs.readFileSync(path.join(here, name), 'utf8'));
const points = table('points.json');
const disagreements = table('disagreements.json');
const counts = { PASS: 0, FAIL: 0, POINT: 0, SKIP: 0 };

function print(status, id, era, reason) {
  counts[status]++;
  console.log(`${status} ${id} ${era}: ${reason}`);
}

const cases = fs
  .readFileSync(file, 'utf8')
  .split('\n')
  .filter(line => line.trim() !== '')
  .map(line => plain(parseLossless(line)));
for (const one of cases.filter(c => c.id.includes(only))) await runCase(one);

async function runCase(one) {
  const known = disagreements[one.id];
  if (known?.expected) one = { ...one, expected: { ...one.expected, ...known.expected } };
  if (known?.skip) return print('SKIP', one.id, 'both', `the policy page wins: ${known.reason}`);

  const handler = handlerFor(one);
  if (!handler) return withoutHandler(one);

  for (const era of handler.eras ?? ['modern', 'legacy']) {
    try {
      const { status = 'PASS', reason } = await handler.run(one, era);
      const note = known ? ` (differs from the case: ${known.reason})` : '';
      print(status, one.id, era, reason + note);
    } catch (error) {
      print('FAIL', one.id, era, error.expected ? error.message : error.stack.split('\n').slice(0, 3).join(' | '));
    }
  }
}

// What a runner from outside cannot bring about is shown by a named test, or not at all, and then it is said.
function withoutHandler(one) {
  const point = points[one.id];
  if (point?.test) print('POINT', one.id, 'both', point.test);
  else print('SKIP', one.id, 'both', point?.skip ?? `no handler for ${JSON.stringify(one.input).slice(0, 120)}`);
}

await closeWorlds();
console.log(`${counts.POINT} shown by named tests, ${counts.SKIP} skipped`);
console.log(`${counts.PASS} passed, ${counts.FAIL} failed`);
process.exit(counts.FAIL > 0 ? 1 : 0);
