// A well-behaved client of one grant, in one era, which can also send a case's request.
import { buildBody, callText, metaOf, versions } from './bodies.mjs';
import { buildHeaders, readEnvelope } from './headers.mjs';
import { send, sendRaw } from './wire.mjs';

export class Client {
  constructor(world, era, grantId) {
    Object.assign(this, { world, era, grantId });
    this.path = grantId === 'C' ? '/mcp/other' : '/mcp/bank';
  }

  get address() {
    return this.world.gateway.address;
  }

  get token() {
    return this.world.tokens[this.grantId];
  }

  /** Values that stand for `$NAMES` in cases. */
  values() {
    return {
      GRANT: this.token,
      HOST: this.address.host,
      SELF: this.address.host,
      BAD: 'gth_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA000000',
      CRED: this.world.credential,
      ID: 'AAAAAAAAAAAAAAAAAAAAAA',
      OTHER_GRANT: 'AAAA',
      A_TASK: 'AAAA',
      T: 'AAAA',
    };
  }

  /** A legacy client begins with a session. */
  async open(version = versions.legacy) {
    if (this.era === 'modern' || this.session) return;
    this.version = version;
    const initialize = {
      jsonrpc: '2.0',
      id: 'open',
      method: 'initialize',
      params: { protocolVersion: version, capabilities: {}, clientInfo: { name: 'attacks', version: '1' } },
    };
    const answer = await this.post(initialize);
    this.session = answer.header?.('mcp-session-id');
    if (!this.session) throw new Error(`no session: ${answer.status} ${answer.text}`);
    await this.post({ jsonrpc: '2.0', method: 'notifications/initialized' });
  }

  /** Sends a message that is right in every respect. */
  post(message, extra = {}) {
    const body = Buffer.from(JSON.stringify(message));
    return this.sendRequest({ ...extra.request }, { body, wait: extra.wait });
  }

  async call(name, args = {}, { id = 1, wait, meta } = {}) {
    await this.open();
    const text = callText(name, typeof args === 'string' ? args : JSON.stringify(args), id);
    return this.sendRequest({ body: text.replace('$META', () => JSON.stringify(this.meta(meta))) }, { wait });
  }

  /** The `_meta` of a request of this client. */
  meta(more) {
    const own = JSON.parse(metaOf(this.era));
    if (this.era === 'modern' && this.capabilities)
      own['io.modelcontextprotocol/clientCapabilities'] = this.capabilities;
    return { ...own, ...more };
  }

  async request(method, params = {}, { id = 1, wait } = {}) {
    await this.open();
    const own = { ...params };
    if (this.era === 'modern') own._meta = this.meta(own._meta);
    return this.post({ jsonrpc: '2.0', id, method, params: own }, { wait });
  }

  async list() {
    return this.request('tools/list');
  }

  /** Sends a request in the notation of the cases. */
  sendRequest(request, { tool, body = buildBody(request, this.era, this.values(), tool), wait } = {}) {
    const values = this.values();
    if (request.raw_http) {
      const text = Object.keys(values)
        .reduce((t, name) => t.replaceAll(`$${name}`, values[name]), request.raw_http)
        .replace(/^(\w+) \/mcp(?=[ ?])/gm, `$1 ${this.path}`);
      return sendRaw(this.address, Buffer.from(text, 'latin1'), { wait: 5000 });
    }

    const headers = buildHeaders(request, this.era, body, {
      host: this.address.host,
      token: request.noToken ? undefined : (request.token ?? this.token),
      session: this.session,
      version: this.version,
      values,
    });
    const where = this.pathOf(request.path, values);
    const method = request.method ?? 'POST';
    return send(this.address, {
      method,
      path: where,
      headers,
      body: method === 'GET' || method === 'DELETE' ? undefined : body,
      framing: request.framing ?? request.body?.framing,
      untilId: readEnvelope(body).id ?? undefined,
      wait,
    });
  }

  // The cases know one endpoint, /mcp; here each server has its own below it.
  pathOf(path = '/mcp', values) {
    const put = Object.keys(values).reduce(
      (text, name) => text.replaceAll(`$${name}`, encodeURIComponent(values[name])),
      path,
    );
    return put.replace(/^\/mcp(?=$|\?)/, this.path);
  }
}
