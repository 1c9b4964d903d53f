// A formula that is wider than its column scrolls inside itself. Whoever reads with a keyboard must get there too, so it
// becomes a stop of the Tab key for as long as it is wider.
(() => {
  const mark = () => {
    for (const formula of document.querySelectorAll(".katex-display, .ledger-formula")) {
      if (formula.scrollWidth > formula.clientWidth + 1) formula.tabIndex = 0;
      else formula.removeAttribute("tabindex");
    }
  };
  addEventListener("load", mark);
  addEventListener("resize", mark);
})();
