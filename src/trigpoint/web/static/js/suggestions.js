// What a box suggests follows from what is chosen beside it: of all suggestions, those of the chosen breakdown.
function listOf(whole, code) {
  const id = `${whole.id}-${code}`;
  if (!document.getElementById(id)) {
    const list = document.createElement("datalist");
    list.id = id;
    for (const option of whole.querySelectorAll(`option[data-of="${CSS.escape(code)}"]`)) {
      const kept = option.cloneNode();
      kept.label = option.label.includes(": ") ? option.label.split(": ").slice(1).join(": ") : "";
      list.append(kept);
    }
    whole.after(list);
  }
  return id;
}

export function startSuggestions(part) {
  for (const choice of part.querySelectorAll("select[data-suggests]")) {
    const box = document.getElementById(choice.dataset.suggests);
    const whole = box?.list;
    if (!whole) continue;
    const narrow = () => box.setAttribute("list", choice.value ? listOf(whole, choice.value) : whole.id);
    choice.addEventListener("change", narrow);
    narrow();
  }
}
