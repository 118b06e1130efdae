"use strict";
(() => {
  const root = document.documentElement;
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";

  // Light and dark.
  const theme = document.querySelector(".theme");
  theme.hidden = false;
  theme.addEventListener("click", () => {
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
  });

  document.querySelector(".keys").hidden = false;

  // Filter.
  const filter = document.getElementById("filter");
  if (filter) {
    const rows = [...document.querySelectorAll(".index tbody tr")];
    const shown = document.getElementById("shown");
    filter.closest(".filter").hidden = false;
    filter.addEventListener("input", () => {
      const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
      let n = 0;
      for (const row of rows) {
        const hit = words.every((word) => row.dataset.q.includes(word));
        row.hidden = !hit;
        document.getElementById(row.dataset.for).hidden = !hit;
        n += hit;
      }
      shown.textContent = words.length ? `${n} of ${rows.length} reports` : "";
    });
  }

  // An event's words: while its card is pointed at or holds the focus, they alone keep their colours, each
  // in its role in that event, with the role's name above them.
  const LOOKS = ["evidence", "voice", "means", "time", "place", "count", "recipient", "initiator", "party", "trigger", "noted"];
  const LABELS = { voice: "according to", evidence: "", trigger: "" };
  for (const mark of document.querySelectorAll(".text .m")) mark.dataset.look = LOOKS.find((look) => mark.classList.contains(look));

  const dress = (mark, look) => {
    mark.classList.remove(...LOOKS);
    mark.classList.add(look);
  };
  const release = (article) => {
    if (!article || !article.classList.contains("picked")) return;
    article.classList.remove("picked");
    for (const card of article.querySelectorAll(".card.on")) card.classList.remove("on");
    for (const mark of article.querySelectorAll(".text .m")) {
      mark.classList.remove("on", "hot");
      delete mark.dataset.l;
      dress(mark, mark.dataset.look);
    }
  };
  const pick = (card) => {
    const article = card.closest("article");
    release(article);
    article.classList.add("picked");
    card.classList.add("on");
    const n = card.dataset.n;
    const mutual = "mutual" in card.dataset;
    for (const mark of article.querySelectorAll(`.text .m[data-e~="${n}"]`)) {
      const token = mark.dataset.r.split(" ").find((t) => t.replace("^", "").startsWith(`${n}:`));
      const look = token.split(":")[1];
      mark.classList.add("on");
      dress(mark, look);
      const label = LABELS[look] ?? (mutual && (look === "initiator" || look === "recipient") ? "side" : look);
      if (label && token.startsWith("^")) mark.dataset.l = label;
    }
  };
  const bring = (article, mark) => {
    const text = article.querySelector(".text");
    if (text.scrollHeight <= text.clientHeight + 4) return;
    const offset = mark.getBoundingClientRect().top - text.getBoundingClientRect().top;
    if (offset < 30 || offset > text.clientHeight - 60) text.scrollBy({ top: offset - text.clientHeight / 3, behavior: still });
  };
  const within = (article, chip) => {
    const [a, b] = [Number(chip.dataset.a), Number(chip.dataset.b)];
    return [...article.querySelectorAll(".text .m")].filter((mark) => {
      const at = Number(mark.id.split("-c")[1]);
      return a <= at && at < b;
    });
  };

  for (const card of document.querySelectorAll(".card")) {
    const article = card.closest("article");
    const show = () => {
      pick(card);
      const first = article.querySelector(`.text .m[data-e~="${card.dataset.n}"].trigger`);
      if (first) bring(article, first);
    };
    card.addEventListener("mouseenter", show);
    card.addEventListener("focusin", () => { if (!card.classList.contains("on")) show(); });
    card.addEventListener("mouseleave", () => {
      const focused = article.querySelector(".card:focus-within");
      if (focused !== card) release(article);
      if (focused && focused !== card) pick(focused);
    });
    card.addEventListener("focusout", (e) => { if (!card.contains(e.relatedTarget)) release(article); });
  }
  for (const chip of document.querySelectorAll("a.chip")) {
    const article = chip.closest("article");
    const on = () => within(article, chip).forEach((mark) => mark.classList.add("hot"));
    const off = () => within(article, chip).forEach((mark) => mark.classList.remove("hot"));
    chip.tabIndex = chip.closest(".card") ? -1 : 0;
    chip.addEventListener("mouseenter", on);
    chip.addEventListener("focus", on);
    chip.addEventListener("mouseleave", off);
    chip.addEventListener("blur", off);
    chip.addEventListener("click", (e) => {
      const mark = within(article, chip)[0];
      if (!mark) return;
      e.preventDefault();
      mark.scrollIntoView({ block: "nearest", behavior: still });
      bring(article, mark);
    });
  }

  // From words to their card; on a second click, to the next event that holds them.
  for (const mark of document.querySelectorAll(".text .m[data-e]")) {
    mark.addEventListener("click", (e) => {
      e.preventDefault();
      const article = mark.closest("article");
      const own = mark.dataset.r.split(" ").filter((t) => !t.endsWith(":evidence")).map((t) => t.replace("^", "").split(":")[0]);
      const events = own.length ? own : mark.dataset.e.split(" ");
      const now = article.querySelector(".card.on")?.dataset.n;
      const next = events[(events.indexOf(now) + 1) % events.length];
      const card = article.querySelector(`.card[data-n="${next}"]`);
      card.focus({ preventScroll: true });
      pick(card);
      card.scrollIntoView({ block: "nearest", behavior: still });
    });
    if (mark.tagName === "A") mark.tabIndex = -1;
  }

  // Keys: up and down from card to card, left and right along a card's values, Enter opens the reasons,
  // Escape lets go, / goes to the filter.
  document.addEventListener("keydown", (e) => {
    if (e.ctrlKey || e.metaKey || e.altKey) return;
    const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(e.target.tagName);
    if (e.key === "/" && !typing && filter) {
      e.preventDefault();
      filter.focus();
      return;
    }
    const card = e.target.closest?.(".card");
    if (!card) return;
    const step = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 }[e.key];
    if (step) {
      const cards = [...card.closest("main").querySelectorAll("article:not([hidden]) .card")];
      const next = cards[cards.indexOf(card) + step];
      if (next) {
        e.preventDefault();
        next.focus({ preventScroll: true });
        next.scrollIntoView({ block: "nearest", behavior: still });
      }
    } else if (e.key === "ArrowRight" || e.key === "ArrowLeft") {
      const stops = [card, ...[...card.querySelectorAll("a.chip")].filter((chip) => chip.offsetParent)];
      const at = stops.indexOf(e.target) + (e.key === "ArrowRight" ? 1 : -1);
      if (stops[at]) {
        e.preventDefault();
        stops[at].focus();
      }
    } else if (e.key === "Enter" && e.target === card) {
      const why = card.querySelector("details");
      why.open = !why.open;
    } else if (e.key === "Escape") {
      release(card.closest("article"));
      document.activeElement.blur();
    }
  });
})();
