// The API of this server, with the session of whoever reads the page.
import { Raw } from "./edit.mjs";

/** What came back: `{ ok, status, body, tag }`; status 0 where nothing did. */
export async function ask(method, path, body, headers = {}) {
  let reply;
  try {
    reply = await fetch(`/api/v1/${path}`, {
      method,
      headers: body === undefined ? headers : { "content-type": "application/json", ...headers },
      body: body === undefined ? undefined : body instanceof Raw ? body.text : JSON.stringify(body),
      credentials: "same-origin",
      redirect: "error",
    });
  } catch {
    return { ok: false, status: 0, body: null, tag: null };
  }
  let answer = null;
  try {
    answer = await reply.json();
  } catch {
    // An answer without a body.
  }
  return { ok: reply.ok, status: reply.status, body: answer, tag: reply.headers.get("etag") };
}

/** Runs a question some time after the last change, and tells only what the last one gave. `wait()` says how long, in milliseconds. */
export function calm(wait, question, tell) {
  let timer = 0;
  let turn = 0;
  return (...parts) => {
    clearTimeout(timer);
    const mine = ++turn;
    timer = setTimeout(async () => {
      const answer = await question(...parts);
      if (mine === turn) tell(answer);
    }, wait());
  };
}

/** A refusal as a sentence. */
export function sentence(reply) {
  if (reply.status === 0) return "No answer from Gatehouse. Your work is kept in this browser.";
  if (reply.status === 401) return "You were signed out. Sign in again in another tab; your work is kept in this browser.";
  const { detail, help, title } = reply.body ?? {};
  const text = detail ?? title ?? `Gatehouse answered ${reply.status}`;
  return text[0].toUpperCase() + text.slice(1) + "." + (help ? ` ${help[0].toUpperCase()}${help.slice(1)}.` : "");
}
