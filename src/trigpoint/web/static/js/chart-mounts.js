// Live charts: the still picture is there first; when a chart comes near the screen the live one takes its place. The
// still one remains for paper, whose width and colours it is made for.
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
    const drawn = await drawChart(figure.querySelector(".chart-picture"), spec);
    mounted.get(figure)?.();
    mounted.set(figure, drawn);
    figure.classList.add("chart-live");
  } catch (error) {
    figure.classList.remove("chart-live", "chart-waits");
    console.error("The live chart could not be drawn; its still picture stays.", error);
  }
}

// A still picture that the page came without: fetched when it is printed, or when the live chart fails.
function addStill(figure) {
  if (!figure.dataset.pictureHref) return;
  figure.classList.add("chart-waits");
  const still = new Image();
  Object.assign(still, { className: "chart-still", loading: "lazy", alt: "", src: figure.dataset.pictureHref });
  figure.querySelector(".chart-picture").prepend(still);
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
    addStill(figure);
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
