// Text of a draft that the server does not have yet is kept in the browser.
window.gwKeeping = (() => {
  "use strict";

  const PREFIX = "gw-draft ";
  const LONGEST = 30 * 24 * 60 * 60 * 1000;

  // A browser may refuse to keep anything; then there is nothing to read and nothing to remove.
  const stored = () => {
    try {
      return Object.keys(localStorage).filter((name) => name.startsWith(PREFIX)).map((name) => {
        const copy = JSON.parse(localStorage.getItem(name));
        return { ...copy, name };
      });
    } catch {
      return [];
    }
  };

  // Each page has a place of its own, so that two of them never write over each other.
  const write = (draft, page, copy) => {
    try {
      localStorage.setItem(`${PREFIX}${draft} ${page}`, JSON.stringify({ ...copy, draft, at: Date.now() }));
      return true;
    } catch {
      return false;
    }
  };

  const drop = (chosen) => {
    for (const copy of stored().filter(chosen)) localStorage.removeItem(copy.name);
  };

  const of = (draft) => stored().filter((copy) => copy.draft === draft).sort((a, b) => b.at - a.at);

  drop((copy) => !(Date.now() - copy.at < LONGEST));

  // The address says which copy has arrived; nobody needs to see that.
  const address = new URL(location.href);
  const arrived = address.searchParams.get("kept");
  if (arrived) {
    drop((copy) => copy.id === arrived);
    address.searchParams.delete("kept");
    history.replaceState(history.state, "", address);
  }
  document.addEventListener("submit", (event) => {
    const draft = event.target.dataset.gwForget;
    if (draft && !event.defaultPrevented) drop((copy) => copy.draft === draft);
  });

  return { write, drop, of };
})();
