// Calls that wait for a person: steps in the notation's words, held against a small model of what may run.
import { expect, eventually } from '../expect.mjs';
import { callText } from '../bodies.mjs';
import { gatehouseAsync } from '../gateway.mjs';
import { readOutcome } from '../judge.mjs';
import { Unknown } from '../notation.mjs';
import { toPolicy, toolsOf } from '../policies.mjs';
import { openWorld } from '../worlds.mjs';

const waiting = one => (one.input.policy?.rules ?? []).filter(rule => rule.effect === 'require_approval');
const isApproval = one => waiting(one).length > 0;
const invisible = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/u;

/** One waiting call of grant A, and what people do with it from processes of their own. */
class Scene {
  static async open(one, era, options = {}) {
    const tools = options.tools ?? toolsOf(one);
    const world = await openWorld({ policy: toPolicy(one.input.policy), tools, ...options });
    return Object.assign(new Scene(), { world, era, tool: waiting(one)[0].tool, client: world.client(era) });
  }

  args = '{"amount":10,"note":"a/b"}';

  verb = (...words) => gatehouseAsync([...words, '--data', `${this.world.folder}/data`]);

  async open() {
    const { stdout, text, code } = await this.verb('approvals', '--json');
    expect(code === 0, `approvals: ${text}`);
    return JSON.parse(stdout).filter(card => card.state === 'open');
  }

  async settle(word) {
    const [card] = await this.open();
    expect(card, `nothing waits that one could ${word}`);
    const { code, text } = await this.verb(word, card.id);
    expect(code === 0, `${word}: ${text}`);
    return card.id;
  }

  call = (args = this.args, id) => this.client.call(this.tool, args, { id }).then(answer => readOutcome(answer));

  async must(kind, args, label) {
    const outcome = await this.call(args);
    expect(outcome.kind === kind, `${label}: ${outcome.kind}, not ${kind}`);
  }

  /** A process that was stopped has another address, and its sessions go on. */
  async restart(signal, env) {
    await this.world.gateway.stop(signal);
    await this.world.gateway.start(env);
    this.client = this.world.client(this.era);
  }

  get calls() {
    return this.world.recorder.calls.length;
  }
}

// What each step does; `model` says how many yeses are left for the call, and whether a person refused it.
const steps = [
  [/^call$/, async (scene, model) => scene.must(model.next(), undefined, 'call')],
  [
    /^approve$/,
    async (scene, model) => {
      await scene.settle('approve');
      model.yes++;
    },
  ],
  [
    /^(refuse|deny|reject)$/,
    async (scene, model) => {
      await scene.settle('refuse');
      model.refused = true;
    },
  ],
  [
    /^(runs?|retry|repeat)( same( value)?)?$/,
    async (scene, model, [word]) => {
      if (/^run/.test(word)) expect(model.yes > 0, 'the case lets a call run that nobody approved');
      await scene.must(model.next(), undefined, word);
    },
  ],
  [
    /^retry equal value$/,
    async (scene, model) => {
      // What an upstream can tell apart is another call; order, blanks and escapes are not.
      await scene.must('pending', '{"amount":10.0,"note":"a/b"}', '10.0 for 10');
      await scene.must(model.next(), '{ "\\u006eote": "a\\/b", "amount": 10 }', 'the same value written otherwise');
      await scene.must('pending', undefined, 'once more');
    },
  ],
  [
    /^retry (changed|other|different)( value| arguments)?$/,
    async scene => scene.must('pending', '{"amount":11,"note":"a/b"}', 'other arguments'),
  ],
  [
    /^(?:retry|call) x(\d+)(?: parallel)?$/,
    async (scene, model, [, times]) => {
      const count = Math.min(Number(times), 100);
      const before = scene.calls;
      const kinds = (await Promise.all(Array.from({ length: count }, (_, i) => scene.call(undefined, i + 1)))).map(
        o => o.kind,
      );
      const ran = scene.calls - before;
      expect(ran === Math.min(model.yes, count), `${ran} of ${count} ran with ${model.yes} approvals`);
      expect(kinds.filter(kind => kind === 'result').length === ran, kinds.join(', '));
      model.yes -= ran;
    },
  ],
  [/^(restart|kill|SIGKILL)$/, async (scene, _, [word]) => scene.restart(word === 'restart' ? 'SIGTERM' : 'SIGKILL')],
];

const inSteps = {
  matches: one => isApproval(one) && Array.isArray(one.input.steps),
  run: async (one, era) => {
    const scene = await Scene.open(one, era);
    const model = {
      yes: 0,
      refused: false,
      next() {
        if (this.refused) return 'denied';
        return this.yes > 0 ? (this.yes--, 'result') : 'pending';
      },
    };
    for (const step of one.input.steps) {
      const found = steps.map(([pattern, run]) => [pattern.exec(step), run]).find(([match]) => match);
      if (!found) throw new Unknown(`step \`${step}\``);
      await found[1](scene, model, found[0]);
    }

    const calls = scene.calls;
    await scene.world.close();
    return { reason: `${one.input.steps.join(', ')}: ${calls} upstream` };
  },
};

const atOnce = {
  matches: one => isApproval(one) && typeof one.input.concurrency === 'string',
  run: async (one, era) => {
    const said = [];
    for (const pair of one.input.concurrency.split(',').map(text => text.trim().split('+'))) {
      const words = pair.map(word => ({ approve: 'approve', deny: 'refuse', refuse: 'refuse' })[word]);
      if (words.includes(undefined)) throw new Unknown(`concurrency \`${pair.join('+')}\``);
      const scene = await Scene.open(one, era);
      await scene.must('pending', undefined, 'the first call');
      const [{ id }] = await scene.open();
      const ends = await Promise.all(words.map(word => scene.verb(word, id)));
      const won = words.filter((_, i) => ends[i].code === 0);
      expect(won.length === 1, `${pair.join('+')}: ${won.length} took effect`);
      await Promise.all(Array.from({ length: 5 }, (_, i) => scene.call(undefined, i + 1)));
      const ran = scene.calls;
      const settled = scene.world.gateway.journal().filter(row => row.kind === 'settlement' && row.approval === id);
      await scene.world.close();
      expect(ran === (won[0] === 'approve' ? 1 : 0), `${pair.join('+')}: ${won[0]} won and ${ran} calls ran`);
      expect(
        settled.some(row => row.who),
        `${pair.join('+')}: the journal names nobody`,
      );
      said.push(`${pair.join('+')}: ${won[0]} won, ${ran} ran`);
    }

    return { reason: said.join('; ') };
  },
};

const shown = {
  matches: one => isApproval(one) && typeof one.input.request?.body === 'string' && one.expected.decision === 'n/a',
  run: async (one, era) => {
    const scene = await Scene.open(one, era);
    await scene.client.open();
    const hidden = `"pay":"${' '.repeat(5000)}and everything else"`;
    // A raw control character is no JSON and goes no further; spelt as an escape it reaches the person.
    const spelt = text => text.replace(/[\u0000-\u001f]/g, c => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
    const bodies = [
      { ...one.input.request, body: spelt(one.input.request.body) },
      { body: callText(scene.tool, `{${hidden}}`, 2) },
    ];
    for (const request of bodies) {
      const { kind } = readOutcome(await scene.client.sendRequest(request));
      expect(kind === 'pending', `the call is ${kind}`);
      const [card] = (await scene.open()).toSorted((a, b) => b.created?.localeCompare(a.created) ?? 0);
      for (const more of [[], ['--full']]) {
        const { text, code } = await scene.verb('approvals', 'show', card.id, ...more);
        expect(
          code === 0 && !invisible.test(text),
          `a control character is printed: ${JSON.stringify(text.slice(0, 200))}`,
        );
      }
    }

    const cards = await scene.open();
    const texts = await Promise.all(
      cards.map(card => scene.verb('approvals', 'show', card.id, '--full').then(r => r.text)),
    );
    const calls = scene.calls;
    await scene.world.close();
    expect(
      texts.some(text => text.includes('and everything else')),
      'what stands behind the blanks is not shown',
    );
    expect(calls === 0, `${calls} went upstream`);
    return { reason: `${cards.length} calls shown with every character spelt, none sent` };
  },
};

const killed = {
  matches: one => isApproval(one) && [one.input.fault].flat().some(fault => /^SIGKILL|^restart$/.test(fault ?? '')),
  run: async (one, era) => {
    const [fault] = [one.input.fault].flat();
    const signal = /SIGKILL/.test(fault) ? 'SIGKILL' : 'SIGTERM';
    const rounds = Math.min(Number(/x(\d+)/.exec(fault)?.[1] ?? 1), 3);
    const hold = { on: false };
    const recorder = { answer: () => (hold.on ? new Promise(() => {}) : undefined) };
    const scene = await Scene.open(one, era, { recorder });
    for (let round = 0; round < rounds; round++) {
      const begin = scene.calls;
      // Parked and approved before the process ends: it can still be made, once.
      await scene.must('pending', undefined, 'the first call');
      await scene.restart(signal);
      await scene.settle('approve');
      await scene.restart(signal);
      await scene.must('result', undefined, 'after the restart');
      expect(scene.calls === begin + 1, `${scene.calls - begin} calls upstream`);
      if (signal !== 'SIGKILL') continue;

      // Killed while the upstream has it: nobody knows how it ended, so nothing repeats it.
      await scene.must('pending', undefined, 'the next call');
      await scene.settle('approve');
      hold.on = true;
      const lost = scene.call().catch(() => undefined);
      await eventually(() => scene.calls === begin + 2);
      await scene.restart(signal);
      await lost;
      hold.on = false;
      await scene.must('pending', undefined, 'after a kill while it ran');
      expect(scene.calls === begin + 2, 'a call was repeated by itself');
      await scene.settle('refuse');
      await scene.world.gateway.stop('SIGKILL');
      expect(
        scene.world.gateway.journal().some(row => row.outcome === 'unknown' || row.class === 'unknown'),
        'no call is recorded as unknown',
      );
      await scene.restart(signal);
      await scene.must('denied', undefined, 'after a no');
      scene.args = `{"amount":10,"note":"round ${round}"}`;
    }

    await scene.world.close();
    return { reason: `${rounds} rounds of ${signal}: an approval outlives it, nothing runs twice` };
  },
};

// Each is what may change while an approval waits. After it, nothing is sent.
const changes = {
  'policy (is )?(tightened|changed)': async scene => {
    scene.world.gateway.write('policy.json', {
      version: '1',
      default: 'deny',
      hide: [],
      tools: { marker: { action: 'deny' } },
    });
    await eventually(async () => readOutcome(await scene.client.call('marker')).kind === 'denied', 20_000);
  },
  'grant (is )?(revoked|removed)': async scene => {
    const { config } = scene.world.gateway;
    scene.world.gateway.write('gatehouse.json', { ...config, grants: config.grants.filter(grant => grant.id !== 'A') });
    await eventually(async () => (await scene.client.sendRequest({ body: '{}' })).status === 401, 20_000);
  },
  'credential (is )?rotated': async scene => {
    await scene.restart('SIGTERM', { BANK_KEY: 'another-credential' });
  },
  '(tool )?definition (is )?changed': async scene => {
    scene.world.recorder.tools = scene.world.recorder.tools.map(tool => ({
      ...tool,
      description: `${tool.description}, and more`,
    }));
    await scene.world.client(scene.era, 'B').list();
  },
};

const overtaken = {
  matches: one =>
    isApproval(one) &&
    one.expected.decision === 'deny' &&
    Object.keys(changes).some(text => new RegExp(text, 'i').test(one.description)),
  run: async (one, era) => {
    const said = [];
    for (const [text, change] of Object.entries(changes)) {
      const found = new RegExp(text, 'i').exec(one.description);
      if (!found) continue;
      const policy = toPolicy(one.input.policy);
      policy.tools.marker = {};
      const scene = await Scene.open(one, era, {
        policy,
        tools: [...toolsOf(one), { name: 'marker', inputSchema: { type: 'object' } }],
      });
      await scene.must('pending', undefined, 'the first call');
      await scene.settle('approve');
      await change(scene);
      const outcome = await scene.call().catch(() => ({ kind: 'refused' }));
      const calls = scene.world.recorder.calls.filter(call => call.message.params.name === scene.tool).length;
      await scene.world.close();
      expect(calls === 0 && outcome.kind !== 'result', `${found[0]}: ${outcome.kind}, ${calls} upstream`);
      said.push(`${found[0]}: ${outcome.kind}`);
    }

    return { reason: said.join(', ') };
  },
};

export const approvalHandlers = [inSteps, atOnce, shown, killed, overtaken];
