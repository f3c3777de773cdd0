/* The proofing board: pointing at a picture with mouse or keys, and dropping files on a brief. The
   page works without it: points have names, and a file is chosen and sent by a button. */
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

  /* Dropping. Each picture is drawn while one waits, so several go one after the other. */

  let waiting = [], all = 0, complaints = [];
  const many = () => find("#drop [type=file]")?.toggleAttribute("multiple", true);
  const say = (words) => find("#drop-word") && (find("#drop-word").textContent = words);
  const complaint = (form, file) => {
    const words = file.size > +form.dataset.most ? "heavy" : /^image\/(jpeg|png|webp)$/.test(file.type) ? "" : "foreign";
    return words && form.dataset[words].replace("%(name)s", file.name);
  };
  const sendNext = () => {
    const form = find("#drop");
    const file = form && waiting.shift();
    if (!file) return say(complaints.join(" "));
    const words = complaint(form, file);
    if (words) {
      complaints.push(words);
      return sendNext();
    }
    const one = new DataTransfer();
    one.items.add(file);
    form.elements.file.files = one.files;
    form.requestSubmit();
  };
  const send = (form, files) => {
    const isCrowded = form.elements.piece.value && files.length > 1;
    [waiting, complaints] = isCrowded ? [[], [form.dataset.one]] : [[...files], []];
    all = waiting.length;
    sendNext();
  };

  many();
  document.addEventListener("htmx:afterSettle", (event) => {
    many();
    if (event.target.id !== "board" || event.detail.requestConfig.elt.id !== "drop") return;
    const words = find("#drop .error")?.textContent;
    if (words && waiting.length) complaints.push(words);
    sendNext();
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const { elt, successful, xhr } = event.detail;
    if (elt.id === "drop" && !successful && xhr.status !== 422) waiting = [];
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches("#drop [type=file]")) send(event.target.form, event.target.files);
  });
  for (const kind of ["dragover", "dragleave", "drop"]) {
    document.addEventListener(kind, (event) => {
      const form = find("#drop");
      if (!form || !event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      form.classList.toggle("is-over", kind === "dragover" && event.target.closest?.("#drop") === form);
      if (kind !== "drop" || !event.dataTransfer.files.length) return;
      send(form, event.dataTransfer.files);
    });
  }
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.elt.id === "drop") say(`${event.detail.elt.dataset.sending} ${all - waiting.length}/${all}`);
  });
})();
