// Prints what the browser's rules make of words.json and queries.json; stdin holds the rules that the browser is given.

import { readFile } from "node:fs/promises";

const [scripts, tables] = process.argv.slice(2);
const read = async (path) => JSON.parse(await readFile(path, "utf-8"));
const { Words } = await import(`${scripts}/words.js`);
const { Vocabulary, rank, understand } = await import(`${scripts}/query.js`);

const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const rules = JSON.parse(Buffer.concat(chunks).toString("utf-8"));
const forms = await read(`${tables}/words.json`);
const { words: file, understood, ranked } = await read(`${tables}/queries.json`);

const words = new Words(rules);
const known = new Set(forms.known.map((word) => words.key(word)));
const vocabulary = new Vocabulary({ ...file, rules });
const hitsOf = (hits) => new Map(Object.entries(hits).map(([key, found]) => [key, new Map(Object.entries(found))]));

console.log(
  JSON.stringify({
    keys: Object.keys(forms.keys).map((word) => words.key(word)),
    splits: Object.keys(forms.splits).map((word) => words.split(word, (part) => known.has(words.key(part)))),
    understood: understood.map(({ text, typing }) => {
      const { terms, meant } = understand(text, vocabulary, typing);
      return [terms.map((term) => term.alternatives.map(({ keys, quality }) => [keys, quality])), meant];
    }),
    ranked: ranked.map(({ text, hits }) =>
      rank(understand(text, vocabulary), hitsOf(hits), file.total).map(([id]) => id),
    ),
  }),
);
