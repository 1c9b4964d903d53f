// Chapter 1: six labels of one photo, each with a logit, a sigmoid and a whole of its own.
"use strict";
explorable("sigmoids", {
  title: "Six labels, six sigmoids",
  intro: "Before you move it: what happens to the other five if you raise the cat’s logit? And what do the six sum to?",
  controls: Object.fromEntries(
    Object.entries({ cat: 0.8, dog: 0.9, couch: 0.6, airplane: 0.01, train: 0.02, car: 0.05 }).map(([name, yes]) => [
      name,
      { label: `logit of ${name}`, min: -6, max: 6, step: 0.1, value: Math.log(yes / (1 - yes)) },
    ]),
  ),
  size: [388, 190],
  show(logits, page) {
    const names = Object.keys(logits);
    const q = Object.values(logits).map(xcMaths.sigmoid);
    const y = scale([0, 1], [160, 24]);
    names.forEach((name, k) => {
      const x = scale([-6, 6], [3 + 60 * k, 55 + 60 * k]);
      page.draw("rect", { class: "model soft", x: x(-6), y: y(q[k]), width: 52, height: y(0) - y(q[k]) });
      page.draw("rect", { class: "axis", fill: "none", x: x(-6), y: y(1), width: 52, height: y(0) - y(1) });
      page.curve(xcMaths.range(-6, 6, 48).map((z) => [x(z), y(xcMaths.sigmoid(z))]), { class: "curve model" });
      page.draw("circle", { class: "model dot", cx: x(logits[name]), cy: y(q[k]), r: 5 });
      page.draw("text", { x: x(0), y: 16 }, `${fixed(100 * q[k], 1)} %`);
      page.draw("text", { x: x(0), y: 178 }, name);
    });
    page.draw("line", { class: "guide", x1: 3, x2: 355, y1: y(0.5), y2: y(0.5) });
    page.draw("text", { class: "start", x: 362, y: y(0.5) + 4 }, "1/2");
    const above = names.filter((_, k) => q[k] > 0.5).join(", ") || "none";
    const [cat, dog, couch, airplane, train, car] = names.map((name, k) => [name, q[k], 3]);
    page.say`Cat ${cat}, dog ${dog}, couch ${couch}, airplane ${airplane}, train ${train}, car ${car}. They sum to ${["sum", xcMaths.sum(q), 3]}, and need not sum to 1. Above one half: ${above}.`;
  },
});
