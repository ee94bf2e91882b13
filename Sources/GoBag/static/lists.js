// Who calls whom: picking one's name, one's own calls, everybody's.

const rowsMax = 60;
const search = { text: "", caller: "" };

function whoView() {
  const choose = async (id) => {
    shelf.me = id;
    await saveShelf();
    go(contents.customers.some((customer) => isOf(customer, meCaller())) ? "mine" : "all");
  };
  const rows = contents.callers.map((caller) => {
    const count = contents.customers.filter((customer) => isOf(customer, caller)).length;
    return el(
      "li",
      {},
      el(
        "button",
        { type: "button", className: "button wide pick", onclick: () => choose(caller.id), "data-caller": caller.id },
        el("span", { className: "strong" }, caller.name),
        el("span", { className: "soft small" }, count ? sayCount(contents.incident ? "calls" : "customers", count) : ""),
      ),
    );
  });
  return [
    el("h1", { tabindex: "-1" }, say("who.title")),
    el("p", { className: "lead" }, say("who.lead")),
    el(
      "ul",
      { className: "picks" },
      rows,
      el(
        "li",
        {},
        el(
          "button",
          { type: "button", className: "button wide pick", onclick: () => choose(""), "data-caller": "" },
          say("who.unlisted"),
        ),
      ),
    ),
  ];
}

function mineView() {
  const me = meCaller();
  const mine = contents.customers.filter((customer) => customer.ways.length && isOf(customer, me));
  const left = inOrder(mine.filter((customer) => !standing(customer).isDone));
  const done = mine.filter((customer) => standing(customer).isDone);
  const progress = say("mine.progress", { done: done.length, total: mine.length });
  return [
    el(
      "header",
      { className: "stack-tight" },
      el("h1", { tabindex: left.length ? null : "-1" }, mineTitle(me)),
      el("p", { className: "soft" }, incidentTitle()),
      mine.length
        ? [
            el("p", { className: "strong small" }, progress),
            el("progress", { className: "progress", value: String(done.length), max: String(mine.length), "aria-label": progress }),
          ]
        : null,
    ),
    scriptLanguages().length ? factsLink() : null,
    left.length ? cardView(left[0], { heading: "h2" }) : emptyCard(mine.length ? "mine.done" : "mine.none"),
    left.length > 1 ? listCard("mine.later", left.slice(1)) : null,
    done.length ? listCard("mine.finished", done) : null,
  ];
}

function mineTitle(me) {
  if (!me) return say("mine.nobody");
  return say(contents.incident ? "mine.title" : "mine.title_customers", { name: me.name });
}

function emptyCard(key) {
  return el(
    "section",
    { className: "card empty stack" },
    icon("check"),
    el("h2", {}, say(key)),
    el("p", { className: "soft" }, say(`${key}_text`)),
    el("p", {}, el("a", { className: "button primary", href: "#all" }, say("nav.all"))),
  );
}

function listCard(key, customers) {
  return el(
    "section",
    { className: "card", "aria-labelledby": key },
    el("h2", { id: key }, say(key)),
    el("ul", { className: "list" }, customers.slice(0, rowsMax).map(customerRow)),
    customers.length > rowsMax ? el("p", { className: "soft small" }, sayCount("more", customers.length - rowsMax)) : null,
  );
}

function customerRow(customer) {
  const caller = contents.callers.find((person) => person.id !== shelf.me && isOf(customer, person));
  const names = customer.why.length ? namesOf(customer.why) : namesOf(customer.has);
  const { last, dueAt } = standing(customer);
  const due = dueAt && dueAt > new Date().toISOString() ? say("from", { time: clock(dueAt) }) : null;
  const notes = [last?.outcome === "call_back" || due ? due : null, caller?.name, names.slice(0, 3).join(", ")];
  return el(
    "li",
    {},
    el(
      "a",
      { className: "row apart row-link", href: `#customer/${contents.customers.indexOf(customer)}` },
      el(
        "span",
        { className: "row-text" },
        el("span", { className: "strong" }, customer.name),
        el("span", { className: "small soft" }, notes.filter(Boolean).join(" · ")),
      ),
      stateOf(customer),
    ),
  );
}

function allView() {
  const results = el("div", { id: "found", className: "stack" });
  const input = el("input", {
    type: "search",
    value: search.text,
    autocomplete: "off",
    oninput: () => {
      search.text = input.value;
      fill(results);
    },
  });
  const callers = contents.callers.filter((caller) => contents.customers.some((customer) => isOf(customer, caller)));
  const choice = el(
    "select",
    {
      onchange: () => {
        search.caller = choice.value;
        fill(results);
      },
    },
    [["", "all.everybody"], ["-", "all.nobody"]].map(([value, key]) => el("option", { value }, say(key))),
    callers.map((caller) => el("option", { value: caller.id }, caller.name)),
  );
  choice.value = search.caller;
  fill(results);
  return [
    el(
      "header",
      { className: "stack-tight" },
      el("h1", { tabindex: "-1" }, say("all.title")),
      el("p", { className: "soft" }, incidentTitle()),
    ),
    scriptLanguages().length ? factsLink() : null,
    el("div", { className: "fields-2", role: "search" }, field("q", say("all.search"), input), field("caller", say("all.caller"), choice)),
    results,
  ];
}

/** What a customer is found by, made when first needed: on a phone, ten thousand of them take a while. */
const needles = new WeakMap();

function needleOf(customer) {
  if (!needles.has(customer)) {
    // In all languages, as people switch.
    const services = customer.has.flatMap((id) => Object.values(contents.components[id] ?? {}));
    const texts = [customer.name, customer.id, ...services, ...customer.ways.map((way) => way.number)];
    needles.set(customer, folded([...texts, ...customer.people.map((person) => person.name)].join("\n")));
  }
  return needles.get(customer);
}

const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

function fill(results) {
  const wanted = folded(search.text.trim());
  const caller = contents.callers.find((person) => person.id === search.caller);
  const found = contents.customers.filter((customer) => {
    if (caller && !isOf(customer, caller)) return false;
    if (search.caller === "-" && contents.callers.some((person) => isOf(customer, person))) return false;
    return !wanted || needleOf(customer).includes(wanted);
  });
  const count = sayCount("customers", found.length);
  results.replaceChildren(
    el("p", { className: "small soft", role: "status" }, count),
    found.length ? el("ul", { className: "list card" }, found.slice(0, rowsMax).map(customerRow)) : "",
    found.length > rowsMax ? el("p", { className: "soft" }, sayCount("more", found.length - rowsMax)) : "",
  );
}

function customerView(index) {
  const customer = contents.customers[index];
  if (!customer) return allView();
  return [
    el("p", { className: "eyebrow" }, el("a", { href: isOf(customer, meCaller()) ? "#mine" : "#all" }, say("back"))),
    cardView(customer),
    customer.words ? null : factsLink(),
    customer.mails.length ? el("p", { className: "soft small" }, say("card.mails", { mails: customer.mails.join(", ") })) : null,
  ];
}

const incidentTitle = () =>
  contents.incident ? `${contents.incident.id} · ${localized(contents.incident.title)}` : say("without_incident");
