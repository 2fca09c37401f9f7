// client-through.mjs FOLDER URL: starts a gateway in front of URL and runs the test client against it.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { fixture } from './places.mjs';
import { startGateway } from './gateway.mjs';

const [folder, url] = process.argv.slice(2);
const gateway = await startGateway(url, path.join(folder, String(process.pid)));
const client = spawn(fixture, ['--client', gateway.url], {
  env: { ...process.env, GATEHOUSE_TOKEN: gateway.token },
  stdio: 'inherit',
});
const code = await new Promise(resolve => client.once('exit', resolve));
await gateway.stop();
process.exit(code ?? 1);
