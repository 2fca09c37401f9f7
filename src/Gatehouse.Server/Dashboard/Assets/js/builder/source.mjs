// The document's text: the page's own field, with numbers of lines, and the findings beside their lines.
import { Completion } from "./complete.mjs";
import { badge, h, outside } from "./dom.mjs";
import { nodeAt, placeOf } from "./json.mjs";

const severities = { error: ["bad", "Error"], confirmation: ["warn", "Needs a yes"], warning: ["warn", "Warning"], note: ["note", "Note"] };

/** The field with its numbers. */
export class Source {
  constructor(work, area) {
    Object.assign(this, { work, area, findings: [], lines: 0 });
    area.setAttribute("wrap", "off");
    area.setAttribute("aria-label", "Document as JSON");
    this.gutter = h("div", { class: "build-gutter", "aria-hidden": "true" });
    this.list = h("ul", { class: "list build-findings" });
    this.completion = new Completion(work, area); // ORDER: its keys go before the others'.
    this.element = h("div", { class: "build-source" }, h("div", { class: "build-text" }, this.gutter, area), this.completion.list,
      h("p", { class: "tiny muted", text: "Ctrl and blank: what could stand at the cursor. Escape, then Tab, leaves the field." }), this.list);
    area.addEventListener("input", () => work.put(area.value, "source"));
    area.addEventListener("scroll", () => { this.gutter.scrollTop = area.scrollTop; });
    // Escape first lets Tab leave the field, so that nobody is caught in it.
    let leaves = false;
    area.addEventListener("keydown", event => {
      if (event.key === "Tab" && !event.shiftKey && !leaves) {
        event.preventDefault();
        area.setRangeText("  ", area.selectionStart, area.selectionEnd, "end");
        work.put(area.value, "source");
      }
      leaves = event.key === "Escape";
    });
    this.number();
  }

  /** The text of now, where somebody else than this field changed it. */
  take() {
    if (this.area.value !== this.work.text) {
      const top = this.area.scrollTop;
      this.area.value = this.work.text;
      this.area.scrollTop = top;
    }
    this.number();
  }

  number() {
    const count = this.work.text.split("\n").length;
    const marks = new Map();
    for (const one of this.all().toReversed()) marks.set(one.line, one.severity);
    const key = `${count} ${[...marks].join()}`;
    if (key === this.lines) return;
    this.lines = key;
    const pieces = [];
    let plain = "";
    for (let line = 1; line <= count; line++) {
      if (!marks.has(line)) {
        plain += `${line}\n`;
        continue;
      }
      pieces.push(plain, h("span", { class: `mark ${severities[marks.get(line)][0]}`, text: String(line) }), "\n");
      plain = "";
    }
    this.gutter.replaceChildren(...pieces, plain + "\n\n");
    this.gutter.scrollTop = this.area.scrollTop;
  }

  /** What is wrong with the text of now: what this page sees itself, or what the validator said. */
  all() {
    const { problem } = this.work;
    return problem ? [{ severity: "error", line: problem.line, column: problem.column, message: problem.message, hint: null }] : this.findings;
  }

  show(findings) {
    this.findings = findings;
    this.draw();
  }

  draw() {
    this.number();
    this.list.replaceChildren(...this.all().map(one => {
      const [tone, label] = severities[one.severity] ?? severities.note;
      return h("li", {}, badge(tone, label),
        h("button", { type: "button", class: "button quiet small", onclick: () => this.goTo(one.line), text: `Line ${one.line}` }),
        h("span", { class: "fine grow" }, outside(one.message, 600), one.hint && h("span", { class: "muted" }, ". ", outside(one.hint, 600))));
    }));
  }

  /** Marks a line and shows it. */
  goTo(line) {
    const lines = this.work.text.split("\n");
    const at = Math.min(line, lines.length) - 1;
    const start = lines.slice(0, at).reduce((sum, text) => sum + text.length + 1, 0);
    this.area.focus();
    this.area.setSelectionRange(start, start + lines[at].length);
    this.area.scrollTop = Math.max(0, at - 4) * parseFloat(getComputedStyle(this.area).lineHeight);
  }

  /** Shows what stands at a path. */
  goToPath(path) {
    const node = nodeAt(this.work.policy.root, path);
    if (node) this.goTo(placeOf(this.work.policy.text, node.start).line);
  }
}
