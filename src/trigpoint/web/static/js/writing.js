// Forms of definitions: what is asked follows from what is chosen, and data items are offered while a formula is typed.
// Without this all controls are there, and what does not apply is left out when the form is read.
import { startTreesOfRows } from "./tree-rows.js";

function asked(part, form) {
  const [name, words] = part.dataset.askedWhere.split("=");
  const control = form.elements.namedItem(name);
  return !control || words.split(",").includes(control.value);
}

function startAsked(form) {
  const parts = [...form.querySelectorAll("[data-asked-where]")];
  const show = () => {
    for (const part of parts) {
      // What is wrong is never hidden.
      part.hidden = !asked(part, form) && !part.querySelector(".govuk-error-message");
    }
  };
  form.addEventListener("change", show);
  show();
}

// The item under the cursor: letters, digits, dots, dashes and underscores before it.
function wordBefore(box) {
  return box.value.slice(0, box.selectionStart).match(/[\w.-]*$/)[0];
}

function found(items, word) {
  const wanted = word.toLowerCase();
  const near = items.filter((item) => `${item.code} ${item.name} ${item.of}`.toLowerCase().includes(wanted));
  return near.sort((a, b) => b.code.toLowerCase().startsWith(wanted) - a.code.toLowerCase().startsWith(wanted)).slice(0, 12);
}

function startFormula(box, items, count) {
  const list = document.createElement("ul");
  list.className = "formula-offers";
  list.id = `formula-offers-${count}`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Data items");
  list.hidden = true;
  box.after(list);
  for (const [name, value] of [["aria-autocomplete", "list"], ["aria-haspopup", "listbox"], ["aria-controls", list.id]]) {
    box.setAttribute(name, value);
  }
  let at = -1;
  const close = () => {
    list.hidden = true;
    at = -1;
    box.removeAttribute("aria-activedescendant");
  };
  const mark = (next) => {
    const options = [...list.children];
    if (!options.length) return;
    at = (next + options.length) % options.length;
    options.forEach((option, i) => option.setAttribute("aria-selected", String(i === at)));
    options[at].scrollIntoView({ block: "nearest" });
    box.setAttribute("aria-activedescendant", options[at].id);
  };
  const take = (option) => {
    const word = wordBefore(box);
    box.setRangeText(option.dataset.code, box.selectionStart - word.length, box.selectionStart, "end");
    close();
    box.focus();
    tell();
  };
  const offer = () => {
    const word = wordBefore(box);
    const offers = word.length < 2 || /^[\d.]+$/.test(word) ? [] : found(items, word);
    if (!offers.length || (offers.length === 1 && offers[0].code === word)) return close();
    list.replaceChildren(...offers.map((item, i) => {
      const option = document.createElement("li");
      option.id = `${list.id}-${i}`;
      option.dataset.code = item.code;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      const beneath = document.createElement("span");
      beneath.className = "beneath";
      beneath.textContent = `${item.name}, in ${item.unit} · ${item.of}`;
      option.append(item.code, beneath);
      return option;
    }));
    list.hidden = false;
    at = -1;
  };
  let waiting;
  const tell = () => {
    clearTimeout(waiting);
    waiting = setTimeout(async () => {
      const sent = new FormData(box.form);
      sent.set("act", "formula");
      sent.set("of", box.name);
      const answer = await fetch(box.form.action || location.href, { method: "POST", body: sent });
      const said = box.parentElement.querySelector("[data-said]");
      if (answer.ok && said) said.innerHTML = await answer.text();
    }, 350);
  };
  box.addEventListener("input", () => { offer(); tell(); });
  box.addEventListener("blur", () => setTimeout(close, 150));
  box.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") mark(at + (event.key === "ArrowDown" ? 1 : -1));
    else if (event.key === "Enter" || event.key === "Tab") {
      if (at < 0 && event.key === "Tab") return close();
      take(list.children[Math.max(at, 0)]);
    } else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  });
  list.addEventListener("mousedown", (event) => {
    const option = event.target.closest("li");
    if (option) { event.preventDefault(); take(option); }
  });
  for (const name of ["unit", "value_kind", "worked_example.given", "missing"]) {
    box.form.elements.namedItem(name)?.addEventListener("change", tell);
  }
}

export function startWriting(part) {
  startTreesOfRows(part);
  for (const form of part.querySelectorAll("form.write-form")) {
    startAsked(form);
    const items = JSON.parse(document.getElementById("formula-items")?.textContent ?? "[]");
    [...form.querySelectorAll("textarea[data-formula]")].forEach((box, i) => startFormula(box, items, i));
  }
}
