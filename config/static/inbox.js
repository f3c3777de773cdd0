/* The inbox by keyboard, choosing many, and handing out by hand. Without it every link and button works. */
(() => {
  "use strict";

  const find = (selector) => document.querySelector(selector);
  const findAll = (selector) => [...document.querySelectorAll(selector)];
  const isTyping = (element) => element.closest("input:not([type=checkbox]), textarea, select") !== null;
  const isNarrow = matchMedia("(max-width: 1080px)");
  if (find("#list")) document.body.dataset.ownKeys = "inbox";

  /* The list is swapped under one's hands: what was chosen, open and current stays so. */

  const chosen = new Set();
  let current = null; // the row one was on last,
  let place = -1; // and where it stood: the next one takes its place when it leaves

  const rows = () => findAll("#list .line");
  const boxes = () => findAll("#list input[name=task]");

  const showChosen = () => {
    const bulk = find("#bulk");
    if (!bulk) return;
    for (const box of boxes()) box.checked = chosen.has(box.value);
    bulk.hidden = chosen.size === 0;
    find("#chosen").textContent = chosen.size;
  };
  const showOpen = () => {
    const open = find("[data-sheet]")?.dataset.sheet;
    for (const row of rows()) row.classList.toggle("is-open", row.dataset.task === open);
  };
  const forgetGone = () => {
    const there = new Set(boxes().map((box) => box.value));
    for (const pk of [...chosen]) if (!there.has(pk)) chosen.delete(pk);
  };

  document.addEventListener("change", (event) => {
    const box = event.target.closest("#list input[name=task]");
    if (!box) return;
    if (box.checked) chosen.add(box.value);
    else chosen.delete(box.value);
    showChosen();
  });
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-choose-none]")) return;
    chosen.clear();
    showChosen();
  });
  document.addEventListener("htmx:afterSettle", () => {
    forgetGone();
    showChosen();
    showOpen();
    letPass();
    openWanted();
  });

  /* On a narrow screen a task has a page of its own. */

  document.addEventListener("htmx:beforeRequest", (event) => {
    const link = event.detail.elt;
    if (!link.matches("[data-open]") || !isNarrow.matches) return;
    event.preventDefault();
    location.href = link.href;
  });

  /* Good news and the chance to undo go after ten seconds. */

  const letPass = () => {
    for (const news of findAll("[data-passing]:not([data-counted])")) {
      news.dataset.counted = "1";
      setTimeout(() => news.remove(), Number(news.dataset.passing) * 1000);
    }
  };

  /* Keys. */

  document.addEventListener("focusin", (event) => {
    const row = event.target.closest("#list .line");
    if (!row) return;
    current = row.id;
    place = rows().indexOf(row);
  });
  const here = () => rows().find((row) => row.id === current) ?? null;
  const walk = (step) => {
    const all = rows();
    if (!all.length) return;
    const next = here() ? all.indexOf(here()) + step : place + Math.min(step, 0);
    const row = all[Math.min(Math.max(next, 0), all.length - 1)];
    row.querySelector(".line-what").focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
  };
  const choose = () => {
    const box = here()?.querySelector("input[name=task]");
    if (box) box.click();
  };

  /* Who opens a row by key goes on in the task, and Escape leads back to the list. */

  let isByKey = false;
  document.addEventListener("click", (event) => {
    if (event.target.closest("#list [data-open]")) isByKey = event.detail === 0 && !wanted;
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.target?.id !== "drawer" || !isByKey) return;
    isByKey = false;
    find("#drawer .sheet-head h2")?.focus();
  });
  const goBack = () => {
    const row = here() ?? find("#list .is-open") ?? rows()[Math.min(place, rows().length - 1)];
    row?.querySelector(".line-what").focus();
  };

  /* e, s, a, t and c work on the open task; on a row that is not open they open it first. */

  let wanted = null;
  const press = (key) => {
    const row = here();
    const sheet = find("[data-sheet]");
    if (sheet && (!row || row.dataset.task === sheet.dataset.sheet)) return openTool(sheet, key);
    if (!row) return;
    wanted = key;
    row.querySelector(".line-what").click();
  };
  const openWanted = () => {
    const sheet = find("[data-sheet]");
    if (!wanted || !sheet) return;
    const key = wanted;
    wanted = null;
    openTool(sheet, key);
  };
  const openTool = (sheet, key) => {
    const tool = sheet.querySelector(`[data-key="${key}"]`);
    if (!tool) return key === "e" && sheet.querySelector("#door")?.focus();
    if (tool.tagName === "FORM") return tool.querySelector("textarea").focus();
    if (tool.tagName !== "DETAILS") return tool.click();
    tool.open = true;
    tool.querySelector("form button, form select, form input:not([type=hidden])")?.focus();
  };

  document.addEventListener("keydown", (event) => {
    if (!find("#list") || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape" && document.activeElement.closest(".sheet")) return goBack();
    if (isTyping(event.target)) return;
    const deeds = { j: () => walk(1), k: () => walk(-1), x: choose };
    for (const key of ["e", "s", "a", "t", "c"]) deeds[key] = () => press(key);
    if (!deeds[event.key]) return;
    event.preventDefault();
    deeds[event.key]();
  });

  /* Handing out: a card is dragged onto somebody; all chosen cards go along. */

  let carried = [];
  const target = (event) => event.target.closest?.("[data-person]");

  document.addEventListener("dragstart", (event) => {
    const card = event.target.closest?.("[data-card]");
    if (!card) return;
    const picked = findAll("#give input[name=task]:checked").map((box) => box.value);
    carried = picked.includes(card.dataset.card) ? picked : [card.dataset.card];
    for (const pk of carried) find(`#card-${pk}`)?.classList.add("is-carried");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", carried.join(" "));
  });
  document.addEventListener("dragend", () => {
    for (const card of findAll(".is-carried")) card.classList.remove("is-carried");
    for (const person of findAll(".is-under")) person.classList.remove("is-under");
  });
  document.addEventListener("dragover", (event) => {
    if (!carried.length || !target(event)) return;
    event.preventDefault();
    target(event).classList.add("is-under");
  });
  document.addEventListener("dragleave", (event) => target(event)?.classList.remove("is-under"));
  document.addEventListener("drop", (event) => {
    const person = target(event);
    if (!person || !carried.length) return;
    event.preventDefault();
    const form = find("#give");
    for (const box of form.querySelectorAll("input[name=task]")) box.checked = carried.includes(box.value);
    form.elements.to.value = person.dataset.person;
    carried = [];
    form.requestSubmit();
  });

  showOpen();
  letPass();
})();
