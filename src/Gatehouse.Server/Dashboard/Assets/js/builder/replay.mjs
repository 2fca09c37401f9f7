// What was recorded: which decisions the draft would change, and a document that lets through what an agent called.
import { badge, button, h, outside, refill, select, spelt } from "./dom.mjs";
import { ask, sentence } from "./api.mjs";
import { diffBlock } from "./compare.mjs";

const tones = { allowed: "good", pending: "accent", denied: "bad" };
const labels = { allowed: "passed", pending: "a person was asked", denied: "denied" };
const will = { allowed: "would pass", pending: "a person would be asked", denied: "would be denied" };
const spans = [["1", "last day"], ["7", "last 7 days"], ["31", "last 31 days"]];

/** The panel. `place()` says where the draft would stand: { place, server_id }. */
export class Replay {
  constructor(work, place) {
    Object.assign(this, { work, place, grants: null, whose: "", days: "7", report: null, problem: null, isBusy: false, suggestion: null, from: "" });
    this.form = h("div", { class: "stack" });
    this.result = h("div", { class: "stack", role: "status" });
    this.element = h("div", { class: "stack" }, this.form, this.result);
  }

  /** Called when the panel is opened. */
  async open() {
    this.draw();
    if (this.grants) return;
    const reply = await ask("GET", "grants?limit=200");
    this.grants = reply.ok ? reply.body.items.filter(one => !one.revoked) : [];
    this.draw();
  }

  /** The text changed: what was told is of another one. */
  forget() {
    if (!this.report && !this.suggestion) return;
    Object.assign(this, { report: null, suggestion: null });
    this.drawResult();
  }

  /** Grants of the server that is chosen. */
  get own() {
    const { server_id: server } = this.place();
    return (this.grants ?? []).filter(one => !server || one.server_id === server).map(one => [one.id, spelt(one.label, 60)]);
  }

  get choices() {
    const { server_id: server } = this.place();
    return [
      ...(this.work.id ? [["policy", "every grant that it decides for"]] : []),
      ...(server ? [["server", `every grant of ${spelt(server, 40)}`]] : []),
      ...this.own,
    ];
  }

  draw() {
    const { choices } = this;
    if (!choices.some(([one]) => one === this.whose)) this.whose = choices[0]?.[0] ?? "";
    const grants = this.own;
    if (!grants.some(([one]) => one === this.from)) this.from = grants[0]?.[0] ?? "";
    const days = key => select(spans, this.days, { "aria-label": "How far back", "data-key": key, class: "build-short", onchange: event => { this.days = event.target.value; this.draw(); } });
    refill(this.form,
      h("section", { class: "build-entry" }, h("header", {}, h("h3", { text: "What would change" })),
        h("p", { class: "fine second", text: "Calls that were recorded are decided once more, with this text as it stands." }),
        choices.length === 0 ? h("p", { class: "muted fine", text: "Choose a server above: whose calls should be looked at?" })
          : h("div", { class: "row" }, select(choices, this.whose, { "aria-label": "Whose calls", "data-key": "whose", class: "build-short", onchange: event => { this.whose = event.target.value; } }),
            days("replay days"), button("Replay", { class: this.isBusy ? "is-busy" : "", "data-key": "replay", disabled: this.isBusy || !this.work.isOpen, onclick: () => this.replay() }))),
      h("section", { class: "build-entry" }, h("header", {}, h("h3", { text: "Suggest from what was called" })),
        h("p", { class: "fine second", text: "A document that lets through what one agent called, and nothing else. Nothing is taken over before you say so." }),
        grants.length === 0 ? h("p", { class: "muted fine", text: "No grant of this server has called anything yet." })
          : h("div", { class: "row" }, select(grants, this.from, { "aria-label": "Whose calls to suggest from", "data-key": "from", class: "build-short", onchange: event => { this.from = event.target.value; } }),
            days("suggest days"), button("Suggest", { "data-key": "suggest", disabled: this.isBusy, onclick: () => this.suggest() }))));
    this.drawResult();
  }

  async run(question) {
    Object.assign(this, { isBusy: true, report: null, suggestion: null, problem: null });
    this.draw();
    const reply = await question();
    this.isBusy = false;
    if (!reply.ok) this.problem = sentence(reply);
    return reply.ok ? reply.body : null;
  }

  async replay() {
    const place = this.place();
    const scope = this.whose === "policy" ? { policy_id: this.work.id } : this.whose === "server" ? { server_id: place.server_id } : { grant_id: this.whose };
    this.report = await this.run(() => ask("POST", "policies/replay", { document: this.work.text, place: place.place, ...scope, days: Number(this.days) }));
    this.draw();
  }

  async suggest() {
    this.suggestion = await this.run(() => ask("GET", `grants/${encodeURIComponent(this.from)}/suggestion?days=${this.days}`));
    this.draw();
  }

  drawResult() {
    refill(this.result,
      this.problem && h("div", { class: "alert bad" }, h("div", {}, outside(this.problem, 600))),
      this.report && this.told(this.report),
      this.suggestion && this.offered(this.suggestion));
  }

  told({ looked, same, shifts, changes, unjudged, is_complete: isComplete }) {
    const changed = shifts.reduce((sum, one) => sum + one.count, 0);
    return h("section", { class: "build-entry" },
      h("header", {}, h("h3", { text: looked === 0 ? "No calls were recorded in that time" : changed === 0 ? "No decision would change" : `${changed} of ${looked} decisions would change` })),
      looked > 0 && h("p", { class: "fine second", text: `${same} would be decided the same${unjudged.calls > 0 ? `; ${unjudged.calls} cannot be judged, because records do not keep what they hang on` : ""}.${isComplete ? "" : " There were more calls: these are the newest."}` }),
      shifts.length > 0 && h("ul", { class: "plain" }, shifts.map(one => h("li", { class: "row fine" },
        h("strong", { class: "number", text: String(one.count) }), h("code", {}, outside(one.tool, 80)),
        badge(tones[one.from] ?? "", labels[one.from] ?? one.from), "→", badge(tones[one.to] ?? "", will[one.to] ?? one.to), one.rule && h("code", { class: "tiny" }, outside(one.rule, 160))))),
      changes.length > 0 && h("details", { class: "fold" }, h("summary", { text: `The calls themselves${changes.length < changed ? `, the newest ${changes.length}` : ""}` }),
        h("ul", { class: "plain" }, changes.map(one => h("li", { class: "row fine" },
          h("a", { href: `/records/${encodeURIComponent(one.call)}`, text: new Date(one.time).toLocaleString() }), h("code", {}, outside(one.tool, 80)), `${labels[one.from] ?? one.from} → ${will[one.to] ?? one.to}`)))));
  }

  offered({ document, calls, tools, unused, left_out: leftOut }) {
    if (calls === 0) return h("section", { class: "build-entry" }, h("h3", { text: "It called nothing in that time" }));
    return h("section", { class: "build-entry" },
      h("header", {}, h("h3", { text: `From ${calls} ${calls === 1 ? "call" : "calls"} of ${tools.length} ${tools.length === 1 ? "tool" : "tools"}` })),
      h("p", { class: "fine second", text: `${unused.length} ${unused.length === 1 ? "tool of the server was" : "tools of the server were"} not called and would be denied.` }),
      leftOut.length > 0 && h("p", { class: "fine warn" }, "Not in it, because it cannot be written as a key: ", leftOut.slice(0, 10).map(one => h("code", {}, outside(one, 80)))),
      diffBlock(this.work.text, document),
      h("div", { class: "row" }, button("Take it over", { "data-key": "take", onclick: () => this.work.put(document, "suggestion") })));
  }
}
