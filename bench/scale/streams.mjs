// Idle event streams of agents: a GET each on a connection of its own, kept open, counted while they live.
import { connect } from 'node:net';

const open = (port, token, count) => new Promise((done, failed) => {
  const socket = connect(port, '127.0.0.1');
  let head = '';
  const patience = setTimeout(() => failed(new Error('a stream did not open in 60 s')), 60_000);
  socket.on('connect', () => socket.write(
    `GET /mcp/load HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${token}\r\nAccept: text/event-stream\r\nMCP-Protocol-Version: 2025-11-25\r\n\r\n`));
  socket.on('data', (bytes) => {
    if (head.includes('\r\n\r\n')) return;
    head += bytes;
    if (!head.includes('\r\n\r\n')) return;
    clearTimeout(patience);
    if (!head.startsWith('HTTP/1.1 200')) {
      failed(new Error(`a stream was refused: ${head.slice(0, 400)}`));
      return;
    }

    count.open += 1;
    done(socket);
  });
  socket.on('error', () => {});
  socket.on('close', () => {
    clearTimeout(patience);
    if (head.startsWith('HTTP/1.1 200')) count.open -= 1;
    failed(new Error('a stream was closed before it opened'));
  });
});

/** Opens so many, the tokens in turn, a hundred at a time. */
export const openStreams = async (port, tokens, most, count) => {
  const sockets = [];
  for (let at = 0; at < most; at += 100) {
    const some = Array.from({ length: Math.min(100, most - at) }, (_, k) => open(port, tokens[(at + k) % tokens.length], count));
    sockets.push(...await Promise.all(some));
  }

  return sockets;
};
