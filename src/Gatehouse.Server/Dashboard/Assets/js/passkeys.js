// Passkeys: adding one to an account, and signing in by one. Browsers offer them on pages over TLS and on this machine alone.
(() => {
  "use strict";
  const can = "PublicKeyCredential" in window && "parseCreationOptionsFromJSON" in PublicKeyCredential;

  async function ask(path, body) {
    const reply = await fetch("/api/v1/" + path, {
      method: "POST", headers: body === undefined ? {} : { "content-type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body), credentials: "same-origin",
    });
    const answer = await reply.json().catch(() => null);
    if (!reply.ok) throw new Error([answer?.detail ?? answer?.title ?? `Gatehouse answered ${reply.status}`, answer?.help].filter(Boolean).join(": "));
    return answer;
  }

  // What the browser itself says is no sentence for people.
  function sentence(problem) {
    const text = problem.name === "NotAllowedError" ? "Nothing came of it: it was cancelled, or took too long"
      : problem.name === "InvalidStateError" ? "This device has a passkey of yours already"
        : problem.name === "SecurityError" ? "Browsers offer no passkeys at this address: open Gatehouse by its name"
          : problem.message.replaceAll("`", "");
    return text[0].toUpperCase() + text.slice(1) + ".";
  }

  async function run(button, said, act) {
    said.textContent = "";
    button.disabled = true;
    try {
      await act();
    } catch (problem) {
      said.textContent = sentence(problem);
    }
    button.disabled = false;
  }

  function adding(form) {
    if (!can) {
      form.replaceChildren("This browser offers no passkeys here: they need an address with TLS.");
      return;
    }
    form.addEventListener("submit", event => {
      event.preventDefault();
      run(form.querySelector("button"), form.querySelector("[data-passkey-problem]"), async () => {
        const password = form.querySelector("[name=passkey-password]")?.value;
        const { challenge, options } = await ask("passkeys/options", password === undefined ? {} : { password });
        const made = await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) });
        await ask("passkeys", { challenge, name: form.querySelector("[name=passkey-name]").value.trim(), credential: made.toJSON() });
        location.assign("/account?said=passkey-added");
      });
    });
  }

  function signingIn(button) {
    if (!can) return;
    button.hidden = false;
    const form = button.closest("form");
    button.addEventListener("click", () => run(button, form.querySelector("[data-passkey-problem]"), async () => {
      const { challenge, options } = await ask("session/passkey/options");
      const given = await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
      await ask("session/passkey", { challenge, credential: given.toJSON() });
      const next = form.querySelector("[name=next]").value;
      location.assign(/^\/(?![/\\])/.test(next) ? next : "/");
    }));
  }

  addEventListener("DOMContentLoaded", () => {
    for (const form of document.querySelectorAll("form[data-passkey]")) adding(form);
    for (const button of document.querySelectorAll("[data-passkey-sign-in]")) signingIn(button);
  });
})();
