// Policy documents and configurations that must be refused, or that must deny everything.
import fs from 'node:fs';
import path from 'node:path';
import { expect } from '../expect.mjs';
import { Gateway, gatehouse } from '../gateway.mjs';
import { readOutcome } from '../judge.mjs';
import { parseLossless, plain, write } from '../lossless.mjs';
import { toPath, toPolicy } from '../policies.mjs';
import { newFolder, openWorld, worldFor } from '../worlds.mjs';

const once = { eras: ['both'] };

function validate(text) {
  const folder = newFolder();
  fs.mkdirSync(folder);
  const file = path.join(folder, 'policy.json');
  fs.writeFileSync(file, text);
  return gatehouse(['policy', 'validate', file]);
}

function mustRefuse(text, { position = true } = {}) {
  const { code, text: said } = validate(text);
  expect(code !== 0 && code !== null, `\`${text.slice(0, 80)}\` was accepted`);
  if (position)
    expect(
      /\d+[:,]\s*(column\s*)?\d+/.test(said),
      `\`${text.slice(0, 60)}\` was refused without a place: ${said.slice(0, 200)}`,
    );
}

/** The neutral text as a document of ours. What cannot be mapped is kept as it is: it has to be refused. */
function translate(text) {
  try {
    const neutral = plain(parseLossless(text));
    const strange = Object.keys(neutral).filter(name => !['default', 'rules'].includes(name));
    const twice = parseLossless(text).members.length !== Object.keys(neutral).length;
    if (strange.length === 0 && !twice && Array.isArray(neutral.rules)) return write(toPolicy(neutral));
  } catch {
    /* Not even JSON. */
  }
  return text.replace(/^\s*\{/, '{"version":"1",');
}

const policyText = {
  ...once,
  matches: one => one.input.config?.policy_text !== undefined,
  run: async one => {
    const texts = [one.input.config.policy_text].flat();
    for (const text of texts) mustRefuse(translate(text));
    return { reason: `${texts.length} refused with their place` };
  },
};

const policyArguments = {
  ...once,
  matches: one => one.input.config?.policy_args !== undefined,
  run: async one => {
    for (const pointer of one.input.config.policy_args) {
      const condition = { path: toPath(pointer), op: 'exists', value: true };
      mustRefuse(
        JSON.stringify({ version: '1', default: 'deny', tools: { t: { require: [{ conditions: [condition] }] } } }),
      );
    }

    return { reason: `${one.input.config.policy_args.length} paths refused` };
  },
};

const policyTooLarge = {
  ...once,
  matches: one => one.input.config?.rules > 2000,
  run: async one => {
    const tools = Object.fromEntries(Array.from({ length: one.input.config.rules }, (_, i) => [`t${i}`, {}]));
    const begin = Date.now();
    mustRefuse(JSON.stringify({ version: '1', default: 'deny', tools }), { position: false });
    const within = Object.fromEntries(Object.entries(tools).slice(0, 2000));
    expect(
      validate(JSON.stringify({ version: '1', default: 'deny', tools: within })).code === 0,
      '2,000 keys were refused',
    );
    return { reason: `refused over the cap, accepted at it, ${Date.now() - begin} ms for both` };
  },
};

const noPolicy = {
  ...once,
  matches: one => Array.isArray(one.input.config?.policy),
  run: async one => {
    const how = [];
    for (const text of one.input.config.policy) {
      try {
        const tools = [{ name: 'fs.read', inputSchema: { type: 'object' } }];
        const world = await openWorld({ tools, ...(text === null ? { noPolicy: true } : { policy: text }) });
        const answer = await world.client('modern').call('fs.read');
        const { kind, code } = readOutcome(answer);
        const calls = world.recorder.calls.length;
        await world.close();
        expect(
          calls === 0 && (kind === 'denied' || code === -32602),
          `${JSON.stringify(text)}: ${kind}, ${calls} upstream`,
        );
        how.push(`${JSON.stringify(text)} denies`);
      } catch (error) {
        if (error.expected || !/^gateway/.test(error.message)) throw error;
        how.push(`${JSON.stringify(text)} does not start`);
      }
    }

    return { reason: how.join(', ') };
  },
};

const observe = {
  ...once,
  matches: one => one.input.config?.enforce === false,
  run: async () => {
    const far = new Date(Date.now() + 60 * 86400_000).toISOString();
    mustRefuse('{"version":"1","default":"deny","enforce":false}');
    mustRefuse('{"version":"1","default":"deny","mode":"off"}');
    mustRefuse('{"version":"1","default":"deny","mode":"observe"}', { position: false });
    mustRefuse(`{"version":"1","default":"deny","mode":"observe","observe_until":"${far}"}`, { position: false });
    return { reason: 'no switch, and observing needs an end within 30 days' };
  },
};

/** A credential that must not start the gateway, written down or by the environment. */
async function mustNotStart(written, env) {
  const gateway = new Gateway(newFolder(), {
    listen: '127.0.0.1:0',
    data: './data',
    grants: [],
    servers: { bank: { name: 'Bank', url: 'http://127.0.0.1:9/mcp', headers: { 'X-Api-Key': written } } },
  });
  try {
    await gateway.start(env);
  } catch (error) {
    const secret = Object.values(env)[0] ?? written;
    expect(!error.message.includes(secret.split(/[\r\n]/)[0]), 'the message shows the secret');
    return;
  }

  await gateway.stop();
  expect(false, 'it started');
}

const brokenCredential = {
  ...once,
  matches: one => one.input.config?.credential !== undefined,
  run: async one => {
    const { credential } = one.input.config;
    await mustNotStart(credential, {});
    await mustNotStart('${env:BAD_KEY}', { BAD_KEY: credential });
    return { reason: 'refused at start, value not shown' };
  },
};

const deniedByRules = {
  matches: one =>
    one.expected.decision === 'deny' &&
    Object.keys(one.input).join() === 'policy' &&
    one.input.policy.rules?.every(rule => ['allow', 'deny', 'hide'].includes(rule.effect)),
  run: async (one, era) => {
    const reversed = { ...one, input: { policy: { ...one.input.policy, rules: one.input.policy.rules.toReversed() } } };
    const seen = new Set();
    for (const variant of [one, reversed]) {
      const world = await worldFor(variant);
      for (const { tool } of variant.input.policy.rules) {
        const calls = world.recorder.calls.length;
        const { kind, code } = readOutcome(await world.client(era).call(tool));
        expect(world.recorder.calls.length === calls && (kind === 'denied' || code === -32602), `${tool}: ${kind}`);
        seen.add(kind);
      }
    }

    return { reason: `${[...seen].join(', ')}, in either order of the rules` };
  },
};

export const policyHandlers = [
  deniedByRules,
  policyText,
  policyArguments,
  policyTooLarge,
  noPolicy,
  observe,
  brokenCredential,
];
