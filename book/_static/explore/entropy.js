// Chapter 4: an album of photos, the surprisal of each kind, and the mean of these, the entropy.
"use strict";
explorable("entropy", {
  title: "How uncertain is an album of photos?",
  intro: "Drag the bars, or use the sliders. Before you do: which album has the largest entropy, which the smallest?",
  controls: Object.fromEntries(
    Object.entries({ airplane: 8, train: 4, cat: 2, dog: 2 }).map(([name, value]) => [
      name,
      { label: `${name}s`, min: 0, max: 12, step: 1, value },
    ]),
  ),
  size: [360, 262],
  show(photos, page) {
    const [names, counts] = [Object.keys(photos), Object.values(photos)];
    const all = xcMaths.sum(counts);
    const p = counts.map((count) => count / all);
    const bits = xcMaths.surprisal(p).map((h) => h / Math.LN2);
    const y = scale([0, 12], [165, 30]);
    names.forEach((name, k) => drawAlbum(page, [name, counts[k], p[k], bits[k]], 52 + 85 * k, y));
    page.draw("line", { class: "axis", x1: 10, x2: 350, y1: y(0), y2: y(0) });
    page.drag(([x, at], set) => set(names[Math.min(Math.max(Math.floor((x - 10) / 85), 0), 3)], Math.round((12 * (165 - at)) / 135)));
    if (all === 0) return page.say`The album is empty: there are no shares, so there is no entropy.`;
    const entropy = xcMaths.entropy(p);
    drawEntropy(page, entropy / Math.LN2);
    const [pa, pt, pc, pd] = names.map((name, k) => [`p-${name}`, p[k], 3]);
    const [ha, ht, hc, hd] = names.map((name, k) => [`h-${name}`, bits[k], 2]);
    const nothing = p.includes(0) ? " A share of 0 adds nothing." : "";
    page.say`Surprisals in bits: airplane ${ha}, train ${ht}, cat ${hc}, dog ${hd}. Their mean, weighed by the shares ${pa}, ${pt}, ${pc} and ${pd}, is the entropy: ${["bits", entropy / Math.LN2]} bits or ${["nats", entropy]} nats.${nothing}`;
  },
});

// One bar: how many photos, their share above it, their surprisal below.
function drawAlbum(page, [name, count, share, bits], x, y) {
  page.draw("rect", { class: "truth", x: x - 32, width: 64, y: y(count), height: y(0) - y(count) });
  page.draw("circle", { class: "truth dot", cx: x, cy: y(count), r: 6 });
  page.draw("text", { x, y: 182 }, name);
  if (Number.isNaN(share)) return;
  page.draw("text", { x, y: y(count) - 11 }, `${fixed(100 * share, 1)} %`);
  page.draw("text", { x, y: 198 }, `${fixed(bits, 2)} bits`);
}

// The scale below the bars, from 0 to the entropy of four even shares.
function drawEntropy(page, bits) {
  const x = scale([0, 2], [20, 340]);
  page.draw("rect", { class: "truth soft", x: x(0), width: x(2) - x(0), y: 220, height: 12 });
  page.draw("rect", { class: "truth", x: x(0), width: x(bits) - x(0), y: 220, height: 12 });
  page.draw("text", { class: "start", x: x(0), y: 252 }, `entropy ${fixed(bits, 2)} bits`);
  page.draw("text", { class: "end", x: x(2), y: 252 }, "most: log₂ 4 = 2");
}
