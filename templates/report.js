"use strict";
// Everything readable is in the page already; this only adds filtering, travelling and copying.
(() => {
  const form = document.querySelector(".filter");
  if (!form) return;
  const cards = [...document.querySelectorAll(".card")];
  const pane = document.getElementById("text");
  const status = form.querySelector(".shown");
  const exporter = form.querySelector(".export");
  const own = document.querySelector("main").dataset;
  let current = null;

  // What the reviewer said, by the finding's own number; kept by the browser where it may keep anything.
  const shelf = `auditor:${own.digest}`;
  const said = (() => {
    try { return new Map(JSON.parse(localStorage.getItem(shelf) || "[]")); } catch { return new Map(); }
  })();
  const keep = () => {
    try { localStorage.setItem(shelf, JSON.stringify([...said])); } catch { /* then only until the page is closed */ }
  };

  const asked = () => ({
    severity: new Set([...form.querySelectorAll("[name=severity]:checked")].map((box) => box.value)),
    measure: form.elements.measure.value,
    role: form.elements.role.value,
    rule: form.elements.rule.value,
    said: form.elements.said.value,
    words: form.elements.words.value.trim().toLowerCase().split(/\s+/).filter(Boolean),
  });

  const fits = (card, want) =>
    want.severity.has(card.dataset.severity) &&
    ["measure", "role", "rule"].every((key) => !want[key] || card.dataset[key] === want[key]) &&
    (!want.said || (said.get(card.dataset.key) || "open") === want.said) &&
    (!want.words.length || want.words.every((word) => card.textContent.toLowerCase().includes(word)));

  const filter = () => {
    const want = asked();
    let shown = 0;
    for (const card of cards) {
      card.hidden = !fits(card, want);
      shown += !card.hidden;
    }
    for (const group of document.querySelectorAll(".group")) group.hidden = !group.querySelector(".card:not([hidden])");
    const done = cards.filter((card) => said.has(card.dataset.key)).length;
    status.textContent = shown === cards.length ? `共 ${shown} 项` : `显示 ${shown} / ${cards.length} 项`;
    exporter.textContent = done ? `导出复核结论（${done}）` : "导出复核结论";
    exporter.disabled = !done;
  };

  const mark = (card) => {
    const word = said.get(card.dataset.key);
    card.classList.toggle("decided", Boolean(word));
    for (const button of card.querySelectorAll(".review button")) button.setAttribute("aria-pressed", String(button.dataset.said === word));
    for (const box of card.querySelectorAll(".sign span")) box.textContent = `${box.dataset.said === word ? "☑" : "□"} ${box.dataset.said}`;
  };

  const decide = (card, word) => {
    if (!card) return;
    if (said.get(card.dataset.key) === word) said.delete(card.dataset.key);
    else said.set(card.dataset.key, word);
    keep();
    mark(card);
    filter();
  };

  // The labelled clauses that `auditor train --add` takes: a false alarm is a lawful clause without faulty words.
  const taught = () => cards.filter((card) => said.has(card.dataset.key)).flatMap((card) =>
    JSON.parse(card.dataset.lessons).map((lesson) => said.get(card.dataset.key) === "误报" ? { ...lesson, verdict: "lawful", spans: [] } : lesson));

  const save = () => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([taught().map((clause) => JSON.stringify(clause) + "\n").join("")], { type: "application/x-ndjson" }));
    link.download = `${own.name}.复核.jsonl`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  };

  const marksOf = (pins) => (pane ? [...pane.querySelectorAll("mark")].filter((words) => words.dataset.of.split(" ").some((pin) => pins.includes(pin))) : []);

  // All places of the card are marked; the one at `pin` (the first where none is given) is brought into view.
  const showInText = (card, pin) => {
    for (const old of document.querySelectorAll("mark.current")) old.classList.remove("current");
    const pins = card.dataset.pins.split(" ");
    marksOf(pins).forEach((words) => words.classList.add("current"));
    const marks = marksOf([pin || pins[0]]);
    // Only beside the cards: on a narrow screen the text stands below and must not pull the page away.
    if (marks.length && getComputedStyle(pane).position === "sticky") {
      const box = pane.getBoundingClientRect();
      marks[0].scrollIntoView({ block: "nearest" });
      pane.scrollTop += marks[0].getBoundingClientRect().top - box.top - box.height / 3;
    }
  };

  const select = (card, { focus = true, pin } = {}) => {
    if (current) current.classList.remove("current");
    current = card;
    card.classList.add("current");
    showInText(card, pin);
    if (focus) {
      card.focus({ preventScroll: true });
      card.scrollIntoView({ block: "start" });
    }
  };

  const travel = (step) => {
    const open = cards.filter((card) => !card.hidden);
    if (!open.length) return;
    const at = open.indexOf(current);
    select(open[at < 0 ? (step > 0 ? 0 : open.length - 1) : Math.min(Math.max(at + step, 0), open.length - 1)]);
  };

  const oldCopy = (text) => {
    const field = document.createElement("textarea");
    field.value = text;
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    return done ? Promise.resolve() : Promise.reject(new Error("copy"));
  };

  const copy = (button) => {
    const text = button.parentElement.querySelector("p").textContent;
    const label = button.firstChild;
    const say = (word, done) => {
      label.textContent = word;
      button.classList.toggle("done", done);
      setTimeout(() => { label.textContent = "复制"; button.classList.remove("done"); }, 1600);
    };
    const made = navigator.clipboard ? navigator.clipboard.writeText(text).catch(() => oldCopy(text)) : oldCopy(text);
    made.then(() => say("已复制", true), () => say("请手动复制", false));
  };

  const keys = {
    j: () => travel(1),
    k: () => travel(-1),
    "/": () => form.elements.words.focus(),
    y: () => decide(current, "属实"),
    n: () => decide(current, "误报"),
    c: () => { const button = current && current.querySelector(".copy"); if (button) copy(button); },
  };

  form.hidden = document.querySelector(".keys").hidden = false;
  // What sticks below the filter must know how tall it is.
  new ResizeObserver(() => {
    const stuck = getComputedStyle(form).position === "sticky";
    document.documentElement.style.setProperty("--bar", `${stuck ? form.offsetHeight : 0}px`);
  }).observe(form);
  for (const button of document.querySelectorAll(".copy, .review")) button.hidden = false;
  cards.forEach(mark);
  exporter.addEventListener("click", save);
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  document.addEventListener("click", (event) => {
    const button = event.target.closest(".copy");
    if (button) return copy(button);
    const word = event.target.closest(".review button");
    if (word) {
      select(word.closest(".card"), { focus: false });
      return decide(current, word.dataset.said);
    }
    const go = event.target.closest(".go, .places a");
    if (go) return select(go.closest(".card"), { focus: false, pin: go.hash.slice(2) });
    const back = event.target.closest(".back");
    const card = back ? document.querySelector(back.getAttribute("href")) : event.target.closest(".card");
    if (!card || (!back && (String(getSelection()) || event.target.closest("summary")))) return;
    if (card.hidden) { form.reset(); filter(); }
    select(card, { focus: Boolean(back), pin: back ? back.dataset.pin : undefined });
  });
  document.addEventListener("keydown", (event) => {
    const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName) && event.target.type !== "checkbox";
    if (event.key === "Escape" && typing) event.target.blur();
    if (typing || event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  });
  filter();
})();
