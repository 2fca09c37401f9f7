// One case in every era: run, or shown by a named test, or left out with the reason, or not understood.
import { handlerFor } from './handlers/index.mjs';
import { checkNotation } from './notation.mjs';
import { disagreementFor, pointFor } from './tables.mjs';

// Catalogues are shown by their own tests.
const families = new Set('DSH JSN NAM NUM ARG HTT MCP AUT CTR POL RSP TOL AUD SEC DOS FLT UPS APR'.split(' '));

export class CaseRun {
  constructor(one) {
    this.one = one;
  }

  /** A case about all the others: what the journals of the whole run say. */
  static isOfTheWholeRun = one => one.input?.request?.run === 'all cases';

  /** Its handler looks at how long something takes. */
  static isTimed(one) {
    try {
      return handlerFor(one)?.timed === true;
    } catch {
      return false;
    }
  }

  async run() {
    const { one } = this;
    const say = (status, era, reason) => ({ status, id: one.id, era, reason });
    const family = /^[A-Z]+/.exec(one.family)?.[0];
    if (!families.has(family)) return [say('SKIP', 'both', `the family ${one.family} is not one of this build`)];

    const known = disagreementFor(one);
    if (known && !known.expected) return [say('SKIP', 'both', known.reason)];
    let handler;
    try {
      handler = handlerFor(one);
      if (!handler) return [this.withoutHandler(say)];
      checkNotation(one);
    } catch (error) {
      return [say(error.isUnknown ? 'UNKNOWN' : 'FAIL', 'both', error.message)];
    }

    const results = [];
    const wanted = known ? { ...one, expected: { ...one.expected, ...known.expected } } : one;
    for (const era of handler.eras ?? ['modern', 'legacy']) {
      try {
        const { status = 'PASS', reason } = await handler.run(wanted, era);
        results.push(say(status, era, known ? `${reason} (differs from the case: ${known.reason})` : reason));
      } catch (error) {
        const text =
          error.expected || error.isUnknown ? error.message : error.stack.split('\n').slice(0, 3).join(' | ');
        results.push(say(error.isUnknown ? 'UNKNOWN' : 'FAIL', era, text));
      }
    }

    return results;
  }

  // What a runner from outside cannot bring about is shown by a named test, or not at all, and then it is said.
  withoutHandler(say) {
    const point = pointFor(this.one);
    if (point?.tests) return say('POINT', 'both', point.tests.join(', '));
    if (point) return say('SKIP', 'both', point.skip);
    return say('UNKNOWN', 'both', `unknown notation: ${JSON.stringify(this.one.input).slice(0, 160)}`);
  }
}
