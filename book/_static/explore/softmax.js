// Chapter 1: three logits and a temperature, and the probabilities that they become.
"use strict";
explorable("softmax", {
  title: "Three logits and a temperature",
  intro: "Move a logit, or the temperature by which all three are divided, and watch the bars.",
  controls: {
    z0: { label: "logit of airplane", min: -6, max: 6, step: 0.1, value: 1 },
    z1: { label: "logit of train", min: -6, max: 6, step: 0.1, value: 0 },
    z2: { label: "logit of cat", min: -6, max: 6, step: 0.1, value: -0.5 },
    temperature: { label: "temperature", min: 0.1, max: 8, step: 0.1, value: 1 },
  },
  size: [360, 190],
  show({ z0, z1, z2, temperature }, page) {
    const q = xcMaths.softmax([z0, z1, z2].map((z) => z / temperature));
    const height = scale([0, 1], [0, 140]);
    page.draw("line", { class: "axis", x1: 20, x2: 340, y1: 165, y2: 165 });
    ["airplane", "train", "cat"].forEach((label, k) => {
      const x = 35 + 105 * k;
      page.draw("rect", { class: "model", x, width: 80, y: 165 - height(q[k]), height: height(q[k]) });
      page.draw("text", { x: x + 40, y: 158 - height(q[k]) }, `${(100 * q[k]).toFixed(1)} %`);
      page.draw("text", { x: x + 40, y: 182 }, label);
    });
    page.say`The softmax gives airplane ${["airplane", q[0]]}, train ${["train", q[1]]} and cat ${["cat", q[2]]}; they add up to 1.`;
  },
});
