// What every page has: times in the reader's zone, copy buttons, progress of forms. Pages work without it.
(() => {
  "use strict";
  const root = document.documentElement;
  root.classList.add("has-script");

  const full = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });
  const day = new Intl.DateTimeFormat(undefined, { month: "short", day: "numeric", hour: "2-digit", minute: "2-digit" });
  const date = new Intl.DateTimeFormat(undefined, { dateStyle: "medium" });
  const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", second: "2-digit" });
  const ago = new Intl.RelativeTimeFormat(undefined, { numeric: "auto", style: "narrow" });
  const steps = [["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];

  function near(seconds) {
    const [unit, size] = steps.find(([, size]) => Math.abs(seconds) >= size) ?? steps.at(-1);
    return ago.format(Math.trunc(seconds / size), unit);
  }

  function showTime(time) {
    const at = new Date(time.dateTime);
    if (Number.isNaN(at.getTime())) return;
    const form = time.dataset.as;
    const seconds = (at - Date.now()) / 1000;
    time.title = full.format(at);
    time.textContent = form === "clock" ? clock.format(at)
      : form === "full" ? full.format(at)
      : form === "near" && Math.abs(seconds) < 604800 ? near(seconds)
      : at.getFullYear() === new Date().getFullYear() ? day.format(at)
      : date.format(at);
  }

  function showTimes(within) {
    for (const time of within.querySelectorAll("time[datetime]")) showTime(time);
    for (const title of within.querySelectorAll("title[data-at]")) title.textContent = `${day.format(new Date(title.dataset.at))}: ${title.dataset.says}`;
  }

  async function copy(button) {
    const text = button.closest(".listing")?.querySelector("code")?.textContent ?? "";
    let done = false;
    try { await navigator.clipboard.writeText(text); done = true; } catch { /* Without TLS browsers refuse: the text is selected instead. */ }
    if (!done) {
      const range = document.createRange();
      range.selectNodeContents(button.closest(".listing").querySelector("code"));
      const selection = getSelection();
      selection.removeAllRanges();
      selection.addRange(range);
      done = document.execCommand("copy");
    }
    const label = button.querySelector("span");
    const before = label.textContent;
    label.textContent = done ? "Copied" : "Selected";
    setTimeout(() => { label.textContent = before; }, 1600);
  }

  function ready(within) {
    showTimes(within);
    for (const button of within.querySelectorAll("[data-copy]")) button.hidden = false;
    for (const part of within.querySelectorAll("[data-needs-script]")) part.hidden = false;
  }

  document.addEventListener("click", event => {
    const button = event.target.closest?.("[data-copy]");
    if (button) copy(button);
    const all = event.target.closest?.("[data-select-all]");
    if (all) for (const box of all.closest("form").querySelectorAll("tbody input[type=checkbox], .list input[type=checkbox]")) box.checked = all.checked;
    for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
  });

  document.addEventListener("keydown", event => {
    if (event.key !== "Escape") return;
    const asked = event.target.closest?.("details.sure[open]");
    for (const open of asked ? [asked] : document.querySelectorAll("details.menu[open]")) { open.open = false; open.querySelector("summary").focus(); }
    if (location.hash === "#navigation") location.hash = "";
  });

  // A form that is sent shows it, and is not sent twice.
  document.addEventListener("submit", event => {
    // What the page itself kept back may be mended and sent.
    if (event.defaultPrevented) return;
    const form = event.target;
    if (form.dataset.sent) { event.preventDefault(); return; }
    if (form.method !== "post") return;
    form.dataset.sent = "1";
    setTimeout(() => event.submitter?.classList.add("is-busy"), 100);
  });
  // A page that takes longer than one notices says that it is on its way. Where the page asks whether to leave, nobody knows yet.
  addEventListener("beforeunload", event => {
    setTimeout(() => { if (!event.defaultPrevented) root.classList.add("is-leaving"); }, 100);
    setTimeout(() => root.classList.remove("is-leaving"), 20000);
  });
  addEventListener("pageshow", () => {
    root.classList.remove("is-leaving");
    for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
    for (const button of document.querySelectorAll(".is-busy")) button.classList.remove("is-busy");
  });

  // A list that is here as a whole is narrowed as one types.
  document.addEventListener("input", event => {
    const rows = event.target.dataset?.filter;
    if (!rows) return;
    const wanted = event.target.value.trim().toLowerCase();
    for (const row of document.querySelectorAll(rows)) row.hidden = !row.textContent.toLowerCase().includes(wanted);
    clearTimeout(kept);
    kept = setTimeout(() => keep("find", event.target.value.trim()), 300);
  });

  // What is shown stands in the address, so that a link leads to it.
  let kept = 0;
  function keep(name, value) {
    const address = new URL(location);
    if (value) address.searchParams.set(name, value);
    else address.searchParams.delete(name);
    history.replaceState(null, "", address);
  }

  function find() {
    const wanted = new URLSearchParams(location.search).get("find");
    const field = wanted && document.querySelector("[data-filter]");
    if (!field) return;
    field.value = wanted;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  // An address names the filters that are set, and no other.
  document.addEventListener("formdata", event => {
    if (event.target.method !== "get") return;
    for (const [name, value] of [...event.formData]) if (value === "") event.formData.delete(name);
  });

  // Filters apply as they are chosen.
  document.addEventListener("change", event => {
    if (event.target.matches("[data-submit-on-change]")) event.target.form.requestSubmit();
  });

  // To ask the server is to use the session: a page that nobody touches asks for nothing, or it would never end.
  let touched = Date.now();
  for (const kind of ["pointerdown", "pointermove", "keydown", "wheel", "focus"]) {
    addEventListener(kind, () => { touched = Date.now(); }, { capture: true, passive: true });
  }
  const isUsed = () => Date.now() - touched < 30 * 60_000;

  // A part that lives is asked for again with its page, and takes the place of itself; not while somebody is in it.
  async function refresh(part) {
    if (document.hidden || !isUsed() || part.matches(":focus-within, :hover")) return;
    const answer = await fetch(location.href, { headers: { Accept: "text/html" }, signal: AbortSignal.timeout(60_000) });
    if (!answer.ok) return;
    if (answer.redirected) { location.reload(); return; }
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    const same = fresh.getElementById(part.id);
    if (!same) return;
    part.replaceChildren(...same.childNodes);
    ready(part);
    const now = fresh.querySelector("[data-waiting]");
    if (now) document.querySelector("[data-waiting]")?.replaceWith(now);
  }

  // The next look begins after the last one ended, however that was: never two at once.
  function follow(part) {
    setTimeout(() => refresh(part).catch(() => {}).finally(() => follow(part)), part.dataset.refresh * 1000);
  }

  addEventListener("DOMContentLoaded", () => {
    ready(document);
    find();
    for (const part of document.querySelectorAll("[data-refresh]")) follow(part);
  });
  setInterval(() => { for (const time of document.querySelectorAll("time[data-as=near]")) showTime(time); }, 15000);
  window.gatehouse = { ready, showTimes, keep, isUsed };
})();
