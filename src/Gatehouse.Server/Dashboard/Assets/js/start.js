// The last of the first steps: the first call of the grant is told by the server, and the page shows it.
(() => {
  "use strict";
  addEventListener("DOMContentLoaded", () => {
    const steps = document.querySelector("[data-watch]");
    if (!steps) return;
    const source = new EventSource(steps.dataset.watch);
    source.addEventListener("record", () => { source.close(); location.assign("/start"); });
    addEventListener("pagehide", () => source.close());
  });
})();
