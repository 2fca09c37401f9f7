// The field for a condition's value: what fits the operator and the kind of argument. What fits nothing is written as JSON.
import { h, select } from "./dom.mjs";
import { Raw } from "./edit.mjs";
import { JsonProblem, parse } from "./json.mjs";
import { sqlKinds, valueKind } from "./words.mjs";

const number = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/;

/** A text field that gives what was typed once it is left, or says that it cannot be. */
export function typed(value, put, parts = {}, read = text => text) {
  return h("input", {
    ...parts, value, onchange: event => {
      const wanted = read(event.target.value);
      event.target.setAttribute("aria-invalid", String(wanted === null));
      if (wanted === null) return;
      event.target.given = event.target.value;
      put(wanted);
    },
  });
}

/** A field for JSON as it is spelt. */
export function rawField(spelt, put, parts = {}) {
  return typed(spelt, put, { class: "code", spellcheck: "false", ...parts }, text => {
    try {
      parse(text);
      return new Raw(text.trim());
    } catch (problem) {
      if (problem instanceof JsonProblem) return null;
      throw problem;
    }
  });
}

/** A field for a number, which keeps its digits as they are typed. */
export function numberField(spelt, put, parts = {}) {
  return typed(spelt, put, { inputmode: "decimal", class: "number", ...parts }, text => number.test(text.trim()) ? new Raw(text.trim()) : null);
}

// Boxes for a list of which the words are known; words of the list that are not known stay.
function boxes(words, chosen, put, parts) {
  return h("div", { class: "row build-boxes", role: "group", "aria-label": parts["aria-label"] }, [...new Set([...words, ...chosen])].map(word =>
    h("label", { class: "check" }, h("input", {
      type: "checkbox", checked: chosen.includes(word), "data-key": `${parts["data-key"]} ${word}`,
      onchange: event => put(event.target.checked ? [...chosen, word] : chosen.filter(one => one !== word)),
    }), h("span", { text: word }))));
}

function lines(spelt, put, parts, read) {
  return h("textarea", {
    ...parts, class: "code", rows: String(Math.min(6, Math.max(2, spelt.length))), value: spelt.join("\n"), placeholder: "one on each line",
    spellcheck: "false", onchange: event => {
      const wanted = event.target.value.split("\n").filter(line => line !== "").map(read);
      event.target.setAttribute("aria-invalid", String(wanted.includes(null)));
      if (wanted.includes(null)) return;
      event.target.given = event.target.value;
      put(wanted);
    },
  });
}

const isNumeric = kind => kind === "number" || kind === "hour";
const allOf = (node, kind) => node?.kind === "array" && node.items.every(one => one.kind === kind);
const valuesOf = node => node.items.map(one => one.value);

/** The value that an operator begins with. */
export function firstValue(op, kind, choices) {
  switch (valueKind(op)) {
    case "flag": return true;
    case "kinds": return ["select"];
    case "list": return choices.length > 0 ? [choices[0]] : isNumeric(kind) ? [0] : [""];
    case "number": return 0;
    default: return choices.length > 0 ? choices[0] : isNumeric(kind) ? 0 : kind === "boolean" || kind === "flag" ? true : "";
  }
}

/** The field. `node` is the value of now, `spelling` its JSON text; `put` gets the value to write. */
export function valueField(op, kind, choices, node, spelling, put, parts) {
  const texts = choices.filter(one => typeof one === "string");
  switch (valueKind(op)) {
    case "flag":
      if (node?.kind === "boolean") return yesNo(node.value, put, parts, "given", "left out");
      break;
    case "kinds":
      if (allOf(node, "string")) return boxes(sqlKinds, valuesOf(node), put, parts);
      break;
    case "list":
      if (allOf(node, "string") && texts.length > 0 && texts.length <= 12) return boxes(texts, valuesOf(node), put, parts);
      if (allOf(node, "string") && !isNumeric(kind)) return lines(valuesOf(node), put, parts, text => text);
      if (allOf(node, "number")) return lines(valuesOf(node), put, parts, text => number.test(text.trim()) ? new Raw(text.trim()) : null);
      break;
    case "number":
      if (node?.kind === "number") return numberField(node.value, put, parts);
      break;
    default:
      if (node?.kind === "boolean") return yesNo(node.value, put, parts, "true", "false");
      if (node?.kind === "string" && texts.includes(node.value)) return select(texts.map(one => [one, one]), node.value, { ...parts, onchange: event => put(event.target.value) });
      if (node?.kind === "string" && !isNumeric(kind)) return typed(node.value, put, { ...parts, class: "code", spellcheck: "false" });
      if (node?.kind === "number") return numberField(node.value, put, parts);
  }
  return rawField(spelling ?? "", put, { ...parts, title: "as JSON" });
}

function yesNo(value, put, parts, yes, no) {
  return select([["true", yes], ["false", no]], String(value), { ...parts, onchange: event => put(event.target.value === "true") });
}
