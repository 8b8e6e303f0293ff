// Searches the index in the folder argv[3] with the scripts in argv[2], and prints what the page would show.

import { readFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";

const [scripts, folder] = process.argv.slice(2);
globalThis.fetch = async (url) => new Response(await readFile(new URL(String(url).split("?")[0], "file:///")));

const { Index } = await import(`${scripts}/search.js`);
const { excerpt, matcher } = await import(`${scripts}/excerpt.js`);
const { Facets } = await import(`${scripts}/facets.js`);
const read = async (path) => JSON.parse(await readFile(path, "utf-8"));
const index = await Index.open(`${folder}/`, { load: (path) => import(pathToFileURL(path).href), read });

const { query, results } = await index.find("plejehjemmene");
const facets = await Facets.open(index.pagefind, ["Kommune", "År"]);
const ids = results.map(({ id }) => id);
const chosen = new Map([["Kommune", new Set(["Odense"])]]);
const counts = facets.counts("Kommune", ids, chosen);
const inOdense = facets.narrow(ids, chosen);
const shown = await index.document(results[0].id);
const pieces = excerpt(shown.text, matcher(query.keys, index.vocabulary.words));
const { meant, results: none } = await index.find("svømmehal");
console.log(JSON.stringify({ found: results.length, counts, inOdense: inOdense.length, shown, pieces, meant, none }));
process.exit(0);
