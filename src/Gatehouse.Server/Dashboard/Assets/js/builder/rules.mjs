// The rules of one key, or of every tool: conditions, approvals, limits, arguments. Each control changes its own place.
import { badge, button, field, h, outside, refill, select } from "./dom.mjs";
import { removeAt, setAt } from "./edit.mjs";
import { member, nodeAt, parse } from "./json.mjs";
import { conditionRow, firstCondition } from "./conditions.mjs";
import { matches, setRule, standing } from "./policy.mjs";
import { numberField, rawField, typed } from "./values.mjs";
import { scopes, stateLabels, stateTones, windows } from "./words.mjs";

const lists = {
  deny_if: { title: "Denied when", add: "Deny when…", says: "on_deny", hint: "What the agent reads" },
  require: { title: "Only when", add: "Only when…", says: "on_deny", hint: "What the agent reads otherwise" },
  require_approval: { title: "A person is asked when", add: "Ask a person when…", says: "message", hint: "What the person reads" },
};
const shown = ["action", "reason", ...Object.keys(lists), "limits", "rate_limit", "arguments"];
const duration = text => /^[0-9]+[smhd]$/.test(text.trim()) ? text.trim() : null;
const isText = node => node?.kind === "string";

/** The rules of what is picked. `toSource(pointer)` shows a place in the JSON. */
export class Rules {
  constructor(work, toSource) {
    Object.assign(this, { work, toSource, name: null, tool: null });
    this.element = h("div", { class: "build-rules stack" });
  }

  show(name, tool) {
    Object.assign(this, { name, tool });
    this.draw();
  }

  /** Where the rules stand in the document. */
  get base() {
    return this.name === null ? ["all_tools"] : ["tools", this.name];
  }

  get fields() {
    return this.tool?.fields ?? [];
  }

  edit(change) {
    this.work.change(change);
  }

  // ORDER: what is added needs something to stand in.
  add(list, entry) {
    this.edit(text => {
      if (!nodeAt(parse(text), this.base)) {
        text = this.name === null ? setAt(text, ["all_tools"], {}, ["tools"]) : setRule(text, this.name, {});
      }
      const there = nodeAt(parse(text), [...this.base, list]);
      if (list === "rate_limit") return there ? text : setAt(text, [...this.base, list], entry);
      return there ? setAt(text, [...this.base, list, there.items?.length ?? 0], entry) : setAt(text, [...this.base, list], [entry]);
    });
  }

  drop(list, index) {
    const count = nodeAt(this.work.policy.root, [...this.base, list])?.items?.length ?? 1;
    this.edit(text => removeAt(text, count > 1 ? [...this.base, list, index] : [...this.base, list]));
  }

  draw() {
    const rule = nodeAt(this.work.policy.root, this.base);
    const off = !this.work.isOpen;
    refill(this.element, this.head(), rule && this.body(rule), this.adding(off));
    if (off) for (const control of this.element.querySelectorAll("input, select, textarea, button")) control.disabled = true;
  }

  head() {
    if (this.name === null) {
      return h("div", { class: "stack tight" }, h("h2", { text: "Every tool" }),
        h("p", { class: "fine second", text: "These rules go beside those of each tool that is let through." }));
    }
    const now = standing(this.work.policy, this.name);
    const by = now.by.filter(one => one !== this.name);
    const tool = this.tool;
    return h("div", { class: "stack tight" },
      h("h2", { class: "row" }, outside(this.name, 128), badge(`plain ${stateTones[now.state]}`, stateLabels[now.state]),
        tool && badge(tool.risk.level, `${tool.risk.level} · ${tool.risk.category}`)),
      tool?.description && h("p", { class: "fine second" }, outside(tool.description, 600)),
      tool?.risk.signals.length > 0 && h("details", { class: "fine" }, h("summary", { class: "muted", text: "Why this risk" }),
        h("ul", {}, tool.risk.signals.map(one => h("li", {}, outside(one, 200))))),
      by.length > 0 && h("p", { class: "fine" }, now.effect === "hide" ? "Hidden by " : "Also applies: ",
        by.map((one, i) => [i > 0 && ", ", h("code", {}, outside(one, 60))]).flat()),
      !tool && this.name.includes("*") && h("p", { class: "fine second" }, `A pattern. Tools that it means share its limits. It means ${this.meant()} of this server.`));
  }

  meant() {
    const count = this.work.known.filter(one => matches(this.name, one.name)).length;
    return `${count} ${count === 1 ? "tool" : "tools"}`;
  }

  body(rule) {
    if (rule.kind !== "object") return this.raw("These rules are no object.");
    const rest = rule.members.filter(one => !shown.includes(one.name));
    return h("div", { class: "stack" },
      this.action(rule),
      Object.keys(lists).map(list => this.entries(list, member(rule, list))),
      this.limits(member(rule, "limits")),
      this.rate(member(rule, "rate_limit")),
      this.args(member(rule, "arguments")),
      rest.length > 0 && this.raw(`Kept as it is: ${rest.map(one => one.name).join(", ")}.`));
  }

  raw(text) {
    return h("p", { class: "fine row" }, text, button("Show in JSON", { class: "quiet", onclick: () => this.toSource(this.base) }));
  }

  action(rule) {
    const action = member(rule, "action");
    if (!isText(action) || action.value === "allow") {
      return action && h("p", { class: "fine second", text: "Allowed by its own name: patterns do not apply to it." });
    }
    const label = action.value === "deny" ? "Every call is denied." : "A person is asked for every call.";
    const put = wanted => this.edit(text => wanted === "" ? removeAt(text, [...this.base, "reason"]) : setAt(text, [...this.base, "reason"], wanted));
    return h("section", { class: "build-entry" }, h("h3", { text: label }),
      field("What the agent reads", typed(member(rule, "reason")?.value ?? "", put, { maxlength: "500", "data-key": "reason" })));
  }

  entries(list, node) {
    if (!node) return null;
    if (node.kind !== "array") return this.raw(`\`${list}\` is no list.`);
    return node.items.map((entry, i) => this.entry(list, entry, i));
  }

  entry(list, entry, index) {
    const at = [...this.base, list, index];
    const conditions = member(entry, "conditions");
    const put = (name, otherwise) => wanted => this.edit(text => wanted === otherwise ? removeAt(text, [...at, name]) : setAt(text, [...at, name], wanted));
    const head = h("header", { class: "row" }, h("h3", { text: lists[list].title }), isText(member(entry, "id")) && h("span", { class: "tag" }, outside(member(entry, "id").value, 40)),
      button("Remove", { class: "quiet build-off", "aria-label": `Remove: ${lists[list].title}`, "data-key": `drop ${at.join("/")}`, onclick: () => this.drop(list, index) }));
    if (conditions?.kind !== "array") return h("section", { class: "build-entry" }, head, this.raw("This entry has no list of conditions."));
    const removing = i => () => conditions.items.length === 1 && list === "require" ? this.drop(list, index)
      : this.edit(text => removeAt(text, [...at, "conditions", i]));
    return h("section", { class: "build-entry" }, head,
      conditions.items.length === 0 && h("p", { class: "fine second", text: list === "require" ? "No condition: this always holds." : "Every call." }),
      conditions.items.map((one, i) => [i > 0 && h("p", { class: "tiny muted", text: "and" }),
        conditionRow(this.work.policy.text, one, [...at, "conditions", i], this.fields, change => this.edit(change), removing(i))]).flat(),
      h("div", {}, button("+ Condition", { class: "quiet", "data-key": `and ${at.join("/")}`, onclick: () => this.edit(text => setAt(text, [...at, "conditions", conditions.items.length], firstCondition(this.fields))) })),
      field(lists[list].hint, typed(member(entry, lists[list].says)?.value ?? "", put(lists[list].says, ""), { maxlength: "500", "data-key": `says ${at.join("/")}` })),
      list === "require_approval" && h("div", { class: "build-few" },
        field("Stays open", typed(member(entry, "expires")?.value ?? "30m", put("expires"), { "data-key": `expires ${at.join("/")}` }, duration), "1m to 7d"),
        field("The call waits", typed(member(entry, "hold")?.value ?? "0s", put("hold", "0s"), { "data-key": `hold ${at.join("/")}` }, duration), "0s to 5m"),
        field("People", select(["1", "2", "3", "4", "5"].map(one => [one, one]), member(entry, "approvers")?.value ?? "1", {
          "data-key": `people ${at.join("/")}`, onchange: event => put("approvers", 1)(Number(event.target.value)),
        }), "distinct")));
  }

  limits(node) {
    if (!node) return null;
    if (node.kind !== "array") return this.raw("`limits` is no list.");
    return node.items.map((limit, i) => this.limit(limit, i));
  }

  limit(limit, index) {
    const at = [...this.base, "limits", index];
    const value = name => member(limit, name)?.value;
    const key = name => `${name} ${at.join("/")}`;
    const put = (name, otherwise) => wanted => this.edit(text => wanted === otherwise ? removeAt(text, [...at, name]) : setAt(text, [...at, name], wanted));
    const amounts = this.fields.filter(one => one.type === "number").map(one => [one.path, `${one.path.slice(5)} of each call`]);
    const from = value("increment_from") ?? "";
    if (from && !amounts.some(([path]) => path === from)) amounts.push([from, from]);
    const window = value("window") ?? "";
    const known = windows.some(([one]) => one === window) ? windows : [...windows, [window, window]];
    return h("section", { class: "build-entry" },
      h("header", { class: "row" }, h("h3", { text: "Limit" }), button("Remove", { class: "quiet build-off", "aria-label": "Remove this limit", onclick: () => this.drop("limits", index) })),
      h("div", { class: "build-few" },
        field("At most", numberField(value("max") ?? "", put("max"), { "data-key": key("max") })),
        this.name !== null && field("Counted", select([["", "calls"], ...amounts], from, { "data-key": key("from"), onchange: event => put("increment_from", "")(event.target.value) })),
        field("In each", select([...known, ["10m", "any 10 minutes"], ["6h", "any 6 hours"]].filter(([one], i, all) => all.findIndex(([other]) => other === one) === i), window, {
          "data-key": key("window"), onchange: event => put("window")(event.target.value),
        })),
        field("Shared by", select(scopes, value("scope") ?? "grant", { "data-key": key("scope"), onchange: event => put("scope", "grant")(event.target.value) })),
        value("scope") === "session" && field("Sessions", numberField(value("sessions") ?? "10", put("sessions"), { "data-key": key("sessions") })),
        field("Counter", typed(value("counter") ?? "", put("counter"), { maxlength: "128", "data-key": key("counter") }, text => text === "" ? null : text))),
      field("What the agent reads", typed(value("on_deny") ?? "", put("on_deny", ""), { maxlength: "500", placeholder: "Limit of {max} per {window} reached.", "data-key": key("says") })));
  }

  rate(node) {
    if (!node) return null;
    if (node.kind !== "object") return this.raw("`rate_limit` is no object.");
    const at = [...this.base, "rate_limit"];
    const put = name => wanted => this.edit(text => setAt(text, [...at, name], wanted));
    return h("section", { class: "build-entry" },
      h("header", { class: "row" }, h("h3", { text: "Rate of each session" }), button("Remove", { class: "quiet build-off", "aria-label": "Remove this rate", onclick: () => this.drop("rate_limit", 0) })),
      h("div", { class: "build-few" },
        field("Calls", numberField(member(node, "max")?.value ?? "", put("max"), { "data-key": "rate max" })),
        field("In seconds", numberField(member(node, "window")?.value ?? "", put("window"), { "data-key": "rate window" }))));
  }

  args(node) {
    if (!node) return null;
    const at = [...this.base, "arguments"];
    const put = wanted => this.edit(text => wanted === "any" ? removeAt(text, at) : setAt(text, at, wanted));
    return h("section", { class: "build-entry" }, h("h3", { text: "Which arguments it may have" }), isText(node)
      ? select([["any", "any"], ["declared", "only declared ones"], ["schema", "they fit the tool's schema"]], node.value, {
        "aria-label": "Arguments", "data-key": "arguments", onchange: event => put(event.target.value),
      })
      : rawField(this.work.policy.text.slice(node.start, node.end), put, { "aria-label": "Names of arguments, as JSON", "data-key": "arguments" }));
  }

  adding(off) {
    const rule = nodeAt(this.work.policy.root, this.base);
    const entry = list => list === "require_approval" ? { conditions: [firstCondition(this.fields)], message: "Requires human approval.", expires: "30m" }
      : { conditions: [firstCondition(this.fields)] };
    const counter = () => {
      const taken = (member(rule, "limits")?.items ?? []).map(one => member(one, "counter")?.value);
      return ["calls", "more", ...Array.from({ length: 64 }, (_, i) => `limit_${i + 1}`)].find(one => !taken.includes(one));
    };
    return h("div", { class: "row build-add", "aria-label": "Add", role: "group" },
      Object.keys(lists).map(list => button(lists[list].add, { disabled: off, "data-key": `add ${list}`, onclick: () => this.add(list, entry(list)) })),
      button("Limit…", { disabled: off, "data-key": "add limits", onclick: () => this.add("limits", { counter: counter(), window: "minute", max: 30 }) }),
      !member(rule, "rate_limit") && button("Rate of a session…", { disabled: off, onclick: () => this.add("rate_limit", { max: 10, window: 60 }) }),
      this.name !== null && !member(rule, "arguments") && button("Arguments…", { disabled: off, onclick: () => this.edit(text => {
        const there = nodeAt(parse(text), this.base) ? text : setRule(text, this.name, {});
        return setAt(there, [...this.base, "arguments"], "declared");
      }) }));
  }
}
