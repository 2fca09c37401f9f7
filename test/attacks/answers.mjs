// Reads one HTTP/1.1 answer as it comes, and the JSON-RPC messages in it, plain or as server-sent events.
export class AnswerReader {
  constructor(untilId, method) {
    this.untilId = untilId;
    this.method = method;
    this.bytes = Buffer.alloc(0);
    this.body = Buffer.alloc(0);
    this.status = 0;
    this.headers = [];
    this.done = false;
  }

  /** Takes more bytes; true once the answer is complete. */
  read(chunk) {
    this.bytes = Buffer.concat([this.bytes, chunk]);
    while (this.status === 0 || this.status === 100) if (!this.readHead()) return false;
    this.readBody();
    return this.done || (this.untilId !== undefined && this.messages().some(m => m.id === this.untilId && !m.method));
  }

  readHead() {
    const end = this.bytes.indexOf('\r\n\r\n');
    if (end < 0) return false;
    const [first, ...lines] = this.bytes.subarray(0, end).toString('latin1').split('\r\n');
    this.status = Number(first.split(' ')[1]);
    this.headers = lines.map(line => [
      line.slice(0, line.indexOf(':')).toLowerCase(),
      line.slice(line.indexOf(':') + 1).trim(),
    ]);
    this.bytes = this.bytes.subarray(end + 4);
    return true;
  }

  header(name) {
    return this.headers.find(([n]) => n === name)?.[1];
  }

  readBody() {
    const length = this.header('content-length');
    if (this.method === 'HEAD') {
      this.done = true;
    } else if (/chunked/i.test(this.header('transfer-encoding') ?? '')) {
      while (this.readChunk());
    } else {
      this.body = Buffer.concat([this.body, this.bytes]);
      this.bytes = Buffer.alloc(0);
      this.done = length !== undefined ? this.body.length >= Number(length) : [204, 304].includes(this.status);
    }
  }

  readChunk() {
    const end = this.bytes.indexOf('\r\n');
    if (this.done || end < 0) return false;
    const size = parseInt(this.bytes.subarray(0, end).toString('latin1'), 16);
    if (this.bytes.length < end + 2 + size + 2) return false;
    this.body = Buffer.concat([this.body, this.bytes.subarray(end + 2, end + 2 + size)]);
    this.bytes = this.bytes.subarray(end + 2 + size + 2);
    this.done = size === 0;
    return !this.done;
  }

  messages() {
    return messagesOf(this.body.toString('utf8'), this.header('content-type') ?? '');
  }

  answer() {
    const text = this.body.toString('utf8');
    return {
      status: this.status,
      headers: this.headers,
      header: name => this.header(name),
      text,
      bytes: this.body,
      messages: messagesOf(text, this.header('content-type') ?? ''),
      rest: this.bytes,
    };
  }
}

function messagesOf(text, type) {
  const texts = type.startsWith('text/event-stream')
    ? text.split(/\r?\n\r?\n/).map(event =>
        event
          .split(/\r?\n/)
          .filter(line => line.startsWith('data:'))
          .map(line => line.slice(5).trimStart())
          .join('\n'),
      )
    : [text];
  return texts.flatMap(one => {
    try {
      return [JSON.parse(one)].flat().filter(message => message !== null && typeof message === 'object');
    } catch {
      return [];
    }
  });
}
