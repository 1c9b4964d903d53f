// Chapter 2: throws that were seen, and the likelihood of every θ, beside that of the one you choose.
"use strict";
explorable("likelihood", {
  title: "The likelihood of θ",
  intro: "Before you move it: with 70 up and 30 down the peak stays at 0.7. Is it as wide as now? And how high is it?",
  controls: {
    up: { label: "up", min: 0, max: 100, step: 1, value: 7 },
    down: { label: "down", min: 0, max: 100, step: 1, value: 3 },
    theta: { label: "your θ", min: 0, max: 1, step: 0.01, value: 0.5 },
  },
  size: [360, 210],
  show({ up, down, theta }, page) {
    const likelihood = (at) => at ** up * (1 - at) ** down;
    const [best, chosen] = [up / (up + down), likelihood(theta)];
    const peak = up + down ? likelihood(best) : 1;
    const [x, y] = [scale([0, 1], [25, 335]), scale([0, peak], [165, 30])];
    page.draw("line", { class: "axis", x1: x(0), x2: x(1), y1: y(0), y2: y(0) });
    for (const at of [0, 0.5, 1]) page.draw("text", { x: x(at), y: 182 }, at);
    page.draw("text", { x: x(0.5), y: 202 }, "θ, the chance of up");
    page.curve(xcMaths.range(0, 1, 400).map((at) => [x(at), y(likelihood(at))]), { class: "curve model" });
    if (up + down) {
      page.draw("line", { class: "guide", x1: x(best), x2: x(best), y1: y(0), y2: y(peak) });
      page.draw("text", { x: Math.min(Math.max(x(best), 70), 290), y: 20 }, `peak ${threeFigures(peak)}`);
    }
    page.draw("line", { class: "curve model", x1: x(theta), x2: x(theta), y1: y(0), y2: y(chosen) });
    page.draw("circle", { class: "model dot", cx: x(theta), cy: y(chosen), r: 6 });
    const here = ["likelihood", chosen, threeFigures];
    if (up + down === 0) page.say`Nothing was thrown yet: the likelihood is ${here} at every θ, so none is better than another.`;
    else page.say`For ${String(up)} up and ${String(down)} down, your θ has the likelihood ${here}. The peak is at ${["best", best]}, with ${["peak", peak, threeFigures]}. The ratio of the two is ${["ratio", chosen / peak, threeFigures]}.`;
  },
});
