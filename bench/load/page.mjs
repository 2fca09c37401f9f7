// The measurement as a page for people.
import { shown, table } from '../measure/numbers.mjs';

const head = ['', 'calls/s', '× nginx', '× YARP', 'p50 µs', '× nginx', '× YARP', 'p99 µs', 'CPU µs a call', '× nginx', 'memory MiB'];

const line = (one) => [
  one.target, shown(one.perSecond), shown(one.toNginx.perSecond ?? NaN, 2), shown(one.toYarp.perSecond ?? NaN, 2),
  shown(one.p50), shown(one.toNginx.p50 ?? NaN, 2), shown(one.toYarp.p50 ?? NaN, 2), shown(one.p99),
  shown(one.cpuMicrosecondsPerCall ?? NaN, 1), shown(one.toNginx.cpu ?? NaN, 2), shown(one.residentMiB ?? NaN),
];

export const page = (results, { seconds, rounds, machine }) => {
  const titles = [...new Set(results.map((one) => one.title))];
  const parts = titles.map((title) =>
    `## ${title}\n\n${table([head, ...results.filter((one) => one.title === title).map(line)])}\n`);
  return `# Calls through the gateway

\`bench/load/run\`: \`tools/call\` of MCP 2026-07-28 by wrk with one thread, ${rounds} interleaved rounds of ${seconds} s after a
warm-up, medians. Generator, proxy and server share the processors and the loop is closed, so the ratios count.

- direct: the server alone.
- nginx: 2 workers, connections kept, no log.
- YARP: its direct forwarder. Neither of the two looks into a call.
- gatehouse: \`gatehouse serve\` with everything on: token, strict reading, a policy of 50 tools with three conditions each, two
  limits, every call and its outcome recorded with the index behind it. power: the same with durability \`power\` (one
  fdatasync a batch). native: the same as one native binary.

${parts.join('\n')}
${machine}

Not here: \`@civic/passthrough-mcp-server\` 0.12.1. It answers a call only in a session that an \`initialize\` of its own began, and
as an event stream, so the same single POST cannot be sent to it.
`;
};
