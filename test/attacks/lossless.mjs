// JSON that keeps what JSON.parse loses: the text of numbers, and members that occur twice.
export class Lexeme {
  constructor(text) {
    this.text = text;
  }
}

const number = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const string = /"(?:[^"\\]|\\.)*"/y;

export function parseLossless(text) {
  let at = 0;
  const fail = () => {
    throw new SyntaxError(`JSON at ${at}`);
  };
  const blank = () => {
    while (/\s/.test(text[at] ?? '')) at++;
  };
  const take = pattern => {
    pattern.lastIndex = at;
    const match = pattern.exec(text) ?? fail();
    at += match[0].length;
    return match[0];
  };
  const list = (close, item) => {
    at++;
    blank();
    if (text[at] === close) {
      at++;
      return;
    }
    for (;;) {
      item();
      blank();
      if (text[at] === close) {
        at++;
        return;
      }
      if (text[at] !== ',') fail();
      at++;
    }
  };
  const value = () => {
    blank();
    if (text[at] === '{') {
      const members = [];
      list('}', () => {
        blank();
        const name = JSON.parse(take(string));
        blank();
        if (text[at] !== ':') fail();
        at++;
        members.push([name, value()]);
      });
      return { members };
    }

    if (text[at] === '[') {
      const items = [];
      list(']', () => items.push(value()));
      return items;
    }
    if (text[at] === '"') return JSON.parse(take(string));
    for (const [word, meaning] of [
      ['true', true],
      ['false', false],
      ['null', null],
    ]) {
      if (text.startsWith(word, at)) {
        at += word.length;
        return meaning;
      }
    }

    return new Lexeme(take(number));
  };
  const tree = value();
  blank();
  if (at !== text.length) fail();
  return tree;
}

/** The plain object of a tree. Numbers that JavaScript would change stay texts. */
export function plain(tree) {
  if (tree instanceof Lexeme) return String(Number(tree.text)) === tree.text ? Number(tree.text) : tree;
  if (Array.isArray(tree)) return tree.map(plain);
  if (tree?.members) return Object.fromEntries(tree.members.map(([name, value]) => [name, plain(value)]));
  return tree;
}

/** Writes plain values, with numbers by their text where they have one. */
export function write(value) {
  if (value instanceof Lexeme) return value.text;
  if (Array.isArray(value)) return `[${value.map(write).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    return `{${Object.entries(value)
      .filter(([, v]) => v !== undefined)
      .map(([name, v]) => `${JSON.stringify(name)}:${write(v)}`)
      .join(',')}}`;
  }

  return JSON.stringify(value);
}
