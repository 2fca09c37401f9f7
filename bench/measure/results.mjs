// A result is two files of one name: numbers for programs, a page for people.
import { mkdirSync, writeFileSync } from 'node:fs';

export const keep = (name, numbers, page) => {
  mkdirSync('bench/results', { recursive: true });
  writeFileSync(`bench/results/${name}.json`, JSON.stringify(numbers, null, 2) + '\n');
  writeFileSync(`bench/results/${name}.md`, page);
  console.log(page);
};
