// Run in a page that has loaded: go through it once, unfold everything, and say what is to be seen.
async () => {
  const frames = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  const name = (element) => {
    const words = (element.textContent || "").trim().slice(0, 40);
    return `${element.tagName.toLowerCase()}${element.id && "#" + element.id}.${element.className} "${words}"`;
  };

  // Shifts of the load and of reading down to the end, where what loads late arrives.
  const moved = [];
  new PerformanceObserver((list) => {
    for (const shift of list.getEntries()) {
      if (shift.hadRecentInput) continue;
      const what = shift.sources.filter((source) => source.node).map((source) => source.node.nodeName);
      moved.push([shift.value, `${shift.value.toFixed(4)} at ${Math.round(shift.startTime)} ms: ${what}`]);
    }
  }).observe({ type: "layout-shift", buffered: true });
  await document.fonts.ready;
  for (let y = 0; y < document.body.scrollHeight; y += 400) { // as fast as a hand turns a wheel
    scrollTo(0, y);
    await frames();
  }
  scrollTo(0, 0);
  await frames();
  const shift = moved.reduce((sum, [value]) => sum + value, 0);

  for (const folded of document.querySelectorAll("details")) folded.open = true;
  await frames();

  const wide = [];
  if (document.documentElement.scrollWidth > innerWidth) {
    for (const element of document.querySelectorAll("main *")) {
      if (element.getBoundingClientRect().right > innerWidth + 1) wide.push(name(element));
    }
    wide.unshift(`the page is ${document.documentElement.scrollWidth} wide`);
  }

  // A formula: both its halves are there, it takes up room, and its subscripts are smaller than its letters.
  const formulas = [...document.querySelectorAll(".katex")];
  const broken = [];
  const size = (element) => parseFloat(getComputedStyle(element).fontSize);
  for (const formula of formulas) {
    const drawn = formula.querySelector(".katex-html");
    const box = drawn && drawn.getBoundingClientRect();
    const small = formula.querySelector(".msupsub .mtight");
    if (!formula.querySelector("math")) broken.push(`no MathML: ${name(formula)}`);
    if (formula.checkVisibility() && !(box && box.width && box.height)) broken.push(`no room: ${name(formula)}`);
    if (small && size(small) >= size(formula)) broken.push(`script at full size: ${name(formula)}`);
  }
  for (const error of document.querySelectorAll(".katex-error")) broken.push(`error: ${name(error)}`);

  const unread = []; // TeX that nobody rendered
  const walker = document.createTreeWalker(document.querySelector("main") || document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    if (parent.closest("code, pre, script, style, textarea, .katex")) continue;
    if (/\\[a-zA-Z]{2,}|\$\$|\\\(|\\\[/.test(walker.currentNode.data)) unread.push(name(parent));
  }

  const style = document.createElement("span");
  style.className = "katex";
  style.innerHTML = '<span class="katex-version"></span>';
  document.body.append(style);
  const version = getComputedStyle(style.firstChild, "::after").content.replaceAll('"', "");
  style.remove();

  return {
    shift,
    moved: moved.map(([, words]) => words),
    wide,
    formulas: formulas.length,
    broken,
    unread,
    katex: version,
    fonts: [...document.fonts].filter((font) => font.status === "loaded").map((font) => font.family),
    pictures: [...document.images].map((image) => [image.getAttribute("src"), image.getAttribute("alt"), image.naturalWidth]),
    links: [...document.querySelectorAll("a[href]")].map((link) => link.href),
  };
}
