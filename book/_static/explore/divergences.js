// Chapter 6: one bell curve q over a truth p with two bumps, the divergence in both directions, and each against q's mean.
"use strict";
{
  const LOG_2PI = Math.log(2 * Math.PI);
  const bell = (x, mean, sd) => -0.5 * ((x - mean) / sd) ** 2 - Math.log(sd) - 0.5 * LOG_2PI; // the logarithm of its density
  const bumps = (x, m) => xcMaths.logsumexp([bell(x, m, 1), bell(x, -m, 1)]) - Math.LN2;
  const steps = xcMaths.range(-9, 9, 360);
  const weights = steps.map((z) => Math.exp(bell(z, 0, 1)) / 20); // the share of a bell in each twentieth of its width

  const entropyOf = (m) => -xcMaths.dot(weights, steps.map((z) => bumps(m + z, m))); // both bumps are alike
  const forward = (m, mean, sd) => Math.log(sd) + 0.5 * LOG_2PI + (1 + m * m + mean * mean) / (2 * sd * sd) - entropyOf(m);
  const reverse = (m, mean, sd) => xcMaths.dot(weights, steps.map((z) => bell(z, 0, 1) - Math.log(sd) - bumps(mean + sd * z, m)));

  const tidy = (x) => (Math.abs(x) < 1e-12 ? 0 : x); // where q is p, only rounding is left

  // Down the valley that (mean, sd) lies in, in steps that halve where none goes down.
  const downhill = (m, mean, sd) => {
    for (let step = 0.5; step > 0.005; step /= 2) {
      for (let moved = true; moved; ) {
        const here = reverse(m, mean, sd);
        const near = [[step, 0], [-step, 0], [0, step], [0, -step]].map(([a, b]) => [mean + a, sd + b]);
        const better = near.find(([a, b]) => b >= 0.3 && Math.abs(a) <= 5 && reverse(m, a, b) < here);
        moved = better !== undefined;
        if (moved) [mean, sd] = better;
      }
    }
    return { mean, sd };
  };

  explorable("divergences", {
    title: "One bell curve, two bumps, two divergences",
    intro: "Find the q with the least divergence in each direction. Then bring the bumps nearer: when does the reverse fit change?",
    controls: {
      m: { label: "bumps at ±m", min: 0, max: 4, step: 0.05, value: 3 },
      mean: { label: "mean of q", min: -5, max: 5, step: 0.01, value: 1 },
      sd: { label: "sd of q", min: 0.3, max: 5, step: 0.01, value: 2 },
    },
    moves: {
      "Best forward fit": ({ m }) => ({ mean: 0, sd: Math.hypot(1, m) }),
      "Downhill from here, reverse": ({ m, mean, sd }) => downhill(m, mean, sd),
    },
    size: [360, 308],
    show({ m, mean, sd }, page) {
      const x = scale([-7, 7], [10, 350]);
      const density = scale([0, 0.45], [135, 10]);
      const cost = scale([0, 4], [270, 170]);
      const along = xcMaths.range(-7, 7, 140);
      page.draw("line", { class: "axis", x1: 10, x2: 350, y1: 135, y2: 135 });
      page.curve(along.map((a) => [x(a), density(Math.exp(bumps(a, m)))]), { class: "curve truth" });
      const inside = (y) => (y < 0 ? NaN : y); // a tall bell leaves the picture
      page.curve(along.map((a) => [x(a), inside(density(Math.exp(bell(a, mean, sd))))]), { class: "curve model" });
      page.draw("text", { x: x(m), y: 128, class: "truth" }, "p");
      page.draw("text", { x: x(mean), y: 150, class: "model" }, "q");

      page.draw("line", { class: "axis", x1: 10, x2: 350, y1: 270, y2: 270 });
      page.draw("line", { class: "guide", x1: x(mean), x2: x(mean), y1: 155, y2: 270 });
      const means = xcMaths.range(-5, 5, 80);
      const line = (f, more) => page.curve(means.map((a) => [x(a), cost(f(m, a, sd))]).filter(([, y]) => y > 160), { class: "curve loss", ...more });
      line(forward);
      line(reverse, { "stroke-dasharray": "5 4" });
      for (const f of [forward, reverse]) {
        const y = cost(f(m, mean, sd));
        if (y > 160) page.draw("circle", { class: "loss dot", cx: x(mean), cy: y, r: 5 });
      }
      for (const tick of ["−5", "0", "5"]) page.draw("text", { x: x(Number(tick.replace("−", "-"))), y: 285 }, tick);
      page.draw("text", { x: 180, y: 303 }, "forward (solid) and reverse, for other means of q");
      page.drag(([at], set) => set("mean", ((at - 180) * 7) / 170));
      page.say`Forward, truth first: ${["forward", tidy(forward(m, mean, sd))]} nats. Reverse, model first: ${["reverse", tidy(reverse(m, mean, sd))]} nats.`;
    },
  });
}
