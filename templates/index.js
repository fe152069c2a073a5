"use strict";
// The table is complete without this; it only adds filtering and sorting.
(() => {
  const form = document.querySelector(".filter");
  const body = document.querySelector(".files tbody");
  const heads = [...document.querySelectorAll(".files thead th")];
  const status = form.querySelector(".shown");
  const rows = [...body.rows].map((row) => ({ row, text: row.textContent.toLowerCase(), measures: row.dataset.measure.split(" ") }));

  const filter = () => {
    const want = form.elements;
    const words = want.words.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const { row, text, measures } of rows) {
      const fits =
        (!want.status.value || row.dataset.status === want.status.value) &&
        (!want.measure.value || measures.includes(want.measure.value)) &&
        words.every((word) => text.includes(word));
      row.hidden = !fits;
      shown += fits;
    }
    status.textContent = shown === rows.length ? `共 ${shown} 份` : `显示 ${shown} / ${rows.length} 份`;
  };

  const order = new Intl.Collator("zh-CN", { numeric: true });
  const sort = (index) => {
    const head = heads[index];
    // Figures are first wanted from the top, names from A.
    const figures = index >= 2 && index <= 4;
    const way = head.getAttribute("aria-sort") === (figures ? "descending" : "ascending") ? (figures ? "ascending" : "descending") : figures ? "descending" : "ascending";
    heads.forEach((other) => other.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", way);
    const sign = way === "ascending" ? 1 : -1;
    const value = ({ row }) => row.cells[index].textContent.trim();
    const keyed = rows.map((item) => [figures ? Number(value(item) || -1) : value(item), item.row]);
    keyed.sort(([a], [b]) => sign * (figures ? a - b : order.compare(a, b)));
    body.append(...keyed.map(([, row]) => row));
  };

  heads.forEach((head, index) => {
    const button = document.createElement("button");
    button.type = "button";
    button.title = "按此列排序";
    button.append(...head.childNodes);
    button.addEventListener("click", () => sort(index));
    head.append(button);
  });
  form.hidden = false;
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || /^(INPUT|SELECT)$/.test(event.target.tagName)) return;
    event.preventDefault();
    form.elements.words.focus();
  });
  filter();
})();
