/* The writer's editor: counts while one types (the server counts the same, see checks.py), saves by
   itself, and does not let one leave with words that are not kept. */
(() => {
  "use strict";

  const editor = document.querySelector("#editor");
  if (!editor) return;
  const autosave = document.querySelector("#autosave");
  const field = (name) => editor.elements[name].value;
  const words = (text) => (text.trim() ? text.trim().split(/\s+/) : []);

  /* Lengths */

  const measure = (box) => {
    const text = field(box.dataset.measure);
    const count = box.dataset.unit === "words" ? words(text).length : [...text.trim()].length;
    const word = count < +box.dataset.least ? "short" : count > +box.dataset.most ? "long" : "good";
    box.querySelector("meter").value = count;
    box.querySelector(".length-count").textContent = count.toLocaleString(document.documentElement.lang);
    for (const one of box.querySelectorAll("[data-word]")) one.hidden = one.dataset.word !== word;
  };

  /* The keyword, as whole words, in whatever case and spacing */

  const spaced = (text) => words(text.toLowerCase()).join(" ");
  const holds = (text, keyword) => {
    const escaped = spaced(keyword).replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    return escaped !== "" && new RegExp(`(?<![\\p{L}\\p{N}_])${escaped}(?![\\p{L}\\p{N}_])`, "u").test(spaced(text));
  };
  const firstHalf = (text) => words(text).slice(0, Math.ceil(words(text).length / 2)).join(" ");
  const check = () => {
    const list = document.querySelector("#keyword-checks");
    const keyword = field("keyword");
    list.hidden = !keyword.trim();
    for (const row of list.children) {
      const where = row.dataset.check;
      const isMet = holds(where === "half" ? firstHalf(field("body")) : field(where), keyword);
      row.querySelector(".is-met").hidden = !isMet;
      row.querySelector(".is-unmet").hidden = isMet;
    }
  };

  /* Saving */

  let typed = 0;
  let sent = 0;
  let kept = 0;
  let retry = 0;
  const isKept = () => kept >= typed;
  const sayOf = (key) => {
    const saved = document.querySelector("#saved");
    saved.querySelector("#saved-word").textContent = saved.dataset[key];
  };
  const saveNow = () => htmx.trigger(autosave, "save-now");

  editor.addEventListener("input", () => {
    typed += 1;
    sayOf("typing");
    editor.querySelectorAll("[data-measure]").forEach(measure);
    check();
  });
  autosave.addEventListener("htmx:configRequest", () => (sent = typed));
  autosave.addEventListener("htmx:afterRequest", (event) => {
    clearTimeout(retry);
    const status = event.detail.xhr?.status ?? 0;
    if (status === 200) {
      kept = sent;
      document.querySelector("#conflict").replaceChildren();
      if (!isKept()) sayOf("typing");
    } else if (status === 409) {
      sayOf("typing");
    } else if (status !== 422) {
      sayOf("trouble");
      retry = setTimeout(saveNow, 10_000);
    }
  });
  editor.addEventListener("submit", () => (kept = Infinity));
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-leave]")) kept = Infinity;
  });
  window.addEventListener("beforeunload", (event) => {
    if (!isKept()) event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey)) return;
    if (event.key.toLowerCase() === "s") {
      event.preventDefault();
      saveNow();
    } else if (event.key === "Enter") {
      event.preventDefault();
      document.querySelector("#send").click();
    }
  });
})();
