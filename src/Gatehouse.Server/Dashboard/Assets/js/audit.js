// Changes as they come: the page itself is asked again, and its list takes the place of this one: one drawing, in one place.
(() => {
  "use strict";

  async function refresh(list) {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (!answer.ok || answer.redirected) { location.reload(); return; }
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("audit");
    if (!fresh) return;
    const known = new Set([...list.querySelectorAll("[data-row]")].map(row => row.dataset.row));
    list.replaceChildren(...fresh.childNodes);
    for (const row of list.querySelectorAll("[data-row]")) row.classList.toggle("is-new", !known.has(row.dataset.row));
    window.gatehouse.ready(list);
  }

  addEventListener("DOMContentLoaded", () => {
    const list = document.getElementById("audit");
    const live = document.getElementById("live");
    if (!list || !live) return;
    let source = null;
    let timer = 0;

    function follow() {
      source?.close();
      source = null;
      if (!live.checked) return;
      source = new EventSource(list.dataset.stream);
      // Several changes at once are one look.
      source.addEventListener("change", () => { clearTimeout(timer); timer = setTimeout(() => refresh(list), 200); });
    }

    live.addEventListener("change", () => {
      window.gatehouse.keep("live", live.checked ? "1" : "");
      follow();
    });
    follow();
    addEventListener("pagehide", () => source?.close());
  });
})();
