// Runs one version of the suite and reads what it wrote: {scenario: [{id, status, error}]}.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fixture, here, node, peers } from './places.mjs';

export async function runServerSuite(run, url, out) {
  await suite(run.suite, ['server', '--url', url, ...run.args, '-o', out]);
  return readChecks(out);
}

// `how` is direct, or through: then the command starts a gateway of its own in front of the scenario's server.
export async function runClientSuite(run, how, out) {
  const command =
    how === 'direct'
      ? `${fixture} --client`
      : `${node} ${path.join(here, 'client-through.mjs')} ${path.join(out, 'gateways')}`;
  for (const scenario of run.scenarios) {
    await suite('0.2', [
      'client',
      '--command',
      command,
      '--scenario',
      scenario,
      '--spec-version',
      run.revision,
      '-o',
      out,
    ]);
  }

  return readChecks(out);
}

// The client is our own connection to a server that wants OAuth.
export async function runUpstreamSuite(run, out) {
  const command = `${node} ${path.join(here, 'upstream-client.mjs')} ${path.join(out, 'gateways')}`;
  for (const scenario of run.scenarios) {
    await suite('0.2', [
      'client', '--command', command, '--scenario', `auth/${scenario}`, '--spec-version', run.revision, '--timeout', '60000', '-o', out,
    ]);
  }

  return readChecks(path.join(out, 'auth'));
}

function suite(version, args) {
  const main = path.join(peers, `conformance-${version}/dist/index.js`);
  return new Promise((resolve, reject) => {
    const child = spawn(node, [main, ...args], { stdio: 'ignore' });
    child.once('error', reject);
    // Its exit code says that something failed; what and whether that matters is read from the checks.
    child.once('exit', resolve);
  });
}

export function readChecks(out) {
  const result = {};
  for (const folder of fs.existsSync(out) ? fs.readdirSync(out).sort() : []) {
    const file = path.join(out, folder, 'checks.json');
    if (!fs.existsSync(file)) continue;
    const scenario = folder.replace(/^(server|client|authorization)-(?!server-metadata|code-grant)/, '').replace(/-\d{4}-\d\d-\d\dT.*$/, '');
    result[scenario] = JSON.parse(fs.readFileSync(file, 'utf8'))
      .filter(check => check.status !== 'INFO')
      .map(({ id, status, errorMessage }) => ({ id, status, error: errorMessage }));
  }

  return result;
}
