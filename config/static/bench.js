/* The bench: a scanner types like a keyboard. Whatever has the focus, letters that go nowhere go
   to the scan field, so a scan never presses the button of the parcel that lies there. */
(() => {
  "use strict";

  const takesLetters = (element) => element.closest("input, textarea, select, [contenteditable]");

  document.addEventListener(
    "keydown",
    (event) => {
      const scan = document.querySelector("#scan");
      if (!scan || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === "Escape" && document.activeElement !== scan) return scan.focus();
      if (event.key.length !== 1 || event.key === " " || takesLetters(event.target)) return;
      if (event.key === "/" || event.key === "?") return;
      scan.focus();
    },
    true,
  );
  document.body.dataset.ownKeys = "1";

  /* A code that was refused is replaced by the next scan, not lengthened. */
  document.addEventListener("htmx:afterSettle", () => {
    if (document.activeElement.matches("[name=tracking_code]")) document.activeElement.select();
  });
})();
