// From the neutral notation of the cases to the policy language.

/** `{default, rules, resources}` → a document of version 1. Numbers may be texts of numbers (lossless.mjs). */
export function toPolicy(neutral) {
  const document = { version: '1', default: neutral.default ?? 'deny' };
  const tools = {};
  for (const rule of neutral.rules ?? []) addRule(document, tools, rule);
  if (Object.keys(tools).length > 0) document.tools = tools;
  for (const kind of ['resources', 'prompts']) {
    if (neutral[kind]) {
      document[kind] = neutral[kind].filter(r => r.effect === 'allow').map(r => r.uri ?? r.name ?? r.pattern);
    }
  }

  return document;
}

function addRule(document, tools, rule) {
  if (rule.effect === 'hide') {
    document.hide = [...(document.hide ?? []), rule.tool];
    return;
  }

  const own = Object.hasOwn(tools, rule.tool) ? tools[rule.tool] : (tools[rule.tool] = {});
  const conditions = rule.if?.map(condition => toCondition(condition, rule.effect)) ?? [];
  if (rule.effect === 'deny') {
    if (conditions.length === 0) own.action = 'deny';
    else own.deny_if = [...(own.deny_if ?? []), { conditions }];
  } else if (rule.effect === 'require_approval') {
    const expires = rule.expires_s ? { expires: `${rule.expires_s}s` } : {};
    own.require_approval = [...(own.require_approval ?? []), { conditions, message: 'Needs a person', ...expires }];
  } else if (rule.effect === 'allow') {
    if (conditions.length > 0) own.require = [...(own.require ?? []), { conditions }];
    closeArguments(own, rule);
  } else {
    own.action = rule.effect; // Not one of ours: the validator has to say so.
  }

  const limits = rule.limits?.map(toLimit) ?? [];
  if (limits.length > 0) own.limits = [...(own.limits ?? []), ...limits];
}

// In the notation an allow rule with predicates knows the arguments that it names and no others (ARG-06).
function closeArguments(own, rule) {
  if (rule.limits?.some(limit => limit.scale === 'minor')) {
    own.arguments = 'schema';
  } else if (rule.if?.length > 0 || rule.closed_args) {
    const pointers = [...(rule.if ?? []).map(c => c.arg), ...(rule.limits ?? []).map(l => l.sum)].filter(Boolean);
    own.arguments = [...new Set([...(own.arguments ?? []), ...pointers.map(p => unescape(p.split('/')[1]))])];
  }
}

const unescape = part => part.replaceAll('~1', '/').replaceAll('~0', '~');

/** A JSON pointer with `*` → a path. What is no index stays as it is, so that the validator can refuse it. */
export function toPath(pointer) {
  let path = 'args';
  for (const part of pointer.split('/').slice(1).map(unescape)) {
    if (part === '*' || /^[-+]?\d*(e\d+)?$/.test(part)) path += `[${part}]`;
    else path += '.' + part.replace(/[\\.[\]]/g, '\\$&');
  }

  return path;
}

const sameNames = new Set([
  'eq',
  'neq',
  'lt',
  'lte',
  'gt',
  'gte',
  'in',
  'not_in',
  'exists',
  'contains',
  'starts_with',
  'ends_with',
  'length_gt',
  'length_lt',
  'host_in',
  'host_not_in',
]);

function toCondition({ arg, op, value }, effect) {
  const path = toPath(arg);
  if (sameNames.has(op)) return { path, op, value };
  const list = Array.isArray(value) ? value : [value];
  switch (op) {
    case 'ne':
      return { path, op: 'neq', value };
    case 'match':
    case 'all_match':
    case 'regex':
    case 'any_match':
      return { path, op: 'regex', value: pattern(value, effect) };
    case 'imatch':
    case 'all_imatch':
      return { path, op: 'regex', value: `(?i)${pattern(value, effect)}` };
    case 'path_under':
    case 'path_in':
      return { path, op: 'path_within', value: list };
    case 'path_not_under':
      return { path, op: 'path_not_within', value: list };
    case 'sql_readonly':
      return { path, op: 'sql_in', value: ['select'] };
    case 'max_length':
    case 'len_lte':
      return { path, op: 'length_lt', value: value + 1 };
    case 'min_length':
    case 'len_gte':
      return { path, op: 'length_gt', value: value - 1 };
    default:
      return { path, op, value };
  }
}

// The notation's patterns are whole-string; ours match anywhere. A denial may match more, a permission may not.
function pattern(text, effect) {
  if (effect === 'deny') return text;
  const startsFixed = /^(\^|\\A)/.test(text);
  const endsFixed = /(\$|\\z)$/.test(text);
  if (startsFixed && endsFixed) return text;
  if (endsFixed) return `^[^\\r\\n]*(?:${text})`;
  if (startsFixed) return `(?:${text})$`;
  return `^(?:${text})$`;
}

function toLimit(limit, index) {
  const own = {
    counter: limit.id ?? limit.counter ?? `${limit.kind ?? 'limit'}-${index + 1}`,
    window: limit.window,
    max: limit.max,
  };
  if (['grant', 'session', 'server', 'org'].includes(limit.scope)) own.scope = limit.scope;
  if (limit.sum) own.increment_from = toPath(limit.sum);
  return own;
}

/** The tools that a case talks about and that exist upstream, with their schemas. */
export function toolsOf(one) {
  const { policy, upstream } = one.input;
  const named = (policy?.rules ?? []).map(rule => rule.tool).filter(name => !name.includes('*'));
  const listed = Array.isArray(upstream?.tools) ? upstream.tools : undefined;
  const tools = new Map();
  const add = tool =>
    tools.set(tool.name, { description: `Tool ${tool.name}`, inputSchema: { type: 'object' }, ...tool });
  const usual = ['fs.read', 'fs.delete', 'bank.transfer', 'mail.send', 'sql.run', 'web.fetch'];
  for (const name of listed ? named.filter(n => !named.includes('*')) : [...usual, ...named]) add({ name });
  for (const tool of listed ?? []) {
    const definition = typeof tool === 'string' ? { name: tool } : tool;
    // The cases join servers under prefixes; here a server has a path of its own and the name stays whole.
    const whole = named.find(name => name.endsWith(`.${definition.name}`));
    add({ ...definition, name: whole ?? definition.name });
  }

  for (const rule of policy?.rules ?? []) {
    if (rule.limits?.some(limit => limit.scale === 'minor')) addMinorUnits(tools.get(rule.tool), rule);
  }

  return [...tools.values()];
}

// Amounts in minor units are whole numbers: what the rule says with `scale`, the tool's schema says here.
function addMinorUnits(tool, rule) {
  const properties = {};
  for (const condition of rule.if ?? []) properties[condition.arg.slice(1)] = {};
  for (const limit of rule.limits) if (limit.sum) properties[limit.sum.slice(1)] = { type: 'integer' };
  tool.inputSchema = { type: 'object', properties, additionalProperties: false };
}
