/* A link is copied with one press; where the browser may not, it is marked to be copied by hand. */
(() => {
  "use strict";
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    const field = document.getElementById(button.dataset.copy);
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      const word = button.querySelector("span");
      word.textContent = button.dataset.copied;
      document.dispatchEvent(new CustomEvent("say", { detail: button.dataset.copied }));
    } catch {
      field.focus();
    }
  });
})();
