"use strict";
// Everything readable is in the page already; this only adds filtering, travelling and copying.
(() => {
  const form = document.querySelector(".filter");
  if (!form) return;
  const cards = [...document.querySelectorAll(".card")];
  const pane = document.getElementById("text");
  const status = form.querySelector(".shown");
  let current = null;

  const asked = () => ({
    severity: new Set([...form.querySelectorAll("[name=severity]:checked")].map((box) => box.value)),
    measure: form.elements.measure.value,
    role: form.elements.role.value,
    rule: form.elements.rule.value,
    words: form.elements.words.value.trim().toLowerCase().split(/\s+/).filter(Boolean),
  });

  const fits = (card, want) =>
    want.severity.has(card.dataset.severity) &&
    ["measure", "role", "rule"].every((key) => !want[key] || card.dataset[key] === want[key]) &&
    (!want.words.length || want.words.every((word) => card.textContent.toLowerCase().includes(word)));

  const filter = () => {
    const want = asked();
    let shown = 0;
    for (const card of cards) {
      card.hidden = !fits(card, want);
      shown += !card.hidden;
    }
    for (const group of document.querySelectorAll(".group")) group.hidden = !group.querySelector(".card:not([hidden])");
    status.textContent = shown === cards.length ? `共 ${shown} 处` : `显示 ${shown} / ${cards.length} 处`;
  };

  const marksOf = (card) => (pane ? [...pane.querySelectorAll("mark")].filter((mark) => mark.dataset.of.split(" ").includes(card.id.slice(1))) : []);

  const showInText = (card) => {
    for (const mark of document.querySelectorAll("mark.current")) mark.classList.remove("current");
    const marks = marksOf(card);
    marks.forEach((mark) => mark.classList.add("current"));
    // Only beside the cards: on a narrow screen the text stands below and must not pull the page away.
    if (marks.length && getComputedStyle(pane).position === "sticky") {
      const box = pane.getBoundingClientRect();
      marks[0].scrollIntoView({ block: "nearest" });
      pane.scrollTop += marks[0].getBoundingClientRect().top - box.top - box.height / 3;
    }
  };

  const select = (card, { focus = true } = {}) => {
    if (current) current.classList.remove("current");
    current = card;
    card.classList.add("current");
    showInText(card);
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
    c: () => { const button = current && current.querySelector(".copy"); if (button) copy(button); },
  };

  form.hidden = document.querySelector(".keys").hidden = false;
  // What sticks below the filter must know how tall it is.
  new ResizeObserver(() => {
    const stuck = getComputedStyle(form).position === "sticky";
    document.documentElement.style.setProperty("--bar", `${stuck ? form.offsetHeight : 0}px`);
  }).observe(form);
  for (const button of document.querySelectorAll(".copy")) button.hidden = false;
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  document.addEventListener("click", (event) => {
    const button = event.target.closest(".copy");
    if (button) return copy(button);
    const go = event.target.closest(".go");
    if (go) return select(go.closest(".card"), { focus: false });
    const back = event.target.closest(".back");
    const card = back ? document.querySelector(back.getAttribute("href")) : event.target.closest(".card");
    if (!card || (!back && String(getSelection()))) return;
    if (card.hidden) { form.reset(); filter(); }
    select(card, { focus: Boolean(back) });
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
