// The page /soeg/: results while somebody types. The index is loaded when the first word is typed, or asked for by the
// address, and nothing before; without this script the form is answered by the service.

const PAUSE = 150;
const PER_PAGE = 10;
const MOST_VALUES = 8;

const page = document.querySelector("[data-search]");
const part = (name) => page.querySelector(`[data-search-${name}]`);
const form = part("form");
const input = form.elements.q;
const groups = [...page.querySelectorAll("[data-filter]")];
const language = document.documentElement.lang;
const kinds = JSON.parse(page.dataset.kinds);

const chosen = new Map(groups.map((group) => [group.dataset.filter, new Set()]));
const unfolded = new Set();
let shown = PER_PAGE;
let turn = 0;
let opening;

/** What answers: loaded once, and again where that failed. */
function open() {
  opening ??= load().catch((fault) => {
    opening = undefined;
    throw fault;
  });
  return opening;
}

async function load() {
  const folder = page.dataset.index;
  const [{ excerpt, marked, matcher }, { Facets }, opened] = await Promise.all([
    import("./excerpt.js"),
    import("./facets.js"),
    language === "da"
      ? import("./search.js").then(({ Index }) => Index.open(folder))
      : import("./plain.js").then(({ PlainIndex }) => PlainIndex.open(folder)),
  ]);
  const facets = await Facets.open(opened.pagefind, [...chosen.keys()]);
  return { index: opened, facets, excerpt, marked, matcher, words: opened.words ?? opened.vocabulary.words };
}

async function search({ typing = false } = {}) {
  const own = ++turn;
  const text = input.value.trim();
  remember(text);
  if (!text) return clear();
  try {
    if (!opening) say(page.dataset.waiting);
    const engine = await open();
    const answer = await engine.index.find(text, { typing });
    const all = answer.results.map(({ id }) => id);
    const ids = engine.facets.narrow(all, chosen);
    const match = engine.matcher(answer.query.keys, engine.words);
    const documents = await Promise.all(ids.slice(0, shown).map((id) => engine.index.document(id)));
    if (own !== turn) return;
    show(documents.map((found) => hitOf(found, engine, match)), ids.length, text);
    showFilters(engine.facets, all);
    showMeant(text, answer.query);
  } catch (fault) {
    if (own === turn) fail(fault);
  }
}

/** Put what is searched for into the address, so that it can be kept, shared and loaded again. */
function remember(text) {
  const address = new URL(location.href);
  address.search = "";
  address.hash = "";
  if (text) address.searchParams.set("q", text);
  for (const group of groups) {
    for (const value of chosen.get(group.dataset.filter)) address.searchParams.append(group.dataset.parameter, value);
  }
  history.replaceState(null, "", address);
}

function recall() {
  const asked = new URL(location.href).searchParams;
  input.value = asked.get("q") ?? "";
  for (const group of groups) {
    for (const value of asked.getAll(group.dataset.parameter)) chosen.get(group.dataset.filter).add(value);
  }
}

function clear() {
  say("");
  hide("found", "help", "meant");
  reveal("topics");
}

function fail(fault) {
  console.error(fault);
  say(page.dataset.failed);
  hide("found", "help", "meant");
  reveal("topics");
}

const hide = (...names) => names.forEach((name) => part(name)?.setAttribute("hidden", ""));
const reveal = (...names) => names.forEach((name) => part(name)?.removeAttribute("hidden"));

function say(text) {
  const count = part("count");
  if (count.textContent !== text) count.textContent = text;
}

function show(hits, total, text) {
  const words = total === 0 ? page.dataset.none : total === 1 ? page.dataset.one : page.dataset.many;
  say(words.replace("{count}", total.toLocaleString(language)).replace("{query}", () => text));
  part("hits").replaceChildren(...hits);
  part("more").hidden = total <= hits.length;
  reveal("found");
  if (total) hide("help", "topics");
  else reveal("help", "topics");
}

function hitOf(found, { excerpt, marked }, match) {
  const hit = part("hit").content.cloneNode(true);
  const field = (name) => hit.querySelector(`[data-hit="${name}"]`);
  field("kind").textContent = kinds[found.kind] ?? "";
  fill(field("place"), (found.filters?.Kommune ?? [""])[0]);
  field("title").href = page.dataset.base + found.url;
  field("title").append(...pieces(marked(found.title, match)));
  field("text").append(...pieces(excerpt(found.text || found.summary || "", match)));
  if (found.date) field("date").append(dateOf(found.date));
  else field("date").remove();
  return hit;
}

const fill = (element, text) => (text ? (element.textContent = text) : element.remove());

function pieces(found) {
  return found.map(([text, isAsked]) => {
    if (!isAsked) return text;
    const mark = document.createElement("mark");
    mark.textContent = text;
    return mark;
  });
}

/** A date as exact as it is known: 2026, 2026-03 or 2026-03-05. */
function dateOf(iso) {
  const [year, month, day] = iso.split("T")[0].split("-").map(Number);
  const time = document.createElement("time");
  time.dateTime = iso;
  const form = { year: "numeric", ...(month && { month: "long" }), ...(day && { day: "numeric" }) };
  time.textContent = new Date(year, (month ?? 1) - 1, day ?? 1).toLocaleDateString(language === "en" ? "en-GB" : language, form);
  return time;
}

function showFilters(facets, ids) {
  for (const group of groups) {
    const name = group.dataset.filter;
    const counts = facets.counts(name, ids, chosen);
    group.hidden = counts.length < 2 && !chosen.get(name).size;
    const focused = group.contains(document.activeElement) ? document.activeElement.value : undefined;
    const first = unfolded.has(name) ? counts : counts.filter(([value], place) => place < MOST_VALUES || chosen.get(name).has(value));
    const legend = group.querySelector("legend");
    const more = first.length < counts.length ? [unfold(name, counts.length - first.length)] : [];
    group.replaceChildren(legend, ...first.map(([value, count]) => option(name, value, count)), ...more);
    if (focused !== undefined) [...group.querySelectorAll("input")].find(({ value }) => value === focused)?.focus();
  }
  part("filters").hidden = groups.every((group) => group.hidden);
  part("clear").hidden = [...chosen.values()].every((values) => !values.size);
}

function option(name, value, count) {
  const label = document.createElement("label");
  const box = Object.assign(document.createElement("input"), { type: "checkbox", value, checked: chosen.get(name).has(value) });
  const number = Object.assign(document.createElement("span"), { className: "quiet", textContent: `(${count})` });
  box.addEventListener("change", () => {
    chosen.get(name)[box.checked ? "add" : "delete"](value);
    shown = PER_PAGE;
    search();
  });
  label.append(box, ` ${value} `, number);
  return label;
}

function unfold(name, count) {
  const button = Object.assign(document.createElement("button"), { type: "button", className: "search-unfold" });
  button.textContent = page.dataset.others.replace("{count}", count);
  button.addEventListener("click", () => {
    unfolded.add(name);
    search();
  });
  return button;
}

/** “Did you mean …”: what was typed, with the words that the site uses in the place of the mistyped ones. */
async function showMeant(text, { terms }) {
  const { fold } = await import("./words.js");
  const meant = new Map(terms.filter((term) => term.meant).map((term) => [term.word, term.meant]));
  const corrected = text.replace(/[\p{L}\p{N}]+/gu, (word) => meant.get(fold(word)) ?? word);
  part("meant").hidden = corrected === text;
  const link = part("meant").querySelector("a");
  const address = new URL(location.href);
  address.searchParams.set("q", corrected);
  link.href = address;
  link.textContent = corrected;
}

let waiting;
function later(task) {
  clearTimeout(waiting);
  waiting = setTimeout(task, PAUSE);
}

input.addEventListener("input", () => {
  shown = PER_PAGE;
  later(() => search({ typing: !/\s$/.test(input.value) }));
});
input.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !input.value) return;
  event.preventDefault();
  input.value = "";
  later(search);
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(waiting);
  search();
});
part("more").addEventListener("click", async () => {
  const before = shown;
  shown += PER_PAGE;
  await search();
  part("hits").children[before]?.querySelector("a").focus();
});
part("clear").addEventListener("click", async () => {
  chosen.forEach((values) => values.clear());
  await search();
  input.focus();
});

recall();
part("filters").open = matchMedia("(min-width: 60rem)").matches || [...chosen.values()].some((values) => values.size);
if (input.value) search();
