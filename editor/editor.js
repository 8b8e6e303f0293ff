// The editor of the desk: a text area's text, shown as it reads. The text stays what it is: Markdown is decorated, never
// parsed into something that would be written anew, and the text area holds it at every moment.

import { defaultKeymap, history, historyKeymap, isolateHistory } from "@codemirror/commands";
import { defineLanguageFacet, ensureSyntaxTree, Language, syntaxTree } from "@codemirror/language";
import { Annotation, EditorSelection, EditorState, RangeSetBuilder, StateField } from "@codemirror/state";
import { Decoration, EditorView, keymap, ViewPlugin, WidgetType } from "@codemirror/view";
import { parser, Table, Strikethrough } from "@lezer/markdown";
import { StyleModule } from "style-mod";

// CodeMirror would write <style> elements, which the page's policy forbids; sheets of the document's own it allows.
const sheets = {
  ownerDocument: document,
  get adoptedStyleSheets() {
    return document.adoptedStyleSheets;
  },
  set adoptedStyleSheets(found) {
    document.adoptedStyleSheets = found;
  },
};
const mount = StyleModule.mount;
StyleModule.mount = (_, modules) => mount.call(StyleModule, sheets, modules);

// The lines that building blocks begin and end with: they end a table or a paragraph above them, and are no part of it.
const BLOCK_LINE = /^ {0,3}:::/;
const blockLines = {
  defineNodes: [{ name: "BlockLine", block: true }],
  parseBlock: [
    {
      name: "BlockLine",
      parse(context, line) {
        if (!BLOCK_LINE.test(line.text)) return false;
        context.addElement(context.elt("BlockLine", context.lineStart, context.lineStart + line.text.length));
        context.nextLine();
        return true;
      },
      endLeaf: (context, line) => BLOCK_LINE.test(line.text),
    },
  ],
};
const markdown = new Language(defineLanguageFacet(), parser.configure([Table, Strikethrough, blockLines]), [], "markdown");

const LINES = {
  ATXHeading1: "md-h2", ATXHeading2: "md-h2", ATXHeading3: "md-h3", ATXHeading4: "md-h4", ATXHeading5: "md-h4", ATXHeading6: "md-h4",
  SetextHeading1: "md-h2", SetextHeading2: "md-h2", FencedCode: "md-code-line", CodeBlock: "md-code-line", Blockquote: "md-quote", Table: "md-table",
};
const WORDS = {
  StrongEmphasis: "md-strong", Emphasis: "md-em", InlineCode: "md-code", Link: "md-link", URL: "md-address", Image: "md-image", Autolink: "md-link",
  HeaderMark: "md-mark", EmphasisMark: "md-mark", LinkMark: "md-mark", CodeMark: "md-mark", QuoteMark: "md-mark", ListMark: "md-list-mark",
  Comment: "md-comment", CommentBlock: "md-comment", HTMLTag: "md-mark", HTMLBlock: "md-code", LinkTitle: "md-mark",
};
const MARKS = Object.fromEntries(Object.values(WORDS).map((name) => [name, Decoration.mark({ class: name })]));
const LINE_MARKS = Object.fromEntries(Object.values(LINES).map((name) => [name, Decoration.line({ class: name })]));

class Picture extends WidgetType {
  constructor(address, alt) {
    super();
    this.address = address;
    this.alt = alt;
  }
  eq(other) {
    return other.address === this.address && other.alt === this.alt;
  }
  toDOM(view) {
    const picture = document.createElement("img");
    picture.className = "md-picture";
    picture.src = this.address;
    picture.alt = this.alt;
    picture.loading = "lazy";
    picture.addEventListener("error", () => picture.remove(), { once: true });
    picture.addEventListener("load", () => view.requestMeasure(), { once: true });
    return picture;
  }
}

// Markdown as it reads, of what is on the screen.
function readable(pictureAddress) {
  const decorate = (view) => {
    const found = [];
    const { doc } = view.state;
    for (const { from, to } of view.visibleRanges) {
      syntaxTree(view.state).iterate({
        from,
        to,
        enter(node) {
          const line = LINES[node.name];
          if (line) {
            for (let at = doc.lineAt(Math.max(node.from, from)); at.from <= Math.min(node.to, to); at = doc.lineAt(at.to + 1)) {
              found.push(LINE_MARKS[line].range(at.from));
              if (at.to >= doc.length) break;
            }
          }
          const words = WORDS[node.name];
          if (words && node.to > node.from) found.push(MARKS[words].range(node.from, node.to));
          if (node.name === "Image") {
            const parts = /^!\[([^\]]*)\]\(<?([^\s)>]+)/.exec(doc.sliceString(node.from, node.to));
            const address = parts && pictureAddress(parts[2]);
            if (address) found.push(Decoration.widget({ widget: new Picture(address, parts[1]), side: 1 }).range(node.to));
          }
        },
      });
    }
    return Decoration.set(found, true);
  };
  return ViewPlugin.fromClass(
    class {
      constructor(view) {
        this.decorations = decorate(view);
      }
      update(update) {
        const isParsed = syntaxTree(update.startState) !== syntaxTree(update.state);
        if (update.docChanged || update.viewportChanged || isParsed) this.decorations = decorate(update.view);
      }
    },
    { decorations: (plugin) => plugin.decorations },
  );
}

// Which part of a building block each line is: "first", "inside" or "last", or "" outside of all. A block may hold another.
function* boxParts(doc) {
  const code = /^ {0,3}(```+|~~~+)/;
  let depth = 0;
  let fence = "";
  for (const line of doc.iterLines()) {
    const mark = code.exec(line);
    if (mark && (!fence || mark[1].startsWith(fence))) fence = fence ? "" : mark[1];
    const isOpening = !fence && OPENING.test(line);
    const isClosing = !fence && !isOpening && depth > 0 && /^ {0,3}:::+[ \t]*$/.test(line);
    depth += Number(isOpening);
    yield { line, part: isOpening ? "first" : isClosing ? "last" : depth ? "inside" : "" };
    depth -= Number(isClosing);
  }
}

const OPENING = /^ {0,3}:::+[ \t]*([^\s:]+)/;

// Our building blocks, as boxes with their names.
function boxes(labels) {
  const decorate = (doc) => {
    const builder = new RangeSetBuilder();
    let at = 0;
    for (const { line, part } of boxParts(doc)) {
      const opening = part === "first" && OPENING.exec(line)[1];
      const attributes = opening ? { "data-label": labels[opening.toLowerCase()] || opening } : {};
      if (part) builder.add(at, at, Decoration.line({ class: part === "inside" ? "md-box" : `md-box md-box-${part}`, attributes }));
      at += line.length + 1;
    }
    return builder.finish();
  };
  return StateField.define({
    create: (state) => decorate(state.doc),
    update: (found, change) => (change.docChanged ? decorate(change.newDoc) : found),
    provide: (field) => EditorView.decorations.from(field),
  });
}

// What a list item begins with is what the next one begins with; an empty one ends the list.
function continueList(view) {
  const { state } = view;
  const { from, empty } = state.selection.main;
  const line = state.doc.lineAt(from);
  const found = /^(\s*)(?:([-*+])|(\d+)([.)]))\s+/.exec(line.text) || /^(\s*)(>)\s?/.exec(line.text);
  if (!found || !empty || from < line.from + found[0].length) return false;
  if (!line.text.slice(found[0].length).trim()) {
    // What is written next is a paragraph of its own, and no more of the last item.
    const isApart = line.number === 1 || !state.doc.line(line.number - 1).text.trim();
    const insert = isApart ? "" : "\n";
    view.dispatch({ changes: { from: line.from, to: line.to, insert }, selection: { anchor: line.from + insert.length }, userEvent: "delete" });
    return true;
  }
  const next = found[3] ? found[0].replace(found[3], String(Number(found[3]) + 1)) : found[0];
  view.dispatch(state.replaceSelection(`\n${next}`), { userEvent: "input", scrollIntoView: true });
  return true;
}

const MADE_OF_LINES = new Set(["FencedCode", "CodeBlock", "Blockquote", "BulletList", "OrderedList", "Table", "HTMLBlock", "CommentBlock", "LinkReference"]);

// Whether a place is in a paragraph or a heading of the text itself, and in nothing that is made of lines.
function isInProse(state, place) {
  const line = state.doc.lineAt(place);
  if (!line.text.trim()) return false;
  const { part } = [...boxParts(state.doc.slice(0, line.to))].at(-1);
  if (part === "first" || part === "inside") return false;
  const tree = ensureSyntaxTree(state, line.to, 100) || syntaxTree(state);
  for (let node = tree.resolveInner(place, -1); node; node = node.parent) if (MADE_OF_LINES.has(node.name)) return false;
  return true;
}

// A paragraph ends with an empty line.
function endParagraph(view) {
  const { state } = view;
  const { from, to } = state.selection.main;
  if (!isInProse(state, from)) return false;
  const before = /[ \t]*$/.exec(state.doc.lineAt(from).text.slice(0, from - state.doc.lineAt(from).from))[0].length;
  const after = /^[ \t]*/.exec(state.doc.lineAt(to).text.slice(to - state.doc.lineAt(to).from))[0].length;
  view.dispatch({
    changes: { from: from - before, to: to + after, insert: "\n\n" },
    selection: { anchor: from - before + 2 },
    userEvent: "input",
    scrollIntoView: true,
  });
  return true;
}

// A line break in a paragraph; where a paragraph is not what is written, a new line.
function breakLine(view) {
  const { state } = view;
  view.dispatch(state.replaceSelection(isInProse(state, state.selection.main.from) ? "  \n" : "\n"), { userEvent: "input", scrollIntoView: true });
  return true;
}

// The cells of a row, each as where its words begin and end.
function cellsOf({ from, text }) {
  const bars = [...text.matchAll(/(?<!\\)\|/g)].map((found) => found.index);
  const isOpen = text.slice(bars.at(-1) + 1).trim() !== "";
  const ends = isOpen ? [...bars.slice(1), text.length] : bars.slice(1);
  return ends.map((end, number) => {
    const written = text.slice(bars[number] + 1, end);
    const start = from + bars[number] + 1 + (written.trim() ? written.length - written.trimStart().length : Math.min(1, written.length));
    return { bar: from + bars[number], from: start, to: start + written.trim().length };
  });
}

// The table in which the cursor stands: its rows, without the line that divides its head from the rest.
function tableAt(state) {
  const { doc } = state;
  const place = state.selection.main.head;
  const at = doc.lineAt(place).number;
  const isRow = (number) => number >= 1 && number <= doc.lines && /^\s*\|.*\|/.test(doc.line(number).text);
  if (!isRow(at)) return null;
  let [first, last] = [at, at];
  while (isRow(first - 1)) first -= 1;
  while (isRow(last + 1)) last += 1;
  const divider = first < last ? doc.line(first + 1) : null;
  if (!divider || !/^[\s:|-]+$/.test(divider.text)) return null;
  const rows = Array.from({ length: last - first + 1 }, (_, number) => doc.line(first + number)).filter((row) => row.number !== divider.number);
  return { divider, rows, row: rows.find((row) => row.number === at) || rows[0], place };
}

function addRow(view, { divider, rows }, row) {
  const above = row === rows[0] ? divider : row;
  const insert = `\n|${"  |".repeat(cellsOf(rows[0]).length)}`;
  view.dispatch({ changes: { from: above.to, insert }, selection: { anchor: above.to + 3 }, userEvent: "input", scrollIntoView: true });
  return true;
}

// Enter in a table: a new row; an empty last one ends the table, and the block that ends with it.
function endRow(view) {
  const table = tableAt(view.state);
  if (!table) return false;
  const { row, rows } = table;
  const isEmpty = rows.length > 1 && row === rows.at(-1) && cellsOf(row).every((cell) => cell.from === cell.to);
  if (!isEmpty) return addRow(view, table, row);
  const { doc } = view.state;
  const next = row.number < doc.lines ? doc.line(row.number + 1) : null;
  if (next && /^ {0,3}:::+[ \t]*$/.test(next.text)) {
    const changes = [{ from: row.from, to: next.from }, { from: next.to, insert: "\n\n" }];
    view.dispatch({ changes, selection: { anchor: row.from + next.text.length + 2 }, userEvent: "input", scrollIntoView: true });
    return true;
  }
  view.dispatch({ changes: { from: row.from, to: row.to, insert: "\n" }, selection: { anchor: row.from + 1 }, userEvent: "delete" });
  return true;
}

// Tab in a table: the next cell, of a new row after the last one. Elsewhere it leads out of the editor.
function stepToCell(view, step) {
  const table = tableAt(view.state);
  if (!table) return false;
  const cells = table.rows.flatMap(cellsOf);
  const at = cells.findLastIndex((cell) => cell.bar < table.place || cell.from === table.place);
  const next = cells[at + step];
  if (!next && step < 0) return false;
  if (!next) return addRow(view, table, table.rows.at(-1));
  view.dispatch({ selection: { anchor: next.from, head: next.to }, scrollIntoView: true });
  return true;
}

const KEYS = [
  { key: "Enter", run: (view) => endRow(view) || continueList(view) || endParagraph(view), shift: breakLine },
  { key: "Tab", run: (view) => stepToCell(view, 1), shift: (view) => stepToCell(view, -1) },
];

// Where words begin and end that are bold or italic, with their marks, around the cursor.
function marksAround(state, name) {
  const { from, to } = state.selection.main;
  for (const side of [-1, 1]) {
    for (let node = syntaxTree(state).resolveInner(from, side); node; node = node.parent) {
      if (node.name === name && node.to >= to) return { from: node.from, to: node.to };
    }
  }
  return null;
}

const returned = Annotation.define();

// Takes the place of a text area, which keeps the text; returns what the toolbar works with.
function take(area) {
  const { pictures = "", up = "" } = area.dataset;
  const blocks = [...document.querySelectorAll("#blocks li")];
  const labels = Object.fromEntries(blocks.map((each) => [each.dataset.name, each.querySelector("h3").textContent]));
  const inputs = [];
  const selections = [];
  const pictureAddress = (written) => (pictures && written.startsWith(`${up}images/`) ? pictures + written.slice(up.length) : "");
  const label = document.querySelector(`label[for="${area.id}"]`);
  const sync = EditorView.updateListener.of((update) => {
    if (update.docChanged && !update.transactions.some((each) => each.annotation(returned))) {
      area.value = update.state.doc.toString();
      area.dispatchEvent(new Event("input", { bubbles: true }));
      for (const run of inputs) run();
    }
    if (update.docChanged || update.selectionSet) {
      const { from, to } = update.state.selection.main;
      area.setSelectionRange(from, to);
      for (const run of selections) run();
    }
  });
  const view = new EditorView({
    state: EditorState.create({
      doc: area.value,
      extensions: [
        history(),
        markdown,
        readable(pictureAddress),
        boxes(labels),
        sync,
        EditorState.lineSeparator.of("\n"),
        EditorView.lineWrapping,
        EditorView.scrollMargins.of(() => ({ top: 96, bottom: 96 })), // the bars that stay at the edges of the page
        EditorView.contentAttributes.of({
          "aria-label": label ? label.textContent.trim() : "",
          tabindex: "0",
          spellcheck: "true",
          autocorrect: "on",
          autocapitalize: "sentences",
          lang: area.lang,
        }),
        keymap.of([...KEYS, ...defaultKeymap, ...historyKeymap]),
      ],
    }),
  });
  area.before(view.dom);
  // Somebody may have begun to write before this script had come.
  if (document.activeElement === area) {
    view.dispatch({ selection: EditorSelection.single(area.selectionStart, area.selectionEnd) });
    view.focus();
  }
  area.hidden = true;
  if (label) label.addEventListener("click", () => view.focus());
  // Another script may put a text in, such as one that was kept.
  area.addEventListener("input", () => {
    const found = area.value;
    if (found !== view.state.doc.toString()) {
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: found }, annotations: returned.of(true) });
    }
  });
  return {
    get text() {
      return view.state.doc.toString();
    },
    get from() {
      return view.state.selection.main.from;
    },
    get to() {
      return view.state.selection.main.to;
    },
    focus: () => view.focus(),
    select: (from, to) => view.dispatch({ selection: EditorSelection.single(from, to), scrollIntoView: true }),
    onInput: (run) => inputs.push(run),
    onSelect: (run) => selections.push(run),
    around: (mark) => marksAround(view.state, mark === "**" ? "StrongEmphasis" : "Emphasis"),
    keys: view.contentDOM,
    replace(from, to, words) {
      view.dispatch({ changes: { from, to, insert: words }, selection: { anchor: from + words.length }, annotations: isolateHistory.of("full"), userEvent: "input.paste", scrollIntoView: true });
      view.focus();
    },
  };
}

globalThis.NysporEditor = { take };
