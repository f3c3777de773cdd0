/* How every page behaves: keys, news read aloud, a line while waiting, panels that failed. */
(() => {
  "use strict";

  const find = (selector) => document.querySelector(selector);
  const isTyping = (element) =>
    element.closest("input, textarea, select, [contenteditable]") !== null;

  /* A thin line when an answer takes longer than 300 ms. */

  let waiting = 0;
  let timer = 0;
  const progress = () => find("#progress");

  /* Who asked; htmx reports the answer on the body when the one who asked was itself replaced. */
  const asker = (event) => event.detail.requestConfig?.elt ?? event.detail.elt;

  document.addEventListener("htmx:beforeRequest", (event) => {
    if (asker(event).matches("[hx-trigger*=every]")) return;
    waiting += 1;
    asker(event).dataset.waited = "1";
    if (waiting === 1) timer = setTimeout(() => (progress().hidden = false), 300);
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (!asker(event).dataset.waited) return;
    delete asker(event).dataset.waited;
    waiting = Math.max(0, waiting - 1);
    if (waiting) return;
    clearTimeout(timer);
    progress().hidden = true;
  });

  /* News for those who listen: `HX-Trigger: {"say": "…"}`, or data-news on what was swapped in. */

  const say = (words) => {
    find("#news").textContent = "";
    requestAnimationFrame(() => (find("#news").textContent = words));
  };
  document.addEventListener("say", (event) => say(event.detail.value ?? event.detail));

  /* What is swapped keeps the focus where it was, even when the focused thing itself was replaced. */

  let focused = null;
  const nameOf = (element) => {
    if (!element || element === document.body) return null;
    if (element.id) return `#${CSS.escape(element.id)}`;
    const name = element.getAttribute("name");
    const row = element.closest("[id]");
    return name && row ? `#${CSS.escape(row.id)} [name="${CSS.escape(name)}"]` : null;
  };
  document.addEventListener("htmx:beforeSwap", () => (focused = nameOf(document.activeElement)));
  document.addEventListener("htmx:afterSettle", (event) => {
    if (focused && document.activeElement === document.body) {
      find(focused)?.focus({ preventScroll: true });
    }
    const news = event.detail.elt.closest?.("[data-news]") ?? event.detail.elt.querySelector?.("[data-news]");
    if (news) say(news.dataset.news);
    prepare(event.detail.elt);
  });

  /* A refusal is shown where one looks, and goes when the next thing works. */

  document.addEventListener("htmx:afterRequest", (event) => {
    const isAction = event.detail.requestConfig?.verb !== "get";
    const status = event.detail.xhr?.status ?? 0; // htmx calls the answers it swaps successful, even 409
    if (isAction && status >= 200 && status < 300) find("#refusal").textContent = "";
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target?.id === "refusal") event.detail.target.scrollIntoView({ block: "nearest" });
  });
  document.addEventListener("click", (event) => {
    event.target.closest("[data-close]")?.parentElement.remove();
  });

  /* A panel that is not ours to see disappears; one that failed says so and can be asked again. */

  const trouble = (words, again) => {
    const box = document.createElement("div");
    box.className = "alert";
    box.dataset.state = "soon";
    const text = document.createElement("p");
    text.textContent = words;
    box.append(text);
    if (again) {
      const button = document.createElement("button");
      button.className = "button";
      button.type = "button";
      button.textContent = document.body.dataset.again;
      button.addEventListener("click", again);
      box.append(button);
    }
    return box;
  };
  const failed = (event) => {
    const element = event.detail.elt;
    const status = event.detail.xhr?.status ?? 0;
    if (status === 409 || status === 422) return;
    if (element.matches("section.slot, section[hx-trigger*=load]")) {
      if (status === 403 || status === 404) return element.remove();
      element.removeAttribute("aria-busy");
      element.querySelector(".loading, .alert")?.remove();
      element.append(trouble(document.body.dataset.trouble, () => htmx.trigger(element, "load")));
    } else if (event.detail.requestConfig?.verb !== "get" || status === 0) {
      find("#refusal").replaceChildren(trouble(document.body.dataset.away));
    }
  };
  document.addEventListener("htmx:responseError", failed);
  document.addEventListener("htmx:sendError", failed);
  document.addEventListener("htmx:timeout", failed);

  /* Keys: / and Ctrl+K search, j and k walk the rows, Enter opens, c comments, ? lists the keys. */

  const rows = () => [...document.querySelectorAll("[data-rows] > *:not([hidden])")];
  const linkOf = (row) => row.querySelector("a[href], button");
  const chosen = () => find("[data-rows] > .is-chosen");
  const SPEAK = "form.talk textarea";

  const walk = (step) => {
    const all = rows();
    if (!all.length) return;
    const now = all.indexOf(chosen() ?? document.activeElement.closest("[data-rows] > *"));
    const next = all[Math.min(Math.max(now + step, 0), all.length - 1)];
    chosen()?.classList.remove("is-chosen");
    next.classList.add("is-chosen");
    next.scrollIntoView({ block: "nearest" });
    linkOf(next)?.focus({ preventScroll: true });
  };
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k" && find("#finder")) {
      event.preventDefault();
      find("#finder").select();
      return;
    }
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (isTyping(event.target)) return;
    if (event.key === "/" && find("#finder")) {
      event.preventDefault();
      find("#finder").select();
    } else if (event.key === "?") (find("#inbox-keys") ?? find("#keys"))?.togglePopover();
    else if (document.body.dataset.ownKeys) return;
    else if (event.key === "c" && find(SPEAK)) {
      event.preventDefault();
      find(SPEAK).focus();
    } else if (event.key === "j") walk(1);
    else if (event.key === "k") walk(-1);
    else if (event.key === "Enter" && chosen() && event.target === document.body) linkOf(chosen())?.click();
  });

  /* A form that changes a list answers as one changes it. */

  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-live]");
    if (form) form.requestSubmit();
  });
  document.addEventListener("htmx:configRequest", (event) => {
    if (!event.detail.elt.matches("form[data-live]")) return;
    const asked = event.detail.formData;
    for (const [name, value] of [...asked]) if (value === "") asked.delete(name);
  });

  /* A menu of choices closes when one looks elsewhere, or with Escape. */

  document.addEventListener("click", (event) => {
    for (const open of document.querySelectorAll("details.filter[open]")) {
      if (!open.contains(event.target)) open.open = false;
    }
  });
  document.addEventListener("keydown", (event) => {
    const open = event.key === "Escape" && find("details.filter[open]");
    if (!open) return;
    open.open = false;
    open.querySelector("summary").focus();
  });

  /* Charts are drawn when they come into sight, so no page waits for them. */

  const fetched = new Map();
  const fetchScript = (address) => {
    if (!fetched.has(address)) {
      fetched.set(
        address,
        new Promise((done, broken) => {
          const script = document.createElement("script");
          script.src = address;
          script.onload = done;
          script.onerror = broken;
          document.head.append(script);
        }),
      );
    }
    return fetched.get(address);
  };
  const seen = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      seen.unobserve(target);
      fetchScript(target.dataset.library)
        .then(() => fetchScript(target.dataset.drawer))
        .then(() => window.drawChart(target));
    }
  });

  const prepare = (root) => {
    for (const chart of root.querySelectorAll?.("[data-chart]:not([data-seen])") ?? []) {
      chart.dataset.seen = "1";
      seen.observe(chart);
    }
    for (const count of root.querySelectorAll?.(".count") ?? []) markNone(count);
    if (root.matches?.(".count")) markNone(root);
  };
  const markNone = (count) => count.toggleAttribute("data-none", count.textContent.trim() === "0");

  prepare(document);
})();
