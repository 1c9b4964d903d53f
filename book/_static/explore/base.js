// What all explorables share. One of them is a name, its controls, and a function that draws and says what their values mean:
//
//   explorable("softmax", { title, intro, controls: { z1: { label, min, max, step, value } }, size: [w, h], show(values, page) })
//
// `show` runs at every change. It draws with page.draw(tag, attributes, text) into the picture, whose units are those of
// `size`, and says with page.say`loss ${["loss", x]}` what is to be seen; a pair [name, number] is shown to four decimals and
// can be found by its name. `page.drag(move)` lets a pointer act on the picture: move([x, y], set) gets its place, and set(name,
// value) moves a control. `moves` are buttons: { "One step": (values) => the values to go to }. Controls are native inputs, so
// keyboard, touch and labels come with the browser. Without a `size` there is no picture.
"use strict";
const explorable = (() => {
  const SVG = "http://www.w3.org/2000/svg";
  const PAUSE = 500; // milliseconds without a change, before a screen reader is told the sentence

  const make = (tag, attributes = {}, ...children) => {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    node.append(...children);
    return node;
  };

  class Explorable extends HTMLElement {
    connectedCallback() {
      if (this.watch) return;
      this.watch = new IntersectionObserver((seen) => seen.some((one) => one.isIntersecting) && this.start(), { rootMargin: "2000px" });
      this.watch.observe(this);
    }

    // Builds controls, picture and sentence in the place of the fallback.
    start() {
      this.watch.disconnect();
      const { title, intro, controls, moves = {}, size } = this.plan;
      const name = this.localName;
      this.values = {};
      this.starts = {};
      this.inputs = {};
      this.picture = document.createElementNS(SVG, "svg");
      if (size) this.picture.setAttribute("viewBox", `0 0 ${size[0]} ${size[1]}`);
      this.picture.setAttribute("aria-hidden", "true"); // the sentence below says it
      this.sentence = make("p", { class: "says" });
      this.spoken = make("p", { class: "spoken", role: "status" });
      const box = make("div", { class: "controls" }, ...Object.entries(controls).map(([key, one]) => this.control(key, one)));
      const buttons = make("div", { class: "moves" });
      for (const [text, where] of Object.entries(moves)) buttons.append(this.button(text, () => where(this.values)));
      buttons.append(this.button("Start again", () => this.starts));
      const heading = make("p", { class: "title", id: `${name}-title` }, title);
      const body = make("div", { class: "live", role: "group", "aria-labelledby": heading.id }, heading);
      if (intro) body.append(make("p", { class: "intro" }, intro));
      body.append(...(size ? [this.picture] : []), this.sentence, box, buttons, this.spoken);
      this.append(body);
      this.toggleAttribute("live", true);
      this.show();
    }

    // One control: a slider, or with `choices` a list to choose from, or with `check` a box to tick.
    control(key, { label, min, max, step, value, choices, check }) {
      const id = `${this.localName}-${key}`;
      const input = choices
        ? make("select", { id }, ...choices.map((text, k) => make("option", { value: k }, text)))
        : make("input", check ? { id, type: "checkbox" } : { id, type: "range", min, max, step, value });
      const digits = choices || check ? 0 : (String(step).split(".")[1] || "").length;
      const shown = make("span", { class: "value", "aria-hidden": "true" }); // the slider itself says it
      // What a move sets stays exact in `values`, even where the slider can only stand at a step.
      const take = (to) => {
        this.values[key] = check || choices ? to : Math.min(max, Math.max(min, to));
        if (check || choices) return;
        shown.textContent = fixed(this.values[key], digits);
        input.setAttribute("aria-valuetext", shown.textContent);
      };
      const set = (to) => {
        input[check ? "checked" : "value"] = to;
        take(to);
      };
      set(value);
      input.addEventListener("input", () => (take(check ? input.checked : Number(input.value)), this.show()));
      this.inputs[key] = set;
      this.starts[key] = value;
      const text = make("label", { for: id }, label);
      return make("div", { class: choices ? "choice" : check ? "check" : "slider" }, text, input, shown);
    }

    // One button: it moves the controls to where `go` says.
    button(text, go) {
      const node = make("button", { type: "button" }, text);
      node.addEventListener("click", () => {
        for (const [key, value] of Object.entries(go())) this.inputs[key](value);
        this.show();
      });
      return node;
    }

    show() {
      this.picture.replaceChildren();
      this.plan.show(this.values, this);
      clearTimeout(this.pause);
      this.pause = setTimeout(() => (this.spoken.textContent = this.sentence.textContent), PAUSE);
    }

    // Adds one shape or text to the picture and returns it.
    draw(tag, attributes = {}, text = "") {
      const node = document.createElementNS(SVG, tag);
      for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
      node.textContent = text;
      this.picture.append(node);
      return node;
    }

    // Draws a curve through points, leaving out those that are not finite.
    curve(points, attributes = {}) {
      const path = points.map(([x, y], k) => [k, x, y]).filter(([, x, y]) => Number.isFinite(x) && Number.isFinite(y));
      const d = path.map(([k, x, y], n) => `${n && path[n - 1][0] === k - 1 ? "L" : "M"}${x.toFixed(2)} ${y.toFixed(2)}`).join("");
      return this.draw("path", { class: "curve", d, ...attributes });
    }

    // A template: words stand as they are, triples [name, number, digits] become numbers with a name, [name, "text"] code. In
    // the place of digits a function may write the number. The sentence never gets lower, or the controls would jump.
    say(words, ...numbers) {
      const named = (one) => {
        if (typeof one === "string") return one;
        const [name, x, digits] = one;
        if (typeof x === "string") return make("code", { "data-name": name }, x);
        return make("b", { "data-name": name }, typeof digits === "function" ? digits(x) : number(x, digits));
      };
      this.sentence.replaceChildren(...words.flatMap((word, k) => (k < numbers.length ? [word, named(numbers[k])] : [word])));
      this.sentence.style.minHeight = `${this.sentence.offsetHeight}px`;
    }

    // Lets a pointer act on the picture, in its own units; call it once, from the first `show`.
    drag(move) {
      if (this.dragged) return;
      this.dragged = true;
      this.picture.classList.add("draggable");
      const act = (event) => {
        const place = new DOMPoint(event.clientX, event.clientY).matrixTransform(this.picture.getScreenCTM().inverse());
        move([place.x, place.y], (key, value) => this.inputs[key](value));
        this.show();
      };
      this.picture.addEventListener("pointerdown", (event) => {
        this.picture.setPointerCapture(event.pointerId);
        act(event);
      });
      this.picture.addEventListener("pointermove", (event) => event.buttons && act(event));
    }
  }

  return (name, plan) =>
    customElements.define(`xc-${name}`, class extends Explorable {
      plan = plan;
    });
})();

// A straight scale: from the numbers of the first pair to the places of the second.
const scale = ([a, b], [from, to]) => (x) => from + ((x - a) / (b - a)) * (to - from);

// How numbers are written, with a true minus: with so many decimals, and zero without a sign; ...
const fixed = (x, digits) => {
  if (Number.isNaN(x)) return "not a number";
  const text = Math.abs(x) === Infinity ? `${x < 0 ? "-" : ""}∞` : (Number(x.toFixed(digits)) || 0).toFixed(digits);
  return text.replace("-", "−");
};

// ... with a power of ten, as 2.22 · 10⁻³; ...
const scientific = (x) => {
  const [figures, power] = x.toExponential(2).replace("+", "").split("e");
  return `${figures.replace("-", "−")} · 10${[...power].map((sign) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[sign] || "⁻").join("")}`;
};

// ... as decimals, unless these would make a zero of what is none; ...
const number = (x, digits = 4) => (x !== 0 && Math.abs(x) < 0.5 * 10 ** -digits ? scientific(x) : fixed(x, digits));

// ... and from 0 to 1 with three figures, however small.
const threeFigures = (x) => (x >= 0.01 ? x.toPrecision(3) : x === 0 ? "0" : scientific(x));
