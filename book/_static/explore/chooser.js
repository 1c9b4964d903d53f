// Chapter 11: what is known of an example, and what comes out of the model; together they name the call.
"use strict";
{
  const KNOWN = ["one of K classes", "shares of K classes", "yes or no", "any of K labels, each yes or no"];
  const OUTPUTS = ["logits", "probabilities", "logarithms of probabilities"];
  const BCE = "F.binary_cross_entropy";
  const perExample = (call) => `${call}, reduction="none").sum(1).mean()`;
  const CALLS = [
    ["F.cross_entropy(logits, classes)", "F.nll_loss(probs.log(), classes)", "F.nll_loss(log_probs, classes)"],
    ["F.cross_entropy(logits, shares)", "-torch.xlogy(shares, probs).sum(1).mean()", "-(shares * log_probs).sum(1).mean()"],
    [`${BCE}_with_logits(logits, answers)`, `${BCE}(probs, answers)`, `${BCE}(log_probs.exp(), answers)`],
    [perExample(`${BCE}_with_logits(logits, labels`), perExample(`${BCE}(probs, labels`), perExample(`${BCE}(log_probs.exp(), labels`)],
  ];
  const ADVICE = [
    "Logits keep all digits: this is the call to prefer.",
    "A probability that has become 0 or 1 has lost its digits. If you can, take the softmax or sigmoid away and choose logits.",
    "If you can, let the model put out logits, and choose those instead.",
  ];

  explorable("chooser", {
    title: "Which loss do I want?",
    controls: {
      known: { label: "known of an example", choices: KNOWN, value: 0 },
      output: { label: "the model puts out", choices: OUTPUTS, value: 0 },
    },
    show({ known, output }, page) {
      page.say`The mean loss of an example: ${["call", CALLS[known][output]]}. ${ADVICE[output]}`;
    },
  });
}
