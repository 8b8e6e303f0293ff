// The toolbar of a text, in a plain text area or in the editor of editor.js. Each of its changes is one that the
// browser can undo. Without this the text is written by hand, from the building blocks that can be copied.

import { combobox } from "./combobox.js";

const area = document.getElementById("_body");
const place = document.getElementById("writing");
const PLACE = "nyspor-desk-place"; // where the browser keeps, while a text is saved, where its writer was

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
    onSelect: (run) => document.addEventListener("selectionchange", () => document.activeElement === area && run()),
    around(mark) {
      const inside = "(?=[^\\s*])(?:[^*\\n]|\\n(?!\\n))+";
      const found = area.value.matchAll(new RegExp(mark === "**" ? `\\*\\*${inside}\\*\\*` : `(?<!\\*)\\*${inside}\\*(?!\\*)`, "g"));
      const spans = [...found].map((each) => ({ from: each.index, to: each.index + each[0].length }));
      return spans.find((each) => each.from <= area.selectionStart && area.selectionEnd <= each.to) || null;
    },
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
  writing.onSelect(() => {
    takeAwayHollow(writing);
    showState(writing);
  });
  takeDocuments(writing);
  keepPlace(writing);
  area.form.addEventListener("click", (event) => goToLine(writing, event));
  askForLink(writing, document.getElementById("link-dialog"));
  askForTable(writing, document.getElementById("table-dialog"));
  // Where a picture is put: the page that asks for it comes after this one.
  area.form.addEventListener("submit", () => (area.form.elements._line.value = writing.text.slice(0, writing.from).split("\n").length - 1));
}

// After a save the page is where it was, and so is the cursor. What went wrong stands above, and is read first.
function keepPlace(writing) {
  const told = document.getElementById("told");
  const scrolling = [document.scrollingElement, area.form, place.querySelector(".cm-scroller") || area];
  const kept = JSON.parse(sessionStorage.getItem(PLACE) || "{}");
  sessionStorage.removeItem(PLACE);
  if (kept.address === location.pathname) {
    writing.select(...kept.selected.map((at) => Math.min(at, writing.text.length)));
    if (area.form.hasAttribute("data-saved")) requestAnimationFrame(goBack);
  }
  area.form.addEventListener("submit", () => {
    const now = { address: location.pathname, selected: [writing.from, writing.to], hasFocus: document.activeElement === writing.keys };
    sessionStorage.setItem(PLACE, JSON.stringify({ ...now, scrolled: scrolling.map((each) => each.scrollTop) }));
  });

  function goBack() {
    if (kept.hasFocus) writing.focus();
    scrolling.forEach((each, number) => (each.scrollTop = kept.scrolled[number]));
    const { top, bottom } = told.getBoundingClientRect();
    told.classList.toggle("near", bottom <= 0 || top >= innerHeight || area.form.scrollTop > told.offsetTop);
    area.form.addEventListener("input", () => told.classList.remove("near"), { once: true });
  }
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
  const found = marksAround(writing, mark);
  if (found) writing.replace(found.from, found.to, text.slice(found.from + size, found.to - size));
  else writing.replace(from, to, mark + text.slice(from, to) + mark);
  const shift = found ? -size : size;
  writing.select(from + shift, to + shift);
  hollow = !found && from === to ? { at: from + size, mark } : null;
  writing.focus();
}

// Where the marks around the cursor begin and end: those right beside it, or of the words in which it stands.
function marksAround(writing, mark) {
  const { text, from, to } = writing;
  const stars = Math.min(/\**$/.exec(text.slice(0, from))[0].length, /^\**/.exec(text.slice(to))[0].length);
  const size = mark.length;
  if (size === 2 ? stars >= 2 : stars % 2) return { from: from - size, to: to + size };
  const found = writing.around(mark);
  return found && found.from + size <= from && to <= found.to - size ? found : null;
}

let hollow = null; // marks with nothing in them, which go when the cursor leaves them

function takeAwayHollow(writing) {
  const { text, from, to } = writing;
  if (!hollow || from === hollow.at) return;
  const { at, mark } = hollow;
  const [start, end] = [at - mark.length, at + mark.length];
  hollow = null;
  if (text.slice(start, end) !== mark + mark) return;
  const moved = (old) => (old >= end ? old - 2 * mark.length : Math.min(old, start));
  writing.replace(start, end, "");
  writing.select(moved(from), moved(to));
}

const BEGINNINGS = { "## ": /^## /, "### ": /^### /, "> ": /^> ?/, "- ": /^\s*[-*+] /, "1. ": /^\s*\d+[.)] / };
const OTHER_BEGINNING = /^(?:#+|\s*[-*+]|\s*\d+[.)]) /;

// The lines that are selected, whole.
function selectedLines({ text, from, to }) {
  const start = text.lastIndexOf("\n", from - 1) + 1;
  const next = text.indexOf("\n", to);
  const end = next < 0 ? text.length : next;
  return { start, end, lines: text.slice(start, end).split("\n") };
}

const beginAll = (lines, own) => lines.some(Boolean) && lines.every((line) => !line || own.test(line));

// What every line that is selected begins with, or begins with no more; it stands apart from a paragraph beside it.
function beginLines(writing, mark) {
  const { text, from, to } = writing;
  const { start, end, lines } = selectedLines(writing);
  const own = BEGINNINGS[mark];
  const isMarked = beginAll(lines, own);
  let number = 0;
  const changed = lines.map((line) => {
    if (isMarked) return line.replace(own, "");
    if (!line && lines.length > 1) return line;
    number += 1;
    return (mark === "1. " ? `${number}. ` : mark) + (mark === "> " ? line : line.replace(OTHER_BEGINNING, ""));
  }).join("\n");
  const isOther = (line) => !isMarked && Boolean(line) && line.trim() !== "" && !own.test(line) && !line.startsWith(":::");
  const lead = isOther(text.slice(0, start).split("\n").at(-2)) ? "\n" : "";
  const trail = isOther(text.slice(end).split("\n")[1]) ? "\n" : "";
  writing.replace(start, end, lead + changed + trail);
  const begin = start + lead.length;
  const at = Math.max(begin, from + lead.length + changed.length - (end - start));
  if (from === to) writing.select(at, at);
  else writing.select(begin, begin + changed.length);
  writing.focus();
}

// Tells which buttons are on where the cursor stands.
function showState(writing) {
  const { lines } = selectedLines(writing);
  for (const button of place.querySelectorAll("[data-lines], [data-around]")) {
    const { lines: mark, around } = button.dataset;
    button.setAttribute("aria-pressed", String(around ? marksAround(writing, around) !== null : beginAll(lines, BEGINNINGS[mark])));
  }
}

// A block of its own after the paragraph, with what is selected inside where it can be; its inside is selected, to be written
// over; where that is made of fields, what the first of them says.
function putInBlock(writing, { opening, inside, holdsText }) {
  const { text, from, to } = writing;
  const end = endOfParagraph(text, to);
  const isInBlock = text.slice(to, end).includes("\n:::");
  const selected = holdsText === undefined || isInBlock ? "" : text.slice(from, to).trim();
  const isWhole = selected && /(?:^|\n)\s*$/.test(text.slice(0, from)) && !text.slice(to, end).trim();
  const [, name, value, others] = (!selected && /^([^\n:]+: )([^\n]*)([^]*)$/.exec(inside)) || ["", "", selected || inside, ""];
  putInLines(writing, isWhole ? from : end, isWhole ? to : end, `${opening}\n${name}`, value, `${others}\n:::`);
  document.getElementById("blocks").hidePopover();
}

// Where the paragraph ends in which a place is, or the building block, or the code.
function endOfParagraph(text, at) {
  let [start, written, depth, fence] = [0, -1, 0, ""];
  for (const line of text.split("\n")) {
    const end = start + line.length;
    const mark = /^ {0,3}(```+|~~~+)/.exec(line);
    if (mark && (!fence || mark[1].startsWith(fence))) fence = fence ? "" : mark[1];
    if (!fence && /^ {0,3}:::+[ \t]*[^\s:]/.test(line)) depth += 1;
    else if (!fence && depth && /^ {0,3}:::+[ \t]*$/.test(line)) depth -= 1;
    if (line.trim()) written = end;
    else if (!depth && !fence && written >= at) return written;
    else if (!depth && !fence && end >= at) return start;
    start = end + 1;
  }
  return written >= at ? written : text.length;
}

// A table with this many columns and rows; the words of its first heading are selected.
function putInTable(writing, { columns, rows, caption }, heading) {
  const row = (cells) => `| ${cells.join(" | ")} |`;
  const headings = Array.from({ length: columns }, (_, number) => `${heading} ${number + 1}`);
  const empty = `|${"  |".repeat(columns)}`;
  const lines = [row(headings), `|${"---|".repeat(columns)}`, ...Array(rows).fill(empty)].join("\n");
  const end = endOfParagraph(writing.text, writing.to);
  putInLines(writing, end, end, `::: tabel ${caption}`.trimEnd() + "\n| ", headings[0], `${lines.slice(2 + headings[0].length)}\n:::`);
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
  const chosen = document.getElementById("document-chosen");
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
      if (name === "dragover") return;
      const file = [...event.dataTransfer.files].find(isWord);
      if (file) putIn(writing, file);
      else tell(place.dataset.otherFile, "fault");
    }, { capture: true });
  }
}

// Puts in what the desk makes of a file; `instead` where it cannot be asked. What is pasted is seen, and needs no receipt.
async function putIn(writing, file, instead) {
  const form = new FormData();
  form.append("_token", area.form.elements._token.value);
  form.append("document", file);
  const answer = await fetch(place.dataset.convert, { method: "POST", body: form }).catch(() => null);
  const said = answer && (answer.ok || answer.status === 422) ? await answer.text() : "";
  const words = answer && answer.ok ? said.trimEnd() : instead;
  if (words === undefined) return tell(said || place.dataset.failed, "fault");
  tell(instead === undefined ? place.dataset.added.replace("{file}", file.name) : "", "told");
  putInWords(writing, words);
}

// Near the field of the file, and where it is seen.
function tell(words, kind) {
  const said = document.getElementById("document-told");
  said.className = kind;
  said.textContent = words;
  if (words) said.scrollIntoView({ block: "nearest" });
}

// Paragraphs stand by themselves; words within one go on in it. What a new text begins with makes room.
function putInWords(writing, words) {
  const { text } = writing;
  const begun = text.trim();
  const isNew = place.dataset.begun.split("\n").includes(begun);
  const [from, to] = isNew ? [text.indexOf(begun), text.indexOf(begun) + begun.length] : [writing.from, writing.to];
  const isInLine = !words.includes("\n") && !/^(?:#|[-*] |\d+\. |>)/.test(words);
  const lead = isInLine || !text.slice(0, from).trim() || text.slice(0, from).endsWith("\n\n") ? "" : text[from - 1] === "\n" ? "\n" : "\n\n";
  const trail = isInLine || !text.slice(to).trim() || text.slice(to).startsWith("\n") ? "" : "\n\n";
  writing.replace(from, to, lead + words + trail);
}

const ADDRESS = /^(?:https?:\/\/[^\s/]|mailto:\S|tel:\S|\/|#\S)/i;

// A link to a text that is found by its title, or to an address; a link in which the cursor stands is changed.
function askForLink(writing, dialog) {
  const [to, words, fault, remove] = ["link-to", "link-words", "link-fault", "link-remove"].map((id) => document.getElementById(id));
  let edited = null; // the link in which the cursor stands
  let target = null; // where the link is to lead; null takes it away
  let chosen = null;

  const ask = (query) => fetch(`${place.dataset.links}?q=${encodeURIComponent(query)}`).then((answer) => answer.json()).catch(() => []);
  const find = (query) => (!query || ADDRESS.test(query) ? [] : ask(query));
  const take = (hit) => {
    chosen = hit;
    to.value = hit.label;
  };
  const found = combobox(to, find, take, { suggests: true });
  const resolve = () => {
    const written = to.value.trim();
    if (chosen) return chosen;
    if (ADDRESS.test(written) || written === edited?.address) return { address: written, label: written };
    return found.best();
  };

  to.addEventListener("input", () => {
    chosen = null;
    fault.textContent = "";
  });
  const allows = async (button) => {
    target = button === "remove" ? null : await resolve();
    if (target || button === "remove") return true;
    fault.textContent = fault.dataset.unknown;
    to.focus();
    return false;
  };
  const put = (from, selected) => {
    const [start, end] = edited ? [edited.from, edited.to] : [from, from + selected.length];
    const shown = words.value.trim() || selected || (target ? target.label.replace(/[[\]\\]/g, "\\$&") : "");
    const address = target && (/[ ()]/.test(target.address) ? `<${target.address}>` : target.address);
    const written = target ? `[${shown}](${address}${edited ? edited.title : ""})` : edited.words;
    writing.replace(start, end, written);
    writing.select(start + written.length, start + written.length);
  };
  const prepare = async (selected) => {
    edited = linkAround(writing);
    [chosen, fault.textContent, remove.hidden] = [null, "", !edited];
    for (const each of dialog.querySelectorAll("[data-edits]")) each.textContent = edited ? each.dataset.edits : each.dataset.puts;
    found.close();
    words.value = edited ? edited.words : selected;
    if (!edited) return;
    to.value = edited.address;
    const known = (await ask(edited.address)).find((each) => each.address === edited.address);
    if (known && to.value === edited.address) take(known);
  };
  whenAnswered(writing, dialog, { prepare, allows, put });
}

// The link in which the cursor stands: where it is, and what it has.
function linkAround({ text, from, to }) {
  const links = text.matchAll(/(?<![!\\])\[((?:[^[\]\\\n]|\\.)*)\]\((<[^<>\n]*>|[^\s()]*(?:\([^\s()]*\)[^\s()]*)*)(\s+"[^"\n]*")?\)/g);
  const found = [...links].find((each) => each.index <= from && to <= each.index + each[0].length);
  if (!found) return null;
  const [written, words, address, title = ""] = found;
  return { from: found.index, to: found.index + written.length, words, address: address.replace(/^<|>$/g, ""), title };
}

function askForTable(writing, dialog) {
  const [columns, rows, caption] = ["table-columns", "table-rows", "table-caption"].map((id) => document.getElementById(id));
  const put = () => {
    const wanted = { columns: columns.valueAsNumber, rows: rows.valueAsNumber, caption: caption.value.trim() };
    putInTable(writing, wanted, dialog.dataset.heading);
  };
  whenAnswered(writing, dialog, { prepare: () => columns.select(), put });
}

// Prepares a dialog with what is selected when it opens, and puts in what it is answered where its answer is allowed.
function whenAnswered(writing, dialog, { prepare, allows = () => true, put }) {
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
  form.addEventListener("submit", async (event) => {
    const { value } = event.submitter;
    if (!value) return;
    event.preventDefault();
    if (!(await allows(value))) return;
    dialog.close();
    put(from, selected);
  });
  dialog.addEventListener("close", () => writing.focus());
}

// Last, when all that it uses is there.
if (place) begin(globalThis.NysporEditor ? globalThis.NysporEditor.take(area) : plainText(area));
