// The form that takes a client's configuration: everything that may be a secret is taken out here, before anything is sent.
(() => {
  "use strict";
  const form = document.querySelector("form[data-stack]");
  if (!form) return;
  const area = form.querySelector("textarea");
  form.querySelector("[data-stack-unguarded]").hidden = true;
  form.querySelector("[data-stack-note]").hidden = false;

  const lists = ["mcpServers", "mcp_servers", "context_servers", "servers"];
  const secretWord = /(key|token|secret|passw|credential|auth|bearer|cookie|session)/i;

  // Comments and trailing commas, as clients write them.
  function plain(text) {
    let out = "";
    for (let at = 0; at < text.length; at++) {
      const letter = text[at];
      if (letter === '"') {
        const start = at;
        for (at++; at < text.length && text[at] !== '"'; at++) if (text[at] === "\\") at++;
        out += text.slice(start, at + 1);
      } else if (letter === "/" && text[at + 1] === "/") {
        while (at < text.length && text[at] !== "\n") at++;
        out += "\n";
      } else if (letter === "/" && text[at + 1] === "*") {
        at = text.indexOf("*/", at + 2);
        if (at < 0) break;
        at++;
        out += " ";
      } else if (letter === "," && /^,\s*[}\]]/.test(text.slice(at).replace(/^,(\s|\/\/[^\n]*\n|\/\*[^]*?\*\/)*/, ","))) {
        out += " ";
      } else {
        out += letter;
      }
    }
    return out;
  }

  function address(text) {
    try {
      const url = new URL(text);
      return url.origin + url.pathname;
    } catch {
      return undefined;
    }
  }

  // A package is a short plain word; what stands behind an option that sounds like a secret is dropped with it.
  function words(args) {
    const kept = [];
    for (let at = 0; at < args.length && kept.length < 6; at++) {
      const word = args[at];
      if (typeof word !== "string" || secretWord.test(word)) { at++; continue; }
      if (word.length <= 100 && /^[@A-Za-z0-9][@A-Za-z0-9._/:-]*$|^-{1,2}[A-Za-z-]{1,20}$/.test(word) && !/[A-Za-z0-9_-]{32,}/.test(word)) kept.push(word);
    }
    return kept;
  }

  function strip(entry) {
    if (typeof entry !== "object" || entry === null) return undefined;
    const command = typeof entry.command === "object" && entry.command !== null ? entry.command.path : entry.command;
    const args = Array.isArray(entry.args) ? entry.args : Array.isArray(entry.command?.args) ? entry.command.args : [];
    const url = entry.url ?? entry.serverUrl ?? entry.httpUrl;
    return {
      command: typeof command === "string" && !secretWord.test(command) ? command.split(/[\\/]/).at(-1) : undefined,
      args: words(args),
      url: typeof url === "string" ? address(url) : undefined,
    };
  }

  function collect(value, depth, found) {
    if (depth > 5 || typeof value !== "object" || value === null) return;
    for (const [name, inner] of Object.entries(value)) {
      if (lists.includes(name) && typeof inner === "object" && inner !== null && !Array.isArray(inner)) {
        for (const [server, entry] of Object.entries(inner)) {
          const stripped = strip(entry);
          if (stripped && (stripped.command || stripped.url)) found[server] = stripped;
        }
      } else {
        collect(inner, depth + 1, found);
      }
    }
  }

  form.addEventListener("submit", event => {
    const found = {};
    try {
      collect(JSON.parse(plain(area.value)), 0, found);
    } catch (problem) {
      event.preventDefault();
      area.setCustomValidity("This is not JSON: " + problem.message);
      area.reportValidity();
      return;
    }
    area.value = JSON.stringify({ mcpServers: found }, null, 2);
  });
  area.addEventListener("input", () => area.setCustomValidity(""));
})();
