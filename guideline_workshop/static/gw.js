// Small comforts. Every page works without them.
(() => {
  "use strict";

  const announce = (text) => {
    document.getElementById("gw-status").textContent = text;
  };

  // What has gone wrong is read first.
  document.querySelector("[data-gw-focus]")?.focus();

  // Ask before acts that cannot be undone.
  document.addEventListener("submit", (event) => {
    const question = (event.submitter ?? event.target).dataset.gwConfirm;
    if (question && !window.confirm(question)) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
  }, true);

  // Warn before text is lost: typed, but neither sent nor saved as a draft.
  const typed = new Map();
  let strokes = 0;
  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-gw-unsaved]");
    if (form) typed.set(form, ++strokes);
  });
  document.addEventListener("submit", (event) => {
    if (!event.defaultPrevented) typed.delete(event.target);
  });
  window.addEventListener("beforeunload", (event) => {
    if ([...typed.keys()].some((form) => form.isConnected)) event.preventDefault();
  });
  // A draft saved by htmx answers with data-gw-saved; what was typed meanwhile is not in it.
  let sent = 0;
  document.addEventListener("htmx:before:request", () => {
    sent = strokes;
  });
  const noteSaved = (target) => {
    const form = target.closest?.("form[data-gw-unsaved]");
    if (form && target.querySelector("[data-gw-saved]") && typed.get(form) <= sent) typed.delete(form);
  };

  // A choice that takes effect at once; its button is there for those without scripts.
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-gw-submit]")) event.target.form.requestSubmit();
  });

  // A form that only leads on does so by itself.
  document.querySelector("form[data-gw-leads-on]")?.requestSubmit();

  // Permanent links go to the clipboard as well as to the address bar.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-gw-copy]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    navigator.clipboard?.writeText(link.href).then(() => announce(link.dataset.gwCopy), () => {});
  });

  // The user menu closes like a menu; the table of contents gives way to the text on a phone.
  const menu = document.querySelector("[data-gw-menu]");
  document.addEventListener("click", (event) => {
    if (menu?.open && !menu.contains(event.target)) menu.open = false;
    const contents = event.target.closest(".gw-toc a") && event.target.closest("details");
    if (contents && !matchMedia("(min-width: 80rem)").matches) contents.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu?.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
  // What is folded for phones is open on a wide page: the style sheet shows it, this says so.
  const unfold = (width, selector) => {
    const wide = matchMedia(`(min-width: ${width})`);
    const apply = () => {
      for (const details of document.querySelectorAll(selector)) details.open = wide.matches;
    };
    wide.addEventListener("change", apply);
    if (wide.matches) apply();
  };
  unfold("48.01rem", ".gw-fold");
  unfold("80rem", ".gw-toc details");

  // htmx: the focus stays where it was, or goes to what has come instead.
  let focused = "";
  document.addEventListener("htmx:before:swap", () => {
    focused = document.activeElement?.id ?? "";
  });
  document.addEventListener("htmx:after:swap", (event) => {
    const target = event.detail?.ctx?.target;
    if (target) noteSaved(target);
    if (document.activeElement && document.activeElement !== document.body) return;
    const next = (focused && document.getElementById(focused))
      || target?.querySelector?.("[data-gw-focus]");
    next?.focus({ preventScroll: true });
  });
})();
