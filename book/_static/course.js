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

// What a check found is shown by the style, while its mark has the pointer or the focus. Escape puts it away until both
// have left.
(() => {
  const close = (mark) => {
    if (mark.contains(document.activeElement)) mark.querySelector("button").focus(); // links that are put away lose the focus
    mark.classList.add("closed");
  };
  for (const mark of document.querySelectorAll(".equation-mark")) {
    const button = mark.querySelector("button");
    const reopen = () => mark.matches(":hover, :focus-within") || mark.classList.remove("closed");
    button.addEventListener("click", () => {
      mark.classList.remove("closed");
      button.focus(); // not every browser does so by itself
    });
    mark.addEventListener("pointerleave", () => requestAnimationFrame(reopen));
    mark.addEventListener("focusout", () => requestAnimationFrame(reopen));
  }
  addEventListener("keydown", (event) => {
    if (event.key === "Escape") document.querySelectorAll(".equation-mark:is(:hover, :focus-within)").forEach(close);
  });
})();

// On paper nothing unfolds and everything is black on white: before printing what is folded is opened and the light
// colours are put on, and afterwards all is as it was.
(() => {
  const page = document.documentElement;
  let opened = [];
  let theme = page.dataset.theme;
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll(".bd-article details:not([open])")];
    for (const one of opened) one.open = true;
    theme = page.dataset.theme;
    page.dataset.theme = "light";
  });
  addEventListener("afterprint", () => {
    for (const one of opened) one.open = false;
    page.dataset.theme = theme;
  });
})();

// Printing: the theme asks for it inside the page, which the content security policy refuses.
addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) print();
});

// The search page cuts its summaries out of whole pages, where menus come before the words and a formula stands three
// times, once for the eye and twice for machines. Here it reads the words, and every formula once.
if (typeof Search === "object") {
  const read = Search.htmlToText;
  const passed = ".bd-header-article, #jb-print-docs-body, .chain-line, .katex-html, annotation, .equation-mark, .prev-next-footer";
  Search.htmlToText = (html, anchor) => {
    const page = new DOMParser().parseFromString(html, "text/html");
    for (const one of page.querySelectorAll(passed)) one.remove();
    return read(page.documentElement.outerHTML, anchor).replace(/\s+/g, " ");
  };
}
