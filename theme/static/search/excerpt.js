// The part of a text that shows why it was found: search/excerpt.py in the browser.
// tests/search/excerpts.json holds both to the same.

const WORDS_SHOWN = 34;
const WORDS_BEFORE = 6;
const MIN_PART = 5;

/** Returns what a word has in common with what was asked for, by the keys of a query; "" where it has nothing. */
export function matcher(keys, words) {
  const known = new Set(keys);
  const long = keys.filter((key) => key.length >= MIN_PART);
  return (word) => {
    const key = words.key(word);
    if (known.has(key)) return key;
    return long.find((part) => key.startsWith(part) || key.endsWith(part)) ?? "";
  };
}

/** Pieces of a text, [text, whether it is what was asked for] each: the stretch that has most of it. */
export function excerpt(text, match) {
  const words = wordsIn(text);
  if (!words.length) return [];
  const found = words.map((word) => asked(word, match));
  const first = Math.max(0, densest(found) - WORDS_BEFORE);
  const last = Math.min(words.length, first + WORDS_SHOWN);
  const begin = first ? words[first].index : 0;
  const end = last < words.length ? endOf(words[last - 1]) : text.length;
  const pieces = piecesOf(text, begin, end, words.slice(first, last).filter((_, place) => found[first + place]));
  return joined([...(first ? [["… ", false]] : []), ...pieces, ...(last < words.length ? [[" …", false]] : [])]);
}

/** A short text with all words marked that were asked for. */
export function marked(text, match) {
  return piecesOf(text, 0, text.length, wordsIn(text).filter((word) => asked(word, match)));
}

const wordsIn = (text) => [...text.matchAll(/[\p{L}\p{N}]+/gu)];
const asked = ([word], match) => match(word.normalize("NFC").toLowerCase());

function piecesOf(text, begin, end, words) {
  const pieces = [];
  let at = begin;
  for (const word of words) {
    if (word.index > at) pieces.push([text.slice(at, word.index), false]);
    pieces.push([word[0], true]);
    at = endOf(word);
  }
  return at < end ? [...pieces, [text.slice(at, end), false]] : pieces;
}

/** The pieces, with neighbours that are not marked made one. */
function joined(pieces) {
  const found = [];
  for (const [text, isAsked] of pieces) {
    const last = found.at(-1);
    if (last && !isAsked && !last[1]) last[0] += text;
    else found.push([text, isAsked]);
  }
  return found;
}

const endOf = (word) => word.index + word[0].length;

/** Where the stretch begins that has most of what was asked for; 0 where nothing was found. */
function densest(found) {
  let best = 0;
  let most = 0;
  found.forEach((key, place) => {
    if (!key) return;
    const different = new Set(found.slice(place, place + WORDS_SHOWN - WORDS_BEFORE).filter(Boolean)).size;
    if (different > most) [best, most] = [place, different];
  });
  return best;
}
