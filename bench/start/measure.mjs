// Time from starting the program to its answer to `initialize`, the server alone and the same server behind
// `gatehouse run`, in turns. The server takes most of it; what counts is the difference of the medians.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { machine, describe } from '../measure/machine.mjs';
import { median, round, shown, table } from '../measure/numbers.mjs';
import { keep } from '../measure/results.mjs';

const runs = Math.min(Number(process.env.RUNS ?? 11), 101);
const gatehouse = resolve(process.env.GATEHOUSE);
const server = resolve('test/peers/node_modules/@modelcontextprotocol/server-filesystem/dist/index.js');
const work = mkdtempSync(join(tmpdir(), 'gatehouse-start-'));
const initialize = JSON.stringify({
  jsonrpc: '2.0', id: 1, method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'bench', version: '1' } },
}) + '\n';

const once = (program, args) => new Promise((done, failed) => {
  const began = process.hrtime.bigint();
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  const patience = setTimeout(() => child.kill('SIGKILL'), 60_000);
  let output = '';
  let problem = '';
  let took = null;
  child.stderr.on('data', (text) => { problem += text; });
  child.stdout.on('data', (text) => {
    output += text;
    if (took === null && output.includes('\n')) {
      took = Number(process.hrtime.bigint() - began) / 1e6;
      child.stdin.end();
    }
  });
  child.on('error', failed);
  child.on('exit', () => {
    clearTimeout(patience);
    const isAnswer = took !== null && JSON.parse(output.split('\n')[0]).result?.serverInfo !== undefined;
    isAnswer ? done(took) : failed(new Error(`no answer to initialize from ${program}: ${problem.slice(-2000)}${output}`));
  });
  child.stdin.write(initialize);
});

try {
  const files = join(work, 'files');
  mkdirSync(files);
  const policy = join(work, 'policy.json');
  writeFileSync(policy, '{ "version": "1", "default": "deny", "tools": { "read_*": {}, "list_*": {} } }');
  const behind = (data) => ['run', '--policy', policy, '--data', join(work, data), '--', process.execPath, server, files];
  const facts = machine();
  const direct = [];
  const through = [];
  const fresh = [];
  await once(process.execPath, [server, files]);
  await once(gatehouse, behind('kept'));
  for (let run = 0; run < runs; run += 1) {
    direct.push(await once(process.execPath, [server, files]));
    through.push(await once(gatehouse, behind('kept')));
    fresh.push(await once(gatehouse, behind(`fresh-${run}`)));
  }

  const result = {
    machine: facts, runs,
    milliseconds: {
      direct: round(median(direct), 1), through: round(median(through), 1), throughFirstTime: round(median(fresh), 1),
      added: round(median(through) - median(direct), 1), addedFirstTime: round(median(fresh) - median(direct), 1),
    },
    all: { direct: direct.map((ms) => round(ms, 1)), through: through.map((ms) => round(ms, 1)), throughFirstTime: fresh.map((ms) => round(ms, 1)) },
  };
  const row = (name, values) => [name, shown(median(values)), shown(Math.min(...values)), shown(Math.max(...values)), shown(median(values) - median(direct))];
  const page = `# Start of a stdio server behind \`gatehouse run\`

\`bench/start/run\`: program start to the answer to \`initialize\`, ${runs} runs in turns, medians. Server: the file server
of the MCP project on Node. Target: under 100 ms added.

${table([['', 'ms', 'least', 'most', 'added'], row('server alone', direct), row('behind gatehouse', through), row('behind gatehouse, new data folder', fresh)])}

${describe(facts)}
`;
  keep('start', result, page);
} finally {
  rmSync(work, { recursive: true, force: true });
}
