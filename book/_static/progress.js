// A memory of the chapters that the reader has read to the end. It is kept in this browser and goes nowhere else.
(() => {
  const KEY = "xent-course-read";

  const read = () => {
    try {
      const found = JSON.parse(localStorage.getItem(KEY));
      return Array.isArray(found) ? found : [];
    } catch {
      return []; // no memory allowed, or not ours
    }
  };

  const write = (chapters) => {
    try {
      localStorage.setItem(KEY, JSON.stringify(chapters));
    } catch {
      // The reader's browser keeps nothing: then nothing is remembered.
    }
  };

  // A chapter: it counts as read when its last line has come into view.
  const noteEnd = (chapter, end) => {
    const watch = new IntersectionObserver((seen) => {
      if (!seen.some((one) => one.isIntersecting)) return;
      watch.disconnect();
      write([...new Set([...read(), chapter])]);
    });
    watch.observe(end);
  };

  // The map: a tick in the box of each chapter read, the count below, and a way to forget.
  const show = (map, status, said) => {
    const boxes = [...map.querySelectorAll("li[data-chapter]")].filter((box) => box.querySelector("b"));
    const done = boxes.filter((box) => read().includes(box.dataset.chapter));
    for (const tick of map.querySelectorAll(".read")) tick.remove();
    for (const box of done) {
      const tick = Object.assign(document.createElement("small"), { className: "read", textContent: "✓ read" });
      box.querySelector("strong").append(" ", tick);
    }
    said.textContent = `You have read ${done.length} of ${boxes.length} chapters to the end.`;
    status.hidden = done.length === 0;
  };

  const line = document.querySelector(".chain-line");
  const end = document.querySelector(".notebook-link");
  if (line && end) noteEnd(line.dataset.chapter, end);

  const map = document.querySelector(".chain-map");
  if (!map) return;
  const status = Object.assign(document.createElement("p"), { className: "read-so-far" });
  const said = document.createElement("span");
  const forget = Object.assign(document.createElement("button"), { type: "button", textContent: "Forget" });
  said.setAttribute("role", "status");
  status.append(said, " This is remembered in this browser only. ", forget);
  forget.addEventListener("click", () => {
    write([]);
    show(map, status, said);
    status.hidden = false;
    said.tabIndex = -1;
    said.focus(); // the button may go, the reader stays here
  });
  map.after(status);
  show(map, status, said);
  addEventListener("pageshow", () => show(map, status, said));
})();
