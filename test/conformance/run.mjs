// Runs the conformance suite against a server directly and through the gateway, and compares check by check.
//
//   run                 both suites, both eras, both servers, and the client scenarios
//   run --quick         the fixture with the newer suite, both eras
//   run --only TEXT     only the runs whose name contains the text
//   run --through proxy the same without a gateway, through the header-adding proxy alone: it must change nothing
//
// Prints one line per check that got worse and closing counts; exits 1 if there is one.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { runAuthorizationServer } from './authorization.mjs';
import { compare } from './compare.mjs';
import { authRuns, clientRuns, serverRuns } from './runs.mjs';
import { startGateway } from './gateway.mjs';
import { startProxy } from './bearer-proxy.mjs';
import { startServer } from './servers.mjs';
import { runClientSuite, runServerSuite, runUpstreamSuite } from './suite.mjs';

const options = process.argv.slice(2);
const quick = options.includes('--quick');
const value = name => (options.includes(name) ? options[options.indexOf(name) + 1] : undefined);
const only = value('--only') ?? '';
const proxyOnly = value('--through') === 'proxy';
const work = fs.mkdtempSync(path.join(os.tmpdir(), 'gatehouse-conformance-'));
const totals = { compared: 0, worse: 0, better: 0 };

const wanted = run => run.name.includes(only) && (!quick || run.quick);

async function serverRun(run) {
  const server = await startServer(run.server);
  const url = server.url + run.path;
  const gateway = proxyOnly ? undefined : await startGateway(url, path.join(work, run.name, 'gateway'));
  const proxy = await startProxy(gateway?.url ?? url, gateway?.token);
  try {
    const direct = await runServerSuite(run, url, path.join(work, run.name, 'direct'));
    const through = await runServerSuite(run, proxy.url, path.join(work, run.name, 'through'));
    report(run, direct, through);
  } finally {
    await proxy.stop();
    await gateway?.stop();
    await server.stop();
  }
}

async function clientRun(run) {
  const direct = await runClientSuite(run, 'direct', path.join(work, run.name, 'direct'));
  const through = await runClientSuite(run, 'through', path.join(work, run.name, 'through'));
  report(run, direct, through);
}

function report({ name, differs }, direct, through) {
  const result = compare(direct, through, differs);
  for (const line of result.lines) console.log(`${name}: ${line}`);
  console.log(`${name}: ${result.compared} checks compared, ${result.worse} worse, ${result.better} better`);
  totals.compared += result.compared;
  totals.worse += result.worse;
  totals.better += result.better;
  // A run that compares nothing proves nothing.
  if (result.compared === 0) totals.worse++;
}

for (const run of serverRuns.filter(wanted)) await serverRun(run);
if (!proxyOnly) for (const run of clientRuns.filter(wanted)) await clientRun(run);

// Where is nothing to compare with, every check has to pass.
function judge(name, found, scenarios, should = []) {
  const checks = Object.entries(found).flatMap(([scenario, list]) => list.map(check => ({ scenario, ...check })));
  const failed = checks.filter(
    check => check.status !== 'SUCCESS' && !(check.status === 'WARNING' && should.includes(check.id)),
  );
  for (const check of failed) console.log(`${name}: ${check.scenario} ${check.id}: ${check.status} ${check.error ?? ''}`);
  console.log(`${name}: ${Object.keys(found).length} scenarios, ${checks.length} checks, ${failed.length} not passed`);
  totals.compared += checks.length;
  totals.worse += failed.length + (Object.keys(found).length === scenarios ? 0 : 1);
}

async function authRun(run) {
  const found = await runUpstreamSuite(run, path.join(work, run.name));
  judge(run.name, found, run.scenarios.length, run.should);
}

async function authorizationRun() {
  judge('authorization-server', await runAuthorizationServer(path.join(work, 'authorization-server')), 3);
}

if (!proxyOnly) for (const run of authRuns.filter(wanted)) await authRun(run);
if (!proxyOnly && wanted({ name: 'authorization-server', quick: true })) await authorizationRun();

console.log(`${totals.compared} checks compared, ${totals.worse} worse, ${totals.better} better`);
if (totals.worse === 0 && totals.compared > 0) fs.rmSync(work, { recursive: true });
else console.log(`what the suite wrote is in ${work}`);
process.exit(totals.worse > 0 || totals.compared === 0 ? 1 : 0);
