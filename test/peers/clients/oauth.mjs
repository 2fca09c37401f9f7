// The newer SDK with its own OAuth: it is given an address and a person, and nothing else.
import { Client, StreamableHTTPClientTransport, UnauthorizedError } from '@modelcontextprotocol/client';

// `consent` gets the address that the browser opens, and gives the one that it comes back to.
export async function connect(url, consent) {
  const kept = {};
  const provider = {
    redirectUrl: 'http://127.0.0.1:1/not-listening',
    clientMetadata: { client_name: 'SDK', redirect_uris: ['http://127.0.0.1:1/not-listening'], application_type: 'native' },
    state: () => 'state-of-the-sdk',
    clientInformation: () => kept.client,
    saveClientInformation: client => void (kept.client = client),
    tokens: () => kept.tokens,
    saveTokens: tokens => void (kept.tokens = tokens),
    redirectToAuthorization: async asked => void (kept.back = await consent(String(asked))),
    saveCodeVerifier: verifier => void (kept.verifier = verifier),
    codeVerifier: () => kept.verifier,
  };
  const checks = [];
  const check = (id, holds, error) => checks.push({ id, status: holds ? 'SUCCESS' : 'FAILURE', error: String(error) });
  const open = async () => {
    const transport = new StreamableHTTPClientTransport(new URL(url), { authProvider: provider });
    const client = new Client({ name: 'sdk', version: '1.0.0' });
    return { transport, connecting: client.connect(transport).then(() => client) };
  };

  // 1. Refused, and sent to the person.
  const first = await open();
  const refusal = await first.connecting.catch(error => error);
  check('refused-without-consent', refusal instanceof UnauthorizedError && kept.back, refusal);
  const returned = new URL(kept.back).searchParams;
  check('issuer-and-state-in-the-answer', returned.get('state') === 'state-of-the-sdk' && returned.get('iss'), kept.back);
  await first.transport.finishAuth(returned);

  // 2. With the token of the consent, and with one that was renewed.
  const tools = async () => {
    const client = await (await open()).connecting;
    const { tools: listed } = await client.listTools();
    await client.close();
    return listed.length;
  };
  check('lists-tools', (await tools()) > 0, 'no tools');
  const before = kept.tokens.access_token;
  kept.tokens = { ...kept.tokens, access_token: 'gha_expired' };
  check('renews', (await tools()) > 0 && ![before, 'gha_expired'].includes(kept.tokens.access_token), kept.tokens.access_token);
  return checks;
}
