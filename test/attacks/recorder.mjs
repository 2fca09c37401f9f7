// An upstream that writes down every byte it gets, and answers as told. It speaks both eras.
import http from 'node:http';
import { versions } from './bodies.mjs';

const housekeeping = new Set(['initialize', 'server/discover', 'tools/list', 'ping']);

export class Recorder {
  constructor({ tools = [], answer, list, respond, instructions } = {}) {
    Object.assign(this, { tools, answer, list, respond, instructions });
    this.requests = [];
    this.sockets = 0;
  }

  async start(port = 0) {
    this.server = http.createServer((request, response) => {
      const parts = [];
      request.on('data', part => parts.push(part));
      request.on('end', () =>
        this.take(request, Buffer.concat(parts), response).catch(() => response.writeHead(500).end()),
      );
      request.on('error', () => {});
    });
    this.server.on('connection', () => {
      this.sockets++;
    });
    await new Promise(resolve => this.server.listen(port, '127.0.0.1', resolve));
    this.port = this.server.address().port;
    this.url = `http://127.0.0.1:${this.port}/mcp`;
    return this;
  }

  stop() {
    this.server.closeAllConnections();
    return new Promise(resolve => this.server.close(resolve));
  }

  /** What counts as a call: every message that may do something. */
  get calls() {
    return this.requests.filter(
      ({ message }) =>
        message?.method && !housekeeping.has(message.method) && !message.method.startsWith('notifications/'),
    );
  }

  async take(request, body, response) {
    const text = body.toString('utf8');
    let message;
    try {
      message = JSON.parse(text);
    } catch {
      /* It stays in the log as text. */
    }
    const entry = {
      at: Date.now(),
      method: request.method,
      url: request.url,
      headers: request.rawHeaders,
      body,
      text,
      message,
    };
    this.requests.push(entry);
    if (this.respond && (await this.respond(entry, response))) return;
    if (request.method === 'GET') return void response.writeHead(405).end();
    if (request.method === 'DELETE') return void response.writeHead(200).end();
    if (message?.id === undefined || !message.method) return void response.writeHead(202).end();
    const modern = request.headers['mcp-protocol-version'] === versions.modern;
    const result = await this.result(message, modern);
    const headers = { 'Content-Type': 'application/json' };
    if (message.method === 'initialize') headers['Mcp-Session-Id'] = `recorder-${this.requests.length}`;
    response.writeHead(200, headers);
    response.end(JSON.stringify({ jsonrpc: '2.0', id: message.id, ...result }));
  }

  async result(message, modern) {
    const complete = modern ? { resultType: 'complete' } : {};
    const cached = modern ? { ...complete, ttlMs: 60_000, cacheScope: 'public' } : {};
    const capabilities = { tools: { listChanged: true }, resources: { subscribe: true }, prompts: {} };
    const serverInfo = { name: 'recorder', version: '1.0.0' };
    switch (message.method) {
      case 'initialize':
        return {
          result: {
            protocolVersion: message.params?.protocolVersion ?? versions.legacy,
            capabilities,
            serverInfo,
            ...(this.instructions && { instructions: this.instructions }),
          },
        };
      case 'server/discover':
        return {
          result: {
            ...cached,
            supportedVersions: [versions.modern],
            capabilities,
            ...(this.instructions && { instructions: this.instructions }),
            _meta: { 'io.modelcontextprotocol/serverInfo': serverInfo },
          },
        };
      case 'tools/list':
        return { result: { ...cached, ...(this.list ? await this.list(message, this) : { tools: this.tools }) } };
      case 'resources/list':
        return { result: { ...cached, resources: [] } };
      case 'resources/read':
        return { result: { ...cached, contents: [{ uri: message.params?.uri, text: 'read' }] } };
      case 'prompts/list':
        return { result: { ...cached, prompts: [] } };
      case 'ping':
        return { result: complete };
      case 'tools/call': {
        const own = await this.answer?.(message, this);
        return (
          own ?? {
            result: {
              ...complete,
              content: [{ type: 'text', text: JSON.stringify(message.params?.arguments ?? {}) }],
            },
          }
        );
      }
      default:
        return { error: { code: -32601, message: 'Method not found' } };
    }
  }
}
