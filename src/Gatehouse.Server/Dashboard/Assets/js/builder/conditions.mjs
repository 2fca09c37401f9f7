// One condition: what is looked at, how it is compared, with what.
import { button, h, select, spelt } from "./dom.mjs";
import { setAt } from "./edit.mjs";
import { member } from "./json.mjs";
import { rawField, firstValue, typed, valueField } from "./values.mjs";
import { facts, kindOfPath, operators, operatorsFor } from "./words.mjs";

const another = "another…";

/** A condition to begin with: the first argument of the tool, else its name. */
export function firstCondition(fields) {
  const path = fields[0]?.path ?? "tool.name";
  const { kind, choices } = kindOfPath(path, fields);
  const [op] = operatorsFor(kind);
  return { path, op, value: firstValue(op, kind, choices) };
}

// Of every element of a list: in "only when" all have to fit, elsewhere one is enough.
function nameOf(path, list) {
  const name = spelt(path.slice(5) || path, 60);
  return path.includes("[*]") ? `${list === "require" ? "all of" : "any of"} ${name.replaceAll("[*]", "")}` : name;
}

function pathField(path, fields, list, put, parts) {
  const known = [...fields.map(one => one.path), ...facts.map(([name]) => name)];
  if (!known.includes(path)) return typed(path, put, { ...parts, class: "code", list: "build-paths", spellcheck: "false" });
  const option = (value, text) => h("option", { value, text, selected: value === path });
  const element = h("select", {
    ...parts, onchange: event => put(event.target.value === another ? "args." : event.target.value),
  }, fields.length > 0 && h("optgroup", { label: "Arguments" }, fields.map(one => option(one.path, nameOf(one.path, list)))),
  h("optgroup", { label: "About the call" }, facts.map(([name, text]) => option(name, text))), option(another, "another path…"));
  element.value = path;
  return element;
}

/** The row. `at` is the condition's path in the document; `edit` changes the text. */
export function conditionRow(text, node, at, fields, edit, remove) {
  const path = member(node, "path");
  const op = member(node, "op");
  const value = member(node, "value");
  const key = at.join("/");
  const off = button("✕", { class: "quiet build-off", "aria-label": "Remove this condition", "data-key": `off ${key}`, onclick: remove });
  const isPlain = node.kind === "object" && node.members.length === 3 && path?.kind === "string" && op?.kind === "string" && value
    && Object.hasOwn(operators, op.value);
  if (!isPlain) {
    const put = raw => edit(now => setAt(now, at, raw));
    return h("div", { class: "build-condition" }, rawField(text.slice(node.start, node.end), put, { "aria-label": "Condition as JSON", "data-key": key }), off);
  }
  const { kind, choices } = kindOfPath(path.value, fields);

  function setPath(wanted) {
    const to = kindOfPath(wanted, fields);
    edit(now => {
      const next = setAt(now, [...at, "path"], wanted);
      if (to.kind === kind && to.choices.length === 0 && choices.length === 0) return next;
      const fitting = operatorsFor(to.kind);
      const use = fitting.includes(op.value) ? op.value : fitting[0];
      return setAt(setAt(next, [...at, "op"], use), [...at, "value"], firstValue(use, to.kind, to.choices));
    });
  }

  function setOperator(wanted) {
    const was = JSON.stringify(firstValue(op.value, kind, choices));
    const will = firstValue(wanted, kind, choices);
    const isAlike = typeof will === typeof JSON.parse(was) && Array.isArray(will) === Array.isArray(JSON.parse(was));
    edit(now => {
      const next = setAt(now, [...at, "op"], wanted);
      return isAlike ? next : setAt(next, [...at, "value"], will);
    });
  }

  return h("div", { class: "build-condition" },
    pathField(path.value, fields, at.at(-4), setPath, { "aria-label": "What is looked at", "data-key": `path ${key}` }),
    select(operatorsFor(kind, op.value).map(one => [one, operators[one]]), op.value, {
      "aria-label": "How it is compared", "data-key": `op ${key}`, onchange: event => setOperator(event.target.value),
    }),
    valueField(op.value, kind, choices, value, text.slice(value.start, value.end), wanted => edit(now => setAt(now, [...at, "value"], wanted)), {
      "aria-label": "With what", "data-key": `value ${key}`,
    }), off);
}
