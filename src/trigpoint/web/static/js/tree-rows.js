// A tree that is written as rows: its buttons and its handles move rows in place, with all that lies beneath them.
// Without this each button sends the form, and the page comes back with the rows moved.
const DEEPEST = 8;

function startTreeRows(tree) {
  const list = tree.querySelector(".tree-rows");
  const name = tree.dataset.writeTree;
  const order = tree.querySelector(`input[name="rows:${CSS.escape(name)}"]`);
  const rows = () => [...list.children];
  const field = (row, key) => row.querySelector(`input[name="${CSS.escape(`${name}.${row.dataset.key}.${key}`)}"]`);
  const depth = (row) => Number(field(row, "depth").value);
  const isNode = (row) => field(row, "sort").value === "node";
  const setDepth = (row, to) => {
    row.classList.remove(`depth-${depth(row)}`);
    field(row, "depth").value = String(to);
    row.classList.add(`depth-${to}`);
    row.querySelector(".tree-line > .visually-hidden").textContent = `Level ${to + 1}`;
  };
  const block = (row) => {
    const after = rows().slice(rows().indexOf(row) + 1);
    const end = after.findIndex((other) => depth(other) <= depth(row));
    return [row, ...(end < 0 ? after : after.slice(0, end))];
  };
  const shift = (several, by) => several.forEach((row) => setDepth(row, Math.max(0, Math.min(DEEPEST, depth(row) + by))));
  // Every row at a depth that there is, and the order as it will be sent.
  const settle = () => {
    let most = 0;
    for (const row of rows()) {
      if (depth(row) > most) setDepth(row, most);
      most = Math.min(isNode(row) ? depth(row) + 1 : depth(row), DEEPEST);
    }
    order.value = rows().map((row) => row.dataset.key).join(",");
  };
  const place = (moved, before) => moved.forEach((row) => list.insertBefore(row, before));
  const beside = (row, step) => {
    const all = rows();
    const start = step < 0 ? all.indexOf(row) - 1 : all.indexOf(block(row).at(-1)) + 1;
    for (let at = start; at >= 0 && at < all.length; at += step) {
      if (depth(all[at]) <= depth(row)) return depth(all[at]) === depth(row) ? all[at] : null;
    }
    return null;
  };
  const acts = {
    up(row) { const to = beside(row, -1); if (to) place(block(row), to); },
    down(row) { const to = beside(row, 1); if (to) place(block(row), block(to).at(-1).nextElementSibling); },
    in(row) { shift(block(row), 1); },
    back(row) { shift(block(row), -1); },
  };
  tree.addEventListener("click", (event) => {
    const button = event.target.closest("button[name='act']");
    const act = acts[button?.value.split(":")[0]];
    if (!act) return;
    event.preventDefault();
    act(button.closest(".tree-row"));
    settle();
    button.focus();
  });

  let dragged = null;
  const clear = () => rows().forEach((row) => row.classList.remove("dragged", "drop-before", "drop-after", "drop-into"));
  const where = (row, event) => {
    const box = row.getBoundingClientRect();
    const down = (event.clientY - box.top) / box.height;
    if (down < 0.3) return "drop-before";
    return isNode(row) && down < 0.7 ? "drop-into" : "drop-after";
  };
  list.addEventListener("dragstart", (event) => {
    dragged = event.target.closest(".tree-row");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged.dataset.key);
    block(dragged).forEach((row) => row.classList.add("dragged"));
  });
  list.addEventListener("dragover", (event) => {
    const row = event.target.closest(".tree-row");
    if (!dragged || !row || block(dragged).includes(row)) return;
    event.preventDefault();
    rows().forEach((other) => other.classList.remove("drop-before", "drop-after", "drop-into"));
    row.classList.add(where(row, event));
  });
  list.addEventListener("drop", (event) => {
    const row = event.target.closest(".tree-row");
    if (!dragged || !row || block(dragged).includes(row)) return;
    event.preventDefault();
    const how = where(row, event);
    const moved = block(dragged);
    shift(moved, depth(row) + (how === "drop-into" ? 1 : 0) - depth(dragged));
    const before = { "drop-before": row, "drop-into": row.nextElementSibling, "drop-after": block(row).at(-1).nextElementSibling };
    place(moved, before[how]);
    settle();
    clear();
  });
  list.addEventListener("dragend", () => { dragged = null; clear(); });
}

export function startTreesOfRows(part) {
  for (const tree of part.querySelectorAll("[data-write-tree]")) startTreeRows(tree);
}
