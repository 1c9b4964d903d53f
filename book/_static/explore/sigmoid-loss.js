// Chapter 8: the loss of one logit and one label, its slope, and what the plain formula says in 64-bit numbers.
"use strict";
{
  const loss = (z, t) => (1 - t) * xcMaths.softplus(z) + t * xcMaths.softplus(-z);
  const naive = (z, t) => {
    const q = 1 / (1 + Math.exp(-z));
    return -(t * Math.log(q) + (1 - t) * Math.log(1 - q));
  };

  explorable("sigmoid-loss", {
    title: "One logit, one label",
    intro: "Where is the slope zero? And from which logit on does the plain formula (dashed) give up?",
    controls: {
      z: { label: "logit z", min: -50, max: 50, step: 0.5, value: 2 },
      t: { label: "label t", min: 0, max: 1, step: 0.05, value: 0 },
      far: { label: "show −50 to 50", check: true, value: false },
    },
    size: [360, 220],
    show({ z, t, far }, page) {
      const edge = far || Math.abs(z) > 8 ? 50 : 8; // the point is always to be seen
      const x = scale([-edge, edge], [15, 345]);
      const y = scale([0, edge], [190, 15]);
      const along = xcMaths.range(-edge, edge, 400);
      page.draw("line", { class: "axis", x1: 15, x2: 345, y1: 190, y2: 190 });
      for (const tick of [-edge, 0, edge]) page.draw("text", { x: x(tick), y: 206 }, `z = ${String(tick).replace("-", "−")}`);
      page.curve(along.map((a) => [x(a), y(naive(a, t))]), { class: "curve data naive", "stroke-dasharray": "7 6" });
      page.curve(along.map((a) => [x(a), y(loss(a, t))]), { class: "curve loss" });

      const slope = (1 - t) * xcMaths.sigmoid(z) - t * xcMaths.sigmoid(-z); // answer minus label, without losing digits
      const [here, reach] = [loss(z, t), edge / 4];
      const [from, to] = [Math.max(-edge, z - reach), Math.min(edge, z + reach)];
      page.draw("line", { class: "tangent", x1: x(from), x2: x(to), y1: y(here + slope * (from - z)), y2: y(here + slope * (to - z)) });
      page.draw("circle", { class: "loss dot", cx: x(z), cy: y(here), r: 6 });
      page.say`The model says ${["probability", xcMaths.sigmoid(z)]}. Loss: ${["loss", here]} nats; slope, answer minus label: ${["slope", slope]}. The plain formula says ${["naive", naive(z, t)]}.`;
    },
  });
}
