// The plain editor: findings lead to their line, Tab indents, leaving with unsaved work asks.
(() => {
  "use strict";
  addEventListener("DOMContentLoaded", () => {
    const area = document.querySelector("textarea[data-lines]");
    if (!area) return;
    const before = area.value;

    document.addEventListener("click", event => {
      const at = event.target.closest?.("[data-line]");
      if (!at) return;
      const lines = area.value.split("\n");
      const line = Math.min(Number(at.dataset.line), lines.length) - 1;
      const start = lines.slice(0, line).reduce((sum, text) => sum + text.length + 1, 0);
      area.focus();
      area.setSelectionRange(start, start + lines[line].length);
      area.scrollTop = Math.max(0, line - 4) * parseFloat(getComputedStyle(area).lineHeight);
    });

    // Escape first lets Tab leave the field, so that nobody is caught in it.
    let leaves = false;
    area.addEventListener("keydown", event => {
      if (event.key === "Escape") { leaves = true; return; }
      if (event.key === "Tab" && !event.shiftKey && !leaves) {
        event.preventDefault();
        area.setRangeText("  ", area.selectionStart, area.selectionEnd, "end");
      }
      leaves = false;
    });

    let sent = false;
    area.form.addEventListener("submit", () => { sent = true; });
    addEventListener("beforeunload", event => { if (!sent && area.value !== before) event.preventDefault(); });
  });
})();
