// Starts a program and waits until it says that it listens.
import { spawn } from 'node:child_process';

export async function startProgram(command, args, { env = {}, ready, from = 'stdout', cwd } = {}) {
  const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  const found = await new Promise((resolve, reject) => {
    const timer = setTimeout(() => fail(new Error(`${command} did not start:\n${said}`)), 30_000);
    const fail = error => {
      clearTimeout(timer);
      child.kill('SIGKILL');
      reject(error);
    };
    child.once('error', fail);
    child.once('exit', code => fail(new Error(`${command} ended with ${code}:\n${said}`)));
    const listen = chunk => {
      said += chunk;
      const match = ready.exec(said);
      if (match) {
        clearTimeout(timer);
        child.removeAllListeners('exit');
        resolve(match);
      }
    };
    child.stdout.on(
      'data',
      from === 'stdout'
        ? listen
        : chunk => {
            said += chunk;
          },
    );
    child.stderr.on(
      'data',
      from === 'stderr'
        ? listen
        : chunk => {
            said += chunk;
          },
    );
  });
  return { match: found, output: () => said, stop: () => stop(child) };
}

function stop(child) {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise(resolve => {
    const timer = setTimeout(() => child.kill('SIGKILL'), 8_000);
    child.once('exit', () => {
      clearTimeout(timer);
      resolve();
    });
    child.kill('SIGTERM');
  });
}
