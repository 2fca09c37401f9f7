// Medians over rounds: one slow round, by somebody else's work, moves nothing.
export const median = (values) => {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted.length >> 1;
  return sorted.length === 0 ? Number.NaN : sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};

export const round = (value, digits = 0) => (Number.isFinite(value) ? Number(value.toFixed(digits)) : null);

export const shown = (value, digits = 0) => (Number.isFinite(value) ? value.toFixed(digits) : '–');

/** A Markdown table: the first row is the head. */
export const table = (rows) =>
  rows.map((row, at) => `| ${row.join(' | ')} |${at === 0 ? `\n|${row.map(() => '---').join('|')}|` : ''}`).join('\n');
