// The editor of amendments: one save after the other, and never two at once.
(() => {
  "use strict";

  const form = document.getElementById("draft");
  let isSaving = false;
  let isLeaving = false;

  // A save names the revision that the one before it made.
  form.addEventListener("htmx:before:request", (event) => {
    if (isLeaving) {
      event.preventDefault();
      return;
    }
    isSaving = true;
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

  // An answer that is not about the draft (signed out, round over, server away) is not put into it.
  const failed = () => {
    document.querySelector("#saved > p").textContent = form.dataset.gwFailed;
  };
  form.addEventListener("htmx:before:response", (event) => {
    if ([200, 409, 422].includes(event.detail.ctx.response.status)) return;
    event.preventDefault();
    failed();
  });
  form.addEventListener("htmx:error", failed);
})();
