// What is the same in every script, filled in once; and what goes home.

function factsLink() {
  const isFilled = scriptLanguages().every((code) => factsIn(code).what);
  return el(
    "p",
    {},
    el("a", { className: `button${isFilled ? "" : " primary"}`, href: "#facts" }, icon("pen"), say(isFilled ? "facts.change" : "facts.fill")),
  );
}

function factsView() {
  const sets = scriptLanguages().map((code) => {
    const fields = factNames.map((name) => {
      const input = el("input", {
        type: "text",
        lang: code,
        maxlength: "300",
        value: factsIn(code)[name] ?? "",
        placeholder: say(`facts.${name}_example`, {}, code),
        oninput: () => {
          shelf.facts[code] = { ...factsIn(code), [name]: input.value };
          saveShelf();
        },
      });
      return field(`${name}-${code}`, say(`facts.${name}`), input);
    });
    return el(
      "fieldset",
      { className: "card stack" },
      el("legend", {}, el("h2", {}, say(`facts.for_${code}`))),
      fields,
    );
  });
  return [
    el("p", { className: "eyebrow" }, el("a", { href: meCaller() ? "#mine" : "#all" }, say("back"))),
    el("h1", { tabindex: "-1" }, say("facts.title")),
    el("p", { className: "lead" }, say("facts.lead")),
    sets,
    el("p", {}, el("a", { className: "button primary", href: meCaller() ? "#mine" : "#all" }, say("facts.done"))),
  ];
}

function handView() {
  const fresh = shelf.outcomes.filter((outcome) => !outcome.isHanded).length;
  const text = el("textarea", { readonly: true, rows: "4", className: "sealed-text" });
  sealResult(contents, shelf.outcomes).then((sealed) => (text.value = sealed));
  return [
    el("h1", { tabindex: "-1" }, say("hand.title")),
    el("p", { className: "lead" }, say("hand.lead")),
    isForgetful ? banner("bad", el("p", {}, say("forgetful"))) : null,
    shelf.outcomes.length
      ? banner(fresh ? "watch" : "good", el("p", { className: "strong", id: "fresh" }, fresh ? sayCount("hand.fresh", fresh) : say("hand.all_handed")))
      : el("p", { className: "card soft" }, say("hand.nothing")),
    shelf.outcomes.length
      ? el(
          "section",
          { className: "card stack" },
          el(
            "div",
            { className: "button-row" },
            el("button", { type: "button", id: "save", className: "button primary big", onclick: saveFile }, icon("hand"), say("hand.save")),
            navigator.share
              ? el("button", { type: "button", className: "button big", onclick: () => shareText(text.value) }, say("hand.share"))
              : null,
            el("button", { type: "button", id: "copy", className: "button big", onclick: () => copyText(text) }, say("hand.copy")),
          ),
          el("p", { className: "small soft" }, say("hand.sealed")),
          el("details", {}, el("summary", {}, say("hand.text")), field("sealed-text", say("hand.text_label"), text)),
        )
      : null,
    shelf.outcomes.length ? recordedCard() : null,
    el(
      "section",
      { className: "card stack-tight" },
      el("h2", {}, say("erase.title")),
      el("p", { className: "soft" }, say("erase.lead")),
      el("button", { type: "button", className: "button danger", onclick: erase }, say("erase.button")),
    ),
  ];
}

function recordedCard() {
  const rows = [...shelf.outcomes].reverse().map((outcome) => {
    const customer = contents.customers.find((one) => one.id === outcome.customer);
    return el(
      "li",
      { className: "row apart line" },
      el("span", { className: "row-text" }, el("span", { className: "strong" }, customer?.name ?? outcome.customer), outcomeLine(outcome)),
      undoButton(outcome),
    );
  });
  return el("section", { className: "card", "aria-labelledby": "recorded" }, el("h2", { id: "recorded" }, say("hand.recorded")), el("ul", { className: "list" }, rows));
}

async function saveFile() {
  const sealed = await sealResult(contents, shelf.outcomes);
  const url = URL.createObjectURL(new Blob([`${sealed}\n`], { type: "text/plain" }));
  const name = `${contents.incident?.id ?? "amends"}-${shelf.me || "go-bag"}-${contents.bag}.amends.txt`;
  const link = el("a", { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
  await handed("hand.saved");
}

async function copyText(area) {
  try {
    await navigator.clipboard.writeText(area.value);
  } catch {
    // Not every browser lets a file write there by itself: it is selected, to be copied by hand.
    area.closest("details").open = true;
    area.select();
    if (!document.execCommand("copy")) return;
  }
  await handed("hand.copied");
}

async function shareText(text) {
  try {
    await navigator.share({ text });
  } catch {
    return; // they changed their mind
  }
  await handed("hand.shared");
}

async function handed(key) {
  await markHanded();
  show();
  focusHeading();
  announce(say(key));
}

function erase() {
  const fresh = shelf.outcomes.filter((outcome) => !outcome.isHanded).length;
  if (confirm(fresh ? sayCount("erase.sure_fresh", fresh) : say("erase.sure"))) eraseShelf();
}
