/* A conversation by keyboard, and who is writing. Without it every link and button works. */
(() => {
  "use strict";

  const find = (selector) => document.querySelector(selector);
  const isTyping = (element) => element.closest("input, textarea, select") !== null;
  let typedAt = 0;

  /* One letter presses the button that names it, or opens what is folded. */
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === "Enter") {
      const form = event.target.closest("form");
      if (!form) return;
      event.preventDefault();
      form.requestSubmit(form.querySelector("#send") ?? undefined);
      return;
    }
    if (event.key === "Escape" && isTyping(event.target)) return event.target.blur();
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (event.key === "r" && find("#answer_text")) {
      event.preventDefault();
      return find("#answer_text").focus();
    }
    const key = /^[a-z]$/.test(event.key) && find(`#conversation [data-key="${event.key}"]`);
    if (!key) return;
    event.preventDefault();
    key.click();
    if (key.matches("summary")) key.parentElement.querySelector("textarea, select, a, button")?.focus();
  });

  /* Colleagues see that somebody is writing here. */
  document.addEventListener("input", (event) => {
    if (event.target.matches("[data-types]")) typedAt = Date.now();
  });
  document.addEventListener("htmx:configRequest", (event) => {
    if (event.detail.elt.id !== "looking") return;
    event.detail.parameters.typing = Date.now() - typedAt < 30_000 ? "1" : "";
  });
  document.addEventListener("DOMContentLoaded", () => {
    const looking = find("#looking");
    if (looking) htmx.trigger(looking, "look-now");
  });
})();
