/* A campaign's text: counts each line against the medium's limit while one types (the server counts
   the same, see limits.py), keeps it by itself, and does not let one leave with words not kept. */
(() => {
  "use strict";

  const form = document.querySelector("#words");
  if (!form) return;
  const find = (selector) => document.querySelector(selector);

  const count = (box) => {
    const field = document.getElementById(box.dataset.counts);
    const most = +field.dataset.most;
    const isLines = "lines" in field.dataset;
    const texts = isLines ? field.value.split("\n").map((line) => line.trim()).filter(Boolean) : [field.value.trim()];
    const all = box.querySelector(".counts-all");
    let isLong = false;
    all.replaceChildren(
      ...texts.flatMap((text) => {
        const one = document.createElement("span");
        const length = [...text].length;
        one.className = "count-one num";
        one.textContent = `${length}/${most}`;
        if (length > most) {
          one.dataset.state = "late";
          isLong = true;
        }
        return [one, " "];
      }),
    );
    const long = box.querySelector(".counts-long");
    if (long.textContent.trim()) long.hidden = !isLong;
  };

  let typed = 0;
  let sent = 0;
  let kept = 0;
  let timer = 0;
  const say = (key) => (find("#kept-word").textContent = find("#kept").dataset[key]);
  const save = () => {
    clearTimeout(timer);
    htmx.trigger(find("#save"), "click");
  };

  form.addEventListener("input", (event) => {
    typed += 1;
    say("typing");
    const box = form.querySelector(`[data-counts="${event.target.id}"]`);
    if (box) count(box);
    clearTimeout(timer);
    timer = setTimeout(save, 2500);
  });
  form.addEventListener("htmx:configRequest", () => (sent = typed));
  form.addEventListener("htmx:afterRequest", (event) => {
    const status = event.detail.xhr?.status ?? 0;
    if (status === 200) {
      kept = sent;
      find("#clash").replaceChildren();
      if (kept < typed) say("typing");
    } else if (status === 409) say("typing");
    else {
      say("trouble");
      clearTimeout(timer);
      timer = setTimeout(save, 10_000);
    }
  });
  form.addEventListener("submit", () => (kept = Infinity));
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-leave]")) kept = Infinity;
  });
  window.addEventListener("beforeunload", (event) => {
    if (kept < typed) event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey)) return;
    if (event.key.toLowerCase() === "s") {
      event.preventDefault();
      save();
    } else if (event.key === "Enter") {
      event.preventDefault();
      find("#send").click();
    }
  });
})();
