// How the search orders what it finds, as Sphinx does, but an equation that is asked for by name comes first.
var Scorer = {
  score: ([, , anchor, , score]) => score + (anchor.startsWith("#equation-") ? 15 : 0),
  objNameMatch: 11,
  objPartialMatch: 6,
  objPrio: { 0: 15, 1: 5, 2: -5 },
  objPrioDefault: 0,
  title: 15,
  partialTitle: 7,
  term: 5,
  partialTerm: 2,
};
