// The reader's choice of dark or light and of row height, kept in cookies so that the server draws it from the start.
const root = document.documentElement;
const keep = (name, value) => {
  document.cookie = `${name}=${value}; path=/; max-age=31536000; samesite=lax`;
};

export function startLook() {
  document.querySelector("[data-theme-choice]")?.addEventListener("click", () => {
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
    keep("theme", root.dataset.theme);
    document.dispatchEvent(new Event("look-changed"));
  });
  document.querySelector("[data-rows-choice]")?.addEventListener("click", () => {
    if (root.dataset.rows === "compact") delete root.dataset.rows;
    else root.dataset.rows = "compact";
    keep("rows", root.dataset.rows ?? "roomy");
  });
}
