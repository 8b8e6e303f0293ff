// The toolbar of a text, in a plain text area or in the editor of editor.js. Each of its changes is one that the
// browser can undo. Without this the text is written by hand, from the building blocks that can be copied.

const area = document.getElementById("_body");
const place = document.getElementById("writing");

if (place) begin(globalThis.NysporEditor ? globalThis.NysporEditor.take(area) : plainText(area));

// A text area as the toolbar needs it: `text`, `from` and `to` of what is selected, `replace`, `focus`, `onInput`.
function plainText(area) {
  return {
    get text() {
      return area.value;
    },
    get from() {
      return area.selectionStart;
    },
    get to() {
      return area.selectionEnd;
    },
    focus: () => area.focus(),
    select: (from, to) => area.setSelectionRange(from, to),
    onInput: (run) => area.addEventListener("input", run),
    keys: area,
    replace(from, to, words) {
      area.focus();
      area.setSelectionRange(from, to);
      // Old, and the only way that leaves the browser's own undoing as it is.
      if (!document.execCommand("insertText", false, words)) {
        area.setRangeText(words, from, to, "end");
        area.dispatchEvent(new Event("input", { bubbles: true }));
      }
    },
  };
}

function begin(writing) {
  for (const each of document.querySelectorAll(".only-script")) each.hidden = false;
  countWords(writing);
  moveByArrows(place.querySelector("[role=toolbar]"));
  place.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.around) putAround(writing, button.dataset.around);
    if (button.dataset.lines) beginLines(writing, button.dataset.lines);
    if (button.dataset.block) putInBlock(writing, document.getElementById(button.dataset.block).dataset);
    if (button.dataset.dialog) document.getElementById(button.dataset.dialog).showModal();
  });
  writing.keys.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    const key = { b: () => putAround(writing, "**"), i: () => putAround(writing, "*"), k: () => document.getElementById("link-dialog").showModal() }[event.key.toLowerCase()];
    if (!key) return;
    event.preventDefault();
    key();
  });
  takeDocuments(writing);
  area.form.addEventListener("click", (event) => goToLine(writing, event));
  askForLink(writing, document.getElementById("link-dialog"));
  // Where a picture is put: the page that asks for it comes after this one.
  area.form.addEventListener("submit", () => (area.form.elements._line.value = writing.text.slice(0, writing.from).split("\n").length - 1));
}

// What the check says of the text stands with its line, counted from the beginning of the file.
function goToLine(writing, event) {
  const link = event.target.closest("a[data-line]");
  const number = link && Number(link.dataset.line) - Number(area.dataset.firstLine);
  if (!link || number < 0) return;
  event.preventDefault();
  const lines = writing.text.split("\n");
  const from = lines.slice(0, number).join("\n").length + (number ? 1 : 0);
  writing.focus();
  writing.select(from, from + (lines[number] || "").length);
}

function countWords(writing) {
  const shown = document.getElementById("words");
  let waiting = 0;
  const count = () => (shown.textContent = (writing.text.match(/[\p{L}\p{N}]+(?:[-'’.,][\p{L}\p{N}]+)*/gu) || []).length);
  writing.onInput(() => {
    clearTimeout(waiting);
    waiting = setTimeout(count, 200);
  });
  count();
}

// One stop for Tab, and arrows within, as toolbars have.
function moveByArrows(toolbar) {
  const buttons = [...toolbar.querySelectorAll("button")];
  const stopAt = (chosen) => buttons.forEach((button) => (button.tabIndex = button === chosen ? 0 : -1));
  stopAt(buttons[0]);
  toolbar.addEventListener("focusin", (event) => stopAt(event.target));
  toolbar.addEventListener("keydown", (event) => {
    const at = buttons.indexOf(document.activeElement);
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    buttons.at(next % buttons.length).focus();
  });
}

// Marks around what is selected, or away from around it; what is selected stays selected.
function putAround(writing, mark) {
  const { text, from, to } = writing;
  const size = mark.length;
  const isMarked = text.slice(from - size, from) === mark && text.slice(to, to + size) === mark && text[from - size - 1] !== mark[0];
  if (isMarked) writing.replace(from - size, to + size, text.slice(from, to));
  else writing.replace(from, to, mark + text.slice(from, to) + mark);
  writing.select(isMarked ? from - size : from + size, isMarked ? to - size : to + size);
  writing.focus();
}

// What every line that is selected begins with, or begins with no more.
function beginLines(writing, mark) {
  const { text, from, to } = writing;
  const start = text.lastIndexOf("\n", from - 1) + 1;
  const next = text.indexOf("\n", to);
  const end = next < 0 ? text.length : next;
  const lines = text.slice(start, end).split("\n");
  const numbered = mark === "1. ";
  const own = numbered ? /^\d+\. / : new RegExp(`^${mark}`);
  const other = mark.startsWith("#") ? /^#+ / : numbered ? /^- / : mark === "- " ? /^\d+\. / : /^(?!)/;
  const isMarked = lines.every((line) => !line || own.test(line));
  let number = 0;
  const words = lines.map((line) => {
    if (isMarked) return line.replace(own, "");
    if (!line && lines.length > 1) return line;
    number += 1;
    return (numbered ? `${number}. ` : mark) + line.replace(own, "").replace(other, "");
  });
  const changed = words.join("\n");
  writing.replace(start, end, changed);
  if (from === to) writing.select(start + changed.length, start + changed.length);
  else writing.select(start, start + changed.length);
  writing.focus();
}

// A block of its own, with what is selected inside where it can be; its inside is selected, to be written over.
function putInBlock(writing, { opening, inside, holdsText }) {
  const { text, from, to } = writing;
  const selected = text.slice(from, to).trim();
  const words = holdsText !== undefined && selected ? selected : inside;
  const end = words === inside ? to : from;
  putInLines(writing, end, words === inside ? end : to, `${opening}\n`, words, "\n:::");
  document.getElementById("blocks").hidePopover();
}

// Puts lines into the text with an empty line around them, and selects `words`.
function putInLines(writing, from, to, before, words, after) {
  const { text } = writing;
  const above = text.slice(0, from);
  const below = text.slice(to);
  const lead = !above || above.endsWith("\n\n") || above === "\n" ? "" : above.endsWith("\n") ? "\n" : "\n\n";
  const trail = below.startsWith("\n\n") || !below.trim() ? (below ? "" : "\n") : below.startsWith("\n") ? "\n" : "\n\n";
  writing.replace(from, to, lead + before + words + after + trail);
  const start = from + lead.length + before.length;
  writing.select(start, start + words.length);
  writing.focus();
}

// What is pasted from Word or a page becomes Markdown; so does a Word file that is dropped or chosen.
function takeDocuments(writing) {
  const isWord = (file) => /\.docx$/i.test(file.name);
  const chosen = document.getElementById("document");
  for (const each of place.querySelectorAll(".no-script-only")) each.hidden = true;
  chosen.addEventListener("change", () => {
    if (chosen.files[0]) putIn(writing, chosen.files[0]);
    chosen.value = "";
  });
  writing.keys.addEventListener("paste", (event) => {
    const html = event.clipboardData.getData("text/html");
    // Other editors put words without any form on the clipboard, which are Markdown already.
    if (!/<(?:p|h[1-6]|[ou]l|table|b|strong|i|em|a|img|blockquote)\b/i.test(html)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const words = event.clipboardData.getData("text/plain");
    putIn(writing, new File([html.replace(/\bsrc="data:[^"]*"/g, "")], "pasted.html"), words);
  }, { capture: true });
  for (const name of ["dragover", "drop"]) {
    place.addEventListener(name, (event) => {
      const files = [...event.dataTransfer.items].filter((each) => each.kind === "file");
      if (!files.some((each) => !each.type.startsWith("image/"))) return;
      event.preventDefault();
      event.stopPropagation();
      const file = name === "drop" && [...event.dataTransfer.files].find(isWord);
      if (file) putIn(writing, file);
    }, { capture: true });
  }
}

// Puts in what the desk makes of a file; `instead` where it cannot be asked.
async function putIn(writing, file, instead) {
  const told = document.getElementById("told");
  const form = new FormData();
  form.append("_token", area.form.elements._token.value);
  form.append("document", file);
  const answer = await fetch(place.dataset.convert, { method: "POST", body: form }).catch(() => null);
  const said = answer && (answer.ok || answer.status === 422) ? await answer.text() : "";
  const words = answer && answer.ok ? said.trimEnd() : instead;
  if (words === undefined) {
    told.textContent = said || place.dataset.failed;
    return;
  }
  told.textContent = "";
  const { text, from, to } = writing;
  // Paragraphs stand by themselves; words within one go on in it.
  const isInLine = !words.includes("\n") && !/^(?:#|[-*] |\d+\. |>)/.test(words);
  const lead = isInLine || !text.slice(0, from).trim() || text.slice(0, from).endsWith("\n\n") ? "" : text[from - 1] === "\n" ? "\n" : "\n\n";
  const trail = isInLine || !text.slice(to).trim() || text.slice(to).startsWith("\n") ? "" : "\n\n";
  writing.replace(from, to, lead + words + trail);
}

function askForLink(writing, dialog) {
  const [to, words, offered] = ["link-to", "link-words", "link-texts"].map((id) => document.getElementById(id));
  const addresses = new Map();
  let latest = 0;
  to.addEventListener("input", async () => {
    const number = ++latest;
    if (addresses.has(to.value)) return;
    const found = await fetch(`${place.dataset.links}?q=${encodeURIComponent(to.value)}`).then((answer) => answer.json()).catch(() => []);
    if (number !== latest) return;
    offered.replaceChildren(...found.map(({ label, kind, address }) => {
      addresses.set(`${label} (${kind})`, [address, label]);
      return new Option("", `${label} (${kind})`);
    }));
  });
  whenAnswered(writing, dialog, (from, selected) => {
    const [address, title] = addresses.get(to.value) || [to.value.trim(), to.value.trim()];
    const shown = words.value.trim() || selected || title;
    writing.replace(from, from + selected.length, `[${shown}](${/[ ()]/.test(address) ? `<${address}>` : address})`);
    writing.select(from + 1, from + 1 + shown.length);
  }, (selected) => (words.value = selected));
}

// Opens with what is selected, and goes back to it.
function whenAnswered(writing, dialog, answer, prepare) {
  let from = 0;
  let selected = "";
  const form = dialog.querySelector("form");
  new MutationObserver(() => {
    if (!dialog.open) return;
    form.reset();
    from = writing.from;
    selected = writing.text.slice(from, writing.to);
    prepare(selected);
  }).observe(dialog, { attributes: true, attributeFilter: ["open"] });
  dialog.addEventListener("close", () => {
    if (dialog.returnValue === "ok") answer(from, selected);
    dialog.returnValue = "";
    writing.focus();
  });
}
