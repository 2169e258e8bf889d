// Everything here only eases what pages do without it: keys, filters, sorting in place, trees, live charts.
import { closeBoxesBeside, startBoxes } from "./boxes.js";
import { startChoices } from "./choices.js";
import { startKeys } from "./keys.js";
import { startCopies } from "./copies.js";
import { focusOpened, startOpeners } from "./openers.js";
import { startSuggestions } from "./suggestions.js";
import { startTables } from "./tables.js";
import { startTrees } from "./trees.js";
import { startWriting } from "./writing.js";
import { startLook } from "./look.js";
import { startChartMounts } from "./chart-mounts.js";

const liveCharts = document.querySelector("script[data-live-charts]")?.dataset.liveCharts;

function start(part) {
  startBoxes(part);
  startChoices(part);
  startCopies(part);
  startOpeners(part);
  startSuggestions(part);
  startTables(part);
  startTrees(part);
  startWriting(part);
  startChartMounts(part, liveCharts);
}

document.documentElement.dataset.script = "";
start(document);
startKeys();
closeBoxesBeside();
focusOpened();
startLook();
for (const button of document.querySelectorAll("[data-print]")) button.addEventListener("click", () => window.print());
document.querySelector(".govuk-error-summary")?.focus();
document.addEventListener("htmx:load", (event) => {
  if (event.target !== document.body) start(event.target);
});
// Who was signed out meanwhile gets the sign-in page as a page, not inside the part that was asked for.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr, pathInfo } = event.detail;
  if (!xhr.responseURL || new URL(xhr.responseURL).pathname === new URL(pathInfo.requestPath, location.href).pathname) return;
  event.detail.shouldSwap = false;
  location.reload();
});
