"""What is wrong with a page's layout in a browser: text that overflows, is cut off, is broken, lies over other text, or
moves while the page loads."""

from __future__ import annotations

import re
from collections.abc import Iterator

from playwright.sync_api import Page, Route

WIDTHS = (320, 360, 480, 640, 768, 900, 1024, 1280, 1536, 1920)

HEADINGS_AT = 1280
"""The width at which the lines of headings are read: on a small screen a short word may have to stand alone."""

MEASURE = r"""(readHeadings) => {
  const found = [];
  const name = element => {
    const kind = typeof element.className === 'string' && element.className;
    return element.localName + (kind ? '.' + kind.trim().replaceAll(' ', '.') : '');
  };
  const say = (what, element, text) => found.push(`${what}: ${name(element)} »${text.trim().slice(0, 60)}«`);
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth > width)
    found.push(`the page scrolls sideways: ${document.documentElement.scrollWidth} of ${width} pixels`);

  // What only a screen reader gets is cut to a pixel, and what is folded away is not seen.
  const unseen = element => element.closest('.hidden, .visually-hidden, .skip, .trap, svg, option, textarea, script, style')
    || !element.checkVisibility({visibilityProperty: true, opacityProperty: true});
  const styles = new Map();
  const style = element => styles.get(element) || styles.set(element, getComputedStyle(element)).get(element);
  const inline = element => ['inline', 'contents'].includes(style(element).display);
  const box = element => {
    while (inline(element)) element = element.parentElement;
    return element;
  };

  // Every line of text, with the box that it is set in.
  const lines = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; node = texts.nextNode();) {
    if (!node.data.trim() || unseen(node.parentElement)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const rect of range.getClientRects())
      if (rect.width > 1) lines.push({rect, block: box(node.parentElement), text: node.data});
  }

  const told = new Set();
  for (const {rect, block, text} of lines) {
    if (told.has(block)) continue;
    for (let holder = block; holder && holder !== document.body; holder = holder.parentElement) {
      if (inline(holder)) continue;
      const {overflowX, position} = style(holder);
      if (['auto', 'scroll'].includes(overflowX)) break;
      const edge = holder.getBoundingClientRect();
      const cut = ['hidden', 'clip'].includes(overflowX);
      if (rect.right > edge.right + 2 || rect.left < edge.left - 2
          || cut && (rect.bottom > edge.bottom + 6 || rect.top < edge.top - 6)) {
        told.add(block);
        say(cut ? 'text is cut off' : 'text overflows', holder, text);
        break;
      }
      if (['absolute', 'fixed'].includes(position)) break;
    }
  }

  // A line's box is taller than its letters, so only the middle of it counts.
  const middle = ({rect, block, text}) => ({
    left: rect.left + 1, right: rect.right - 1, block, text,
    top: rect.top + rect.height * .25, bottom: rect.bottom - rect.height * .25,
  });
  const sorted = lines.map(middle).sort((a, b) => a.top - b.top);
  const pairs = new Set();
  sorted.forEach((one, number) => {
    for (let next = number + 1; next < sorted.length && sorted[next].top < one.bottom; next++) {
      const other = sorted[next];
      if (one.block === other.block || one.left >= other.right || other.left >= one.right) continue;
      const pair = [one.text, other.text].join('|');
      if (pairs.has(pair)) continue;
      pairs.add(pair);
      say('text lies over »' + other.text.trim().slice(0, 40) + '«', one.block, one.text);
    }
  });

  for (const heading of document.querySelectorAll('h1, h2, h3, h4')) {
    if (unseen(heading)) continue;
    const words = new Map();
    const inside = document.createTreeWalker(heading, NodeFilter.SHOW_TEXT);
    for (let node; node = inside.nextNode();) {
      if (unseen(node.parentElement) || box(node.parentElement) !== heading) continue;
      for (const word of node.data.matchAll(/\S+/g)) {
        const range = document.createRange();
        range.setStart(node, word.index);
        range.setEnd(node, word.index + word[0].length);
        const rows = new Set([...range.getClientRects()].map(rect => Math.round(rect.top)));
        if (rows.size > 1 && !/[\u00ad\u2013\/-]/.test(word[0])) say(`»${word[0]}« is broken`, heading, heading.textContent);
        const top = Math.round(range.getBoundingClientRect().top / 4);
        words.set(top, [...(words.get(top) || []), word[0]]);
      }
    }
    if (!readHeadings) continue;
    const {lineHeight, fontSize} = style(heading);
    if (words.size > 1 && parseFloat(lineHeight) < parseFloat(fontSize)) say('lines touch', heading, heading.textContent);
    for (const [first, ...more] of words.values())
      if (words.size > 2 && !more.length && first.length <= 3) say(`a line has »${first}« alone`, heading, heading.textContent);
  }
  return found;
}"""


OBSERVE_SHIFTS = """window.shifts = [];
window.observer = new PerformanceObserver(list => shifts.push(...list.getEntries()));
observer.observe({type: 'layout-shift', buffered: true});"""

PAINTED = "performance.getEntriesByName('first-contentful-paint').length > 0"

SHIFTS = """async () => {
  await document.fonts.ready;
  await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
  const name = node => node && (node.className ? `${node.localName}.${node.className}` : node.nodeName);
  return [...shifts, ...observer.takeRecords()].map(
    shift => `${shift.value.toFixed(4)}: ${shift.sources.map(source => name(source.node)).join(', ')}`);
}"""


def layout_shifts(page: Page, address: str) -> list[str]:
    """What moves, and how far, on a page whose fonts and pictures come after the first paint."""
    late: list[Route] = []
    painted = False

    def hold(route: Route) -> None:
        if painted:
            route.fallback()
        else:
            late.append(route)

    page.route(re.compile(r"\.(woff2|png|jpe?g|webp|avif|svg)$"), hold)
    page.add_init_script(OBSERVE_SHIFTS)
    page.goto(address, wait_until="commit")
    page.wait_for_function(PAINTED)
    painted = True
    for route in late:
        route.fallback()
    page.wait_for_load_state("load")
    return list(page.evaluate(SHIFTS))


def layout_faults(page: Page, address: str) -> Iterator[str]:
    """Yield what is wrong with the page at an address, at every width; the page is loaded once, and resized."""
    page.goto(address)
    page.evaluate("document.fonts.ready")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        for fault in page.evaluate(MEASURE, width == HEADINGS_AT):
            yield f"{address.partition('//')[2].partition('/')[2] or '/'} at {width}: {fault}"
