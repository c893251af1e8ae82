// The editor of amendments: one save after the other, never two at once, and nothing typed is lost.
(() => {
  "use strict";

  const form = document.getElementById("draft");
  const { gwDraft: draft, gwKept: before } = form.dataset;
  const OWN = ["title", "rationale", "place", "key", "kind", "after", "text", "reason"];
  const page = before?.split(".")[0] || Date.now().toString(36) + Math.random().toString(36).slice(2);
  const LONGEST_WAIT = 60_000;

  const announce = (text) => {
    document.getElementById("gw-status").textContent = text;
  };
  const fieldsOf = () => [...new FormData(form)].filter(([name]) => OWN.includes(name));
  // The server trims texts; what differs in nothing else is the same.
  const same = (fields) => JSON.stringify(fields.map(([name, value]) => [
    name, value.normalize("NFC").replaceAll("\u00ad", "").replace(/\s+/g, " ").trim(),
  ]));

  // Everything typed is kept here at once, until the server has it.
  let strokes = 0;
  let isKept = true;
  let sent = "";
  const copy = () => `${page}.${strokes}`;
  form.addEventListener("input", () => {
    strokes += 1;
    isKept = gwKeeping.write(draft, page, {
      id: copy(), revision: form.elements.revision.value, fields: fieldsOf(),
    });
  });
  form.addEventListener("formdata", (event) => {
    event.formData.set("kept", strokes || !before ? copy() : before);
  });

  let isSaving = false;
  let isLeaving = false;

  // A save names the revision that the one before it made.
  form.addEventListener("htmx:before:request", (event) => {
    if (isLeaving) {
      event.preventDefault();
      return;
    }
    isSaving = true;
    sent = copy();
    event.detail.ctx.request.body.set("revision", form.elements.revision.value);
  });

  form.addEventListener("htmx:finally:request", () => {
    isSaving = false;
  });

  // A button pressed while typing is being saved waits for its turn.
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    isLeaving = true;
    if (!isSaving) return;
    event.preventDefault();
    const button = event.submitter;
    form.addEventListener("htmx:finally:request", () => {
      delete button?.dataset.gwConfirm; // asked already
      form.requestSubmit(button);
    }, { once: true });
  });
  window.addEventListener("pageshow", () => {
    isLeaving = false;
  });

  // While the server is away it is asked again, ever less often, and when the network is back.
  let failures = 0;
  let waiting = 0;
  const again = () => {
    clearTimeout(waiting);
    if (failures && !isSaving) form.dispatchEvent(new Event("gw-again"));
  };
  window.addEventListener("online", again);

  const say = (words) => {
    const line = document.querySelector("#saved > p");
    const text = document.createElement("span");
    text.textContent = words;
    const icon = document.createElement("span");
    icon.className = "kern-icon kern-icon--warning kern-icon--small";
    icon.setAttribute("aria-hidden", "true");
    line.className = "gw-why-not";
    line.removeAttribute("data-gw-saved");
    line.replaceChildren(icon, text);
  };
  const failed = (words) => {
    const all = isKept ? words : form.dataset.gwUnkept;
    say(all);
    if (!failures) announce(all);
    failures += 1;
  };
  const away = () => {
    failed(form.dataset.gwAway);
    clearTimeout(waiting);
    waiting = setTimeout(again, Math.min(LONGEST_WAIT, 2_500 * 2 ** failures));
  };

  // An answer that is not about the draft (signed out, round over, server away) is not put into it.
  form.addEventListener("htmx:before:response", (event) => {
    const { status } = event.detail.ctx.response;
    if ([200, 409, 422].includes(status)) return;
    event.preventDefault();
    if (status === 429 || status >= 500) away();
    else failed(form.dataset.gwRefused);
  });
  form.addEventListener("htmx:error", away);
  form.addEventListener("htmx:after:swap", () => {
    if (!document.querySelector("#saved [data-gw-saved]")) return;
    gwKeeping.drop((one) => one.id === sent);
    if (failures) announce(form.dataset.gwBack);
    failures = 0;
    clearTimeout(waiting);
  });

  // What was kept and never arrived is offered again; a page that refused it shows it anyway.
  const offer = document.getElementById("kept");
  if (!offer) return;
  const now = same(fieldsOf());
  gwKeeping.drop((one) => one.draft === draft && same(one.fields) === now);
  const [found] = gwKeeping.of(draft);
  if (!found) return;

  const shown = fieldsOf().map(([, value]) => value);
  for (const [name, value] of found.fields) {
    if (!["title", "rationale", "text", "reason"].includes(name) || shown.includes(value)) continue;
    const words = document.createElement("p");
    words.lang = "de";
    words.className = "gw-quote gw-kept";
    words.textContent = value || offer.dataset.gwEmpty;
    offer.querySelector("details").append(words);
  }
  offer.querySelector("time").textContent = new Date(found.at)
    .toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
  offer.hidden = false;
  announce(offer.querySelector(".kern-title").textContent);

  offer.querySelector("[data-gw-take-over]").addEventListener("click", () => {
    // Sent as of then: if the draft has gone on meanwhile, both wordings come side by side.
    const sending = document.createElement("form");
    sending.method = "post";
    sending.action = form.action;
    sending.hidden = true;
    const keys = [...new FormData(form)].filter(([name]) => ["csrf_token", "form_key"].includes(name));
    const fields = [...keys, ...found.fields,
      ["revision", found.revision], ["kept", found.id], ["act", "save"]];
    for (const [name, value] of fields) {
      const field = document.createElement("textarea");
      field.name = name;
      field.value = value;
      sending.append(field);
    }
    document.body.append(sending);
    sending.submit();
  });
  offer.querySelector("[data-gw-let-go]").addEventListener("click", () => {
    gwKeeping.drop((one) => one.name === found.name);
    offer.hidden = true;
    announce(offer.dataset.gwGone);
    form.elements.title.focus();
  });
})();
