// What results can be narrowed down by, with counts. Pagefind tells which documents have each value.

export class Facets {
  /** The values of these filters, each with the documents that have it. */
  static async open(pagefind, names) {
    const all = await pagefind.filters();
    const pairs = names.flatMap((name) => Object.keys(all[name] ?? {}).map((value) => [name, value]));
    const found = await Promise.all(
      pairs.map(([name, value]) => pagefind.search(null, { filters: { [name]: value } })),
    );
    const facets = new Facets();
    pairs.forEach(([name, value], index) => {
      if (!facets.documents.has(name)) facets.documents.set(name, new Map());
      facets.documents.get(name).set(value, new Set(found[index].results.map(({ id }) => id)));
    });
    return facets;
  }

  documents = new Map();

  /** The documents that have one of the chosen values of every filter but `except`; `chosen` maps names to sets. */
  narrow(ids, chosen, except = "") {
    const active = [...chosen].filter(([name, values]) => values.size && name !== except);
    return ids.filter((id) => active.every(([name, values]) => [...values].some((value) => this.has(id, name, value))));
  }

  has(id, name, value) {
    return this.documents.get(name)?.get(value)?.has(id) ?? false;
  }

  /** The values of a filter that results have, the most frequent first: [value, count]. */
  counts(name, ids, chosen) {
    const among = this.narrow(ids, chosen, name);
    return [...(this.documents.get(name) ?? [])]
      .map(([value, documents]) => [value, among.filter((id) => documents.has(id)).length])
      .filter(([value, count]) => count || chosen.get(name)?.has(value))
      .sort(([one, count], [other, others]) => others - count || one.localeCompare(other, "da"));
  }
}
