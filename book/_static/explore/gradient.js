// Chapter 7: three logits and a label, the push on each logit, and where the pushes lead.
"use strict";
explorable("gradient", {
  title: "Pushed towards the label",
  intro: "Before you move it: which logits would the label train push up? A step downhill adds each push to its logit: does the loss ever reach its floor?",
  controls: {
    z0: { label: "logit of airplane", min: -4, max: 4, step: 0.1, value: 2 },
    z1: { label: "logit of train", min: -4, max: 4, step: 0.1, value: 1 },
    z2: { label: "logit of cat", min: -4, max: 4, step: 0.1, value: 0 },
    target: { label: "label t", choices: ["airplane", "train", "cat", "the ten people"], value: 0 },
    steps: { label: "steps downhill", min: 0, max: 50, step: 1, value: 0 },
  },
  size: [360, 232],
  show({ z0, z1, z2, target, steps }, page) {
    const t = target === 3 ? [0.7, 0.2, 0.1] : [0, 1, 2].map((k) => Number(k === target));
    const slopes = (z) => xcMaths.softmax(z).map((q, k) => q - t[k]);
    let z = [z0, z1, z2];
    for (let step = 0; step < steps; step++) z = slopes(z).map((slope, k) => z[k] - slope);
    drawPushes(page, z, t);
    const [a, b, c] = slopes(z);
    const [loss, floor] = [xcMaths.dot(t, xcMaths.logSoftmax(z).map((x) => -x)), xcMaths.entropy(t)];
    page.say`Slopes q − t: airplane ${["airplane", a]}, train ${["train", b]}, cat ${["cat", c]}; each push is the opposite. The loss ${["loss", loss]} is its floor H(t) ${["floor", floor]} and an excess of ${["excess", loss - floor]}.`;
  },
});

// Bars q, marks at t, and from one to the other an arrow, the push t − q on that logit.
function drawPushes(page, z, t) {
  const y = scale([0, 1], [168, 28]);
  page.draw("line", { class: "axis", x1: 20, x2: 340, y1: y(0), y2: y(0) });
  page.draw("text", { class: "model start", x: 20, y: 228 }, "bar: model q");
  page.draw("text", { class: "truth", x: 162, y: 228 }, "mark: label t");
  page.draw("text", { class: "loss end", x: 340, y: 228 }, "arrow: push t − q");
  xcMaths.softmax(z).forEach((q, k) => {
    const x = 75 + 105 * k;
    const [length, up] = [Math.abs(y(t[k]) - y(q)), Math.sign(t[k] - q)];
    const head = y(t[k]) + up * Math.min(8, length);
    page.draw("rect", { class: "model soft", x: x - 35, width: 70, y: y(q), height: y(0) - y(q) });
    page.curve([[x - 42, y(t[k])], [x + 42, y(t[k])]], { class: "curve truth" });
    page.curve([[x, y(q)], [x, head]], { class: "curve loss" });
    page.draw("path", { class: "loss", d: `M${x} ${y(t[k])}L${x - 5} ${head}L${x + 5} ${head}Z` });
    page.draw("text", { class: "loss", x, y: Math.min(y(q), y(t[k])) - 8 }, fixed(t[k] - q, 2).replace(/^(?!−|0\.00)/, "+"));
    page.draw("text", { x, y: 186 }, ["airplane", "train", "cat"][k]);
    page.draw("text", { x, y: 204 }, `z = ${fixed(z[k], 2)}`);
  });
}
