// The suite cannot send a token, so this stands between: it adds the Authorization header and changes nothing else.
// Its own authority in Host and Origin becomes that of the target; foreign ones pass as they came.
import http from 'node:http';

const hop = new Set(['connection', 'keep-alive', 'proxy-connection', 'transfer-encoding', 'upgrade', 'te']);

export async function startProxy(target, token) {
  const to = new URL(target);
  const agent = new http.Agent({ keepAlive: true, maxSockets: 256 });
  const server = http.createServer((request, response) => {
    const own = `127.0.0.1:${server.address().port}`;
    const headers = [];
    for (let i = 0; i < request.rawHeaders.length; i += 2) {
      const [name, value] = [request.rawHeaders[i], request.rawHeaders[i + 1]];
      if (hop.has(name.toLowerCase())) continue;
      headers.push(name, /^(host|origin)$/i.test(name) ? value.replace(own, to.host) : value);
    }

    if (request.headers['transfer-encoding']) headers.push('Transfer-Encoding', 'chunked');
    if (token) headers.push('Authorization', `Bearer ${token}`);
    const { hostname, port } = to;
    const options = { hostname, port, method: request.method, path: request.url, headers, agent, setHost: false };
    const upstream = http.request(options, answer => relay(answer, response));
    upstream.on('error', error => response.destroy(error));
    response.on('close', () => {
      if (!response.writableFinished) upstream.destroy();
    });
    request.pipe(upstream);
  });
  server.requestTimeout = 0;
  server.keepAliveTimeout = 60_000;
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  const stop = () =>
    new Promise(resolve => {
      agent.destroy();
      server.closeAllConnections();
      server.close(resolve);
    });
  return { url: `http://127.0.0.1:${server.address().port}${to.pathname}`, stop };
}

function relay(answer, response) {
  const headers = [];
  for (let i = 0; i < answer.rawHeaders.length; i += 2) {
    if (!hop.has(answer.rawHeaders[i].toLowerCase())) headers.push(answer.rawHeaders[i], answer.rawHeaders[i + 1]);
  }

  response.sendDate = false;
  response.writeHead(answer.statusCode, answer.statusMessage, headers);
  response.flushHeaders();
  answer.on('error', error => response.destroy(error));
  answer.on('close', () => {
    if (!answer.complete) response.destroy();
  });
  answer.pipe(response);
}
