// Keys that work anywhere: / search, ? the list, g and a letter to go, c the context bar, t a chart's table.
import { choosing } from "./boxes.js";
import { toggleTwin } from "./chart-mounts.js";

const typing = (element) => element?.matches?.("input, textarea, select, [contenteditable]");
let going = 0;

function go(letter) {
  const place = document.querySelector(`.places a[data-letter="${CSS.escape(letter)}"]`);
  if (place) place.click();
  return Boolean(place);
}

export function startKeys() {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || choosing()) return;
    if (Date.now() < going) {
      going = 0;
      if (go(event.key)) event.preventDefault();
      return;
    }
    const acts = {
      "/": () => document.getElementById("search")?.focus(),
      "?": () => document.getElementById("keys")?.togglePopover?.(),
      g: () => { going = Date.now() + 1500; },
      c: () => {
        const fold = document.querySelector(".context-fold");
        if (fold && getComputedStyle(fold).display !== "none") fold.open = true;
        document.querySelector(".context-button")?.focus();
      },
      t: () => toggleTwin(),
    };
    if (acts[event.key]) {
      event.preventDefault();
      acts[event.key]();
    }
  });
}
