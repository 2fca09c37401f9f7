// The list of tools: risk, what is suggested, what is chosen, what comes of it; filter and choices for all that are shown.
import { badge, button, h, outside, refill, select, spelt } from "./dom.mjs";
import { parse } from "./json.mjs";
import { canHaveKey, kindOf, matches, setMany, setState, standing, states } from "./policy.mjs";
import { effects, stateLabels, stateTones, suggestions } from "./words.mjs";

const page = 50;
const screenful = 18;
const mostKept = 500;
const levels = ["critical", "high", "medium", "low"];
const isSame = (one, two) => one.replace(/\s/g, "") === two.replace(/\s/g, "");

/** Tools as the list has them, from the API's definitions: an accepted one goes before what waits to take its place. */
export function toolsOf(definitions) {
  const byName = new Map();
  for (const one of definitions) if (one.state === "accepted" || !byName.has(one.name)) byName.set(one.name, one);
  return [...byName.values()].map(one => {
    const { definition, risk } = one;
    const words = [definition?.title, definition?.description].filter(each => typeof each === "string");
    return {
      name: one.name,
      state: one.state,
      risk,
      schema: definition?.inputSchema ?? {},
      description: words.join(": "),
      words: words.join(" ").toLowerCase(),
      rule: risk.rule ? JSON.stringify(risk.rule, null, 1).replace(/\n */g, " ") : null,
      suggested: risk.rule ? kindOf(parse(JSON.stringify(risk.rule))) : "hide",
    };
  });
}

/** Whether a tool stands as it is suggested; told once of each tool and document. */
export function follows(policy, tool) {
  const now = standing(policy, tool.name);
  return now.follows ??= isFollowing(policy, tool, now);
}

function isFollowing(policy, tool, now) {
  if (!now.own || now.state !== tool.suggested) return false;
  const node = policy.keys.get(tool.name);
  return now.state === "hide" || now.state === "approve" || (node && isSame(policy.text.slice(node.start, node.end), tool.rule));
}

/** Tools in another state; a rule that one had in that state comes back. Names may be those of keys. */
export function choose(work, names, state) {
  work.change(text => setMany(text, names.map(name => {
    const now = standing(work.policy, name);
    const node = work.policy.keys.get(name);
    if (node) work.remembered.set(`${now.state} ${name}`, text.slice(node.start, node.end));
    return [name, state, work.remembered.get(`${state} ${name}`)];
  })));
}

/** Tools set to what is suggested for them. */
export function follow(work, tools) {
  work.change(text => setMany(text, tools.map(tool => [tool.name, tool.suggested, tool.rule])));
}

/** The list. `pick(name)` is called when one is opened. */
export class ToolList {
  constructor(work, pick) {
    Object.assign(this, { work, pick, tools: [], effects: new Map(), picked: null, shown: page, isLoading: true, drawn: { rows: new Map() } });
    this.filter = h("input", {
      type: "search", placeholder: "Filter, or get_*", "aria-label": "Filter tools", "data-key": "filter",
      oninput: () => this.narrow(),
    });
    this.levels = select([["", "Any risk"], ...levels.map(one => [one, one[0].toUpperCase() + one.slice(1)])], "", {
      "aria-label": "Risk", onchange: () => this.narrow(),
    });
    this.categories = select([["", "Any category"], ...["read", "write", "execute", "destructive", "financial", "other"].map(one => [one, one])], "", {
      "aria-label": "Category", onchange: () => this.narrow(),
    });
    this.states = select([["", "Any choice"], ["differs", "Not as suggested"], ...states.map(one => [one, stateLabels[one]])], "", {
      "aria-label": "Choice", onchange: () => this.narrow(),
    });
    this.bulk = select([["", "Set all shown to…", true], ...states.filter(one => one !== "custom").map(one => [one, stateLabels[one]])], "", {
      "aria-label": "Set all shown to", onchange: () => this.setAll(),
    });
    this.apply = button("Apply suggestions", { onclick: () => this.followAll() });
    this.pattern = button("", { hidden: true, onclick: () => this.addPattern() });
    this.count = h("span", { class: "fine muted number", role: "status" });
    this.body = h("tbody");
    this.more = button("Show more", { class: "quiet", onclick: () => { this.shown = Math.max(this.shown, page) + page; this.draw(); } });
    this.element = h("section", { class: "card build-list", "aria-label": "Tools" },
      h("div", { class: "body toolbar" }, this.filter, this.levels, this.categories, this.states),
      h("div", { class: "build-bulk row" }, this.count, this.bulk, this.apply, this.pattern),
      h("div", { class: "table-wrap build-rows", tabindex: "0", role: "region", "aria-label": "List of tools" }, h("table", {},
        h("thead", {}, h("tr", {}, ["Tool", "Risk", "Suggested", "Choice", "Its calls"].map(text => h("th", { scope: "col", text })))), this.body)),
      h("div", { class: "pager" }, this.more));
  }

  // While somebody types, what stands on the screen is drawn at once, and the rest when they pause.
  narrow() {
    clearTimeout(this.rest);
    this.shown = screenful;
    this.draw();
    this.rest = setTimeout(() => {
      this.shown = page;
      this.draw();
    }, 150);
    this.onNarrow?.();
  }

  /** The filters as an address has them. */
  get filters() {
    return { filter: this.filter.value, risk: this.levels.value, category: this.categories.value, choice: this.states.value };
  }

  set filters(wanted) {
    this.filter.value = wanted.filter ?? "";
    for (const [name, field] of [["risk", this.levels], ["category", this.categories], ["choice", this.states]]) {
      if ([...field.options].some(one => one.value === wanted[name])) field.value = wanted[name];
    }
  }

  /** Tools and keys that the filters let through: all tools of the server, and what else the document names. */
  matching() {
    const { policy } = this.work;
    const known = new Set(this.tools.map(one => one.name));
    const others = [...new Set([...policy.keys.keys(), ...policy.hidden])].filter(name => !known.has(name)).map(name => ({ name }));
    const typed = this.filter.value;
    const isPattern = typed.includes("*");
    const word = typed.toLowerCase();
    const state = this.states.value;
    return [...others, ...this.tools].filter(tool => {
      if (typed && !(isPattern ? matches(typed, tool.name) : tool.name.toLowerCase().includes(word) || tool.words?.includes(word))) return false;
      if (this.levels.value && tool.risk?.level !== this.levels.value) return false;
      if (this.categories.value && tool.risk?.category !== this.categories.value) return false;
      return !state || (state === "differs" ? tool.risk && !follows(policy, tool) : standing(policy, tool.name).state === state);
    });
  }

  /** What all-at-once means: tools that a document can name one by one. */
  settable() {
    return this.matching().filter(tool => tool.risk && canHaveKey(tool.name));
  }

  setAll() {
    const state = this.bulk.value;
    this.bulk.value = "";
    choose(this.work, this.settable().map(one => one.name), state);
  }

  followAll() {
    follow(this.work, this.settable().filter(one => !follows(this.work.policy, one)));
  }

  addPattern() {
    const pattern = this.filter.value;
    this.work.change(text => setState(text, pattern, "limit"));
    this.pick(pattern);
  }

  draw() {
    const found = this.matching();
    const isOpen = this.work.isOpen;
    const open = found.filter(tool => tool.risk && canHaveKey(tool.name) && !follows(this.work.policy, tool)).length;
    const others = found.filter(tool => !tool.risk).length;
    this.count.textContent = `${found.length - others} of ${this.tools.length}${others > 0 ? ` and ${others} ${others === 1 ? "other key" : "other keys"}` : ""}`;
    this.apply.textContent = open > 0 ? `Apply ${open} ${open === 1 ? "suggestion" : "suggestions"}` : "As suggested";
    this.apply.disabled = !isOpen || open === 0;
    this.bulk.disabled = !isOpen || found.length === 0;
    const typed = this.filter.value;
    this.pattern.hidden = !typed.includes("*") || /^\*+$/.test(typed) || this.work.policy.keys.has(typed);
    this.pattern.textContent = `One rule for ${spelt(typed, 30)}`;
    this.pattern.disabled = !isOpen;
    const more = found.length - Math.max(this.shown, page);
    this.more.hidden = more <= 0;
    this.more.textContent = `Show ${Math.min(page, more)} more of ${more}`;
    refill(this.body, found.length > 0 ? found.slice(0, this.shown).map(tool => this.kept(tool)) : this.none());
  }

  // A row is made anew when what it shows changed, not while somebody types in the filter.
  kept(tool) {
    const { effects, tools, work: { policy, isOpen } } = this;
    const { drawn } = this;
    if (drawn.policy !== policy || drawn.effects !== effects || drawn.tools !== tools || drawn.isOpen !== isOpen || drawn.rows.size > mostKept) {
      this.drawn = { policy, effects, tools, isOpen, rows: new Map() };
    }
    const { rows } = this.drawn;
    if (!rows.has(tool.name)) rows.set(tool.name, this.row(tool));
    const row = rows.get(tool.name);
    row.classList.toggle("is-picked", tool.name === this.picked);
    row.querySelector(".build-name").setAttribute("aria-expanded", String(tool.name === this.picked));
    return row;
  }

  none() {
    const text = this.isLoading ? "Reading the server's tools…" : this.tools.length === 0 && !this.filter.value
      ? "No tools are known yet. Choose a server above, or write keys in the JSON." : "Nothing fits these filters.";
    return h("tr", {}, h("td", { colspan: "5", class: "muted", text }));
  }

  row(tool) {
    const { name, risk } = tool;
    const now = standing(this.work.policy, name);
    const named = h("button", {
      type: "button", class: "build-name", "data-key": `name ${name}`, onclick: () => this.pick(name),
    }, outside(name, 128));
    const note = !risk ? (name.includes("*") ? `pattern, ${this.tools.filter(one => matches(name, one.name)).length} tools` : "not a tool of the server")
      : tool.state === "accepted" ? "" : tool.state === "new" ? "new, waits to be accepted" : "changed, waits to be accepted";
    return h("tr", {},
      h("th", { scope: "row" }, named, note && h("span", { class: "sub", text: note })),
      h("td", {}, risk && badge(risk.level, risk.level[0].toUpperCase() + risk.level.slice(1)), risk && h("span", { class: "tag", text: risk.category })),
      h("td", {}, risk && this.suggestion(tool)),
      h("td", {}, this.choice(name, now)),
      h("td", {}, this.effect(name, now)));
  }

  suggestion(tool) {
    const label = suggestions[tool.risk.suggestion] ?? tool.risk.suggestion;
    if (follows(this.work.policy, tool)) return h("span", { class: "fine muted", text: label });
    return button(label, {
      class: "quiet build-suggest", "data-key": `suggest ${tool.name}`, disabled: !this.work.isOpen || !canHaveKey(tool.name),
      "aria-label": `Set ${spelt(tool.name)} to: ${label}`, onclick: () => follow(this.work, [tool]),
    });
  }

  choice(name, now) {
    if (!canHaveKey(name) && !this.work.policy.keys.has(name) && !this.work.policy.hidden.has(name)) {
      return h("span", { class: "fine muted", text: "a name with * cannot be a key" });
    }
    const rest = now.by.length > 0 ? `By ${spelt(now.by[0], 24)}` : `${stateLabels.inherit} (${this.work.policy.opens ? "allow" : "deny"})`;
    return select(states.map(one => [one, one === "inherit" ? (now.state === "inherit" && now.by.length === 0 ? stateLabels.inherit : rest) : stateLabels[one]]), now.state, {
      class: `build-state ${stateTones[now.state]}`, "aria-label": `Choice for ${spelt(name)}`, "data-key": `state ${name}`,
      disabled: !this.work.isOpen,
      onchange: event => {
        this.drawn.rows.delete(name); // What stands in it now may not be what comes of it.
        if (event.target.value === "custom") this.pick(name);
        else choose(this.work, [name], event.target.value);
      },
    });
  }

  effect(name, now) {
    const said = this.effects.get(name);
    const [tone, label] = effects[said?.effect ?? now.effect] ?? ["", ""];
    const rule = said?.rule ?? "";
    const from = rule.startsWith("org:") ? "organisation" : rule.startsWith("server:") ? "server's baseline" : "";
    return h("span", { class: "build-effect" }, badge(tone, label), from && h("span", { class: "sub", text: `by the ${from}` }));
  }
}
