// The order of the results of the site's search: guides first, and councils only by their names.
var Scorer = {
  score: ([page, title, anchor, , before, , kind]) => {
    const words = new URLSearchParams(location.search).get("q").trim().toLowerCase();
    const score = before + (title.toLowerCase().includes(words) ? 10 : 0);
    if (page.startsWith("casebook/")) {
      return kind === "title" && anchor === "" ? score + 20 : score - 1000;
    }
    if (page === "changelog") return score - 500;
    if (/^(guides|questions|exchange)\/|^(tutorial|pictures|gallery|case-page|glossary)$/.test(page)) {
      return score + 12;
    }
    if (page.startsWith("examples/") || page.startsWith("process/")) return score - 5;
    return score;
  },
  objNameMatch: 11,
  objPartialMatch: 6,
  objPrio: { 0: 15, 1: 5, 2: -5 },
  objPrioDefault: 0,
  title: 15,
  partialTitle: 7,
  term: 5,
  partialTerm: 2,
};
