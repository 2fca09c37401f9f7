// The form that takes a client's configuration: everything that may be a secret is taken out here, before anything is sent.
import { strip } from "./strip.mjs";

const form = document.querySelector("form[data-stack]");
if (form) {
  const area = form.querySelector("textarea");
  form.querySelector("[data-stack-unguarded]").hidden = true;
  form.querySelector("[data-stack-note]").hidden = false;

  form.addEventListener("submit", event => {
    try {
      area.value = JSON.stringify(strip(area.value), null, 2);
    } catch (problem) {
      event.preventDefault();
      area.setCustomValidity("This cannot be read: " + problem.message);
      area.reportValidity();
    }
  });
  area.addEventListener("input", () => area.setCustomValidity(""));
}
