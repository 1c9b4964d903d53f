// The self-tests. Each question is a form; its closed <details> holds a reason for each option, or for the number and for
// known slips. A check finds the reason that fits what was entered and repeats it in the form's live region.
(() => {
  const forms = [...document.querySelectorAll("form.self-test")];
  const score = document.createElement("p");
  score.className = "self-test-score";
  score.setAttribute("role", "status");
  forms.at(-1)?.after(score);
  const first = new Map(); // form -> was its first answer right?
  const done = new Map(); // form -> was it answered, or looked up?

  // "0.25", "0,25", "1/4" and "25 %" are the same number; anything else is none.
  const read = (text) => {
    const percent = text.trim().endsWith("%");
    const parts = text.replace("%", "").replaceAll("−", "-").replaceAll(",", ".").split("/").map((part) => part.trim());
    if (parts.length > 2 || parts.includes("")) return NaN;
    const [top, bottom = 1] = parts.map(Number);
    return top / bottom / (percent ? 100 : 1);
  };

  const near = (reason, number) =>
    Math.abs(reason.dataset.number - number) <= Number(reason.dataset.tolerance) + 1e-9;

  const say = (form, kind, word, ...rest) => {
    const said = form.querySelector("output");
    said.dataset.kind = kind;
    const strong = document.createElement("strong");
    strong.textContent = word;
    said.replaceChildren(strong, " ", ...rest);
  };

  const copy = (reason) => [...reason.cloneNode(true).childNodes];

  const settle = (form, how) => {
    if (done.has(form)) return;
    done.set(form, how);
    if (done.size < forms.length) return;
    const right = [...done.values()].filter((how) => how === "answered").length;
    const atOnce = [...first.values()].filter(Boolean).length;
    const all = right === forms.length ? `All ${forms.length}` : `${right} of ${forms.length}`;
    score.textContent = `Done. ${all} answered by yourself, ${atOnce} of them at the first try.`;
  };

  const judge = (form, reason, otherwise) => {
    const right = Boolean(reason && "right" in reason.dataset);
    if (!first.has(form) && !done.has(form)) first.set(form, right);
    if (right) {
      say(form, "right", "✓ Right.", ...copy(reason));
      settle(form, "answered");
    } else {
      say(form, "wrong", "✗ Not yet.", ...(reason ? copy(reason) : [otherwise]), " Try again, or open the answer.");
    }
  };

  const check = (form) => {
    const field = form.elements.answer;
    const reasons = [...form.querySelectorAll("details [data-letter], details [data-number]")];
    if (field instanceof RadioNodeList) {
      const reason = reasons.find((reason) => reason.dataset.letter === field.value);
      return field.value ? judge(form, reason) : say(form, "none", "Choose one first.");
    }
    const number = read(field.value);
    if (!Number.isFinite(number)) return say(form, "none", "Type a number, such as 0.25, 0,25 or 1/4.");
    const right = reasons.find((reason) => "right" in reason.dataset);
    judge(form, reasons.find((reason) => near(reason, number)), number < right.dataset.number ? "It is more." : "It is less.");
  };

  for (const form of forms) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      check(form);
    });
    // What was said belongs to the last answer: with the next one it goes.
    form.addEventListener("input", () => {
      const said = form.querySelector("output");
      said.replaceChildren();
      delete said.dataset.kind;
    });
    form.querySelector("details").addEventListener("toggle", () => settle(form, "opened"));
  }
})();
