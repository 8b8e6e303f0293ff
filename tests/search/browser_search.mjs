// Searches the index in the folder argv[3] with the scripts in argv[2], and prints what the page would show.

import { readFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";

const [scripts, folder] = process.argv.slice(2);
globalThis.fetch = async (url) => new Response(await readFile(new URL(String(url).split("?")[0], "file:///")));

const { Index } = await import(`${scripts}/search.js`);
const { excerpt } = await import(`${scripts}/excerpt.js`);
const read = async (path) => JSON.parse(await readFile(path, "utf-8"));
const index = await Index.open(`${folder}/`, { load: (path) => import(pathToFileURL(path).href), read });

const { query, results } = await index.find("plejehjemmene");
const counts = await index.counts(results);
const inOdense = await index.filter(results, { Kommune: "Odense" });
const shown = await index.document(results[0].id);
const pieces = excerpt(shown.text, query, index.vocabulary.words, 60);
const { meant, results: none } = await index.find("svømmehal");
console.log(JSON.stringify({ found: results.length, counts, inOdense: inOdense.length, shown, pieces, meant, none }));
process.exit(0);
