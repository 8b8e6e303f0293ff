// Searches the index that search/pagefind_index.py makes: a query becomes keys, Pagefind tells which documents
// have them, and query.js ranks these. Nothing is loaded before somebody searches.

import { Vocabulary, rank, understand } from "./query.js";

const KEY_END = "q";

// Pagefind's ranking is reduced to the textbook's BM25, whose parts are known (docs/ranking.md of Pagefind).
const SATURATION = 1.2;
const RANKING = {
  termFrequency: 1,
  termSimilarity: 0,
  termSaturation: SATURATION,
  pageLength: 0.75,
  diacriticSimilarity: 0,
  metaWeights: { title: 0, summary: 0, kind: 0, date: 0, picture: 0 },
};

/** An index, opened once. */
export class Index {
  /** `folder` ends with a slash; `load` imports a module and `read` fetches a file, which tests do otherwise. */
  static async open(folder, { load = (url) => import(url), read = fetchJson } = {}) {
    const [pagefind, file] = await Promise.all([load(`${folder}pagefind.js`), read(`${folder}words.json`)]);
    await pagefind.options({ ranking: RANKING, basePath: folder, baseUrl: "/" });
    return new Index(pagefind, new Vocabulary(file));
  }

  constructor(pagefind, vocabulary) {
    this.pagefind = pagefind;
    this.vocabulary = vocabulary;
    this.hits = new Map();
  }

  /** The documents that answer a query, the best first, and what the query seems to mean where it is mistyped. */
  async find(text, { typing = false } = {}) {
    const query = understand(text, this.vocabulary, typing);
    await Promise.all(query.keys.map((key) => this.lookUp(key)));
    const found = rank(query, this.hits, this.vocabulary.total);
    return { query, meant: query.meant, results: found.map(([id, score]) => ({ id, score })) };
  }

  /** Load the documents that have a key. */
  async lookUp(key) {
    if (this.hits.has(key)) return;
    const { results } = await this.pagefind.search(key + KEY_END);
    const count = results.length;
    const rarity = Math.log(1 + (this.vocabulary.total - count + 0.5) / (count + 0.5));
    for (const result of results) this.results.set(result.id, result);
    this.hits.set(key, new Map(results.map(({ id, score }) => [id, score / rarity / (SATURATION + 1)])));
  }

  results = new Map();

  /** What is shown of a document: its address, title, summary and so on, and its text without the keys. */
  async document(id) {
    const { url, meta, filters, content } = await this.results.get(id).data();
    return { url, ...meta, filters, text: content };
  }
}

async function fetchJson(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return response.json();
}
