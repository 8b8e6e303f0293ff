// What another text, a track or a person is called, in place of the name of its file: an input that searches as one types.
// Without this the name of the file is typed.

import { combobox } from "./combobox.js";
import { said, tell } from "./tell.js";

const text = document.getElementById("editor");

if (text) for (const field of text.querySelectorAll("[data-search]")) offer(field);

function offer(field) {
  const beside = field.parentElement;
  const held = beside.querySelector("[data-held]");
  const several = field.matches("textarea");
  const box = document.createElement("input");
  box.id = field.id;
  for (const name of ["aria-describedby", "aria-invalid"]) if (field.hasAttribute(name)) box.setAttribute(name, field.getAttribute(name));
  field.removeAttribute("id");
  if (several) {
    field.hidden = true;
    held.after(box);
    for (const item of held.children) addButton(item);
    held.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      button.closest("li").remove();
      box.focus();
      fill(said.dataset.removed);
    });
  } else {
    box.value = held ? held.textContent : field.value;
    if (held) held.remove();
    field.type = "hidden";
    field.after(box);
    box.addEventListener("input", () => (field.value = box.value));
  }
  combobox(box, (words) => ask(field, words), (found) => (several ? add(found) : choose(found)));

  function choose({ label, address }) {
    box.value = label;
    field.value = address;
    changed();
  }

  function add({ label, address }) {
    box.value = "";
    if ([...held.children].some((item) => item.dataset.value === address)) return;
    const item = document.createElement("li");
    item.dataset.value = address;
    item.textContent = label;
    addButton(item);
    held.append(item);
    fill(said.dataset.added.replace("{name}", label));
  }

  function fill(words) {
    field.value = [...held.children].map((item) => item.dataset.value).join("\n");
    tell(words);
    changed();
  }

  function addButton(item) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "plain";
    button.textContent = held.dataset.remove;
    button.setAttribute("aria-label", `${held.dataset.remove} ${item.textContent.trim()}`);
    item.append(" ", button);
  }

  function changed() {
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

function ask(field, words) {
  const query = new URLSearchParams({ field: field.dataset.search, q: words });
  return fetch(`${document.getElementById("writing").dataset.links}?${query}`).then((answer) => answer.json()).catch(() => []);
}
