// A fact's button puts its sentence into the box in which one wrote last, where the cursor stood; without scripts the
// server puts it into the first box.
function put(sentence, box) {
  const before = box.value.slice(0, box.selectionStart);
  const after = box.value.slice(box.selectionEnd);
  const space = (text, at) => (text && !/\s/.test(text.at(at)) ? " " : "");
  box.setRangeText(space(before, -1) + sentence + space(after, 0), box.selectionStart, box.selectionEnd, "end");
  box.focus();
}

export function startCopies(part) {
  for (const list of part.querySelectorAll("[data-copies]")) {
    const form = document.getElementById(list.dataset.copies);
    let box = form?.querySelector("textarea");
    if (!box) continue;
    form.addEventListener("focusin", (event) => {
      if (event.target.matches("textarea")) box = event.target;
    });
    list.addEventListener("click", (event) => {
      const button = event.target.closest("button[name=insert]");
      if (!button) return;
      event.preventDefault();
      put(button.value, box);
      document.getElementById("said").textContent = `Copied under ${box.labels[0].firstChild.textContent.trim()}`;
    });
  }
}
