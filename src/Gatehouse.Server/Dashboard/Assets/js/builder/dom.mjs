// Elements. Text goes in as text and nothing else: what somebody else wrote can be shown, and never does anything.

/** An element. `on…` are listeners, `class`, `text` and properties are set; children are elements, texts or nothing. */
export function h(tag, parts = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(parts)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "text") element.textContent = value;
    else if (name === "value") element.value = element.given = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  for (const child of children.flat(Infinity)) if (child !== null && child !== undefined && child !== false) element.append(child);
  return element;
}

// Cannot be seen, turns the direction, or is half a character: every control but line ends, every format character, odd blanks.
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\u115F\u1160\u3164\uFFA0\u2800]|(?! )\p{Zs}/gu;

/** Text from outside: what cannot be seen is spelt out and marked, at most so many characters. */
export function outside(text, most = 200) {
  const element = h("bdi", { class: "outside" });
  const shown = text.length > most ? text.slice(0, most) + "…" : text;
  let at = 0;
  for (const found of shown.matchAll(unseen)) {
    if (found[0] === "\n") continue;
    element.append(shown.slice(at, found.index));
    const code = found[0].codePointAt(0).toString(16).toUpperCase().padStart(4, "0");
    element.append(h("span", { class: "unseen", text: `U+${code}` }));
    at = found.index + found[0].length;
  }
  element.append(shown.slice(at));
  return element;
}

/** The same for where no element can be: options, labels, titles. */
export function spelt(text, most = 200) {
  return outside(text, most).textContent;
}

export function badge(tone, text) {
  return h("span", { class: `badge ${tone}`, text });
}

/** Shows that something runs on the button that began it, if it takes longer than one notices. */
export async function busy(pressed, work) {
  const timer = setTimeout(() => pressed.classList.add("is-busy"), 100);
  try {
    return await work;
  } finally {
    clearTimeout(timer);
    pressed.classList.remove("is-busy");
  }
}

export function button(text, parts = {}) {
  return h("button", { type: "button", ...parts, class: `button small ${parts.class ?? ""}`, text });
}

/** A select. Options: [value, label] each; a third part true for one that cannot be chosen. */
export function select(options, chosen, parts = {}) {
  const element = h("select", parts, options.map(([value, label, isOff]) =>
    h("option", { value, disabled: isOff === true, selected: value === chosen, text: label })));
  element.value = chosen;
  return element;
}

/** A field with its label. */
export function field(label, input, hint) {
  return h("label", { class: "field" }, h("span", { class: "label", text: label }), input, hint && h("span", { class: "hint", text: hint }));
}

// Parts that wait to be filled: what somebody is typing into, or presses on, stays until that is done.
const waiting = new Map();
let isPressed = false;

function fillWaiting() {
  for (const [element, children] of [...waiting]) refill(element, children);
}

document.addEventListener("pointerdown", () => { isPressed = true; }, true);
for (const name of ["pointerup", "pointercancel"]) {
  document.addEventListener(name, () => setTimeout(() => {
    isPressed = false;
    fillWaiting();
  }), true);
}
document.addEventListener("focusout", () => setTimeout(fillWaiting));

/** Puts other children into a part of the page and gives the focus back to what had it. */
export function refill(element, ...children) {
  const had = element.contains(document.activeElement) ? document.activeElement : null;
  const isTyping = had?.given !== undefined && had.value !== had.given;
  if (isTyping || isPressed) {
    waiting.set(element, children);
    return;
  }
  waiting.delete(element);
  const wanted = children.flat(Infinity).filter(Boolean);
  if (wanted.length === element.childNodes.length && wanted.every((one, i) => one === element.childNodes[i])) return;
  const key = had?.dataset.key;
  const place = had?.selectionStart;
  const top = element.scrollTop;
  element.replaceChildren(...wanted);
  element.scrollTop = top;
  const again = key ? element.querySelector(`[data-key="${CSS.escape(key)}"]`) : null;
  again?.focus({ preventScroll: true });
  if (typeof place === "number" && typeof again?.selectionStart === "number") again.setSelectionRange(place, place);
}
