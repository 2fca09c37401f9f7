// What is measured: each target is a program in front of the same upstream, started once for the whole run.
import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { freePort, listening, start } from '../measure/processes.mjs';

export const token = `gth_${randomBytes(32).toString('base64url')}000000`;

export const startUpstream = async () => {
  const port = await freePort();
  const child = start('bench/load/Upstream/bin/Release/net10.0/load-upstream', [String(port)]);
  await listening(port, child);
  return { port, child };
};

const started = async (name, port, child, path = '/mcp') => {
  await listening(port, child);
  return { name, url: `http://127.0.0.1:${port}${path}`, pid: child.pid, child };
};

const nginx = async (work, upstream) => {
  const port = await freePort();
  const folder = join(work, 'nginx');
  mkdirSync(folder);
  writeFileSync(join(folder, 'nginx.conf'), `
worker_processes 2;
daemon off;
pid ${folder}/pid;
error_log ${folder}/error.log warn;
events { worker_connections 2048; }
http {
  access_log off;
  client_body_temp_path ${folder}/body; proxy_temp_path ${folder}/proxy; fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi; scgi_temp_path ${folder}/scgi;
  keepalive_requests 1000000000;
  upstream server { server 127.0.0.1:${upstream.port}; keepalive 256; keepalive_requests 1000000000; }
  server {
    listen 127.0.0.1:${port};
    location / { proxy_pass http://server; proxy_http_version 1.1; proxy_set_header Connection ""; }
  }
}
`);
  return started('nginx', port, start('nginx', ['-p', folder, '-e', join(folder, 'error.log'), '-c', join(folder, 'nginx.conf')], {
    env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` },
  }));
};

const yarp = async (upstream) => {
  const port = await freePort();
  return started('yarp', port, start('bench/load/Yarp/bin/Release/net10.0/load-yarp', [String(port), String(upstream.port)]));
};

// Fifty tools with conditions, and two limits that every call moves and none reaches.
export const policy = () => ({
  version: '1', default: 'deny',
  all_tools: {
    limits: [{ counter: 'calls', window: 'hour', max: 900_000_000_000, scope: 'grant' }],
  },
  tools: Object.fromEntries([...Array.from({ length: 47 }, (_, n) => `tool_${String(n).padStart(2, '0')}`), 'read_4k', 'read_64k', 'stream']
    .map((name) => [name, {
      require: [{ conditions: [{ path: 'args.path', op: 'path_within', value: ['/srv/data'] }] }],
      deny_if: [
        { conditions: [{ path: 'args.amount', op: 'gt', value: 1000 }], on_deny: 'Too much.' },
        { conditions: [{ path: 'args.note', op: 'regex', value: '(?i)secret|password' }], on_deny: 'No secrets.' },
      ],
      limits: [{ counter: 'spend', window: 'day', max: 900_000_000_000, scope: 'grant', increment_from: 'args.amount' }],
    }])),
});

export const writeConfig = (folder, { port, upstream, durability = 'process', grants, policies, sizes }) => {
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(policies)) writeFileSync(join(folder, name), JSON.stringify(text));
  const file = join(folder, 'gatehouse.json');
  writeFileSync(file, JSON.stringify({
    listen: `127.0.0.1:${port}`, data: 'data', durability, sizes,
    servers: { load: { url: `http://127.0.0.1:${upstream.port}/mcp`, concurrency: 20_000 } },
    grants,
  }));
  return file;
};

export const grantOf = (id, secret, policyFile) => ({
  id, server: 'load', token_sha256: createHash('sha256').update(secret).digest('hex'), expires: '2099-01-01T00:00:00Z', policy: policyFile,
});

const gatehouse = async (name, binary, work, upstream, durability) => {
  const port = await freePort();
  const file = writeConfig(join(work, name), {
    port, upstream, durability, grants: [grantOf('load', token, 'policy.json')], policies: { 'policy.json': policy() },
  });
  return started(name, port, start(resolve(binary), ['serve', '--config', file]), '/mcp/load');
};

/** Starts what was asked for, in this order. */
export const startTargets = async (wanted, work, upstream) => {
  const known = {
    direct: () => ({ name: 'direct', url: `http://127.0.0.1:${upstream.port}/mcp`, pid: null }),
    nginx: () => nginx(work, upstream),
    yarp: () => yarp(upstream),
    gatehouse: () => gatehouse('gatehouse', 'artifacts/jit/gatehouse', work, upstream, 'process'),
    'gatehouse-power': () => gatehouse('gatehouse-power', 'artifacts/jit/gatehouse', work, upstream, 'power'),
    'gatehouse-native': () => gatehouse('gatehouse-native', 'artifacts/native/gatehouse', work, upstream, 'process'),
  };
  const targets = [];
  for (const name of wanted ?? Object.keys(known)) {
    if (!known[name]) throw new Error(`no target ${name}; there are ${Object.keys(known).join(', ')}`);
    targets.push(await known[name]());
  }

  return targets;
};
