// What a measurement was taken on: enough to judge it by, nothing that names the machine.
import { execFileSync } from 'node:child_process';
import { cpus, loadavg, release, totalmem, type } from 'node:os';

const said = (program, ...args) => {
  try {
    return execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
  } catch {
    return 'not installed';
  }
};

export const machine = () => ({
  cores: cpus().length,
  processor: cpus()[0]?.model.trim() ?? 'unknown',
  memoryGiB: Math.round(totalmem() / 2 ** 30),
  system: `${type()} ${release().split('-')[0]}`,
  sdk: said('dotnet', '--version'),
  node: process.version,
  loadBefore: Number(loadavg()[0].toFixed(1)),
  date: new Date().toISOString().slice(0, 10),
});

export const describe = (facts) =>
  `${facts.cores} cores (${facts.processor}), ${facts.memoryGiB} GiB, ${facts.system}, .NET SDK ${facts.sdk}, Node ${facts.node}; `
  + `load average before the run ${facts.loadBefore}; ${facts.date}.`;
