// Sorting in place. The heading's link does the same on the server; the address is kept in step so that Back undoes it.
const split = (text) => {
  const at = text.indexOf("|");
  return [Number(text.slice(0, at)), text.slice(at + 1)];
};

function compare(a, b, backwards) {
  const [rankA, keyA] = split(a);
  const [rankB, keyB] = split(b);
  if (rankA === 2 || rankB === 2) return rankA - rankB; // nothing stays last either way
  const way = backwards ? -1 : 1;
  if (rankA !== rankB) return (rankA - rankB) * way;
  return (rankA === 0 ? Number(keyA) - Number(keyB) : keyA.localeCompare(keyB, "en")) * way;
}

function sortBy(table, head, href) {
  const column = [...head.parentElement.children].indexOf(head);
  const address = new URL(href, location.href);
  const name = [...address.searchParams.keys()].find((key) => key === "sort" || key.startsWith("sort-"));
  const order = address.searchParams.get(name) ?? "";
  const backwards = order.startsWith("-");
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const keys = new Map(rows.map((row) => [row, row.cells[column].dataset.sort || "2|"]));
  const fixed = rows.filter((row) => row.classList.contains("row-total"));
  const moving = rows.filter((row) => !row.classList.contains("row-total"));
  moving.sort((a, b) => compare(keys.get(a), keys.get(b), backwards));
  body.append(...moving, ...fixed);
  for (const other of head.parentElement.children) if (other.hasAttribute("aria-sort")) other.setAttribute("aria-sort", "none");
  head.setAttribute("aria-sort", backwards ? "descending" : "ascending");
  const link = head.querySelector("a");
  const following = new URL(address);
  following.searchParams.set(name, backwards ? order.slice(1) : `-${order}`);
  link.setAttribute("href", following.search);
  history.replaceState(history.state, "", address);
  const said = document.getElementById("said");
  if (said) said.textContent = `Sorted by ${link.textContent.trim()}, ${backwards ? "highest first" : "lowest first"}`;
}

// A table that fits in its width scrolls with the page, its headings staying; a wider one scrolls by itself.
const widths = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    const table = target.querySelector("table");
    target.classList.toggle("table-fits", table.offsetWidth <= target.clientWidth);
  }
});

export function startTables(part) {
  const bar = document.querySelector(".context");
  if (bar) document.documentElement.style.setProperty("--context-height", `${matchMedia("(max-width: 640px)").matches ? 0 : bar.offsetHeight}px`);
  for (const scroll of part.querySelectorAll(".table-scroll")) widths.observe(scroll);
  for (const table of part.querySelectorAll("table[data-sortable]"))
    table.tHead?.addEventListener("click", (event) => {
      const link = event.target.closest("th[aria-sort] a");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      sortBy(table, link.closest("th"), link.getAttribute("href"));
    });
}
