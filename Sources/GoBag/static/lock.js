// The closed bag: what it is, from when, and the passphrase that opens it.

function languageSwitch() {
  const buttons = spoken.map((code) =>
    el(
      "button",
      {
        type: "button",
        lang: code,
        "aria-pressed": String(code === language),
        onclick: () => chooseLanguage(code),
      },
      el("span", { "aria-hidden": "true" }, code),
      el("span", { className: "hidden-text" }, say(`language.${code}`)),
    ),
  );
  return el("div", { className: "languages", role: "group", "aria-label": say("language") }, buttons);
}

function chooseLanguage(code) {
  language = code;
  if (contents) {
    shelf.language = code;
    saveShelf();
  }
  show();
}

function brand(sender) {
  return el("span", { className: "brand" }, icon("mark"), "Amends", el("span", { className: "brand-sender" }, sender));
}

function lockView() {
  const passphrase = el("input", {
    type: "password",
    name: "passphrase",
    autocomplete: "off",
    autocapitalize: "none",
    spellcheck: "false",
    required: true,
  });
  const shown = el("input", {
    type: "checkbox",
    id: "shown",
    onchange: () => (passphrase.type = shown.checked ? "text" : "password"),
  });
  const note = el("p", { className: "problem", id: "passphrase-wrong", role: "alert", hidden: true });
  const button = el("button", { className: "button primary big wide" }, icon("lock"), say("lock.open"));
  const form = el(
    "form",
    { className: "card stack", onsubmit: (event) => unlock(event, passphrase, button, note) },
    field("passphrase", say("lock.passphrase"), passphrase, { hint: say("lock.hint") }),
    note,
    el("label", { className: "check", for: "shown" }, shown, say("lock.show")),
    button,
  );
  return el(
    "main",
    { id: "main", className: "lock", tabindex: "-1" },
    el("div", { className: "row apart" }, brand(""), languageSwitch()),
    el(
      "header",
      { className: "stack-tight" },
      el("h1", {}, say("lock.title")),
      el("p", { className: "lead" }, say("lock.lead", { time: stamp(sealedBag.madeAt) })),
    ),
    canOpen ? form : banner("bad", el("p", {}, say("lock.cannot"))),
    el("p", { className: "soft small" }, say("lock.private")),
  );
}

async function unlock(event, passphrase, button, note) {
  event.preventDefault();
  if (button.disabled) return;
  button.disabled = true;
  note.hidden = true;
  button.replaceChildren(say("lock.opening"));
  announce(say("lock.opening"));
  const opened = await openBag(passphrase.value);
  if (opened) {
    contents = opened;
    // With an incident the worst hurt come first; without one people look for names.
    if (!contents.incident) contents.customers.sort((one, two) => one.name.localeCompare(two.name));
    await loadShelf();
    language = sentences[shelf.language] ? shelf.language : language;
    show();
    focusHeading();
    return;
  }
  button.disabled = false;
  button.replaceChildren(icon("lock"), say("lock.open"));
  note.textContent = say("lock.wrong");
  note.hidden = false;
  passphrase.setAttribute("aria-invalid", "true");
  passphrase.setAttribute("aria-describedby", "passphrase-wrong passphrase-hint");
  passphrase.focus();
  passphrase.select();
}
