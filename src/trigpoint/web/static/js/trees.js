// A tree that opens in place, with the arrow keys of a tree grid. Without it each row's link opens it on the server.
const rowsOf = (table) => [...table.tBodies[0].rows];
const visible = (table) => rowsOf(table).filter((row) => !row.hidden);
const levelOf = (row) => Number(row.dataset.level);

// What is beneath a row follows it, until one of its own level or above comes.
function childrenOf(table, row) {
  const after = rowsOf(table).slice(row.sectionRowIndex + 1);
  const end = after.findIndex((other) => levelOf(other) <= levelOf(row));
  return (end < 0 ? after : after.slice(0, end)).filter((other) => levelOf(other) === levelOf(row) + 1);
}

function parentOf(table, row) {
  const before = rowsOf(table).slice(0, row.sectionRowIndex);
  return before.findLast((other) => levelOf(other) < levelOf(row));
}

function setHidden(table, row, hidden) {
  for (const child of childrenOf(table, row)) {
    child.hidden = hidden;
    if (child.dataset.open) setHidden(table, child, hidden || child.dataset.open === "false");
  }
}

function setOpen(table, row, open) {
  row.dataset.open = String(open);
  row.setAttribute("aria-expanded", String(open));
  row.querySelector(".tree-toggle")?.setAttribute("aria-label", open ? "Close this row" : "Open this row");
  setHidden(table, row, !open);
}

function focusRow(table, row) {
  if (!row) return;
  for (const other of rowsOf(table)) other.tabIndex = other === row ? 0 : -1;
  row.focus();
}

function key(table, event) {
  const row = event.target.closest("tbody tr");
  if (!row || event.ctrlKey || event.metaKey || event.altKey) return;
  const onRow = event.target === row;
  const shown = visible(table);
  const at = shown.indexOf(row);
  const open = row.dataset.open;
  const acts = {
    ArrowDown: () => focusRow(table, shown[at + 1]),
    ArrowUp: () => focusRow(table, shown[at - 1]),
    Home: () => focusRow(table, shown[0]),
    End: () => focusRow(table, shown.at(-1)),
    ArrowRight: () => (open === "false" ? setOpen(table, row, true) : open === "true" && focusRow(table, shown[at + 1])),
    ArrowLeft: () => (open === "true" ? setOpen(table, row, false) : focusRow(table, parentOf(table, row))),
    Enter: () => onRow && row.querySelector("th a:not(.tree-toggle)")?.click(),
  };
  if (!acts[event.key] || (!onRow && event.key === "Enter")) return;
  event.preventDefault();
  acts[event.key]();
}

export function startTrees(part) {
  for (const table of part.querySelectorAll("table[data-tree]")) {
    table.setAttribute("role", "treegrid");
    for (const [index, row] of rowsOf(table).entries()) {
      const above = parentOf(table, row);
      const beside = above ? childrenOf(table, above) : rowsOf(table).filter((other) => levelOf(other) === levelOf(row));
      row.setAttribute("aria-level", row.dataset.level);
      row.setAttribute("aria-posinset", beside.indexOf(row) + 1);
      row.setAttribute("aria-setsize", beside.length);
      if (row.dataset.open) row.setAttribute("aria-expanded", row.dataset.open);
      // Said in so many words, since on a narrow screen rows are laid out as blocks and would lose what they are.
      row.setAttribute("role", "row");
      for (const cell of row.cells) cell.setAttribute("role", cell.tagName === "TH" ? "rowheader" : "gridcell");
      row.tabIndex = index === 0 ? 0 : -1;
      for (const toggle of row.querySelectorAll(".tree-toggle")) toggle.tabIndex = -1;
    }
    table.addEventListener("click", (event) => {
      const toggle = event.target.closest(".tree-toggle");
      if (!toggle) return;
      event.preventDefault();
      const row = toggle.closest("tr");
      setOpen(table, row, row.dataset.open !== "true");
    });
    table.addEventListener("keydown", (event) => key(table, event));
  }
}
