// How the work differs from any version.
import { h, outside, refill, select } from "./dom.mjs";
import { ask, sentence } from "./api.mjs";
import { diff } from "./diff.mjs";

const tones = { "+": "plus", "-": "minus", "@": "place", " ": undefined };

/** Lines of a difference as the page shows them. */
export function diffBlock(before, after) {
  const lines = diff(before, after);
  return lines.length === 0 ? h("p", { class: "muted fine", text: "No difference." })
    : h("div", { class: "diff", role: "region", "aria-label": "Differences", tabindex: "0" },
      lines.slice(0, 4000).map(([sign, line]) => h("div", { class: tones[sign] }, outside(`${sign}${line}`, 2000))));
}

/** The panel. */
export class Compare {
  constructor(work) {
    this.work = work;
    this.texts = new Map();
    this.number = "";
    this.element = h("div", { class: "stack" });
  }

  /** Versions that can be chosen: those up to the newest that is known. */
  get numbers() {
    return Array.from({ length: this.work.current ?? 0 }, (_, i) => String((this.work.current ?? 0) - i));
  }

  async choose(number) {
    this.number = number;
    if (!this.texts.has(number)) {
      const reply = await ask("GET", `policies/${this.work.id}/versions/${number}`);
      this.texts.set(number, reply.ok ? reply.body.document : null);
      this.problem = reply.ok ? null : sentence(reply);
    }
    this.draw();
  }

  draw() {
    const base = this.number === "" ? this.work.published : this.texts.get(this.number);
    refill(this.element,
      h("label", { class: "row fine" }, "What is not published yet, against ", select(
        [["", this.work.id ? "what it was made from" : "an empty policy"], ...this.numbers.map(one => [one, `version ${one}`])], this.number,
        { "data-key": "against", class: "build-short", onchange: event => this.choose(event.target.value) })),
      typeof base === "string" ? diffBlock(base, this.work.text) : h("p", { class: "bad", text: this.problem ?? "It cannot be read." }));
  }
}
