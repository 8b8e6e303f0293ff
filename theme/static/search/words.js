// Words as search compares them: search/words.py in the browser. tests/search/words.json holds both to the same.

const LETTERS = { æ: "ae", ø: "oe", å: "aa", ä: "ae", ö: "oe", ü: "u", ß: "ss" };

/** A text in lower case without æøå or accents. */
export function fold(text) {
  const plain = text.normalize("NFC").toLowerCase().replace(/[æøåäöüß]/g, (letter) => LETTERS[letter]);
  return plain.normalize("NFD").replace(/\p{M}/gu, "");
}

/** The words of a text: "Børne- og ungerådet" → boerne, og, ungeraadet. */
export function wordsOf(text) {
  return (text.normalize("NFC").toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).map(fold);
}

// The Danish stemmer of snowballstem.org.
const SUFFIX =
  /(?:erendes|erende|hedens|erede|ethed|heden|heder|endes|ernes|erens|erets|ered|ende|erne|eren|erer|heds|enes|eres|eret|hed|ene|ere|ens|ers|ets|en|er|es|et|e)$/;
const S_ENDING = /(?<=[abcdfghjklmnoprtvyzå'])s$/;
const OTHER_SUFFIX = /(?:elig|lig|els|ig)$/;
const PAIR = /(?:gd|dt|gt|kt)$/;
const DOUBLE = /([bdfgklmnprst])\1$/;

/** `word` without what `pattern` finds at its end; only from `start` on is looked at. */
function cut(word, start, pattern) {
  const found = word.slice(start).match(pattern);
  return found ? word.slice(0, word.length - found[0].length) : word;
}

function withoutPair(word, start) {
  return PAIR.test(word.slice(start)) ? word.slice(0, -1) : word;
}

function snowball(word) {
  if (word.length < 3) return word;
  const region = word.match(/^.*?[aeiouyæøå][^aeiouyæøå]/);
  const start = Math.max(3, region ? region[0].length : word.length);
  let found = cut(word, start, SUFFIX);
  if (found === word && S_ENDING.test(word) && word.length > start) found = word.slice(0, -1);
  found = withoutPair(found, start);
  found = found.replace(/igst$/, "ig");
  const shorter = cut(found, start, OTHER_SUFFIX);
  if (shorter !== found) found = withoutPair(shorter, start);
  else if (found.slice(start).endsWith("løst")) found = found.slice(0, -1);
  return DOUBLE.test(found) && found.length > start ? found.slice(0, -1) : found;
}

const INFLECTIONS = new Set(["", "e", "s", "n", "t", "en", "et", "er", "ene", "erne", "ens", "ers"]);

/** The stem that the forms of a word share: text/stemming.py. */
export function stem(word) {
  const found = snowball(word).replace(/(?<=[bdfgklmnprstv])e(?=[lr]$)/, "");
  let ending = word.slice(found.length);
  while (ending && ending[0] === found.at(-1)) ending = ending.slice(1);
  return found.length >= 4 || INFLECTIONS.has(ending) ? found : word;
}

/** Words with the rules of a site: what the forms of a word have in common, and the parts of compounds. */
export class Words {
  constructor(rules) {
    this.apart = new Map(Object.entries(rules.apart));
    this.irregular = new Map(Object.entries(rules.irregular));
    this.endings = new Set(rules.endings);
    this.shortParts = new Set(rules.shortParts);
    this.simple = new Set(rules.simple);
    this.prefixes = new Set(rules.prefixes);
    this.stopWords = new Set(rules.stopWords);
    this.weakWords = new Set(rules.weakWords);
    this.weakEndings = rules.weakEndings;
    this.whole = new Set(rules.whole);
    this.keys = new Map();
  }

  /** What the forms and spellings of a word have in common: "bænkene", "baenk" → baenk. */
  key(word) {
    let key = this.keys.get(word);
    if (key === undefined) {
      const folded = fold(word);
      const found = foldedStem(folded);
      key = this.apart.get(folded) ?? this.irregular.get(found) ?? found;
      this.keys.set(word, key);
    }
    return key;
  }

  /** A compound's two parts, or null where `isKnown` knows none: see words.py for which of several ways is taken. */
  split(text, isKnown) {
    const word = fold(text);
    if (this.simple.has(word)) return null;
    let best = null;
    let rank = [-1, 0];
    for (let at = 3; at <= word.length - 3; at++) {
      const tail = word.slice(at);
      if (!this.isTail(tail, isKnown)) continue;
      const head = this.head(word.slice(0, at), isKnown);
      if (!head) continue;
      const own = [isKnown(head) ? 1 : 0, Math.min(head.length, tail.length)];
      if (own[0] > rank[0] || (own[0] === rank[0] && own[1] > rank[1])) [best, rank] = [[head, tail], own];
    }
    return best;
  }

  isTail(text, isKnown) {
    const isEnding = this.endings.has(text) || this.endings.has(this.key(text));
    return this.isLong(text) && isKnown(text) && !isEnding;
  }

  isLong(part) {
    return part.length >= 4 || this.shortParts.has(part);
  }

  head(text, isKnown) {
    for (const link of ["", "s", "e"]) {
      if (!text.endsWith(link)) continue;
      const head = text.slice(0, text.length - link.length);
      const fits = this.isLong(head) && !this.prefixes.has(head);
      if (fits && (isKnown(head) || (head.length > 8 && this.split(head, isKnown)))) return head;
    }
    return "";
  }
}

const LEFT = new RegExp(
  [
    "(?<=[a-zæøå]{2}ig)(?:heds?|heden|hedens|heder|hederne|hedernes|e|es|t)$",
    "(?<=[a-zæøå][a-eg-zæøå]al|[a-zæøå]{2}iv|[a-zæøå]som|[a-zæøå]{2}ær|[a-zæøå][nru]el)t$",
    "(?<=[a-zæøå]{2}i)um$",
    "(?<=[a-zæøå]{2}er)(?:e|es|en|ens|nes)$",
  ].join("|"),
);
const PAST = /(?<=[a-z]{2})(?:([bdfgklmnprst])\1|([a-z]{2}))ed$/;

/** The stem of a word, spelled without æøå, whether the word is spelled with them or without. */
function foldedStem(word) {
  // In "naboer" the letters oe are no ø, since an ending begins between them; in "afgoer" and
  // "direktoer" they are.
  const apart = fold(word).replace(/(?<=[a-z]{2}[^dfghkmrst]o)(?=(?:er|erne|ernes|ers|en|ens)$)/, "-");
  const danish = apart.replaceAll("aa", "å").replaceAll("ae", "æ").replaceAll("oe", "ø").replace("-", "");
  // Of "orkestret" the stemmer leaves orkestr, of "lukkede" lukked, of "middel" middl.
  const found = fold(stem(danish.replace(LEFT, ""))).replace(/(?<=[a-z]{3}t)r$/, "");
  return found.replace(PAST, (_, doubled, others) => doubled ?? others).replace(/([dlmnpt])\1(?=[lr]$)/, "$1");
}
