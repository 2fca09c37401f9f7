// Starts programs and ends exactly those, whatever happens to the measurement.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer, connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

const started = new Set();

/** Starts a program; its standard error is kept for the message when it fails. */
export const start = (program, args, options = {}) => {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
  child.problem = '';
  child.stderr?.on('data', (text) => { child.problem = (child.problem + text).slice(-4000); });
  child.stdout?.on('data', () => {});
  child.ended = new Promise((done) => {
    child.on('exit', done);
    child.on('error', (error) => { child.problem += error.message; done(); });
  });
  started.add(child);
  child.ended.then(() => started.delete(child));
  return child;
};

/** Asks one to end, and after ten seconds ends it. */
export const stop = async (child) => {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  child.kill('SIGTERM');
  const ended = await Promise.race([child.ended.then(() => true), pause(10_000, false, { ref: false })]);
  if (!ended) child.kill('SIGKILL');
  await child.ended;
};

export const stopAll = () => Promise.all([...started].map(stop));

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => stopAll().then(() => process.exit(1)));
}

/** A port of the loopback that is free now. */
export const freePort = () => new Promise((found, failed) => {
  const probe = createServer();
  probe.once('error', failed);
  probe.listen(0, '127.0.0.1', () => {
    const { port } = probe.address();
    probe.close(() => found(port));
  });
});

/** Waits until somebody listens; at most 30 seconds. */
export const listening = async (port, child) => {
  for (let tries = 0; tries < 300; tries += 1) {
    if (child.exitCode !== null) throw new Error(`ended before it listened: ${child.problem}`);
    const isThere = await new Promise((answer) => {
      const probe = connect(port, '127.0.0.1');
      probe.once('connect', () => { probe.destroy(); answer(true); });
      probe.once('error', () => answer(false));
    });
    if (isThere) return;
    await pause(100);
  }

  throw new Error(`nobody listens on ${port} after 30 s: ${child.problem}`);
};

const ticksPerSecond = 100; // USER_HZ, which Linux has fixed at 100 for what it shows to programs.

const children = (pid) => {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(/\s+/).filter(Boolean);
  } catch {
    return [];
  }
};

const family = (pid) => [pid, ...children(pid).flatMap(family)];

/** Processor seconds that a process and its children have used. */
export const cpuSeconds = (pid) => family(pid).reduce((sum, one) => {
  try {
    const fields = readFileSync(`/proc/${one}/stat`, 'utf8').replace(/^.*\) /s, '').split(' ');
    return sum + (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
  } catch {
    return sum;
  }
}, 0);

/** Resident memory of a process and its children in MiB. */
export const residentMiB = (pid) => family(pid).reduce((sum, one) => {
  try {
    return sum + Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${one}/status`, 'utf8'))[1]) / 1024;
  } catch {
    return sum;
  }
}, 0);
