// The real gateway, as a process of its own, in a folder of its own.
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { write } from './lossless.mjs';

// Many short lives: what only pays in a long one is left out.
process.env.DOTNET_TieredPGO ??= '0';

const binary = () => {
  if (!process.env.GATEHOUSE) throw new Error('GATEHOUSE names no binary');
  return process.env.GATEHOUSE;
};

// A run that is ended in the middle leaves no gateway behind.
const running = new Set();
process.on('exit', () => running.forEach(child => child.kill('SIGKILL')));
for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => process.exit(1));

/** Runs a verb to its end. */
export function gatehouse(args, options = {}) {
  const done = spawnSync(binary(), args, { encoding: 'utf8', timeout: 120_000, ...options });
  return { code: done.status, text: `${done.stdout ?? ''}${done.stderr ?? ''}`, stdout: done.stdout ?? '' };
}

/** The same beside everything else that runs here. */
export function gatehouseAsync(args, options = {}) {
  return new Promise(resolve => {
    const child = spawn(binary(), args, { stdio: ['ignore', 'pipe', 'pipe'], timeout: 120_000, ...options });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', chunk => (stdout += chunk));
    child.stderr.on('data', chunk => (stderr += chunk));
    child.once('close', code => resolve({ code, stdout, text: stdout + stderr }));
  });
}

export class Gateway {
  constructor(folder, config, files = {}) {
    fs.mkdirSync(folder, { recursive: true });
    for (const [name, content] of Object.entries({ ...files, 'gatehouse.json': config })) {
      fs.writeFileSync(path.join(folder, name), typeof content === 'string' ? content : write(content));
    }

    Object.assign(this, { folder, config, said: '' });
  }

  /** Replaces a file of the configuration as an editor would: whole. */
  write(name, content) {
    const file = path.join(this.folder, name);
    fs.writeFileSync(`${file}.new`, typeof content === 'string' ? content : write(content));
    fs.renameSync(`${file}.new`, file);
  }

  /** Resolves when it listens; rejects with what it said when it ends instead. */
  start(env = this.env) {
    this.env = env;
    const file = path.join(this.folder, 'gatehouse.json');
    const child = spawn(binary(), ['serve', '--config', file], {
      cwd: this.folder,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child = child;
    running.add(child);
    child.once('close', () => running.delete(child));
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => refuse('did not start'), 90_000);
      const refuse = why => {
        clearTimeout(timer);
        child.kill('SIGKILL');
        reject(new Error(`gateway ${why}:\n${this.said}`));
      };
      child.once('error', error => refuse(error.message));
      child.once('exit', code => refuse(`ended with ${code}`));
      let isUp = false;
      const from = this.said.length;
      const listen = chunk => {
        this.said += chunk;
        const found = /listening on (http:\/\/\S+)/.exec(this.said.slice(from));
        if (!found || isUp) return;
        isUp = true;
        clearTimeout(timer);
        child.removeAllListeners('exit');
        this.address = new URL(found[1]);
        resolve(this);
      };
      child.stdout.on('data', listen);
      child.stderr.on('data', listen);
    });
  }

  /** Where health and metrics are. */
  get management() {
    return new URL(/health and metrics on (http:\/\/\S+)/.exec(this.said)[1]);
  }

  get isAlive() {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Resident memory in bytes. */
  get memory() {
    const status = fs.readFileSync(`/proc/${this.child.pid}/status`, 'utf8');
    return Number(/VmRSS:\s+(\d+) kB/.exec(status)[1]) * 1024;
  }

  stop(signal = 'SIGTERM') {
    if (!this.isAlive) return Promise.resolve();
    return new Promise(resolve => {
      const timer = setTimeout(() => this.child.kill('SIGKILL'), 40_000);
      this.child.once('exit', () => {
        clearTimeout(timer);
        resolve();
      });
      this.child.kill(signal);
    });
  }

  /** Every row of the journal so far, oldest first within a writer. */
  journal() {
    const folder = path.join(this.folder, 'data', 'journal');
    if (!fs.existsSync(folder)) return [];
    return fs
      .readdirSync(folder, { recursive: true })
      .filter(name => name.endsWith('.jsonl'))
      .sort()
      .flatMap(name => fs.readFileSync(path.join(folder, name), 'utf8').split('\n'))
      .flatMap(line => {
        try {
          return [JSON.parse(line)];
        } catch {
          return [];
        }
      });
  }
}
