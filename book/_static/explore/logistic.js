// Chapter 9: a sigmoid over the petals of two irises, and where its slope and intercept lie on the surface of the mean loss.
"use strict";
{
  // Petal lengths in millimetres, as in scikit-learn's copy of the data: versicolor (label 0), then virginica (label 1).
  const VERSICOLOR = "47 45 49 40 46 45 47 33 46 39 35 42 40 47 36 44 45 41 45 39 48 40 49 47 43 44 48 50 45 35 38 37 39 51 45 45 47 44 41 40 44 46 40 33 42 42 42 43 30 41";
  const VIRGINICA = "60 51 59 56 58 66 45 63 58 61 51 53 55 50 51 53 55 67 69 50 57 49 67 49 57 60 48 49 56 58 61 64 56 51 56 61 56 55 48 54 56 51 51 59 57 52 50 52 54 51";
  const lengths = `${VERSICOLOR} ${VIRGINICA}`.split(" ").map(Number);
  const mean = (values) => xcMaths.sum(values) / values.length;
  const centre = mean(lengths);
  const spread = Math.sqrt(mean(lengths.map((a) => (a - centre) ** 2)));
  const xs = lengths.map((a) => (a - centre) / spread);
  const ts = xs.map((_, i) => (i < 50 ? 0 : 1));

  const loss = (w, b) => mean(xs.map((x, i) => xcMaths.softplus(ts[i] ? -(w * x + b) : w * x + b)));
  const gradient = (w, b) => {
    const gaps = xs.map((x, i) => xcMaths.sigmoid(w * x + b) - ts[i]);
    return [mean(gaps.map((gap, i) => gap * xs[i])), mean(gaps)];
  };
  const newton = (w, b) => {
    const bends = xs.map((x) => xcMaths.sigmoid(w * x + b) * xcMaths.sigmoid(-w * x - b));
    const [ww, wb, bb] = [2, 1, 0].map((power) => mean(bends.map((bend, i) => bend * xs[i] ** power)));
    const [gw, gb] = gradient(w, b);
    const size = ww * bb - wb * wb;
    return { slope: w - (bb * gw - wb * gb) / size, intercept: b - (ww * gb - wb * gw) / size };
  };
  const downhill = (w, b) => {
    const [gw, gb] = gradient(w, b);
    return { slope: w - 4 * gw, intercept: b - 4 * gb };
  };

  // The lines of equal loss: on each edge of a fine grid, the place where the level is crossed; two such places join in a cell.
  const [W, B] = [xcMaths.range(-1, 10, 55), xcMaths.range(-2.6, 2.6, 40)];
  const levels = [0.17, 0.2, 0.3, 0.5, 0.8, 1.2];
  const grid = W.map((w) => B.map((b) => loss(w, b)));
  const crossing = ([i, j], [k, l], level) => {
    const part = (level - grid[i][j]) / (grid[k][l] - grid[i][j]);
    return part >= 0 && part < 1 ? [W[i] + part * (W[k] - W[i]), B[j] + part * (B[l] - B[j])] : null;
  };
  const pieces = (level) =>
    W.slice(1).flatMap((_, i) =>
      B.slice(1).map((_, j) => {
        const around = [[i, j], [i + 1, j], [i + 1, j + 1], [i, j + 1], [i, j]];
        return [0, 1, 2, 3].map((side) => crossing(around[side], around[side + 1], level)).filter(Boolean);
      }),
    );

  const x = scale([-3, 3], [0, 165]);
  const y = scale([0, 1], [160, 40]);
  const across = scale([-1, 10], [195, 355]);
  const up = scale([-2.6, 2.6], [180, 20]);
  const contours = levels.map((level) =>
    pieces(level)
      .filter((ends) => ends.length > 1)
      .map(([a, b]) => `M${across(a[0]).toFixed(1)} ${up(a[1]).toFixed(1)}L${across(b[0]).toFixed(1)} ${up(b[1]).toFixed(1)}`)
      .join(""),
  );
  const trail = [];

  explorable("logistic", {
    title: "Slope and intercept over a hundred petals",
    intro: "Find the bottom by hand. Then start again, and count the steps of each walk.",
    controls: {
      slope: { label: "slope", min: -1, max: 10, step: 0.05, value: 0 },
      intercept: { label: "intercept", min: -2.6, max: 2.6, step: 0.05, value: 2 },
    },
    moves: {
      "One Newton step": ({ slope, intercept }) => newton(slope, intercept),
      "One step downhill": ({ slope, intercept }) => downhill(slope, intercept),
    },
    size: [360, 205],
    show({ slope, intercept }, page) {
      page.draw("line", { class: "axis", x1: 0, x2: 165, y1: 160, y2: 160 });
      xs.forEach((a, i) => page.draw("line", { class: "tick data", x1: x(a), x2: x(a), y1: y(ts[i]) - 5, y2: y(ts[i]) + 5 }));
      page.curve(xcMaths.range(-3, 3, 120).map((a) => [x(a), y(xcMaths.sigmoid(slope * a + intercept))]), { class: "curve model" });
      page.draw("text", { x: 82, y: 180 }, "petal length →");

      for (const d of contours) page.draw("path", { class: "curve loss soft", d });
      if (slope === 0 && intercept === 2) trail.length = 0;
      trail.push([across(slope), up(intercept)]);
      page.curve(trail.slice(-40), { class: "curve data" });
      page.draw("circle", { class: "model dot", cx: across(slope), cy: up(intercept), r: 6 });
      page.draw("text", { x: 275, y: 198 }, "slope →");
      page.draw("text", { x: 195, y: 14, class: "start" }, "intercept ↑");
      page.draw("text", { x: 355, y: 14, class: "loss end" }, "mean loss");
      page.drag(([a, b], set) => a > 185 && (set("slope", ((a - 195) * 11) / 160 - 1), set("intercept", ((180 - b) * 5.2) / 160 - 2.6)));
      const [gw, gb] = gradient(slope, intercept);
      page.say`Mean loss: ${["loss", loss(slope, intercept)]} nats. Its gradient: ${["slope", gw]} for the slope, ${["intercept", gb]} for the intercept.`;
    },
  });
}
