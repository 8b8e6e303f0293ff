// The editor of the desk: a text area's text, shown as it reads. The text stays what it is: Markdown is decorated, never
// parsed into something that would be written anew, and the text area holds it at every moment.

import { defaultKeymap, history, historyKeymap, isolateHistory } from "@codemirror/commands";
import { defineLanguageFacet, Language, syntaxTree } from "@codemirror/language";
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

const markdown = new Language(defineLanguageFacet(), parser.configure([Table, Strikethrough]), [], "markdown");

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

// Our building blocks, as boxes with their names. A block may hold another.
function boxes(labels) {
  const openings = /^ {0,3}:::+[ \t]*([^\s:]+)/;
  const decorate = (doc) => {
    const builder = new RangeSetBuilder();
    const code = /^ {0,3}(```+|~~~+)/;
    let depth = 0;
    let fence = "";
    let at = 0;
    for (const line of doc.iterLines()) {
      const mark = code.exec(line);
      if (mark && (!fence || mark[1].startsWith(fence))) fence = fence ? "" : mark[1];
      const opening = !fence && openings.exec(line);
      const closing = !fence && !opening && depth > 0 && /^ {0,3}:::+[ \t]*$/.test(line);
      if (opening) {
        depth += 1;
        const label = labels[opening[1].toLowerCase()] || opening[1];
        builder.add(at, at, Decoration.line({ class: "md-box md-box-first", attributes: { "data-label": label } }));
      } else if (closing) {
        builder.add(at, at, Decoration.line({ class: "md-box md-box-last" }));
        depth -= 1;
      } else if (depth) builder.add(at, at, Decoration.line({ class: "md-box" }));
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
    view.dispatch({ changes: { from: line.from, to: line.to }, userEvent: "delete" });
    return true;
  }
  const next = found[3] ? found[0].replace(found[3], String(Number(found[3]) + 1)) : found[0];
  view.dispatch(state.replaceSelection(`\n${next}`), { userEvent: "input", scrollIntoView: true });
  return true;
}

const returned = Annotation.define();

// Takes the place of a text area, which keeps the text; returns what the toolbar works with.
function take(area) {
  const { pictures = "", up = "" } = area.dataset;
  const blocks = [...document.querySelectorAll("#blocks li")];
  const labels = Object.fromEntries(blocks.map((each) => [each.dataset.name, each.querySelector("h3").textContent]));
  const inputs = [];
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
        EditorView.contentAttributes.of({
          "aria-label": label ? label.textContent.trim() : "",
          tabindex: "0",
          spellcheck: "true",
          autocorrect: "on",
          autocapitalize: "sentences",
          lang: area.lang,
        }),
        keymap.of([{ key: "Enter", run: continueList }, ...defaultKeymap, ...historyKeymap]),
      ],
    }),
  });
  area.before(view.dom);
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
    keys: view.contentDOM,
    replace(from, to, words) {
      view.dispatch({ changes: { from, to, insert: words }, selection: { anchor: from + words.length }, annotations: isolateHistory.of("full"), userEvent: "input.paste", scrollIntoView: true });
      view.focus();
    },
  };
}

globalThis.NysporEditor = { take };
