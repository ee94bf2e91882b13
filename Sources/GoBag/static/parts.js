// Small parts that all views are made of.

const svgSpace = "http://www.w3.org/2000/svg";
const icons = {
  mark: ["M4 14a8 8 0 0 1 16 0", "M4 14v4M20 14v4", "M8.5 17.5l2.5-3 2 2.5 2.5-3"],
  phone: ["M5 3h4l2 5-2.5 1.5a12 12 0 0 0 6 6L16 13l5 2v4a2 2 0 0 1-2 2A16 16 0 0 1 3 5a2 2 0 0 1 2-2z"],
  message: ["M4 5h16v11H9l-5 4z"],
  people: ["M9 4.500a3.5 3.5 0 1 0 .01 0", "M2.5 20a6.5 6.5 0 0 1 13 0", "M16 5a3.5 3.5 0 0 1 0 6.5M18.5 14.5A6.5 6.5 0 0 1 21.5 20"],
  hand: ["M12 3v12M7 8l5-5 5 5", "M4 17v3h16v-3"],
  lock: ["M6 11h12v9H6z", "M8.500 11V8a3.500 3.500 0 0 1 7 0v3"],
  check: ["M4 12.5l5 5L20 6.5"],
  pen: ["M4 20l1-4L16 5l3 3L8 19z"],
};

/** An element with its properties and children; nothing is ever parsed as HTML. */
function el(name, properties = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (key === "value") element.value = value;
    else element.setAttribute(key === "className" ? "class" : key, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

function icon(name) {
  const svg = document.createElementNS(svgSpace, "svg");
  for (const [key, value] of [["viewBox", "0 0 24 24"], ["class", "icon"], ["aria-hidden", "true"]]) {
    svg.setAttribute(key, value);
  }
  for (const d of icons[name]) {
    const path = document.createElementNS(svgSpace, "path");
    path.setAttribute("d", d);
    svg.append(path);
  }
  return svg;
}

/** Read aloud without moving the focus. */
function announce(text) {
  const live = document.getElementById("live");
  live.textContent = "";
  setTimeout(() => (live.textContent = text), 50);
}

function banner(tone, ...children) {
  return el("div", { className: `banner ${tone}` }, el("div", { className: "stack-tight" }, ...children));
}

/** A field with its label, hint and what is wrong with it. */
function field(id, label, control, { hint, problem } = {}) {
  const notes = [hint && `${id}-hint`, problem && `${id}-problem`].filter(Boolean).join(" ");
  control.id = id;
  if (notes) control.setAttribute("aria-describedby", notes);
  if (problem) control.setAttribute("aria-invalid", "true");
  return el(
    "div",
    { className: "field" },
    el("label", { for: id }, label),
    hint && el("p", { className: "hint", id: `${id}-hint` }, hint),
    control,
    problem && el("p", { className: "problem", id: `${id}-problem` }, problem),
  );
}

const badge = (tone, text) => el("span", { className: `state ${tone}` }, text);

/** What a customer's state is in a word, differing in shape too. */
function stateOf(customer) {
  const { told, last } = standing(customer);
  if (told) return badge("good", say(`outcome.${told.outcome}`));
  if (last) return badge("watch", say(`outcome.${last.outcome}`));
  if (customer.toldAt) return badge("good", say("told_at", { time: clock(customer.toldAt) }));
  return customer.call ? badge("note", say("to_call")) : null;
}

const namesOf = (ids) => ids.map((id) => localized(contents.components[id])).filter(Boolean);
