// Where one is, and drawing it.

/** Away for longer than a long call: the bag closes by itself. What was recorded stays. */
const lockAfterMinutes = 45;

const views = { who: whoView, mine: mineView, all: allView, facts: factsView, hand: handView };

function place() {
  const [name, number] = location.hash.slice(1).split("/");
  if (shelf.me === null) return { name: "who" };
  if (name === "customer") return { name, index: Number(number) };
  return { name: views[name] ? name : "mine" };
}

function go(name) {
  if (location.hash === `#${name}`) show();
  else location.hash = name;
}

function show() {
  document.documentElement.lang = language;
  const app = document.getElementById("app");
  if (!contents) {
    app.replaceChildren(lockView());
    return;
  }
  const here = place();
  const view = here.name === "customer" ? customerView(here.index) : views[here.name]();
  document.title = `${say("title")} · ${contents.sender}`;
  document.body.className = shelf.me === null ? "" : "has-nav";
  app.replaceChildren(
    el("a", { className: "skip", href: "#main", onclick: skip }, say("skip")),
    header(here.name),
    el(
      "main",
      { id: "main", tabindex: "-1", className: "bag" },
      isForgetful && here.name !== "hand" ? banner("bad", el("p", {}, say("forgetful"))) : "",
      ...view.filter(Boolean).flat(),
    ),
  );
}

function header(current) {
  const fresh = shelf.outcomes.filter((outcome) => !outcome.isHanded).length;
  const items = [
    ["mine", "phone", say("nav.mine")],
    ["all", "people", say("nav.all")],
    ["hand", "hand", fresh ? say("nav.hand_count", { count: fresh }) : say("nav.hand")],
  ];
  const links = items.map(([name, sign, label]) =>
    el("a", { href: `#${name}`, "aria-current": name === current ? "page" : null }, icon(sign), label),
  );
  return el(
    "header",
    { className: "top" },
    el(
      "div",
      { className: "top-row" },
      brand(contents.sender),
      shelf.me === null ? null : el("nav", { className: "nav", "aria-label": say("nav") }, links),
      languageSwitch(),
      el("button", { type: "button", className: "lock-button", onclick: () => location.reload(), "aria-label": say("lock") }, icon("lock")),
    ),
  );
}

function skip(event) {
  event.preventDefault();
  document.getElementById("main").focus();
}

/** After something has happened: the heading of what to look at now. */
function focusHeading() {
  (document.querySelector("#who") ?? document.querySelector("h1[tabindex]"))?.focus({ preventScroll: true });
}

addEventListener("hashchange", () => {
  if (!contents) return;
  show();
  scrollTo({ top: 0 });
  focusHeading();
});

let leftAt = null;
document.addEventListener("visibilitychange", () => {
  if (document.hidden) leftAt = Date.now();
  else if (contents && leftAt && Date.now() - leftAt > lockAfterMinutes * 60_000) location.reload();
});

show();
document.getElementById("passphrase")?.focus();
