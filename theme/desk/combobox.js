// An input that searches as one types (the pattern "combobox" of the ARIA Authoring Practices).

import { said, tell } from "./tell.js";

const PAUSE = 150; // milliseconds without a key before the desk is asked

// `find` answers what can be chosen for what is typed, and `choose` is told what was. One that `suggests` marks the first at
// once, and leaves Enter to its form, which asks for the `best`.
export function combobox(box, find, choose, { suggests = false } = {}) {
  const list = document.createElement("ul");
  list.id = `${box.id}-list`;
  list.className = "listbox";
  list.role = "listbox";
  list.hidden = true;
  list.ariaLabel = document.querySelector(`label[for="${CSS.escape(box.id)}"]`).textContent.trim();
  const attributes = { role: "combobox", autocomplete: "off", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id };
  for (const [name, value] of Object.entries(attributes)) box.setAttribute(name, value);
  box.after(list);
  let found = [];
  let asked = null; // what was typed when it was found
  let at = -1;
  let latest = 0;
  let waiting = 0;

  box.addEventListener("input", () => {
    latest += 1; // what was asked for before is not shown
    asked = null;
    clearTimeout(waiting);
    waiting = setTimeout(open, PAUSE);
  });
  box.addEventListener("blur", () => {
    const typed = found.find(({ label, address }) => [label, address].includes(box.value.trim()));
    if (typed && !list.hidden) choose(typed);
    close();
  });
  box.addEventListener("keydown", (event) => {
    const isOpen = !list.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (isOpen) mark((at + (event.key === "ArrowDown" ? 1 : -1) + found.length) % found.length);
      else open();
    } else if (event.key === "Enter" && !suggests) {
      event.preventDefault(); // it would save
      if (isOpen && found[at]) take(found[at]);
    } else if (event.key === "Escape" && isOpen) {
      event.preventDefault(); // nor does it close a dialog yet
      mark(-1);
      close();
    }
  });
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the focus stays in the input
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) take(found[[...list.children].indexOf(option)]);
  });
  return { best, close };

  async function open() {
    const [number, words] = [++latest, box.value.trim()];
    const answer = await find(words);
    if (number !== latest || document.activeElement !== box) return;
    [found, asked] = [answer, words];
    list.replaceChildren(...found.map(({ label, kind }, place) => {
      const option = document.createElement("li");
      option.id = `${list.id}-${place}`;
      option.role = "option";
      option.textContent = kind ? `${label} (${kind})` : label;
      return option;
    }));
    list.hidden = !found.length;
    box.ariaExpanded = String(!list.hidden);
    mark(suggests ? 0 : -1);
    tell(found.length ? said.dataset.found.replace("{count}", found.length) : said.dataset.none);
  }

  // What is marked; where nobody has seen yet what there is for the words, the first of it.
  async function best() {
    const words = box.value.trim();
    const best = asked === words ? found[at] : (await find(words))[0];
    return best || null;
  }

  function mark(place) {
    at = place;
    for (const [number, option] of [...list.children].entries()) option.ariaSelected = String(number === at);
    if (list.children[at]) {
      box.setAttribute("aria-activedescendant", list.children[at].id);
      list.children[at].scrollIntoView({ block: "nearest" });
    } else box.removeAttribute("aria-activedescendant");
  }

  function take(chosen) {
    close();
    choose(chosen);
  }

  function close() {
    latest += 1;
    clearTimeout(waiting);
    list.hidden = true;
    box.ariaExpanded = "false";
    box.removeAttribute("aria-activedescendant");
  }
}
