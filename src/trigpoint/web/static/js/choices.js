// Choosers: type to find, arrows to walk, Enter to take. And panels that close when one clicks beside them.
const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

function filter(list, text) {
  const parts = plain(text).split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const item of list.querySelectorAll("li")) {
    const words = plain(item.textContent);
    item.hidden = !parts.every((part) => words.includes(part));
    if (!item.hidden) shown += 1;
  }
  for (const group of list.querySelectorAll("ul")) {
    const empty = !group.querySelector("li:not([hidden])");
    group.hidden = empty;
    if (group.previousElementSibling?.tagName === "H3") group.previousElementSibling.hidden = empty;
  }
  const none = list.querySelector(".chooser-none");
  if (none) none.hidden = shown > 0;
}

function walk(chooser, step) {
  const links = [...chooser.querySelectorAll(".chooser-list a")].filter((a) => a.offsetParent);
  if (!links.length) return;
  const now = links.indexOf(document.activeElement);
  const next = now < 0 ? (step > 0 ? 0 : links.length - 1) : now + step;
  if (next < 0) chooser.querySelector("input[data-filter]")?.focus();
  else links[Math.min(next, links.length - 1)].focus();
}

export function startChoices(part) {
  for (const input of part.querySelectorAll("input[data-filter]")) {
    const list = document.getElementById(input.dataset.filter);
    input.addEventListener("input", () => filter(list, input.value));
    input.addEventListener("keydown", (event) => {
      if (event.key === "Enter") {
        event.preventDefault();
        list.querySelector("li:not([hidden]) a")?.click();
      }
    });
  }
  for (const chooser of part.querySelectorAll(".chooser")) {
    chooser.addEventListener("toggle", (event) => {
      if (event.newState !== "open") return;
      const input = chooser.querySelector("input[data-filter]");
      const current = chooser.querySelector("a[aria-current]");
      current?.scrollIntoView({ block: "center" });
      (input ?? current ?? chooser.querySelector("a, input, button"))?.focus({ preventScroll: true });
    });
    chooser.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        walk(chooser, event.key === "ArrowDown" ? 1 : -1);
      }
    });
  }
  for (const panel of part.querySelectorAll("details.person")) {
    document.addEventListener("click", (event) => {
      if (panel.open && !panel.contains(event.target)) panel.open = false;
    });
    panel.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && panel.open) {
        panel.open = false;
        panel.querySelector("summary").focus();
      }
    });
  }
}
