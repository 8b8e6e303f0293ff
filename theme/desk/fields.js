// The fields of a text. Rows of repeated groups are moved and removed where they stand, and what the check says stands
// beside its field and leads to it. Without this the buttons ask the desk to move rows, and what was saved is checked.

import { said, tell } from "./tell.js";

const text = document.getElementById("editor");
const findings = document.getElementById("findings");

if (text) {
  moveRows();
  findings.addEventListener("click", goToField);
  new MutationObserver(markFields).observe(findings, { childList: true });
}

function goToField(event) {
  const link = event.target.closest("a[data-field]");
  const field = link && document.getElementById(link.dataset.field);
  if (!field) return;
  event.preventDefault();
  for (let at = field.closest("details"); at; at = at.parentElement.closest("details")) at.open = true;
  (field.matches("fieldset") ? field.querySelector("input, textarea, select, button") : field).focus();
}

// Puts what the check says now beside the fields, in place of what it said before.
function markFields() {
  for (const said of text.querySelectorAll(".said")) {
    const field = document.getElementById(said.id.replace(/-said$/, ""));
    said.remove();
    describe(field);
  }
  for (const link of findings.querySelectorAll("a[data-field]")) {
    const field = document.getElementById(link.dataset.field);
    if (!field) continue;
    const item = link.closest("li");
    const words = document.createElement("p");
    words.className = item.className;
    words.append(item.querySelector("strong").cloneNode(true), " ", item.querySelector(".words").textContent);
    saidOf(field).append(words);
    describe(field);
  }
}

function saidOf(field) {
  const known = document.getElementById(`${field.id}-said`);
  if (known) return known;
  const said = document.createElement("div");
  said.className = "said";
  said.id = `${field.id}-said`;
  if (field.matches("fieldset")) field.querySelector(":scope > legend").after(said);
  else (field.closest(".beside") || field).before(said);
  return said;
}

function describe(field) {
  const said = document.getElementById(`${field.id}-said`);
  const about = [`${field.id}-help`, `${field.id}-said`].filter((id) => document.getElementById(id));
  if (about.length) field.setAttribute("aria-describedby", about.join(" "));
  else field.removeAttribute("aria-describedby");
  if (field.matches("fieldset")) return;
  if (said && said.querySelector(".error")) field.setAttribute("aria-invalid", "true");
  else field.removeAttribute("aria-invalid");
}

function moveRows() {
  text.addEventListener("click", (event) => {
    const button = event.target.closest("[data-row-button]");
    if (!button) return;
    event.preventDefault();
    const row = button.closest("[data-row]");
    const group = row.parentElement;
    const rows = rowsIn(group);
    const at = rows.indexOf(row);
    const { [button.dataset.rowButton]: place } = { up: at - 1, down: at + 1, remove: -1 };
    if (button.dataset.rowButton === "remove") {
      row.remove();
      tell(said.dataset.removed);
    } else if (rows[place]) {
      if (place > at) rows[place].after(row);
      else rows[place].before(row);
      tell(said.dataset.moved.replace("{place}", place + 1).replace("{count}", rows.length));
    }
    number(group);
    focusAfter(button, rowsIn(group)[Math.min(at, rowsIn(group).length - 1)], group);
    text.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

function rowsIn(group) {
  return [...group.children].filter((each) => "row" in each.dataset);
}

// The button that was pressed keeps the focus; at the end of the way it is off, and its fellow has it.
function focusAfter(button, next, group) {
  if (!button.isConnected) (next || [...group.querySelectorAll(":scope > p > [data-add]")].at(-1)).focus();
  else if (!button.disabled) button.focus();
  else [...button.parentElement.querySelectorAll("[data-row-button]")].find((each) => !each.disabled).focus();
}

// Each row says its number, in its title and in the names of its buttons.
function number(group) {
  const rows = rowsIn(group);
  for (const [at, row] of rows.entries()) {
    row.querySelector("[data-number]").textContent = at + 1;
    for (const button of row.querySelectorAll(":scope > p > [data-row-button]")) {
      button.setAttribute("aria-label", button.getAttribute("aria-label").replace(/\d+/, at + 1));
      button.disabled = at === { up: 0, down: rows.length - 1 }[button.dataset.rowButton];
    }
  }
}
