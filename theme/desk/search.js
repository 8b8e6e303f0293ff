// What another text, a track or a person is called, in place of the name of its file: an input that searches as one types
// (the pattern "combobox" of the ARIA Authoring Practices). Without this the name of the file is typed.

const text = document.getElementById("editor");
const said = document.getElementById("row-said");
const PAUSE = 150; // milliseconds without a key before the desk is asked

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

// `find` answers what can be chosen for what is typed, and `choose` is told what was.
function combobox(box, find, choose) {
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
  let at = -1;
  let latest = 0;
  let waiting = 0;

  box.addEventListener("input", () => {
    latest += 1; // what was asked for before is not shown
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
    } else if (event.key === "Enter") {
      event.preventDefault(); // it would save
      if (isOpen && found[at]) take(found[at]);
    } else if (event.key === "Escape" && isOpen) {
      event.preventDefault();
      close();
    }
  });
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the focus stays in the input
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) take(found[[...list.children].indexOf(option)]);
  });

  async function open() {
    const number = ++latest;
    const answer = await find(box.value.trim());
    if (number !== latest || document.activeElement !== box) return;
    found = answer;
    list.replaceChildren(...found.map(({ label, kind }, place) => {
      const option = document.createElement("li");
      option.id = `${list.id}-${place}`;
      option.role = "option";
      option.textContent = kind ? `${label} (${kind})` : label;
      return option;
    }));
    list.hidden = !found.length;
    box.ariaExpanded = String(!list.hidden);
    mark(-1);
    tell(found.length ? said.dataset.found.replace("{count}", found.length) : said.dataset.none);
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

// Said again where it is the same as before: a screen reader tells what changes.
function tell(words) {
  said.textContent = "";
  requestAnimationFrame(() => (said.textContent = words));
}
