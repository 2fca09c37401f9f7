// Secrets of the harness, and every place where one could turn up.
import fs from 'node:fs';
import path from 'node:path';
import { expect } from '../expect.mjs';
import { gatehouseAsync } from '../gateway.mjs';
import { openWorld } from '../worlds.mjs';

const tool = { name: 'fs.read', description: 'Reads', inputSchema: { type: 'object' } };
const once = { eras: ['both'] };

// A token is shown once, by the command that makes it; nothing that can be asked later has it.
const neverAgain = {
  ...once,
  matches: one => /responses and dumps/.test(one.input.request?.scan ?? ''),
  run: async () => {
    const world = await openWorld({ tools: [tool] });
    const texts = {};
    for (const era of ['modern', 'legacy']) {
      const client = world.client(era);
      texts[`${era} list`] = (await client.list()).text;
      texts[`${era} call`] = (await client.call('fs.read', { a: 1 })).text;
      texts[`${era} unknown`] = (await client.call('nothing')).text;
      texts[`${era} broken`] = (await client.sendRequest({ body: '{' })).text;
    }

    for (const where of ['/metrics', '/readyz', '/']) {
      texts[where] = await (await fetch(new URL(where, world.gateway.management))).text();
    }

    const config = path.join(world.folder, 'gatehouse.json');
    const verbs = [
      ['log', '--json'],
      ['log'],
      ['log', 'verify'],
      ['approvals', '--all'],
      ['tools', 'diff'],
      ['tools', 'diff', '--json'],
    ];
    for (const words of verbs) texts[words.join(' ')] = (await gatehouseAsync([...words, '--config', config])).text;
    await world.close();
    texts.output = world.gateway.said;
    for (const name of fs.readdirSync(world.folder, { recursive: true })) {
      const file = path.join(world.folder, name);
      if (fs.statSync(file).isFile()) texts[name] = fs.readFileSync(file, 'latin1');
    }

    for (const [where, text] of Object.entries(texts)) {
      for (const token of Object.values(world.tokens))
        expect(!text.includes(token.slice(8)), `a token stands in ${where}`);
      expect(!text.includes(world.credential), `the credential stands in ${where}`);
    }

    return { reason: `3 tokens and a credential in none of ${Object.keys(texts).length} answers, outputs and files` };
  },
};

const storedSecrets = {
  ...once,
  matches: one => /\bdb\b|wal|backup/.test(one.input.request?.scan ?? ''),
  run: async () => {
    const world = await openWorld({ tools: [tool] });
    for (const era of ['modern', 'legacy']) await world.client(era).call('fs.read', { secret: 'value-CANARY' });
    await world.gateway.stop();
    await world.recorder.stop();
    const secrets = [...Object.values(world.tokens), world.credential, 'value-CANARY'];
    const data = path.join(world.folder, 'data');
    const files = fs.readdirSync(data, { recursive: true }).filter(name => fs.statSync(path.join(data, name)).isFile());
    for (const name of files) {
      const text = fs.readFileSync(path.join(data, name), 'latin1');
      for (const secret of secrets) expect(!text.includes(secret), `a secret stands in ${name}`);
    }

    expect(files.length > 0, 'there are no files to look at');
    return { reason: `${secrets.length} secrets in none of ${files.length} files` };
  },
};

export const secretHandlers = [neverAgain, storedSecrets];
