// Vega, without eval and without injected styles, in the colours of the page. Loaded only when a chart comes near.
import { parse, View, Error as ErrorLevel } from "vega";
import { compile } from "vega-lite";
import { expressionInterpreter } from "vega-interpreter";

// Specifications carry the light palette; each of its colours is the name of one of the page's own.
function colours(palette, place) {
  const style = getComputedStyle(place);
  const probe = document.createElement("span");
  probe.style.forcedColorAdjust = "none"; // or every colour would be that of text where a reader forces their own
  place.append(probe);
  const found = new Map();
  for (const [colour, name] of Object.entries(palette)) {
    if (!style.getPropertyValue(`--${name}`)) continue;
    probe.style.color = `var(--${name})`;
    found.set(colour.toLowerCase(), getComputedStyle(probe).color);
  }
  probe.remove();
  return found;
}

function recolour(value, found) {
  if (typeof value === "string") return found.get(value.toLowerCase()) ?? value;
  if (Array.isArray(value)) return value.map((item) => recolour(item, found));
  if (value && typeof value === "object")
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, recolour(item, found)]));
  return value;
}

function tip(handler, event, item, value) {
  document.querySelector(".chart-tip")?.remove();
  if (!value) return;
  const box = document.createElement("div");
  box.className = "chart-tip";
  const lines = typeof value === "object" ? Object.entries(value) : [["", value]];
  for (const [name, text] of lines) {
    const line = document.createElement("p");
    const strong = document.createElement("strong");
    strong.textContent = text;
    line.append(name && name !== "text" ? `${name}: ` : "", strong);
    box.append(line);
  }
  document.body.append(box);
  const left = Math.min(event.pageX + 12, scrollX + innerWidth - box.offsetWidth - 8);
  box.style.setProperty("--x", `${Math.max(left, 8)}px`);
  box.style.setProperty("--y", `${event.pageY + 16}px`);
}

/** Draws the specification in the element; answers with a function that takes it away again. */
export async function drawChart(element, given) {
  const { usermeta, ...rest } = given;
  const width = Math.max(element.parentElement.clientWidth, 240);
  const spec = recolour(rest, colours(usermeta?.palette ?? {}, element));
  if (usermeta?.widths) {
    const columns = width < 560 ? 1 : width < 860 ? 2 : 3;
    spec.columns = columns;
    spec.spec.width = Math.floor((width - 24 * (columns - 1)) / columns) - usermeta.widths;
  } else {
    spec.width = width;
    spec.autosize = { type: "fit-x", contains: "padding" };
  }
  spec.background = "transparent";
  const runtime = parse(compile(spec).spec, null, { ast: true });
  const holder = document.createElement("div");
  const view = new View(runtime, {
    renderer: "svg",
    container: holder,
    hover: true,
    expr: expressionInterpreter,
    logLevel: ErrorLevel,
    loader: { load: () => Promise.reject(new Error("Charts fetch nothing.")), sanitize: async (href) => ({ href }) },
  }).tooltip(tip);
  await view.runAsync();
  holder.querySelector("svg")?.setAttribute("aria-hidden", "true");
  holder.className = "chart-drawn";
  element.append(holder);
  return () => {
    document.querySelector(".chart-tip")?.remove();
    view.finalize();
    holder.remove();
  };
}
