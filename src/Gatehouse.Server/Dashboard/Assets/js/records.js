// Records as they come. Everything in them is put in as text; what cannot be seen is spelt out, as the server does it.
(() => {
  "use strict";
  const most = 200;
  const hidden = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\u034F\u115F\u1160\u17B4\u17B5\u2800\u3164\uFFA0]/u;

  function element(name, attributes, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) if (value !== undefined) made.setAttribute(key, value);
    made.append(...children);
    return made;
  }

  const point = character => "U+" + character.codePointAt(0).toString(16).toUpperCase().padStart(4, "0");

  // Where only text can stand.
  const plain = (text, length) => [...text].slice(0, length).map(one => one === "\\" ? "\\\\" : hidden.test(one) ? `\\{${point(one)}}` : one).join("");

  function outside(text, length = 90) {
    const made = element("bdi", { class: "outside" });
    for (const character of [...(text ?? "")].slice(0, length)) {
      if (hidden.test(character)) {
        made.append(element("span", { class: "unseen" }, point(character)));
      } else {
        made.append(character);
      }
    }
    return made;
  }

  function badge(record) {
    const word = record.decision === "allowed" ? record.outcome ?? "running" : record.decision === "pending" ? "waits" : "denied";
    const tone = { denied: "bad", waits: "warn", done: "good", fault: "bad", unknown: "bad", error: "warn", cancelled: "warn" }[word] ?? "note";
    const label = { done: "Answered", error: "Tool said error", fault: "Server failed" }[word] ?? word[0].toUpperCase() + word.slice(1);
    return element("span", { class: "badge " + tone }, label);
  }

  // As the server draws it: the tool's own name stands beside it already.
  function rule({ rule, target }) {
    const [lead, tools, tool, ...rest] = rule.split("/");
    if (lead !== "" || tools !== "tools" || !tool || !rest.join("/")) return element("span", { class: "rule mono" }, outside(rule, 120));
    const name = tool.replaceAll("~1", "/").replaceAll("~0", "~");
    const what = outside(rest.join(": "), 120);
    const title = plain(rule, 200);
    return name === target ? element("span", { class: "rule", title }, what)
      : element("span", { class: "rule", title }, element("strong", {}, outside(name, 80)), " ", element("span", { class: "muted" }, what));
  }

  function row(record) {
    const time = element("time", { datetime: record.time });
    const name = element("th", { scope: "row" }, outside(record.target ?? record.method), element("span", { class: "sub" }, record.server_id));
    return element("tr", { class: "is-new", "data-call": record.call },
      element("td", { class: "nowrap", "data-label": "Time" }, element("a", { href: "/records/" + encodeURIComponent(record.call) }, time)),
      name,
      element("td", { "data-label": "Grant" }, element("a", { href: "/grants/" + encodeURIComponent(record.grant_id) }, outside(record.grant_id, 30))),
      element("td", { "data-label": "Outcome" }, badge(record)),
      element("td", { "data-label": "Rule" }, ...(record.rule ? [rule(record)] : [])),
      element("td", { class: "number", "data-label": "Took" }, record.milliseconds === undefined || record.milliseconds === null ? "" : Math.round(record.milliseconds) + " ms"));
  }

  addEventListener("DOMContentLoaded", () => {
    const list = document.getElementById("records");
    const live = document.getElementById("live");
    if (!list || !live) return;
    let source = null;

    function begin() {
      source = new EventSource(list.dataset.stream);
      source.addEventListener("record", event => {
        const record = JSON.parse(event.data);
        const body = list.querySelector("tbody");
        if (!body) { location.href = location.pathname + "?" + new URLSearchParams({ ...Object.fromEntries(new URLSearchParams(location.search)), live: "1" }); return; }
        const made = row(record);
        window.gatehouse.showTimes(made);
        body.querySelector(`[data-call="${CSS.escape(record.call)}"]`)?.remove();
        body.prepend(made);
        while (body.rows.length > most) body.rows[body.rows.length - 1].remove();
      });
    }

    live.addEventListener("change", () => {
      window.gatehouse.keep("live", live.checked ? "1" : "");
      if (live.checked) begin();
      else { source?.close(); source = null; }
    });
    if (live.checked) begin();
    addEventListener("pagehide", () => source?.close());
  });
})();
