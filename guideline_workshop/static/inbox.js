// The inbox by keyboard. The keys work only while the list has the focus, and every one of them does
// what a link, a box or a button of the page does as well.
(() => {
  "use strict";

  const list = document.querySelector("[data-gw-list]");
  const keys = document.querySelector("[data-gw-keys]");
  if (!list || !keys) return;

  const rows = [...list.querySelectorAll("tbody tr")];
  const link = (row) => row.querySelector("[data-gw-open]");
  const box = (row) => row.querySelector('input[name="n"]');

  const count = document.querySelector("[data-gw-count]");
  const say = () => {
    const chosen = rows.filter((row) => box(row).checked).length;
    count.textContent = chosen ? count.dataset.gwCount.replace("#", chosen) : "";
  };
  const choose = (row, wanted) => {
    box(row).checked = wanted;
    say();
  };
  const go = (row) => {
    if (!row) return;
    link(row).focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
  };

  const acts = {
    j: (at) => go(rows[at + 1]),
    k: (at) => go(rows[at - 1]),
    x: (at) => choose(rows[at], !box(rows[at]).checked),
    o: (at) => link(rows[at]).click(),
    "/": () => {
      const filter = document.getElementById("inbox-filter");
      filter.querySelector("details").open = true;
      filter.querySelector("select").focus();
    },
    "?": () => keys.showModal(),
  };
  const isWriting = (element) => element.matches(
    'input:not([type="checkbox"]), select, textarea, [contenteditable]',
  );

  list.addEventListener("keydown", (event) => {
    const at = rows.findIndex((row) => row.contains(event.target));
    const act = acts[event.key];
    if (!act || at < 0 || isWriting(event.target)) return;
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    event.preventDefault();
    act(at);
  });
  list.addEventListener("change", say);
  say();

  for (const button of document.querySelectorAll("[data-gw-show-keys], [data-gw-choose-all]")) {
    button.hidden = false;
  }
  document.querySelector("[data-gw-show-keys]").addEventListener("click", () => keys.showModal());
  document.querySelector("[data-gw-close-keys]").addEventListener("click", () => keys.close());
  document.querySelector("[data-gw-choose-all]").addEventListener("click", () => {
    const wanted = !rows.every((row) => box(row).checked);
    for (const row of rows) choose(row, wanted);
  });
})();
