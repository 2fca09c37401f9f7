// The inbox lives: new requests appear by themselves, the tab's title counts them, a sound tells of them where it is switched on.
(() => {
  "use strict";
  const key = "gatehouse-sound";

  function ring() {
    try {
      const audio = new AudioContext();
      const tone = audio.createOscillator();
      const volume = audio.createGain();
      tone.frequency.setValueAtTime(660, audio.currentTime);
      tone.frequency.setValueAtTime(880, audio.currentTime + .12);
      volume.gain.setValueAtTime(.12, audio.currentTime);
      volume.gain.exponentialRampToValueAtTime(.0001, audio.currentTime + .5);
      tone.connect(volume).connect(audio.destination);
      tone.onended = () => audio.close();
      tone.start();
      tone.stop(audio.currentTime + .5);
    } catch { /* No sound here. */ }
  }

  function count(number) {
    document.title = document.title.replace(/^\(\d+\+?\) /, "");
    if (number > 0) document.title = `(${number > 99 ? "99+" : number}) ${document.title}`;
    for (const badge of document.querySelectorAll("[data-waiting]")) {
      badge.textContent = number > 99 ? "99+" : String(number);
      badge.hidden = number === 0;
      badge.classList.toggle("warn", number > 0);
    }
  }

  // The page itself is asked again, and its list takes the place of this one: one drawing, in one place.
  async function refresh(inbox) {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (!answer.ok || answer.redirected) { location.reload(); return; }
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("inbox");
    if (!fresh) return;
    const known = new Set([...inbox.querySelectorAll("[data-id]")].map(item => item.dataset.id));
    const ticked = new Set([...inbox.querySelectorAll("input[name=id]:checked")].map(box => box.value));
    const at = document.activeElement?.closest?.("[data-id]")?.dataset.id;
    inbox.replaceChildren(...fresh.childNodes);
    for (const item of inbox.querySelectorAll("[data-id]")) {
      item.classList.toggle("is-new", !known.has(item.dataset.id));
      const box = item.querySelector("input[name=id]");
      if (box) box.checked = ticked.has(box.value);
      if (item.dataset.id === at) item.querySelector("a").focus();
    }
    window.gatehouse.ready(inbox);
  }

  function live(inbox) {
    const source = new EventSource(inbox.dataset.live);
    const take = (event, isChange) => {
      const [waiting, news] = event.data.split(" ").map(Number);
      count(waiting);
      if (isChange) refresh(inbox);
      if (news > 0 && localStorage.getItem(key) === "on") ring();
    };
    source.addEventListener("now", event => take(event, inbox.querySelectorAll("[data-id]").length !== Number(event.data.split(" ")[0])));
    source.addEventListener("changed", event => take(event, true));
    addEventListener("pagehide", () => source.close());
  }

  // A request that closed while it was looked at says so, instead of failing.
  function closing(form) {
    const left = new Date(form.dataset.expires) - Date.now();
    if (left > 2 ** 31 - 1) return;
    setTimeout(() => {
      for (const button of form.querySelectorAll("button")) button.disabled = true;
      form.querySelector("[data-approve]").textContent = "Expired: it cannot be answered any more";
    }, Math.max(0, left));
  }

  function move(step) {
    const links = [...document.querySelectorAll("#inbox [data-id] a")];
    if (links.length === 0) return;
    const now = links.indexOf(document.activeElement);
    links[Math.min(links.length - 1, Math.max(0, now + step))].focus();
  }

  addEventListener("DOMContentLoaded", () => {
    const inbox = document.getElementById("inbox");
    if (inbox?.dataset.live) live(inbox);
    const sound = document.getElementById("sound");
    if (sound) {
      sound.checked = localStorage.getItem(key) === "on";
      sound.addEventListener("change", () => { localStorage.setItem(key, sound.checked ? "on" : "off"); if (sound.checked) ring(); });
    }
    for (const form of document.querySelectorAll("[data-expires]")) closing(form);
    document.addEventListener("keydown", event => {
      if (event.target.matches("input:not([type=checkbox]), textarea, select") || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === "j") move(1);
      if (event.key === "k") move(-1);
      if (event.key === "x") document.activeElement?.closest?.("[data-id]")?.querySelector("input")?.click();
      // Never settles by itself: it leads to the button, and Enter presses it.
      if (event.key === "a") document.querySelector("[data-approve]")?.focus();
      if (event.key === "r") document.querySelector("[data-refuse]")?.focus();
    });
  });
})();
