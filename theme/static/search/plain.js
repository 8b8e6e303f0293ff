// English pages have no keys: Pagefind's own rules are good for English.

import { fold } from "./words.js";

/** The index of pages in another language than Danish, asked as search.js asks that of the Danish ones. */
export class PlainIndex {
  static async open(folder) {
    const pagefind = await import(`${folder}pagefind.js`);
    await pagefind.options({ basePath: folder, baseUrl: "/" });
    return new PlainIndex(pagefind);
  }

  constructor(pagefind) {
    this.pagefind = pagefind;
    this.results = new Map();
  }

  words = { key: (word) => fold(word).replace(/(?:'s|s|ed|ing)$/, "") };

  async find(text) {
    const { results } = await this.pagefind.search(text);
    for (const result of results) this.results.set(result.id, result);
    const keys = (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).map(this.words.key);
    return { query: { keys, terms: [] }, meant: "", results: results.map(({ id, score }) => ({ id, score })) };
  }

  async document(id) {
    const { url, meta, filters, content } = await this.results.get(id).data();
    return { url, ...meta, filters, text: content };
  }
}
