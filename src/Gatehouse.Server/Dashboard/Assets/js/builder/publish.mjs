// The bar that publishes, and what happens when somebody else was faster.
import { ask, sentence } from "./api.mjs";
import { badge, button, h, outside } from "./dom.mjs";
import { diffBlock } from "./compare.mjs";

/** The bar below the builder. `verdict` is what the validator said of the text of now; null while it was not asked. */
export class Publishing {
  constructor(work, form, leave) {
    Object.assign(this, { work, form, leave, verdict: null, isBusy: false });
    this.state = h("span", { class: "fine grow", role: "status" });
    this.message = h("input", { placeholder: "Message: what others should know", "aria-label": "Message", maxlength: "500", "data-key": "message" });
    this.yes = h("input", { type: "checkbox", onchange: () => { this.meant = this.asked; this.draw(); } });
    this.confirm = h("label", { class: "check fine", hidden: true }, this.yes, h("span", { text: "Yes, I mean what needs a yes" }));
    this.back = button("Undo", { class: "quiet", onclick: () => work.step(true) });
    this.forth = button("Redo", { class: "quiet", onclick: () => work.step(false) });
    this.send = h("button", { type: "button", class: "button primary", onclick: () => this.publish() }, "Publish");
    this.name = form.querySelector("#name");
    this.notice = h("div", { class: "stack tight" });
    this.element = h("div", { class: "build-bar" }, this.back, this.forth, this.state, this.confirm, this.message, this.send);
    this.name?.addEventListener("input", () => this.draw());
  }

  get count() {
    return (this.verdict?.findings ?? []).reduce((sums, one) => ({ ...sums, [one.severity]: (sums[one.severity] ?? 0) + 1 }), {});
  }

  /** What wants a yes now, as text that is equal only to itself. */
  get asked() {
    return JSON.stringify((this.verdict?.findings ?? []).filter(one => one.severity === "confirmation"));
  }

  /** Why it cannot be published now; null where it can. */
  get reason() {
    const { work, verdict } = this;
    if (work.problem) return `Line ${work.problem.line} cannot be read: ${work.problem.message}.`;
    if (!verdict) return "Checking…";
    if (!verdict.is_valid) return `${this.count.error} ${this.count.error === 1 ? "error" : "errors"}: see their lines in the JSON.`;
    if (work.id && !work.isChanged) return "As published.";
    if (this.name && !this.name.value.trim()) return "Give it a name.";
    if (this.count.confirmation > 0 && !this.yes.checked) return `${this.count.confirmation} ${this.count.confirmation === 1 ? "finding needs" : "findings need"} a yes.`;
    return null;
  }

  draw() {
    const { work, verdict } = this;
    // SECURITY: a yes is to what was shown when it was given, and to nothing that came later.
    if (verdict && this.meant !== this.asked) this.yes.checked = false;
    const reason = this.reason;
    this.send.disabled = reason !== null || this.isBusy;
    this.send.classList.toggle("is-busy", this.isBusy);
    this.confirm.hidden = !(this.count.confirmation > 0);
    this.back.disabled = work.past.length === 0;
    this.forth.disabled = work.future.length === 0;
    this.state.replaceChildren(...[
      verdict?.is_widening && !work.problem && work.isChanged && badge("warn", "Opens more"),
      work.isChanged && badge("note", this.isKept === false ? "Not kept in this browser" : "Kept in this browser"),
      h("span", { class: work.problem || verdict && !verdict.is_valid ? "bad" : "muted", text: reason ?? "Ready to publish." }),
    ].filter(Boolean));
  }

  say(tone, ...parts) {
    const alert = h("div", { class: `alert ${tone}`, role: tone === "bad" ? "alert" : "status" }, h("div", {}, ...parts.filter(Boolean)));
    this.notice.replaceChildren(alert);
    return alert;
  }

  async publish() {
    const { work } = this;
    this.isBusy = true;
    this.draw();
    const tests = work.tests === work.publishedTests ? undefined : work.tests ?? "";
    const sent = { document: work.text, message: this.message.value.trim() || undefined, confirmed: this.yes.checked, tests };
    const reply = work.id
      ? await ask("POST", `policies/${work.id}/versions`, sent, { "if-match": `"${work.version}"` })
      : await ask("POST", "policies", { ...sent, name: this.name.value.trim(), server_id: this.server?.() || undefined, tests: tests || undefined }, this.key());
    this.isBusy = false;
    this.draw();
    if (reply.ok) this.leave(reply.body);
    else if (reply.status === 412 && reply.body?.current) this.meanwhile(reply.body.current);
    else this.refused(reply);
  }

  // The same creation sent twice makes one policy.
  key() {
    const text = JSON.stringify([this.work.text, this.name.value]);
    if (text !== this.sentText) this.sentKey = [...crypto.getRandomValues(new Uint8Array(16))].map(one => one.toString(16).padStart(2, "0")).join("");
    this.sentText = text;
    return { "idempotency-key": this.sentKey };
  }

  refused(reply) {
    const { findings, tests } = reply.body ?? {};
    const alert = this.say("bad", h("p", {}, outside(sentence(reply), 600)),
      reply.status === 401 && h("p", {}, h("a", { href: "/sign-in", target: "_blank", rel: "noopener", text: "Sign in in another tab" })),
      tests?.cases?.filter(one => !one.passed).slice(0, 10).map(one => h("p", { class: "fine" }, "Test ", outside(one.name, 200), ` gave ${one.actual.outcome}`)));
    if (findings) this.onFindings?.(findings);
    alert.scrollIntoView({ block: "nearest" });
  }

  /** Somebody published meanwhile: both are shown, nothing is lost. */
  meanwhile(theirs) {
    const { work } = this;
    const base = (label, act) => button(label, { onclick: () => {
      act();
      this.notice.replaceChildren();
      work.tell("base");
    } });
    const stand = () => Object.assign(work, {
      version: theirs.version, current: theirs.current, published: theirs.document, publishedTests: theirs.tests ?? null,
    });
    this.say("warn", h("p", {}, h("strong", { text: "Somebody else published meanwhile." }),
      ` Version ${theirs.current} is in force now. Your work is kept; this is yours against theirs:`),
    diffBlock(theirs.document, work.text),
    h("div", { class: "row" },
      base("Go on with mine, from theirs", stand),
      base("Take theirs instead", () => {
        stand();
        work.tests = work.publishedTests;
        work.put(theirs.document, "theirs");
      })));
  }
}

