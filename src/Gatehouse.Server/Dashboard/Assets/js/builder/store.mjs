// What is being worked on: one text, what can be read of it, and who wants to know when it changes.
import { JsonProblem, placeOf } from "./json.mjs";
import { read } from "./policy.mjs";

const mostSteps = 200;

/** The work on one document. `policy` is the last text that could be read; `problem` is set while the text of now cannot. */
export class Work {
  constructor(text) {
    this.text = text;
    this.published = text;
    this.id = "";
    this.version = 0;
    this.current = 0;
    this.tests = null;
    this.publishedTests = null;
    this.known = [];
    this.policy = null;
    this.problem = null;
    this.past = [];
    this.future = [];
    this.remembered = new Map();
    this.listeners = new Set();
    this.look();
  }

  /** Tells whenever something changed; what is told is who changed it. */
  listen(tell) {
    this.listeners.add(tell);
  }

  get isChanged() {
    return this.text !== this.published || this.tests !== this.publishedTests;
  }

  /** Whether choices can be made: the text of now can be read, and is a document. */
  get isOpen() {
    return this.problem === null && this.policy.isObject;
  }

  /** Another text. Typing in one go is one step back. */
  put(text, by) {
    if (text === this.text) return;
    const isTyping = by === "source" && this.past.at(-1)?.by === "source" && Date.now() - this.past.at(-1).at < 1500;
    if (!isTyping) this.past.push({ text: this.text, by, at: Date.now() });
    else this.past.at(-1).at = Date.now();
    if (this.past.length > mostSteps) this.past.shift();
    this.future = [];
    this.text = text;
    this.look();
    this.tell(by);
  }

  /** A change of the text by a function of it; nothing happens while the text cannot be read. */
  change(edit, by = "builder") {
    if (this.isOpen) this.put(edit(this.text), by);
  }

  /** One step back, or forth again. */
  step(isBack) {
    const [from, to] = isBack ? [this.past, this.future] : [this.future, this.past];
    const step = from.pop();
    if (!step) return;
    to.push({ text: this.text, by: "step", at: 0 });
    this.text = step.text;
    this.look();
    this.tell("step");
  }

  tell(by) {
    for (const each of this.listeners) each(by);
  }

  look() {
    try {
      this.policy = read(this.text);
      this.problem = null;
    } catch (problem) {
      if (!(problem instanceof JsonProblem)) throw problem;
      this.problem = { ...placeOf(this.text, problem.at), message: problem.message };
      this.policy ??= read("{}");
    }
  }
}
