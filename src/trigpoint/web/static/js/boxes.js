// Boxes that open in a page (choosers of Explore, saving, asking once more): the first field has the focus, Escape and a
// click elsewhere close them. Without scripts they open and close by their own heading.
const BOX = "details[data-box]";

// Whether something is open in which one chooses or types, so that single keys must do nothing else.
export const choosing = () => Boolean(document.querySelector(`.chooser:popover-open:not(.keys), ${BOX}[open]`));

function close(box) {
  box.open = false;
  box.querySelector("summary").focus();
}

export function startBoxes(part) {
  for (const box of part.querySelectorAll(BOX)) {
    box.addEventListener("toggle", () => {
      if (box.open && !box.contains(document.activeElement?.closest("form")))
        box.querySelector("input:not([type=hidden]), textarea, button")?.focus();
    });
    box.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !box.open) return;
      event.preventDefault();
      close(box);
    });
    for (const link of box.querySelectorAll("[data-close]"))
      link.addEventListener("click", (event) => {
        event.preventDefault();
        close(box);
      });
  }
}

export function closeBoxesBeside() {
  document.addEventListener("click", (event) => {
    for (const box of document.querySelectorAll(`${BOX}[open]`)) if (!box.contains(event.target)) box.open = false;
  });
}
