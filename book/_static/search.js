/* Loaded on the search page alone, before Sphinx's searchtools.js, whose Scorer it takes the place of.
   Pages are ordered by the weights that tools/search_index.py puts into the index. */
"use strict";

const asked = new URLSearchParams(location.search).get("q") ?? "";
const REFERENCE = 0.6; // the reference, the ledger and the status say many words, and explain few

function pageScore(name) {
  const index = Search._index;
  const page = index.docnames.indexOf(name);
  const [, words] = Search._parseQuery(asked);
  let sum = 0, best = 0;
  for (const word of words) {
    const row = index.weights[word] ?? {};
    sum += row[page] ?? 0;
    best += Math.max(0, ...Object.values(row));
  }
  return best > 0 ? (100 * sum * (name.startsWith("book/reference/") ? REFERENCE : 1)) / best : 0;
}

/* First what is called so in the package, where the name can be nothing else; then words of the glossary,
   then pages, the best of which has about 100. */
var Scorer = {
  objNameMatch: 1000, objPartialMatch: 1, objPrio: {}, objPrioDefault: 0,
  title: 100, partialTitle: 7, term: 5, partialTerm: 2,
  score: ([page, title, anchor, description, score]) => {
    if (anchor.startsWith("#term-")) return score === 100 ? 500 : score / 10;
    if (!description) return anchor ? score : pageScore(page) + score / 100;
    const name = title.split(".").pop();
    if (score < Scorer.objNameMatch) return score;
    return /[_A-Z]/.test(name) && asked.includes(name) ? score : 50;
  },
};

const UNREAD = ".headerlink, script, style, pre, .math, .cell_input, .cell:not(.tag_generated) > .cell_output, "
  + ".settles, nav, button, select, label, summary:not(.claim summary), .admonition-title";
const BLOCKS = "p, li, dt, dd, td, th, h1, h2, h3, h4, div, summary";

/* What a result shows of a page, or of one place on it: its prose. */
function readableText(html, anchor) {
  const page = new DOMParser().parseFromString(html, "text/html");
  page.querySelectorAll(UNREAD).forEach((element) => element.remove());
  page.querySelectorAll(BLOCKS).forEach((element) => element.append(" "));
  const place = anchor ? page.getElementById(decodeURIComponent(anchor.slice(1))) : null;
  const found = place?.closest("dt")?.nextElementSibling ?? place ?? page.querySelector("article");
  return (found?.textContent ?? "").replace(/\s+/g, " ").trim();
}

document.addEventListener("DOMContentLoaded", () => { Search.htmlToText = readableText; });
