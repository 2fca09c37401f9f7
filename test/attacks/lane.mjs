// One of the processes that run cases: takes a group, says what it found, asks for the next.
import { CaseRun } from './cases.mjs';
import { parseLossless, plain } from './lossless.mjs';
import { closeWorlds, tally } from './worlds.mjs';

process.on('message', async message => {
  if (message === 'close') {
    await closeWorlds();
    process.send({ tally }, () => process.exit(0));
    return;
  }

  for (const { line, at } of message) process.send({ at, found: await new CaseRun(plain(parseLossless(line))).run() });
  await closeWorlds();
  process.send('next');
});
process.on('disconnect', () => process.exit(1));
