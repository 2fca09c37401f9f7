// Somebody with a browser: a cookie, and forms of the server's own pages.
import net from 'node:net';

const password = 'correct horse battery';

export class Person {
  constructor(people, cookie) {
    this.people = people;
    this.cookie = cookie;
  }

  static async setUp(people, token) {
    const person = new Person(people, '');
    await person.api('POST', 'setup', { token, organisation: 'Example', email: 'ada@example.com', password });
    const reply = await person.send('POST', '/api/v1/session', JSON.stringify({ email: 'ada@example.com', password }), 'application/json');
    person.cookie = reply.headers.get('set-cookie').split(';')[0];
    return person;
  }

  async api(method, address, body) {
    const reply = await this.send(method, address.startsWith('/') ? address : `/api/v1/${address}`, JSON.stringify(body), 'application/json');
    const text = await reply.text();
    if (!reply.ok) throw new Error(`${method} ${address}: ${reply.status} ${text}`);
    return text ? JSON.parse(text) : {};
  }

  // Opens the page, chooses the grant, sends the form, and goes where it says.
  async consent(url, grant) {
    const page = await this.send('GET', url.slice(this.people.length));
    const form = new URLSearchParams({ grant, answer: 'allow' });
    const html = await page.text();
    for (const [, name, value] of html.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)) {
      if (name !== 'back' && name !== 'theme') form.set(name, unescape(value));
    }

    const sent = await this.send('POST', '/oauth/authorize', form.toString(), 'application/x-www-form-urlencoded');
    const back = sent.headers.get('location');
    if (!back) throw new Error(`the consent was not taken: ${sent.status} ${await sent.text()}`);
    if (!back.includes('/not-listening')) await fetch(back);
    return back;
  }

  send(method, address, body, type) {
    const headers = { Accept: 'text/html', 'Sec-Fetch-Site': 'same-origin', Cookie: this.cookie };
    if (type) headers['Content-Type'] = type;
    return fetch(this.people + address, { method, headers, body, redirect: 'manual' });
  }
}

function unescape(text) {
  return text.replace(/&#x([0-9A-Fa-f]+);/g, (_, code) => String.fromCodePoint(parseInt(code, 16)))
    .replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

export function freePort() {
  return new Promise(resolve => {
    const listener = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = listener.address();
      listener.close(() => resolve(port));
    });
  });
}
