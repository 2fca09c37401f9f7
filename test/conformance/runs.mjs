// server-everything lacks the tools of these scenarios. It answers a call to them with a result that has a text, which
// the scenarios take for what they wanted; the gateway answers unknown tools itself, as the policy language has it (§6).
const unknownTools = ['tools-call-error', 'tools-call-simple-text', 'server-sse-polling'];

// What is run. `suite` is a major version among the peers, `args` choose its scenarios.
export const serverRuns = [
  {
    name: 'fixture-2026-07-28',
    server: 'fixture',
    path: '/stateless',
    suite: '0.2',
    args: ['--requirements', '2026-07-28'],
    quick: true,
  },
  {
    name: 'fixture-2025-11-25',
    server: 'fixture',
    path: '/mcp',
    suite: '0.2',
    args: ['--requirements', '2025-11-25'],
    quick: true,
  },
  { name: 'fixture-0.1', server: 'fixture', path: '/mcp', suite: '0.1', args: ['--suite', 'all'] },
  {
    name: 'everything-2026-07-28',
    server: 'everything',
    path: '/mcp',
    suite: '0.2',
    args: ['--requirements', '2026-07-28'],
    differs: unknownTools,
  },
  {
    name: 'everything-2025-11-25',
    server: 'everything',
    path: '/mcp',
    suite: '0.2',
    args: ['--requirements', '2025-11-25'],
    differs: unknownTools,
  },
  {
    name: 'everything-0.1',
    server: 'everything',
    path: '/mcp',
    suite: '0.1',
    args: ['--suite', 'all'],
    differs: unknownTools,
  },
];

// The scenarios of the client side but for `auth/*`: there the client must see the gateway's own metadata.
export const clientRuns = [
  {
    name: 'client-2025-11-25',
    revision: '2025-11-25',
    scenarios: [
      'initialize',
      'tools_call',
      'elicitation-sep1034-client-defaults',
      'sse-retry',
      'json-schema-2020-12-preservation',
    ],
  },
  {
    name: 'client-2026-07-28',
    revision: '2026-07-28',
    scenarios: [
      'tools_call',
      'request-metadata',
      'sep-2322-client-request-state',
      'http-standard-headers',
      'http-custom-headers',
      'http-invalid-tool-headers',
      'json-schema-ref-no-deref',
      'json-schema-2020-12-preservation',
    ],
  },
];

// The scenarios of clients that are refused until they sign in: there the client is our own connection to a server. Every check has to
// pass; `should` are those where the suite warns, because the scope of the first answer is not known before a call is made.
const signIn = [
  'metadata-default', 'metadata-var1', 'metadata-var2', 'metadata-var3', 'basic-cimd', 'scope-from-www-authenticate',
  'scope-from-scopes-supported', 'scope-omitted-when-undefined', 'scope-step-up', 'scope-retry-limit', 'token-endpoint-auth-basic',
  'token-endpoint-auth-post', 'token-endpoint-auth-none', 'pre-registration',
];
const should = ['scope-step-up-initial', 'scope-step-up-escalation', 'sep-2350-scope-union-on-reauth'];

export const authRuns = [
  { name: 'auth-2025-11-25', revision: '2025-11-25', scenarios: signIn, should },
  {
    name: 'auth-2026-07-28',
    revision: '2026-07-28',
    scenarios: [
      ...signIn, 'resource-mismatch', 'offline-access-scope', 'offline-access-not-supported', 'authorization-server-migration',
      'iss-supported', 'iss-not-advertised', 'iss-supported-missing', 'iss-wrong-issuer', 'iss-unexpected', 'iss-normalized',
      'metadata-issuer-mismatch',
    ],
    should,
  },
];
