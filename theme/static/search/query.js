// A query understood, and documents ranked by it: search/query.py in the browser, which says why.
// tests/search/queries.json holds both to the same.

import { Words, fold, wordsOf } from "./words.js";

const SYNONYM = 0.6;
const SLIP = 0.8;
const SPELLING = 0.9;
const BEGINNING = 0.5;
const PART = 0.5;
const MIN_WEAK_ENDED = 7;
const WEAK = 0.5;
const BESIDE = 0.5;
const MIN_SHARE = 0.2;
const MIN_SHARE_OF_KNOWN = 0.45;
const MIN_SHARE_OF_UNKNOWN = 0.6;
const ANSWERED = 0.85;
const ENOUGH = 0.3;
const FAMILY = ["ing", "ning", "else"];
const MIN_ROOT = 4;
const MIN_BEGINNING = 5;
const MIN_TYPED = 3;
const MOST_BEGINNINGS = 8;
const MAX_PHRASE = 3;
const MIN_TOGETHER = 0.3;
const MIN_LENGTHS = { 1: 5, 2: 10 };
const MOST_ENDING = 5;
const MIN_KEY = 4;

/** The words of a site, from the file beside the index. */
export class Vocabulary {
  constructor(file) {
    this.total = file.total;
    this.words = new Words(file.rules);
    this.synonyms = new Map(Object.entries(file.synonyms));
    this.forms = new Map();
    for (const form of file.forms) {
      if (form[0] === "=") this.forms.set(form.slice(1), "");
      else this.forms.set(this.words.key(form), form);
    }
  }

  /** Key and form, without æøå, of every word that the site uses, the most frequent first, then of what people call things. */
  get spelled() {
    this.pairs ??= [
      ...[...this.forms].filter(([, form]) => form).map(([key, form]) => [key, fold(form)]),
      ...[...this.synonyms.keys()].filter((key) => !this.has(key)).map((key) => [key, key]),
    ];
    return this.pairs;
  }

  /** The skeletons of all keys, where they are not too short to tell, and of all forms; the most frequent counts. */
  get skeletons() {
    const found = [...this.forms].filter(([, form]) => form).reverse();
    const named = [...this.synonyms.keys(), ...found.map(([key]) => key)];
    const byKey = named.map((key) => [skeleton(key), key]).filter(([short]) => short.length >= MIN_KEY);
    this.bare ??= new Map([...byKey, ...found.map(([key, form]) => [skeleton(fold(form)), key])]);
    return this.bare;
  }

  has = (key) => this.forms.has(key);
  knows = (part) => this.called(this.words.key(part)).length > 0 || this.isWeak(part);
  isWeak = (word) => this.words.weakWords.has(this.words.key(word));

  /** The keys that stand for a key: itself, or what the site calls it; none where it is not known. */
  called = (key) => (this.has(key) ? [[key]] : (this.synonyms.get(key) ?? []).map((keys) => keys.split(" ")));
}

const alternative = (keys, quality = 1) => ({ keys, quality });

/** What was asked for by a word; `isWeak` says that the word says little of what a query is about. */
const term = (word, vocabulary, alternatives = [], meant = "") => ({
  word,
  alternatives,
  meant,
  isWeak: vocabulary.isWeak(word),
});

/** What a query asks for. `typing` says that its last word may not be finished. */
export function understand(text, vocabulary, typing = false) {
  const all = wordsOf(text);
  const telling = all.filter((word) => !vocabulary.words.stopWords.has(word));
  const said = telling.length ? telling : all;
  const terms = [];
  for (let at = 0; at < said.length; ) {
    let length = phraseLength(said.slice(at), vocabulary);
    const joined = said.slice(at, at + 2).join("");
    if (length > 1) {
      terms.push(phrase(said.slice(at, at + length), vocabulary));
    } else if (joined !== said[at] && isSaid(joined, vocabulary)) {
      terms.push(termOf(joined, vocabulary));
      length = 2;
    } else {
      terms.push(termOf(said[at], vocabulary, typing && at === said.length - 1));
    }
    at += length;
  }
  const known = terms.filter((one) => one.alternatives.length || !mayLack(one, vocabulary));
  const asked = known.length ? known : terms;
  return { terms: asked, keys: keysOf(asked), meant: meantBy(asked) };
}

/** Whether a query is understood without a word that the site does not use. */
function mayLack({ word, isWeak }, { words }) {
  return isWeak || (word.length >= MIN_WEAK_ENDED && words.weakEndings.some((ending) => word.endsWith(ending)));
}

/** Whether a word, and not only a part of one, leads somewhere: "natur stien" is "naturstien". */
function isSaid(word, vocabulary) {
  const key = vocabulary.words.key(word);
  return Boolean(vocabulary.forms.get(key)) || vocabulary.synonyms.has(key);
}

function keysOf(terms) {
  return [...new Set(terms.flatMap((one) => one.alternatives.flatMap((other) => other.keys)))];
}

function meantBy(terms) {
  return terms.some((one) => one.meant) ? terms.map((one) => one.meant || one.word).join(" ") : "";
}

function phraseLength(said, vocabulary) {
  for (let length = Math.min(MAX_PHRASE, said.length); length > 1; length--) {
    if (vocabulary.synonyms.has(nameOf(said.slice(0, length), vocabulary))) return length;
  }
  return 1;
}

const nameOf = (said, vocabulary) => said.map((word) => vocabulary.words.key(word)).join(" ");

function phrase(said, vocabulary) {
  const name = nameOf(said, vocabulary);
  const keys = name.split(" ");
  const itself = keys.every(vocabulary.has) ? [alternative(keys)] : [];
  return term(said.join(" "), vocabulary, [...itself, ...synonyms(name, vocabulary)]);
}

function synonyms(name, vocabulary) {
  return (vocabulary.synonyms.get(name) ?? []).flatMap((keys) => {
    const form = vocabulary.forms.get(keys);
    const pieces = form ? weaker(inParts(form, vocabulary), SYNONYM) : [];
    return [alternative(keys.split(" "), SYNONYM), ...pieces];
  });
}

/** The term of a word, or that of what it seems to mean. */
function termOf(word, vocabulary, typing = false) {
  const key = vocabulary.words.key(word);
  const begun = typing ? beginnings(word, vocabulary, MIN_TYPED) : [];
  const family = [...synonyms(key, vocabulary), ...familyOf(key, vocabulary)];
  if (vocabulary.has(key)) {
    const beside = weaker([...inParts(word, vocabulary), ...family], BESIDE);
    return term(word, vocabulary, [alternative([key]), ...beside, ...begun]);
  }
  if (family.length || begun.length) return term(word, vocabulary, [...family, ...begun]);
  return unknown(word, vocabulary);
}

function familyOf(key, vocabulary) {
  const made = FAMILY.map((ending) => key + ending);
  const madeOf = FAMILY.filter((ending) => key.endsWith(ending)).map((ending) => key.slice(0, -ending.length));
  const found = [...made, ...madeOf].filter((other) => other.length >= MIN_ROOT && vocabulary.has(other));
  return found.map((other) => alternative([other], SYNONYM));
}

const weaker = (alternatives, factor) => alternatives.map((one) => alternative(one.keys, one.quality * factor));

function inParts(word, vocabulary) {
  const pieces = vocabulary.words.split(word, vocabulary.knows);
  if (!pieces) return [];
  const [heads, tails] = pieces.map((piece) => vocabulary.called(vocabulary.words.key(piece)));
  if (vocabulary.isWeak(pieces[1])) tails.push([]);
  return heads.flatMap((head) => tails.map((tail) => alternative([...head, ...tail], PART)));
}

function unknown(word, vocabulary) {
  const key = vocabulary.words.key(word);
  if (vocabulary.isWeak(word) || vocabulary.words.whole.has(key)) return term(word, vocabulary);
  const spelled = vocabulary.skeletons.get(skeleton(word)) ?? vocabulary.skeletons.get(skeleton(key));
  if (spelled) return term(word, vocabulary, weaker(meantAs(spelled, vocabulary), SPELLING));
  const near = nearest(word, vocabulary, 1);
  if (near) return meantTerm(word, near, vocabulary);
  const pieces = inParts(word, vocabulary);
  if (pieces.length) return term(word, vocabulary, pieces);
  const far = nearest(word, vocabulary, 2);
  if (far) return meantTerm(word, far, vocabulary);
  return term(word, vocabulary, beginnings(word, vocabulary, MIN_BEGINNING));
}

function meantTerm(word, key, vocabulary) {
  return term(word, vocabulary, weaker(meantAs(key, vocabulary), SLIP), vocabulary.forms.get(key) ?? "");
}

function meantAs(key, vocabulary) {
  const form = vocabulary.forms.get(key);
  return form ? termOf(form, vocabulary).alternatives : synonyms(key, vocabulary);
}

function beginnings(word, vocabulary, least) {
  if (word.length < least) return [];
  const own = vocabulary.words.key(word);
  const found = [...vocabulary.forms.keys()].filter((key) => key.startsWith(word) && key !== own);
  found.sort((one, other) => one.length - other.length);
  return found.slice(0, MOST_BEGINNINGS).map((key) => alternative([key], BEGINNING));
}

/** A word as somebody spells it who has no æøå. */
function skeleton(word) {
  return word.replaceAll("aa", "a").replaceAll("ae", "e").replaceAll("oe", "o");
}

/** The key of the word that differs by so many slips of the keys, the most frequent of several; "" where none does. */
function nearest(word, vocabulary, slips) {
  const near = vocabulary.spelled.filter(([, form]) => Math.abs(form.length - word.length) <= MOST_ENDING);
  const byForm = near.map(([key, form]) => [key, word, form]);
  const byKey = near.map(([key]) => [key, vocabulary.words.key(word), key]);
  for (const [key, said, other] of [...byForm, ...byKey]) {
    if (isNear(said, other, slips)) return key;
  }
  return "";
}

function isNear(said, other, slips) {
  // Most words begin otherwise, which is cheap to see.
  if (![said[0], said[1]].some((letter) => letter === other[0] || letter === other[1])) return false;
  const bare = [skeleton(said), skeleton(other)];
  if (Math.min(...bare.map((word) => word.length)) < MIN_LENGTHS[slips]) return false;
  return [[said, other], bare].some((pair) => mayBegin(...pair) && distance(...pair, slips) === slips);
}

function mayBegin(one, other) {
  return one[0] === other[0] || (one[0] === other[1] && one[1] === other[0]);
}

function distance(one, other, most) {
  if (Math.abs(one.length - other.length) > most) return most + 1;
  let last = [];
  let before = [];
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i++) {
    [last, before, row] = [before, row, [i]];
    for (let j = 1; j <= other.length; j++) {
      const same = one[i - 1] === other[j - 1];
      let cost = Math.min(row[j - 1] + 1, before[j] + 1, before[j - 1] + (same ? 0 : 1));
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) {
        cost = Math.min(cost, last[j - 2] + 1);
      }
      row.push(cost);
    }
    if (Math.min(...row) > most) return most + 1;
  }
  return Math.min(row.at(-1), most + 1);
}

const rarity = (count, total) => Math.log(1 + (total - count + 0.5) / (count + 0.5));

/**
 * The documents that answer a query, [id, score] each, the best first. `hits` leads from each key to a Map of the
 * documents that have it, each with how strongly, between 0 and 1; `total` counts all documents.
 */
export function rank(query, hits, total) {
  const matches = query.terms.map((one) => matching(one, hits));
  const rarities = matches.map((found, at) => rarity(found.size, total) * (query.terms[at].isWeak ? WEAK : 1));
  const whole = rarities.reduce((sum, one) => sum + one, 0);
  const scores = new Map();
  const shares = new Map();
  matches.forEach((found, index) => {
    for (const [id, strength] of found) {
      const share = (Math.min(1, strength / ENOUGH) * rarities[index]) / whole;
      scores.set(id, (scores.get(id) ?? 0) + rarities[index] * strength);
      shares.set(id, (shares.get(id) ?? 0) + share);
    }
  });
  const least = query.terms.length > 1 ? leastShare(shares, matches) : 0;
  return [...scores]
    .filter(([id]) => shares.get(id) >= least)
    .map(([id, score]) => [id, score * shares.get(id)])
    .sort(([id, score], [other, others]) => others - score || (id < other ? -1 : 1));
}

function leastShare(shares, matches) {
  if (Math.max(0, ...shares.values()) >= ANSWERED) return MIN_SHARE;
  return matches.every((found) => found.size) ? MIN_SHARE_OF_KNOWN : MIN_SHARE_OF_UNKNOWN;
}

function matching(one, hits) {
  const found = new Map();
  for (const { keys, quality } of one.alternatives) {
    const maps = keys.map((key) => hits.get(key) ?? new Map());
    for (const id of maps[0].keys()) {
      const weakest = Math.min(...maps.map((map) => map.get(id) ?? 0));
      if (weakest > (maps.length > 1 ? MIN_TOGETHER : 0)) {
        found.set(id, 1 - (1 - (found.get(id) ?? 0)) * (1 - quality * weakest));
      }
    }
  }
  return found;
}
