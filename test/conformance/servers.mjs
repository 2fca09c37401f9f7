// The servers that the suite is run against.
import net from 'node:net';
import path from 'node:path';
import { fixture, here, node, peers } from './places.mjs';
import { startProgram } from './programs.mjs';

export async function startServer(name) {
  if (name === 'fixture') {
    const program = await startProgram(fixture, ['--port', '0'], { ready: /listening on (http:\/\/\S+)/ });
    return { url: program.match[1], stop: program.stop };
  }

  const port = await freePort();
  const program = await startProgram(
    node,
    [
      '--import',
      path.join(here, 'loopback-only.mjs'),
      path.join(peers, '@modelcontextprotocol/server-everything/dist/index.js'),
      'streamableHttp',
    ],
    { env: { PORT: String(port) }, ready: /listening on port/i, from: 'stderr' },
  );
  return { url: `http://127.0.0.1:${port}`, stop: program.stop };
}

export function freePort() {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
