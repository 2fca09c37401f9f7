// Starts the gateway in front of one server, with one grant that may do everything.
import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import { gatehouse } from './places.mjs';
import { startProgram } from './programs.mjs';

const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

export function newToken() {
  const body = 'gth_' + crypto.randomBytes(32).toString('base64url');
  let rest = zlib.crc32(body);
  let sum = '';
  for (let i = 0; i < 6; i++) {
    sum = digits[rest % 62] + sum;
    rest = Math.floor(rest / 62);
  }

  return body + sum;
}

export async function startGateway(upstream, folder) {
  fs.mkdirSync(folder, { recursive: true });
  const token = newToken();
  const write = (name, content) => fs.writeFileSync(path.join(folder, name), JSON.stringify(content, null, 2));
  write('open.json', { version: '1', default: 'allow' });
  write('gatehouse.json', {
    listen: '127.0.0.1:0',
    management: '127.0.0.1:0',
    data: './data',
    servers: { peer: { name: 'Peer', url: upstream, allow: ['sampling', 'roots'] } },
    grants: [
      {
        id: 'g1',
        server: 'peer',
        policy: 'open.json',
        label: 'Conformance',
        expires: '2100-01-01T00:00:00Z',
        token_sha256: crypto.createHash('sha256').update(token).digest('hex'),
      },
    ],
  });
  const program = await startProgram(gatehouse, ['serve', '--config', path.join(folder, 'gatehouse.json')], {
    cwd: folder,
    ready: /listening on (http:\/\/\S+)/,
  });
  const stop = async () => {
    await program.stop();
    fs.writeFileSync(path.join(folder, 'output.txt'), program.output());
  };
  return { url: `${program.match[1]}/mcp/peer`, token, stop };
}
