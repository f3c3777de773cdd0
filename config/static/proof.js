/* The proofing board: pointing at a picture with mouse or keys, and dropping files on a brief. The
   page works without it: points have names, and files are chosen and sent by a button. */
(() => {
  "use strict";

  const find = (selector) => document.querySelector(selector);
  const clamp = (value) => Math.min(100, Math.max(0, value));

  /* Pointing */

  let point = null; // of the picture, in per cent
  const show = () => {
    const marker = find("#marker");
    if (!marker) return;
    const box = marker.ownerSVGElement.viewBox.baseVal;
    marker.toggleAttribute("hidden", !point);
    if (point) marker.setAttribute("transform", `translate(${(point.x * box.width) / 100} ${(point.y * box.height) / 100})`);
    for (const form of document.querySelectorAll("#pin-form, #focus-form")) {
      form.elements.x.value = point ? point.x.toFixed(2) : "";
      form.elements.y.value = point ? point.y.toFixed(2) : "";
    }
  };
  const write = () => find("#pin-form [name=text]")?.focus();

  document.addEventListener("click", (event) => {
    const canvas = event.target.closest("#canvas");
    if (!canvas || event.target.closest("a")) return;
    const box = canvas.querySelector("img").getBoundingClientRect();
    point = {
      x: clamp(((event.clientX - box.left) / box.width) * 100),
      y: clamp(((event.clientY - box.top) / box.height) * 100),
    };
    show();
    write();
  });
  const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  document.addEventListener("keydown", (event) => {
    if (event.target.id !== "canvas") return;
    if (event.key === "Escape") point = null;
    else if (event.key === "Enter") return point && (event.preventDefault(), write());
    else if (STEPS[event.key]) {
      const [x, y] = STEPS[event.key];
      const step = event.shiftKey ? 10 : 2;
      point ??= { x: 50, y: 50 };
      point = { x: clamp(point.x + x * step), y: clamp(point.y + y * step) };
      event.preventDefault();
    } else return;
    show();
  });
  document.addEventListener("change", (event) => {
    if (!event.target.matches("#pin-form [name=where], #focus-form [name=where]")) return;
    point = null;
    show();
  });
  document.addEventListener("htmx:afterSwap", () => (point = null));

  /* Dropping */

  const say = (words) => (find("#drop-word").textContent = words);
  const complaint = (form, files) => {
    for (const file of files) {
      const words = file.size > +form.dataset.most ? "heavy" : /^image\/(jpeg|png|webp)$/.test(file.type) ? "" : "foreign";
      if (words) return form.dataset[words].replace("%(name)s", file.name);
    }
    return "";
  };
  const send = (form) => {
    const words = complaint(form, form.elements.files.files);
    say(words);
    if (!words) form.requestSubmit();
  };

  document.addEventListener("change", (event) => {
    if (event.target.matches("#drop [type=file]")) send(event.target.form);
  });
  for (const kind of ["dragover", "dragleave", "drop"]) {
    document.addEventListener(kind, (event) => {
      const form = find("#drop");
      if (!form || !event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      form.classList.toggle("is-over", kind === "dragover" && event.target.closest?.("#drop") === form);
      if (kind !== "drop" || !event.dataTransfer.files.length) return;
      form.elements.files.files = event.dataTransfer.files;
      send(form);
    });
  }
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.elt.id === "drop") say(event.detail.elt.dataset.sending);
  });
})();
