// Asks Pagefind's own index in the folder argv[2], as its own interface does: see ask.mjs.

import { readFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";

const [folder] = process.argv.slice(2);

globalThis.fetch = async (url) => new Response(await readFile(new URL(String(url).split("?")[0], "file:///")));

const pagefind = await import(pathToFileURL(`${folder}/pagefind.js`).href);
await pagefind.options({ basePath: `${folder}/`, baseUrl: "/" });
await pagefind.init("da");
const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);

const answers = [];
for (const query of JSON.parse(Buffer.concat(chunks).toString("utf-8"))) {
  const { results } = await pagefind.search(query);
  const shown = await Promise.all(results.slice(0, 10).map((result) => result.data()));
  answers.push({ query, addresses: shown.map(({ url }) => url) });
}
// A pipe takes a long answer in parts: the process may not end before the last is written.
process.stdout.write(JSON.stringify(answers), () => process.exit(0));
