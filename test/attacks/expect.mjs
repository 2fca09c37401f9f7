// A case that does not hold: its message is the reason that is printed.
export function expect(condition, message) {
  if (condition) return;
  const error = new Error(message);
  error.expected = true;
  throw error;
}

export const sleep = milliseconds => new Promise(resolve => setTimeout(resolve, milliseconds));

/** Waits until the function answers something truthy; the last answer otherwise. */
export async function eventually(ask, milliseconds = 20_000) {
  const end = Date.now() + milliseconds;
  for (;;) {
    const answer = await ask();
    if (answer || Date.now() > end) return answer;
    await sleep(25);
  }
}
