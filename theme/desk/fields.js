// The rows of repeated groups are moved and removed where they stand. Without this their buttons ask the desk to do it.

const text = document.getElementById("editor");

if (text) moveRows();

function moveRows() {
  const said = document.getElementById("row-said");
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
      tell(said, said.dataset.removed);
    } else if (rows[place]) {
      if (place > at) rows[place].after(row);
      else rows[place].before(row);
      tell(said, said.dataset.moved.replace("{place}", place + 1).replace("{count}", rows.length));
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

// Said again where it is the same as before: a screen reader tells what changes.
function tell(place, words) {
  place.textContent = "";
  requestAnimationFrame(() => (place.textContent = words));
}
