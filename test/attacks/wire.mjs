// HTTP on a bare socket: what is sent is what the case says, byte for byte, and nothing is repaired on the way.
import http2 from 'node:http2';
import net from 'node:net';
import { AnswerReader } from './answers.mjs';

/** Sends bytes and reads one answer. */
export function sendRaw(address, bytes, { untilId, wait = 30_000, method = 'POST' } = {}) {
  return new Promise((resolve, reject) => {
    const reader = new AnswerReader(untilId, method);
    const socket = net.connect(address.port, address.hostname);
    const timer = setTimeout(() => finish({ ...reader.answer(), timedOut: true }), wait);
    const finish = answer => {
      clearTimeout(timer);
      socket.destroy();
      resolve(answer);
    };
    socket.on('connect', () => {
      for (const part of [bytes].flat()) socket.write(part);
    });
    socket.on('data', chunk => {
      if (reader.read(chunk)) finish(reader.answer());
    });
    socket.on('end', () => finish({ ...reader.answer(), closed: true }));
    socket.on('error', error => {
      // An answer may come before the whole request went out; then the rest of it meets a closed socket.
      if (reader.status) finish(reader.answer());
      else if (error.code === 'ECONNRESET' || error.code === 'EPIPE') finish({ status: 0, closed: true, text: '' });
      else {
        clearTimeout(timer);
        reject(error);
      }
    });
  });
}

/** A request with these headers; `framing` is content-length, chunked or h2. */
export function send(address, { method = 'POST', path, headers, body, framing = 'content-length', untilId, wait }) {
  if (framing === 'h2') return sendH2(address, { method, path, headers, body });
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  const head = extra => Buffer.from(`${method} ${path} HTTP/1.1\r\n${lines}${extra}\r\n`, 'latin1');
  if (framing === 'chunked') {
    const parts = [head('Transfer-Encoding: chunked\r\n')];
    for (let at = 0; at < body.length; at += 65536) {
      const part = body.subarray(at, at + 65536);
      parts.push(Buffer.from(`${part.length.toString(16)}\r\n`), part, Buffer.from('\r\n'));
    }

    return sendRaw(address, [...parts, Buffer.from('0\r\n\r\n')], { untilId, wait, method });
  }

  const own = headers.some(([name]) => name.toLowerCase() === 'content-length');
  const length = body && !own ? `Content-Length: ${body.length}\r\n` : '';
  return sendRaw(address, [head(length), body ?? Buffer.alloc(0)], { untilId, wait, method });
}

// HTTP/2 with prior knowledge and without a content-length. A server that speaks no HTTP/2 here refuses at once.
function sendH2(address, { method, path, headers, body }) {
  return new Promise(resolve => {
    const session = http2.connect(`http://${address.host}`);
    const finish = answer => {
      clearTimeout(timer);
      session.destroy();
      resolve(answer);
    };
    const timer = setTimeout(() => finish({ status: 0, text: '', timedOut: true }), 10_000);
    session.on('error', error => finish({ status: 0, text: '', refused: true, error: error.message }));
    const own = headers.filter(([name]) => name !== 'Host').map(([name, value]) => [name.toLowerCase(), value]);
    const stream = session.request({ ':method': method, ':path': path, ...Object.fromEntries(own) });
    let status = 0;
    let text = '';
    stream.on('response', head => {
      status = head[':status'];
    });
    stream.on('data', chunk => {
      text += chunk;
    });
    stream.on('error', () => finish({ status, text, refused: status === 0 }));
    stream.on('end', () => finish({ status, text, headers: [] }));
    for (let at = 0; at < body.length; at += 65536) stream.write(body.subarray(at, at + 65536));
    stream.end();
  });
}
