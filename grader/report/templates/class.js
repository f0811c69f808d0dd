"use strict";
(() => {
  const table = document.getElementById("grades");
  if (!table) return;
  const body = table.tBodies[0];
  const rows = Array.from(body.rows, (row) => ({
    row,
    name: row.cells[0].textContent.normalize("NFKC").toLowerCase(),
    mistakes: (row.dataset.m || "").split(" "),
    badges: (row.dataset.b || "").split(" "),
  }));
  const tools = document.getElementById("tools");
  const field = (name) => document.getElementById(name);
  const search = field("search"), exercise = field("exercise"), outcome = field("outcome");
  const mistake = field("mistake"), badge = field("badge"), count = field("count"), none = field("none");

  const fits = (cells, column, wanted) =>
    column ? cells[column].classList.contains(wanted) : cells.slice(2).some((c) => c.classList.contains(wanted));

  const filter = () => {
    const words = search.value.normalize("NFKC").toLowerCase().trim();
    const column = Number(exercise.value);
    let shown = 0;
    for (const one of rows) {
      const cells = outcome.value ? Array.from(one.row.cells) : [];
      const keep =
        one.name.includes(words) &&
        (!outcome.value || fits(cells, column, outcome.value)) &&
        (outcome.value || !column || one.row.cells[column].className !== "") &&
        (!mistake.value || one.mistakes.includes(mistake.value)) &&
        (!badge.value || one.badges.includes(badge.value));
      if (one.row.hidden === keep) one.row.hidden = !keep;
      shown += keep;
    }
    count.textContent = count.dataset.text.replace("{shown}", shown).replace("{all}", rows.length);
    none.hidden = shown > 0;
  };

  const number = (cell) => {
    const found = /-?\d+(\.\d+)?/.exec(cell.dataset.v || cell.lastChild?.textContent || "");
    return found ? Number(found[0]) : -1;
  };
  let sorted = [0, 1];
  const sort = (column) => {
    const way = sorted[0] === column ? -sorted[1] : column ? -1 : 1;
    sorted = [column, way];
    const names = new Intl.Collator(document.documentElement.lang, { numeric: true });
    const key = column ? (one) => number(one.row.cells[column]) : null;
    const keyed = rows.map((one) => [key ? key(one) : 0, one]);
    keyed.sort(([a, x], [b, y]) => way * (a - b) || (column ? 1 : way) * names.compare(x.name, y.name));
    body.append(...keyed.map(([, one]) => one.row));
    Array.from(table.tHead.rows[0].cells, (head, i) => {
      if (i === column) head.setAttribute("aria-sort", way > 0 ? "ascending" : "descending");
      else head.removeAttribute("aria-sort");
    });
  };

  Array.from(table.tHead.rows[0].cells, (head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    button.title = tools.dataset.sort;
    button.addEventListener("click", () => sort(column));
    head.append(button);
  });

  const all = [search, exercise, outcome, mistake, badge];
  for (const control of all) control.addEventListener("input", filter);
  field("clear").addEventListener("click", () => {
    for (const control of all) control.value = "";
    filter();
    search.focus();
  });

  for (const mark of document.querySelectorAll("[data-pick]")) {
    const [name, value] = mark.dataset.pick.split(" ");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "pick";
    button.append(...mark.childNodes);
    button.title = tools.dataset.show;
    button.addEventListener("click", (event) => {
      event.preventDefault();
      for (const control of all) control.value = "";
      field(name).value = value;
      filter();
      document.getElementById("scores").scrollIntoView();
      field(name).focus({ preventScroll: true });
    });
    mark.append(button);
  }

  tools.hidden = false;
  filter();
})();
