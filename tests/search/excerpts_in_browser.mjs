// Prints what the browser makes of excerpts.json; stdin holds the rules that the browser is given.

import { readFile } from "node:fs/promises";

const [scripts, tables] = process.argv.slice(2);
const { Words } = await import(`${scripts}/words.js`);
const { excerpt, marked, matcher } = await import(`${scripts}/excerpt.js`);

const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const words = new Words(JSON.parse(Buffer.concat(chunks).toString("utf-8")));
const { excerpts } = JSON.parse(await readFile(`${tables}/excerpts.json`, "utf-8"));
console.log(
  JSON.stringify(
    excerpts.map(({ keys, text }) => {
      const match = matcher(keys, words);
      return [excerpt(text, match), marked(text, match)];
    }),
  ),
);
