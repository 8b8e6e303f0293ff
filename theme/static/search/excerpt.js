// The part of a text that answers a query, with the words that match marked.

import { fold } from "./words.js";

const WORD = /[\p{L}\p{N}]+/gu;
const MIN_INSIDE = 4; // letters: a shorter key inside a longer word is there by chance

/** The words of a text that match a query: where they begin and end, and the key that they match. */
function matchesIn(text, query, words) {
  const keys = new Set(query.keys);
  const inside = query.keys.filter((key) => key.length >= MIN_INSIDE);
  const found = [];
  for (const { 0: word, index } of text.matchAll(WORD)) {
    const own = words.key(word);
    const key = keys.has(own) ? own : inside.find((part) => fold(word).includes(part));
    if (key) found.push({ start: index, end: index + word.length, key });
  }
  return found;
}

/** A text in pieces, { text, isMatch } each, of which those that match a query are to be marked. */
export function mark(text, query, words) {
  const pieces = [];
  let at = 0;
  for (const { start, end } of matchesIn(text, query, words)) {
    if (start > at) pieces.push({ text: text.slice(at, start), isMatch: false });
    pieces.push({ text: text.slice(start, end), isMatch: true });
    at = end;
  }
  if (at < text.length) pieces.push({ text: text.slice(at), isMatch: false });
  return pieces;
}

/** The part of a text, of about `length` letters, that has most of a query's words, in pieces as `mark` gives them. */
export function excerpt(text, query, words, length = 180) {
  const found = matchesIn(text, query, words);
  let best = { count: 0, start: 0 };
  for (const { start } of found) {
    const near = found.filter((match) => match.start >= start && match.end <= start + length);
    const count = new Set(near.map(({ key }) => key)).size;
    if (count > best.count) best = { count, start };
  }
  const start = beginning(text, best.start, length);
  const end = start + length >= text.length ? text.length : text.lastIndexOf(" ", start + length);
  const part = text.slice(start, end > start ? end : start + length);
  const before = start > 0 ? [{ text: "… ", isMatch: false }] : [];
  const after = end < text.length ? [{ text: " …", isMatch: false }] : [];
  return [...before, ...mark(part, query, words), ...after];
}

/** Where to begin, so that some words before a match are seen: with a sentence, if one begins near by. */
function beginning(text, match, length) {
  const earliest = Math.max(0, match - Math.floor(length / 2));
  if (earliest === 0) return 0;
  const sentence = text.slice(earliest, match).search(/(?<=[.!?:] )\S/);
  return sentence >= 0 ? earliest + sentence : text.indexOf(" ", earliest) + 1;
}
