// Sorting by a column's name, in the browser. The order outlives a refresh of the table.
let column = null;
let direction = null;

const valueOf = (row, index) => {
  const cell = row.children[index];
  const figure = cell.dataset.value ?? cell.textContent.trim();
  return figure !== "" && isFinite(figure) ? Number(figure) : figure;
};

const compare = (a, b) => {
  if (a === "–" || b === "–") return (a === "–") - (b === "–");
  const order = typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b));
  return direction === "ascending" ? order : -order;
};

const arrange = () => {
  const heads = [...element.querySelectorAll("thead tr:last-child th")];
  heads.forEach((head) => head.removeAttribute("aria-sort"));
  const index = heads.findIndex((head) => head.title === column);
  if (index < 0) return;
  heads[index].setAttribute("aria-sort", direction);
  const body = element.querySelector("tbody");
  const rows = [...body.rows].map((row) => [valueOf(row, index), row]);
  rows.sort((a, b) => compare(a[0], b[0]));
  body.append(...rows.map(([, row]) => row));
};

element.addEventListener("click", (event) => {
  const head = event.target.closest(".sort")?.closest("th");
  if (!head) return;
  const first = head.classList.contains("number") ? "descending" : "ascending";
  const other = first === "ascending" ? "descending" : "ascending";
  direction = head.title === column && direction === first ? other : first;
  column = head.title;
  arrange();
});

watch("value", arrange);
