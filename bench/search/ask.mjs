// Asks the index in the folder argv[2] what the page would ask it: a JSON list of queries comes in on stdin, and for
// each a list of addresses, the milliseconds it took, and what was loaded for the first, go out.

import { readFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";

const [folder, module] = process.argv.slice(2);
let loaded = 0;

// Pagefind asks for its files as a browser does, and there is no web server here.
globalThis.fetch = async (url) => {
  const bytes = await readFile(new URL(String(url).split("?")[0], "file:///"));
  loaded += bytes.length;
  return new Response(bytes);
};

const read = async (path) => JSON.parse(await readFile(path, "utf-8"));
const load = async (path) => import(pathToFileURL(path).href);

const { Index } = await import(pathToFileURL(module).href);
const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const queries = JSON.parse(Buffer.concat(chunks).toString("utf-8"));

const index = await Index.open(`${folder}/`, { load, read });
const answers = [];
for (const query of queries) {
  const start = performance.now();
  const { results, meant } = await index.find(query);
  const shown = await Promise.all(results.slice(0, 10).map(({ id }) => index.document(id)));
  const milliseconds = performance.now() - start;
  answers.push({ query, meant, found: results.length, addresses: shown.map(({ url }) => url), milliseconds, loaded });
}
// A pipe takes a long answer in parts: the process may not end before the last is written.
process.stdout.write(JSON.stringify(answers), () => process.exit(0));
