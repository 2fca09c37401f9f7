// Compares two results of the suite. For every check that the first has, the second must have the same or better.
const rank = { SUCCESS: 3, SKIPPED: 2, WARNING: 1, FAILURE: 0 };

// This one depends on timing, with and without a gateway.
const ignored = new Set(['server-sse-disconnect-resume']);

// A gateway that checks Host and Origin itself may pass where the server behind it does not.
const mayImprove = scenario => scenario === 'dns-rebinding-protection';

// `differs` names scenarios whose result is another one for a reason that is written down.
export function compare(direct, through, differs = []) {
  const result = { compared: 0, worse: 0, better: 0, lines: [] };
  for (const [scenario, checks] of Object.entries(direct)) {
    const before = byId(checks);
    const after = byId(through[scenario] ?? []);
    for (const [id, was] of before) {
      if (ignored.has(id)) continue;
      if (differs.includes(scenario)) result.lines.push(`differs, as it must: ${scenario} / ${id}`);
      else compareOne(result, scenario, id, was, after.get(id));
    }
  }

  return result;
}

// A check may occur several times in a scenario: the sorted statuses are compared one by one.
function compareOne(result, scenario, id, was, is) {
  result.compared++;
  const worse = is === undefined || was.some((check, i) => rankOf(is[i]) < rankOf(check));
  const better = !worse && was.some((check, i) => rankOf(is[i]) > rankOf(check));
  if (worse) {
    result.worse++;
    const error = is?.find(check => rankOf(check) < 3)?.error ?? '';
    result.lines.push(`worse: ${scenario} / ${id}: ${names(was)} -> ${is ? names(is) : 'missing'} ${error}`.trimEnd());
  } else if (better) {
    result.better++;
    if (!mayImprove(scenario)) result.lines.push(`better: ${scenario} / ${id}: ${names(was)} -> ${names(is)}`);
  }
}

const rankOf = check => rank[check?.status] ?? 0;
const names = checks => checks.map(check => check.status).join(',');

function byId(checks) {
  const map = new Map();
  for (const check of checks) map.set(check.id, [...(map.get(check.id) ?? []), check]);
  for (const list of map.values()) list.sort((a, b) => rankOf(a) - rankOf(b));
  return map;
}
