// Passkeys: ask the server for options, let the browser answer, send the answer with the form.
(() => {
  "use strict";

  if (!window.PublicKeyCredential?.parseCreationOptionsFromJSON) return;

  const ask = async (form) => {
    const answer = await fetch(form.dataset.gwPasskeyOptions, {
      method: "POST",
      headers: { "X-CSRF-Token": form.elements.csrf_token.value },
    });
    if (!answer.ok) throw new Error(answer.statusText);
    const options = await answer.json();
    return form.dataset.gwPasskey === "add"
      ? navigator.credentials.create({
        publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options),
      })
      : navigator.credentials.get({
        publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options),
      });
  };

  for (const form of document.querySelectorAll("form[data-gw-passkey]")) {
    form.closest("[hidden]")?.removeAttribute("hidden");
    document.getElementById("no-passkeys")?.setAttribute("hidden", "");
    form.addEventListener("submit", async (event) => {
      if (form.elements.credential.value) return;
      event.preventDefault();
      const problem = form.querySelector("[data-gw-problem]");
      problem.hidden = true;
      try {
        const credential = await ask(form);
        form.elements.credential.value = JSON.stringify(credential.toJSON());
        form.requestSubmit();
      } catch {
        // cancelled, taking too long, no passkey here, or one that is known already
        problem.hidden = false;
      }
    });
  }
})();
