// A link to a closed part opens it where it stands and puts the cursor into its text; the link's own address does the
// same by the server, without scripts.
function openPart(part) {
  part.open = true;
  part.scrollIntoView({ block: "start" });
  part.querySelector("textarea, input:not([type=hidden])")?.focus({ preventScroll: true });
}

export function startOpeners(part) {
  for (const link of part.querySelectorAll("a[data-opens]"))
    link.addEventListener("click", (event) => {
      const wanted = document.getElementById(link.dataset.opens);
      if (!wanted || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      openPart(wanted);
    });
}

// The part that the address names, where the server has opened it: after the browser has scrolled there, which takes the
// focus away.
export function focusOpened() {
  const wanted = document.getElementById(location.hash.slice(1));
  if (!wanted?.matches("details[open]")) return;
  const open = () => setTimeout(() => openPart(wanted));
  if (document.readyState === "complete") open();
  else addEventListener("load", open, { once: true });
}
