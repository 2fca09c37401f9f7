// The visual policy builder over the page's plain form. Without script that form does everything that this does.
import { keeping } from "./address.mjs";
import { ask, calm } from "./api.mjs";
import { Compare } from "./compare.mjs";
import { badge, button, h, outside, refill } from "./dom.mjs";
import { draftOf } from "./draft.mjs";
import { Publishing } from "./publish.mjs";
import { Replay } from "./replay.mjs";
import { Rules } from "./rules.mjs";
import { fieldsOf } from "./schema.mjs";
import { setAt } from "./edit.mjs";
import { Source } from "./source.mjs";
import { Work } from "./store.mjs";
import { ToolList, toolsOf } from "./tools.mjs";
import { Trial } from "./trial.mjs";

const form = document.querySelector("form[data-builder]");
if (form) start(form);

async function start(form) {
  const { policy: id, person } = form.dataset;
  const area = form.querySelector("textarea#document");
  const servers = form.querySelector("select#server-id");
  const work = new Work(area.value);
  work.id = id;
  const draft = draftOf(person, id || "new");
  const path = id ? `/policies/${id}/edit` : "/policies/new"; // Here too where another page brought a text, which has no address.
  let uses = [];
  let isLeaving = false;
  let open = "rules";
  let isBegun = false; // What is asked first waits for nothing.

  const list = new ToolList(work, name => pick(name));
  const rules = new Rules(work, path => {
    show("json");
    source.goToPath(path);
  });
  const source = new Source(work, area);
  const compare = new Compare(work);
  const trial = new Trial(work, () => ({ place: place(), server_id: servers.value || undefined }));
  const replay = new Replay(work, () => ({ place: place(), server_id: servers.value || undefined }));
  const publishing = new Publishing(work, form, saved => {
    isLeaving = true;
    draft.forget();
    const isProposed = saved.state === "proposed" || saved.document !== work.text;
    location.assign(`/policies/${saved.id}?said=${isProposed ? "policy-proposed" : "policy-published"}`);
  });
  publishing.server = () => servers.value;
  publishing.onFindings = findings => source.show(findings);

  // The draft stands where the policy stands: as a baseline if it is one.
  function place() {
    const kinds = new Set(uses.map(one => one.kind));
    return kinds.size === 1 && kinds.has("server") ? "server" : kinds.size === 1 && kinds.has("organisation") ? "organisation" : "grant";
  }

  // The right side: one panel of five.
  const panels = {
    rules: ["Rules", rules.element], json: ["JSON", source.element], try: ["Try it", trial.element], replay: ["Recorded", replay.element],
    compare: ["Changes", compare.element],
  };
  const tabs = h("div", { class: "segments", role: "tablist", "aria-label": "Panels" }, Object.entries(panels).map(([key, [label]], i, all) =>
    h("button", {
      type: "button", role: "tab", id: `tab-${key}`, "aria-controls": `panel-${key}`, text: label, onclick: () => show(key),
      onkeydown: event => {
        const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
        if (step) show(all[(i + step + all.length) % all.length][0], true);
      },
    })));
  const side = h("section", { class: "card build-side", "aria-label": "What is chosen" }, h("header", {}, tabs), Object.entries(panels).map(([key, [, element]]) =>
    h("div", { class: "body", role: "tabpanel", id: `panel-${key}`, "aria-labelledby": `tab-${key}` }, element)));

  function show(key, isFocused = false) {
    for (const each of Object.keys(panels)) {
      const tab = tabs.querySelector(`#tab-${each}`);
      tab.setAttribute("aria-selected", String(each === key));
      tab.tabIndex = each === key ? 0 : -1;
      side.querySelector(`#panel-${each}`).hidden = each !== key;
      if (each === key && isFocused) tab.focus();
    }
    if (key === "compare") compare.draw();
    if (key === "replay") replay.open();
    if (key === "json") source.number();
    open = key;
    remember();
  }

  const remember = keeping(path, () => isBegun && { server: servers.value, tool: list.picked, panel: open === "rules" ? "" : open, ...list.filters });

  function pick(name) {
    list.picked = name;
    const tool = list.tools.find(one => one.name === name) ?? null;
    if (tool) tool.fields ??= fieldsOf(tool.schema);
    rules.show(name, tool);
    trial.show(name, tool);
    if (!["rules", "try"].includes(open)) show("rules");
    list.draw();
    remember();
  }

  // Above both: whose tools, what is not named, what stands above.
  const live = h("span", { class: "fine", role: "status" });
  const baselines = h("span", { class: "row fine" });
  const opens = h("div", { class: "segments", role: "group", "aria-label": "Tools that nothing names" }, ["deny", "allow"].map(word =>
    h("button", { type: "button", "data-word": word, text: word === "deny" ? "Deny" : "Allow", onclick: () => work.change(text => setAt(text, ["default"], word)) })));
  const top = h("div", { class: "card build-top" }, h("label", { class: "row fine" }, h("span", { class: "muted", text: "Tools of" }), servers), live,
    h("span", { class: "row fine" }, h("span", { class: "muted", text: "Tools that nothing names" }), opens),
    button("Rules for every tool", { onclick: () => {
      pick(null);
      show("rules");
    } }), baselines);

  form.querySelector("[data-plain]").hidden = true;
  form.classList.add("build");
  const paths = h("datalist", { id: "build-paths" });
  form.append(publishing.notice, top, h("div", { class: "build-halves" }, list.element, side), publishing.element, paths);
  servers.onchange = () => load().then(remember);
  list.onNarrow = remember;
  form.addEventListener("submit", event => event.preventDefault());
  addEventListener("beforeunload", event => { if (work.isChanged && publishing.isKept === false && !isLeaving) event.preventDefault(); });
  document.addEventListener("keydown", event => {
    const isField = event.target.matches?.("input, textarea, select");
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z" && !isField) {
      event.preventDefault();
      work.step(!event.shiftKey);
    }
    if (event.key === "/" && !isField) {
      event.preventDefault();
      list.filter.focus();
    }
  });

  const check = calm(() => isBegun ? 300 : 0, () => work.problem ? null : ask("POST", "policies/validate", { document: work.text, server_id: servers.value || undefined, policy_id: id || undefined }), reply => {
    if (reply?.ok) publishing.verdict = reply.body;
    if (reply?.ok) source.findings = reply.body.findings;
    offline(reply);
    drawFindings();
    if (reply?.ok && reply.body.is_valid) weigh();
  });
  const weigh = calm(() => isBegun ? 50 : 0, () => servers.value ? ask("POST", "policies/effects", { document: work.text, place: place(), server_id: servers.value }) : null, reply => {
    list.effects = new Map((reply?.ok ? reply.body.tools : []).map(one => [one.tool.name, one]));
    list.draw();
  });

  let isOffline = false;
  function offline(reply) {
    const now = reply?.status === 0;
    if (now && !isOffline) publishing.say("warn", h("p", { text: "No answer from Gatehouse. Your work is kept in this browser; what is shown of tools is what was known last." }));
    if (!now && isOffline && reply) publishing.notice.replaceChildren();
    if (reply) isOffline = now;
    if (now) setTimeout(check, 5000);
  }

  function drawFindings() {
    const errors = source.all().filter(one => one.severity === "error").length;
    tabs.querySelector("#tab-json").replaceChildren("JSON", ...(errors > 0 ? [h("span", { class: "badge count bad", "aria-label": `${errors} errors`, text: String(errors) })] : []));
    source.draw();
    publishing.draw();
  }

  function draw() {
    for (const each of opens.children) {
      each.setAttribute("aria-pressed", String((each.dataset.word === "allow") === work.policy.opens));
      each.disabled = !work.isOpen;
    }
    list.draw();
    rules.draw();
    drawFindings();
    if (!side.querySelector("#panel-compare").hidden) compare.draw();
  }

  const keep = () => draft.keep(work.version, work.text, work.tests, publishing.message.value);
  work.listen(by => {
    if (by !== "source") source.take();
    if (by !== "tests") {
      publishing.verdict = null;
      list.effects = new Map();
      replay.forget();
    }
    publishing.isKept = work.isChanged ? keep() : (draft.forget(), true);
    draw();
    if (by !== "tests") check();
  });
  publishing.message.addEventListener("change", () => { if (work.isChanged) keep(); });

  // Asked together with the policy where the address says which server is meant.
  const early = new Map();
  const toolsAndView = server => Promise.all([ask("GET", `servers/${encodeURIComponent(server)}/tools`), ask("GET", `servers/${encodeURIComponent(server)}`)]);

  // The tools that the server listed, and whether it answers now.
  async function load() {
    const server = servers.value;
    live.replaceChildren();
    list.isLoading = server !== "";
    if (server) {
      if (list.tools.length === 0) list.draw();
      const [tools, view] = await (early.get(server) ?? toolsAndView(server));
      early.clear();
      if (server !== servers.value) return;
      if (tools.ok) list.tools = work.known = toolsOf(tools.body.tools);
      else offline(tools);
      above(view.ok ? view.body.baseline_policy_id : null);
      probe(server);
    } else {
      list.tools = [];
      above(null);
    }
    list.isLoading = false;
    work.known = list.tools;
    list.effects = new Map();
    if (list.picked) pick(list.picked);
    list.draw();
    check();
  }

  // A server can go away, and come back, while this is open.
  let answers = null;
  async function probe(server) {
    const reply = await ask("POST", `servers/${encodeURIComponent(server)}/test`, undefined);
    if (server !== servers.value || !reply.ok || reply.body.stage === "settings") return;
    const isBack = answers === false && reply.body.stage === "ok";
    answers = reply.body.stage === "ok";
    live.replaceChildren(answers ? badge("good", "Answers now") : badge("warn", "Does not answer: its last known tools"));
    if (isBack) load();
  }

  const again = () => { if (servers.value && !document.hidden && window.gatehouse.isUsed()) probe(servers.value); };
  addEventListener("focus", again);
  setInterval(again, 60_000);

  async function above(serverBaseline) {
    const organisation = await ask("GET", "organisation");
    const ids = [["Organisation", organisation.body?.baseline_policy_id], ["Server", serverBaseline]].filter(([, one]) => one && one !== id);
    const found = await Promise.all(ids.map(async ([label, one]) => [label, await ask("GET", `policies/${one}`)]));
    refill(baselines, found.length > 0 && h("span", { class: "muted", text: "Baselines above:" }),
      found.filter(([, reply]) => reply.ok).map(([label, reply]) => h("a", { class: "tag", href: `/policies/${reply.body.id}` }, `${label}: `, outside(reply.body.name, 60))));
  }

  // What is published, and what was begun before.
  async function begin() {
    const address = new URLSearchParams(location.search);
    const asked = address.get("server");
    list.filters = Object.fromEntries(address);
    if (asked && [...servers.options].some(one => one.value === asked)) early.set(asked, toolsAndView(asked));
    if (id) {
      const reply = await ask("GET", `policies/${id}`);
      if (!reply.ok) {
        list.isLoading = false;
        list.draw();
        return publishing.refused(reply);
      }
      uses = reply.body.used_by;
      Object.assign(work, {
        version: reply.body.version, current: reply.body.current, published: reply.body.document.replaceAll("\r\n", "\n"),
        tests: reply.body.tests ?? null, publishedTests: reply.body.tests ?? null,
      });
    }
    await choose();
    // A link that brings a document of its own is not answered with another one.
    const kept = !id && address.has("document") ? null : draft.read();
    if (kept && (kept.text !== work.text || (kept.tests ?? null) !== work.tests)) restore(kept);
    else if (id && work.isChanged && location.pathname !== path) keep();
    if (!servers.value && servers.options.length === 2) servers.selectedIndex = 1;
    publishing.draw();
    await load();
    if (address.get("tool")) pick(address.get("tool"));
    if (Object.hasOwn(panels, address.get("panel") ?? "")) show(address.get("panel"));
    isBegun = true;
    remember();
  }

  async function choose() {
    const asked = new URLSearchParams(location.search).get("server");
    const use = uses.find(one => one.kind === "server") ?? uses.find(one => one.kind === "grant");
    const server = asked ?? (use?.kind === "grant" ? (await ask("GET", `grants/${use.id}`)).body?.server_id : use?.id);
    if (server && [...servers.options].some(one => one.value === server)) servers.value = server;
  }

  function restore(kept) {
    const isOlder = id && kept.version !== work.version;
    work.tests = kept.tests ?? work.tests;
    publishing.message.value = kept.message ?? "";
    const theirs = { version: work.version, current: work.current, document: work.published, tests: work.publishedTests };
    if (isOlder) work.version = kept.version; // Until somebody chose, the server refuses to publish it.
    work.put(kept.text, "draft");
    if (isOlder) publishing.meanwhile(theirs);
    else publishing.say("note", h("p", {}, `Your work of ${new Date(kept.at).toLocaleString()} was brought back. `, button("Discard it", { onclick: () => {
      work.tests = work.publishedTests;
      work.put(work.published, "discard");
      publishing.notice.replaceChildren();
    } })));
  }

  show("rules");
  rules.show(null, null);
  trial.show("", null);
  list.isLoading = id !== "" || servers.value !== "";
  draw();
  await begin();
}
