// What this runner understands of the notation. A case that says more is reported, not run: what is left out of a
// situation could be the attack itself.

/** A case whose words this runner does not know. */
export class Unknown extends Error {
  constructor(what) {
    super(`unknown notation: ${what}`);
    this.isUnknown = true;
  }
}

const words = text => new Set(text.trim().split(/\s+/));

const inputs = words(`policy request upstream setup steps fault clock concurrency replicas load tamper property mutant
  config backend rounds rps n`);
const requests =
  words(`method path headers body body_b64 body_encoding body_prefix_hex body_suffix_hex raw_http gen bytes n
  framing tail tpl prefix open inner close suffix expanded seed token tokens authorization as matrix methods taskId
  cursor repeat parallel id paths enumerate scan sample bruteforce two_clients progressToken user_agent args timing admin run
  tool rates`);
const bodies = words('gen n bytes open close inner prefix suffix tpl tail expanded framing');
const generators = words('nest keys elements digits string name batch big padded gzip_bomb fuzz');
const headerRules = words('std set drop dup');
const policies = words('default rules resources prompts');
const rules = words('tool effect if limits closed_args expires_s');
const conditions = words('arg op value');
const limits = words('kind max window scope sum id counter scale');
const operators =
  words(`eq ne neq lt lte gt gte in not_in exists contains starts_with ends_with length_gt length_lt host_in
  host_not_in match all_match regex any_match imatch all_imatch path_under path_in path_not_under sql_readonly
  max_length len_lte min_length len_gte`);
const effects = words('allow deny hide require_approval');
const scopes = words('grant session server org');
const kinds = words('rate spend');
const expectations = words('decision http rpc upstream_calls audit assert items');
const decisions = words('reject deny allow per-item n/a reject-or-deny');
const upstreams =
  words(`tools ids hostile resultType text error headers content_type content mutations alternate adds desc
  cursor inputSchema responses www_authenticate new_as set_cookie elicit_urls description a b b.description`);

/** Throws for a case that says something this runner would leave out. */
export function checkNotation(one) {
  known('input', one.input, inputs);
  known('expected', one.expected, expectations);
  word('expected.decision', one.expected.decision, decisions);
  for (const item of one.expected.items ?? []) word('expected.items', item, decisions);
  if (one.expected.decision === 'per-item' && one.expected.items?.length !== [one.input.request].flat().length)
    throw new Unknown('as many `items` as requests are wanted');
  for (const request of [one.input.request ?? []].flat()) checkRequest(request);
  if (one.input.policy && typeof one.input.policy === 'object') checkPolicy(one.input.policy);
  if (isObject(one.input.upstream)) known('upstream', one.input.upstream, upstreams);
}

function checkRequest(request) {
  if (!isObject(request)) throw new Unknown(`request ${JSON.stringify(request)}`);
  known('request', request, requests);
  known('request.headers', request.headers, headerRules);
  if (isObject(request.body) && request.body.gen) known('request.body', request.body, bodies);
  word('gen', request.gen, generators);
  word('gen', request.body?.gen, generators);
  word('framing', request.framing, words('content-length chunked h2'));
  word(
    'request.headers.std',
    typeof request.headers?.std === 'string' ? request.headers.std : undefined,
    words('auto'),
  );
}

function checkPolicy(policy) {
  known('policy', policy, policies);
  for (const rule of policy.rules ?? []) {
    known('policy.rules', rule, rules);
    word('effect', rule.effect, effects);
    for (const condition of rule.if ?? []) {
      known('if', condition, conditions);
      word('op', condition.op, operators);
    }

    for (const limit of rule.limits ?? []) {
      known('limits', limit, limits);
      word('kind', limit.kind, kinds);
      // A scope like `arg:/user` is a limit that the language does not have: the case says so, or it is unknown.
      word('scope', limit.scope, scopes);
    }
  }
}

const isObject = value => value !== null && typeof value === 'object' && !Array.isArray(value);

function known(where, object, names) {
  if (!isObject(object)) return;
  for (const name of Object.keys(object)) if (!names.has(name)) throw new Unknown(`\`${name}\` in ${where}`);
}

function word(where, value, names) {
  if (value !== undefined && !names.has(value)) throw new Unknown(`\`${value}\` as ${where}`);
}
