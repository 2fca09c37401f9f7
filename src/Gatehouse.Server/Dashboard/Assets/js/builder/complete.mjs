// Offers what could be written at the cursor of the document's field: below it, by keyboard or by hand.
import { contextAt, offers, take } from "./context.mjs";
import { h, outside } from "./dom.mjs";

const most = 12;

/** The list. `work.known` are the tools of the server. */
export class Completion {
  constructor(work, area) {
    Object.assign(this, { work, area, context: null, found: [], at: 0 });
    this.list = h("ul", { class: "build-offers", role: "listbox", id: "build-offers", "aria-label": "What could stand here", hidden: true });
    area.setAttribute("aria-autocomplete", "list");
    area.addEventListener("input", event => event.inputType?.startsWith("insert") && event.data?.length === 1 && /["\w$.*]/.test(event.data) ? this.open() : this.close());
    area.addEventListener("keydown", event => this.key(event));
    area.addEventListener("blur", () => this.close());
    area.addEventListener("click", () => this.close());
  }

  open() {
    this.context = this.area.selectionStart === this.area.selectionEnd ? contextAt(this.area.value, this.area.selectionStart) : null;
    this.found = this.context ? offers(this.context, this.work.known) : [];
    this.at = 0;
    this.draw();
  }

  close() {
    if (this.found.length === 0) return;
    this.found = [];
    this.draw();
  }

  draw() {
    this.list.hidden = this.found.length === 0;
    const first = Math.max(0, Math.min(this.at - most + 1, this.found.length - most));
    this.list.replaceChildren(...this.found.slice(first, first + most).map((one, i) => h("li", {
      role: "option", id: `build-offer-${first + i}`, "aria-selected": String(first + i === this.at),
      // Before the field loses the focus.
      onpointerdown: event => {
        event.preventDefault();
        this.take(first + i);
      },
    }, outside(one, 80))));
    if (this.found.length > most) this.list.append(h("li", { class: "muted", role: "presentation", text: `${this.found.length - most} more: go on typing` }));
    if (this.list.hidden) {
      this.area.removeAttribute("aria-activedescendant");
      this.area.removeAttribute("aria-controls");
    } else {
      this.area.setAttribute("aria-controls", "build-offers");
      this.area.setAttribute("aria-activedescendant", `build-offer-${this.at}`);
    }
  }

  take(index) {
    const [text, cursor] = take(this.area.value, this.context, this.found[index]);
    const top = this.area.scrollTop;
    this.area.value = text;
    this.area.setSelectionRange(cursor, cursor);
    this.area.scrollTop = top;
    this.close();
    this.work.put(text, "source");
  }

  key(event) {
    if ((event.ctrlKey || event.metaKey) && event.key === " ") {
      event.preventDefault();
      this.open();
      return;
    }
    if (this.found.length === 0) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) this.at = (this.at + step + this.found.length) % this.found.length;
    else if (event.key === "Enter" || event.key === "Tab") this.take(this.at);
    else if (event.key === "Escape") this.close();
    else {
      if (["ArrowLeft", "ArrowRight", "Home", "End"].includes(event.key)) this.close();
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    if (step) this.draw();
  }
}
