// Work that is not published yet, kept in this browser under its policy, the version it was made from, and who made it.
const begin = "gatehouse.draft.";
const longest = 30 * 24 * 3600 * 1000;

/** A place for the draft of one policy. A browser that keeps nothing loses nothing else. */
export function draftOf(person, policy) {
  const key = `${begin}${person}.${policy}`;
  sweep();
  return {
    read() {
      try {
        const kept = JSON.parse(localStorage.getItem(key));
        return typeof kept?.text === "string" && typeof kept.version === "number" ? kept : null;
      } catch {
        return null;
      }
    },
    keep(version, text, tests, message) {
      try {
        localStorage.setItem(key, JSON.stringify({ version, text, tests, message, at: Date.now() }));
        return true;
      } catch {
        return false;
      }
    },
    forget() {
      try {
        localStorage.removeItem(key);
      } catch {
        // Nothing was kept.
      }
    },
  };
}

function sweep() {
  try {
    for (const key of Object.keys(localStorage).filter(one => one.startsWith(begin))) {
      if (!(JSON.parse(localStorage.getItem(key))?.at > Date.now() - longest)) localStorage.removeItem(key);
    }
  } catch {
    // Storage is off.
  }
}
