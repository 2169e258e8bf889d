// Live charts: the still picture is there first; when a chart comes near the screen the live one takes its place.
const mounted = new WeakMap();
let drawing;

async function specOf(figure) {
  const inline = figure.querySelector(':scope > script[type="application/json"]');
  if (inline) return JSON.parse(inline.textContent);
  if (!figure.dataset.specHref) return null;
  const answer = await fetch(figure.dataset.specHref, { headers: { Accept: "application/json" } });
  return answer.ok ? answer.json() : null;
}

async function mount(figure, library) {
  try {
    const spec = await specOf(figure);
    if (!spec) return;
    drawing ??= import(library);
    const { drawChart } = await drawing;
    mounted.get(figure)?.();
    mounted.set(figure, await drawChart(figure.querySelector(".chart-picture"), spec));
    figure.classList.add("chart-live");
  } catch (error) {
    console.error("The live chart could not be drawn; its still picture stays.", error);
  }
}

export function startChartMounts(part, library) {
  const figures = [...part.querySelectorAll("figure[data-chart]")];
  if (!figures.length || !library) return;
  const near = new IntersectionObserver(
    (entries) => {
      for (const entry of entries)
        if (entry.isIntersecting) {
          near.unobserve(entry.target);
          mount(entry.target, library);
        }
    },
    { rootMargin: "300px" },
  );
  for (const figure of figures) {
    // With scripts a picture takes the width that there is; only without them is there anything to scroll.
    figure.querySelector(".chart-scroll")?.removeAttribute("tabindex");
    near.observe(figure);
  }
  const redraw = () => figures.forEach((figure) => mounted.has(figure) && mount(figure, library));
  document.addEventListener("look-changed", redraw);
  for (const look of ["(prefers-color-scheme: dark)", "(forced-colors: active)", "(prefers-contrast: more)"])
    matchMedia(look).addEventListener("change", redraw);
}

// The chart that has the focus, or else the first in sight.
export function toggleTwin() {
  const inSight = (figure) => {
    const box = figure.getBoundingClientRect();
    return box.bottom > 80 && box.top < innerHeight;
  };
  const figures = [...document.querySelectorAll("figure[data-chart]")];
  const figure = figures.find((f) => f.contains(document.activeElement)) ?? figures.find(inSight);
  const twin = figure?.querySelector(".chart-twin");
  if (!twin) return;
  twin.open = !twin.open;
  twin.querySelector("summary").focus();
}
