// Tables that say something about cases of a kind: which named tests show them, and where the policy page decides
// otherwise.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const read = name => JSON.parse(fs.readFileSync(path.join(here, name), 'utf8'));
const points = read('points.json');
const disagreements = read('disagreements.json');

/** The first entry whose every pattern fits some value at its place in the case. */
const find = (table, one) =>
  table.find(
    ({ when, only }) =>
      (only === undefined || only === one.id) &&
      Object.entries(when).every(([place, pattern]) =>
        valuesAt(one, place.split(/(?<!\\)\./)).some(value => new RegExp(pattern).test(value)),
      ),
  );

function valuesAt(value, [name, ...rest]) {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value.flatMap(item => valuesAt(item, name === undefined ? [] : [name, ...rest]));
  if (name === undefined) return [typeof value === 'object' ? JSON.stringify(value) : String(value)];
  return typeof value === 'object' ? valuesAt(value[name.replaceAll('\\', '')], rest) : [];
}

export const pointFor = one => find(points, one);
export const disagreementFor = one => find(disagreements, one);
