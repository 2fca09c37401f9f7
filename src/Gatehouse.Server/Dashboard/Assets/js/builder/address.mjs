// What is open stands in the address, so that a link leads to it.

/**
 * Puts what `parts()` gives into the address, some time after it was called: browsers take only so many changes in a while.
 * `path` is where the page can be opened again: what a form brought up has no address of its own.
 */
export function keeping(path, parts) {
  let timer = 0;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const given = parts();
      if (!given) return;
      const address = new URLSearchParams(location.search);
      for (const [name, value] of Object.entries(given)) {
        if (value) address.set(name, value);
        else address.delete(name);
      }
      history.replaceState(null, "", address.size > 0 ? `${path}?${address}` : path);
    }, 300);
  };
}
