// One customer: who, why, the number, what to say, what came of it.

/** The way that was tapped last for a customer, which an outcome is about. */
const tapped = new Map();

const wayKey = (way) => `${way.way}:${way.address}`;

function wayFor(customer) {
  const ways = waysTo(customer);
  return ways.find((way) => wayKey(way) === tapped.get(customer.id)) ?? ways[0];
}

function cardView(customer, { heading = "h1" } = {}) {
  const { told, isDone } = standing(customer);
  return el(
    "section",
    { className: "card call-card stack", "aria-labelledby": "who" },
    el(
      "div",
      { className: "stack-tight" },
      el(heading, { className: "call-name", id: "who", tabindex: "-1" }, customer.name),
      el("p", { className: "row" }, stateOf(customer), el("span", { className: "soft" }, aboutLine(customer))),
      whyLine(customer),
    ),
    numbers(customer),
    pastOf(customer),
    told ? null : script(customer),
    isDone && !told ? el("p", { className: "banner watch" }, say("card.no_way")) : null,
    isDone ? null : outcomeForm(customer),
  );
}

function aboutLine(customer) {
  const people = customer.people.map((person) => say("card.person", { name: person.name, role: roleName(person) }));
  const tier = customer.tier && say("card.tier", { tier: customer.tier });
  return [...people, languageName(customer.language), tier].filter(Boolean).join(" · ");
}

function roleName(person) {
  return sentences[language][`role.${person.role}`] ?? person.role;
}

function whyLine(customer) {
  const hurt = [...namesOf(customer.why), ...customer.listed];
  if (hurt.length) return el("p", {}, el("strong", {}, `${say("card.why")} `), listed(hurt));
  const has = namesOf(customer.has);
  return has.length ? el("p", {}, el("strong", {}, `${say("card.has")} `), listed(has)) : null;
}

function numbers(customer) {
  const ways = waysTo(customer);
  if (!ways.length) return null;
  const [first, ...others] = ways;
  return el(
    "div",
    { className: "stack-tight" },
    wayLink(first, customer, "call-number"),
    others.length ? el("div", { className: "ways" }, others.map((way) => wayLink(way, customer, "button"))) : null,
  );
}

function wayLink(way, customer, className) {
  const isPhone = way.way === "phone";
  return el(
    "a",
    {
      className,
      href: linkFor(way, customer),
      rel: "noreferrer noopener",
      target: way.way === "whatsapp" ? "_blank" : null,
      "data-way": wayKey(way),
      onclick: () => {
        tapped.set(customer.id, wayKey(way));
        // The link must leave first: what is drawn anew under it would swallow it.
        setTimeout(() => document.getElementById("about-way")?.replaceChildren(aboutWay(customer)), 0);
      },
    },
    icon(isPhone ? "phone" : "message"),
    el("span", {}, isPhone ? "" : `${say(`way.${way.way}`)} `, readable(way.number), el("small", {}, way.person ?? "")),
  );
}

function pastOf(customer) {
  const before = (customer.call?.attempts ?? []).map((attempt) =>
    el("li", {}, say("card.attempt", { time: clock(attempt.at), outcome: say(`outcome.${attempt.outcome}`) })),
  );
  const own = outcomesOf(customer).map((outcome) => el("li", { className: "row apart line" }, outcomeLine(outcome), undoButton(outcome)));
  if (!before.length && !own.length) return null;
  return el("ul", { className: "list small history", "aria-label": say("card.history") }, before, own);
}

function outcomeLine(outcome) {
  const details = [
    outcome.since && say("card.since", { time: clock(outcome.since) }),
    outcome.callBack && say("card.at", { time: clock(outcome.callBack) }),
    outcome.note && `“${outcome.note}”`,
  ].filter(Boolean);
  const line = say("card.attempt", { time: clock(outcome.at), outcome: say(`outcome.${outcome.outcome}`) });
  return el("span", {}, [line, ...details].join(" · "));
}

function undoButton(outcome) {
  if (outcome.isHanded) return el("span", { className: "soft" }, say("card.handed"));
  const takeBack = async () => {
    await undo(outcome.id);
    show();
    focusHeading();
    announce(say("card.undone"));
  };
  return el("button", { type: "button", className: "button plain compact", onclick: takeBack }, say("card.undo"));
}

function script(customer) {
  const { lang, say: lines, asides } = scriptFor(customer);
  if (!lines.length) return null;
  return el(
    "div",
    { className: "stack-tight" },
    el("h2", { className: "small soft" }, say("card.say")),
    el("ul", { className: "script", lang }, lines.map((line) => el("li", {}, line))),
    el(
      "div",
      { className: "asides", lang },
      asides.map(({ heading, lines: answers }) =>
        el("details", {}, el("summary", {}, heading), el("ul", {}, answers.map((line) => el("li", {}, line)))),
      ),
    ),
  );
}

function aboutWay(customer) {
  const way = wayFor(customer);
  return way ? say("card.about_way", { way: say(`way.${way.way}`), number: readable(way.number) }) : "";
}

function outcomeForm(customer) {
  const note = el("input", { type: "text", maxlength: "400", autocomplete: "off" });
  const since = el("input", { type: "time" });
  const back = el("input", { type: "time", required: true });
  const settle = (outcome, details = {}) => recorded(customer, outcome, { note: note.value.trim() || undefined, ...details });
  const button = (outcome, className = "button") =>
    el("button", { type: "button", className, "data-outcome": outcome, onclick: () => settle(outcome) }, say(`tap.${outcome}`));
  const writes = waysTo(customer).some((way) => way.way !== "phone");
  const callBack = () => {
    if (!back.value) {
      back.setAttribute("aria-invalid", "true");
      back.focus();
      announce(say("card.back_missing"));
      return;
    }
    settle("call_back", { callBack: timeOfDay(back.value, { isPast: false }) });
  };
  const knew = () => settle("already_knew", { since: since.value ? timeOfDay(since.value, { isPast: true }) : undefined });
  return el(
    "div",
    { className: "stack", role: "group", "aria-labelledby": "came" },
    el("h2", { id: "came" }, say("card.came")),
    el("p", { className: "hint", id: "about-way" }, aboutWay(customer)),
    el(
      "div",
      { className: "outcomes" },
      button("reached", "button reached full"),
      opening("already_knew", [field("since", say("card.since_when"), since), save(knew, "already_knew")]),
      opening("call_back", [field("back", say("card.back_when"), back), save(callBack, "call_back")]),
      button("no_answer"),
      button("voicemail"),
      writes ? button("sent") : null,
      button("wrong_number"),
    ),
    field("note", say("card.note"), note, { hint: say("card.note_hint") }),
  );
}

/** An outcome that needs a time: a button that opens a field. */
function opening(outcome, parts) {
  return el(
    "details",
    {},
    el("summary", { className: "button", "data-opens": outcome }, say(`tap.${outcome}`)),
    el("div", { className: "stack inside" }, parts),
  );
}

function save(onclick, outcome) {
  return el("button", { type: "button", className: "button primary wide", "data-outcome": outcome, onclick }, say("card.save"));
}

/** "10:30" as a moment: the last such or the next one. */
function timeOfDay(text, { isPast }) {
  const [hours, minutes] = text.split(":").map(Number);
  const now = new Date();
  const date = new Date(now);
  date.setHours(hours, minutes, 0, 0);
  if (isPast && date > now) date.setDate(date.getDate() - 1);
  if (!isPast && date <= now) date.setDate(date.getDate() + 1);
  return date.toISOString();
}

async function recorded(customer, outcome, details) {
  await record(customer, wayFor(customer), outcome, details);
  tapped.delete(customer.id);
  show();
  scrollTo({ top: 0 });
  focusHeading();
  announce(say("card.recorded", { name: customer.name, outcome: say(`outcome.${outcome}`) }));
}
