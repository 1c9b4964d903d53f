// The few functions that explorables compute with, in the forms of the chapters. The tests hold them against xent_course.
"use strict";
const xcMaths = (() => {
  const sum = (values) => values.reduce((a, b) => a + b, 0);
  const dot = (weights, values) => sum(weights.map((w, k) => (w === 0 ? 0 : w * values[k]))); // 0 · ∞ = 0, as 0 log 0

  // Chapter 7: the largest logit is taken out, so that no exponential overflows.
  const logsumexp = (z) => {
    const m = Math.max(...z);
    return m + Math.log(sum(z.map((x) => Math.exp(x - m))));
  };
  const logSoftmax = (z) => z.map((x) => x - logsumexp(z));
  const softmax = (z) => logSoftmax(z).map(Math.exp);

  // Chapter 8: nothing but exp(-|z|) is ever computed, and it lies in (0, 1].
  const sigmoid = (z) => (z >= 0 ? 1 / (1 + Math.exp(-z)) : Math.exp(z) / (1 + Math.exp(z)));
  const softplus = (z) => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));

  // Chapter 4, in nats.
  const surprisal = (q) => q.map((x) => -Math.log(x));
  const entropy = (p) => dot(p, surprisal(p));

  const range = (from, to, count) => Array.from({ length: count + 1 }, (_, k) => from + ((to - from) * k) / count);
  return { sum, dot, logsumexp, logSoftmax, softmax, sigmoid, softplus, surprisal, entropy, range };
})();
