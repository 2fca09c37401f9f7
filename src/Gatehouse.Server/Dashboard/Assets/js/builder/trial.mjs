// Try it: a call from the tool's schema, decided by the server with the draft, step by step; and the tests that come of it.
import { badge, busy, button, field, h, outside, refill, select, spelt } from "./dom.mjs";
import { ask, sentence } from "./api.mjs";
import { Raw, removeAt, setAt, spell } from "./edit.mjs";
import { JsonProblem, member, nodeAt, parse } from "./json.mjs";
import { exampleOf } from "./schema.mjs";
import { numberField, typed } from "./values.mjs";

const outcomes = { allowed: ["good", "Passes"], pending: ["accent", "Waits for a person"], denied: ["bad", "Denied"] };
const truths = { true: "good", false: "", unknown: "warn" };

// Without what is not given.
function given(value) {
  if (value instanceof Raw || value === null || typeof value !== "object" || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined).map(([name, one]) => [name, given(one)]));
}

/** The panel. `place()` says where the draft would stand: { place, server_id }. */
export class Trial {
  constructor(work, place) {
    Object.assign(this, { work, place, tool: null, name: "", calls: new Map(), answer: null, report: null, at: "", called: "" });
    this.form = h("div", { class: "stack" });
    this.result = h("div", { class: "stack", role: "status" });
    this.tests = h("div", { class: "stack tight" });
    this.element = h("div", { class: "stack" }, this.form, this.result, this.tests);
  }

  show(name, tool) {
    if (name !== this.name) Object.assign(this, { answer: null, report: null });
    Object.assign(this, { name: name ?? "", tool });
    if (name && !this.calls.has(name)) this.calls.set(name, spell(exampleOf(tool?.schema ?? {})));
    this.draw();
  }

  get call() {
    return this.calls.get(this.name) ?? "{}";
  }

  set(text) {
    this.calls.set(this.name, text);
    this.draw();
  }

  draw() {
    if (!this.name || this.name.includes("*")) {
      refill(this.form, h("p", { class: "muted", text: "Choose a tool in the list to try a call of it." }));
    } else {
      let root = null;
      try {
        root = parse(this.call);
      } catch (problem) {
        if (!(problem instanceof JsonProblem)) throw problem;
      }
      const raw = h("textarea", {
        class: "code", rows: "4", spellcheck: "false", value: this.call, "data-key": "args", "aria-invalid": root?.kind === "object" ? undefined : "true",
        onchange: event => {
          event.target.given = event.target.value;
          this.set(event.target.value);
        },
      });
      const fields = root?.kind === "object" ? (this.tool?.fields ?? []).filter(one => /^args\.(?:[^.[\]\\]|\\.)+$/.test(one.path)) : [];
      refill(this.form, h("h2", { class: "row" }, "A call of ", outside(this.name, 128)),
        fields.length > 0 && h("div", { class: "fields" }, fields.map(one => this.argument(root, one))),
        field("Arguments as JSON", raw),
        h("details", { open: this.at !== "" || this.called !== "" || undefined }, h("summary", { class: "fine", text: "Time and session" }), h("div", { class: "fields" },
          field("At (UTC)", h("input", { type: "datetime-local", value: this.at, "data-key": "at", onchange: event => { this.at = event.target.value; } })),
          field("Tools called before", h("input", { value: this.called, placeholder: "names, by commas", "data-key": "called", onchange: event => { this.called = event.target.value; } })))),
        h("div", { class: "form-actions" }, button("Try it", { class: "build-try", "data-key": "try", disabled: root?.kind !== "object", onclick: event => busy(event.currentTarget, this.run()) })));
    }
    this.drawResult();
    this.drawTests();
  }

  argument(root, one) {
    const name = one.path.slice(5).replace(/\\(.)/g, "$1");
    const node = member(root, name);
    const put = value => this.set(value === "" ? removeAt(this.call, [name]) : setAt(this.call, [name], value));
    const parts = { "data-key": `arg ${name}` };
    const own = node && this.call.slice(node.start, node.end);
    const texts = one.choices.filter(each => typeof each === "string");
    const control = texts.length > 0 && (!node || texts.includes(node.value))
      ? select([["", "left out"], ...texts.map(each => [each, each])], node?.value ?? "", { ...parts, onchange: event => put(event.target.value) })
      : one.type === "boolean" && (!node || node.kind === "boolean")
        ? select([["", "left out"], ["true", "true"], ["false", "false"]], own ?? "", { ...parts, onchange: event => put(event.target.value && new Raw(event.target.value)) })
        : one.type === "number" && (!node || node.kind === "number") ? numberField(own ?? "", put, parts)
          : one.type === "string" && (!node || node.kind === "string") ? typed(node?.value ?? "", put, parts)
            : typed(own ?? "", put, { ...parts, class: "code" }, text => {
              try {
                parse(text);
                return new Raw(text);
              } catch {
                return text === "" ? "" : null;
              }
            });
    return field(`${spelt(name, 60)}${one.isRequired ? "" : " (optional)"}`, control, one.description ? spelt(one.description, 120) : null);
  }

  question() {
    const called = this.called.split(",").map(one => one.trim()).filter(Boolean);
    return {
      document: this.work.text, ...this.place(),
      call: {
        tool: this.name, args: new Raw(this.call),
        at: this.at ? `${this.at.length === 16 ? this.at + ":00" : this.at}Z` : undefined,
        session: called.length > 0 ? { called } : undefined,
      },
    };
  }

  async run() {
    // The arguments go as they are spelt: a number keeps its digits.
    const question = this.question();
    this.answer = await ask("POST", "policies/simulate", new Raw(spell(given(question))));
    this.asked = question;
    this.drawResult();
  }

  drawResult() {
    if (!this.answer) {
      refill(this.result);
      return;
    }
    if (!this.answer.ok) {
      refill(this.result, h("div", { class: "alert bad" }, h("div", {}, outside(sentence(this.answer), 600))));
      return;
    }
    const { outcome, rule, message, steps, approvals } = this.answer.body;
    const [tone, label] = outcomes[outcome] ?? ["", outcome];
    const name = h("input", { placeholder: "Name of the test", "aria-label": "Name of the test", maxlength: "200", "data-key": "test name" });
    refill(this.result,
      h("div", { class: "row" }, badge(tone, label), rule && h("code", {}, outside(rule, 300))),
      message && h("p", { class: "fine" }, "The agent reads: ", outside(message, 600)),
      approvals.map(one => h("p", { class: "fine" }, `${one.approvers} ${one.approvers === 1 ? "person is" : "people are"} asked: `, outside(one.message, 300))),
      h("ol", { class: "build-steps" }, steps.map(one => h("li", { value: String(one.step) },
        h("span", { class: "fine" }, h("code", {}, outside(one.rule, 200)), ` ${one.result}`),
        one.conditions.length > 0 && h("ul", { class: "plain" }, one.conditions.map(each => h("li", { class: "tiny" },
          badge(truths[each.truth] ?? "", each.truth), " ", h("code", {}, outside(each.condition, 300)), " was ", h("code", {}, outside(each.actual, 200)),
          each.why && ` (${each.why})`)))))),
      h("div", { class: "row" }, h("div", { class: "grow" }, name), button("Save as a test", { "data-key": "save test", onclick: () => this.save(name.value.trim() || `${this.name}: ${label}`) })));
  }

  save(name) {
    const { call } = this.asked;
    const { outcome, rule, tool } = this.answer.body;
    const one = {
      name,
      call: { tool: call.tool, args: new Raw(this.call), category: tool.category ?? undefined, risk: tool.risk ?? undefined, session: call.session },
      at: call.at,
      expect: { outcome, rule: rule || undefined },
    };
    const text = this.work.tests ?? "{\n  \"policy\": \"policy.json\",\n  \"cases\": []\n}\n";
    const count = nodeAt(parse(text), ["cases"])?.items?.length ?? 0;
    this.work.tests = setAt(text, ["cases", count], given(one));
    this.report = null;
    this.work.tell("tests");
    this.drawTests();
  }

  cases() {
    try {
      return (this.work.tests ? nodeAt(parse(this.work.tests), ["cases"])?.items ?? [] : []).map(one => member(one, "name")?.value ?? "");
    } catch {
      return [];
    }
  }

  drawTests() {
    const cases = this.cases();
    const results = new Map((this.report?.cases ?? []).map(one => [one.name, one]));
    refill(this.tests, cases.length > 0 && h("section", { class: "build-entry" },
      h("header", { class: "row" }, h("h3", { text: `Tests beside the policy: ${cases.length}` }),
        this.work.id && button("Run", { class: "quiet build-off", "data-key": "run tests", onclick: event => busy(event.currentTarget, this.runTests()) })),
      h("ul", { class: "plain" }, cases.map((name, i) => {
        const result = results.get(name);
        return h("li", { class: "row fine" }, result && badge(result.passed ? "good" : "bad", result.passed ? "Passes" : `Gave ${result.actual.outcome}`),
          outside(name, 200), button("Remove", { class: "quiet build-off", "aria-label": `Remove the test ${spelt(name, 60)}`, onclick: () => this.remove(i) }));
      })),
      h("p", { class: "tiny muted", text: "They are saved with the policy, and each version has to pass them." })));
  }

  remove(index) {
    this.work.tests = this.cases().length === 1 ? "" : removeAt(this.work.tests, ["cases", index]);
    this.work.tell("tests");
    this.drawTests();
  }

  async runTests() {
    const reply = await ask("POST", `policies/${this.work.id}/tests`, { document: this.work.text, tests: this.work.tests });
    this.report = reply.ok ? reply.body : null;
    if (!reply.ok) this.answer = reply;
    this.drawResult();
    this.drawTests();
  }
}
