// What to say and to write: the words of the incident, or empty ones that are filled in once for everybody.

const factNames = ["what", "since", "doing", "next"];
const blank = "________";

/** The languages in which empty scripts are needed. */
function scriptLanguages() {
  const needed = contents.customers.filter((customer) => !customer.words).map((customer) => readBy(customer.language));
  return spoken.filter((code) => needed.includes(code));
}

const factsIn = (code) => shelf.facts[code] ?? {};

/** What to say to a customer, cut into what is said anyway and what is said only if they ask. */
function scriptFor(customer) {
  if (customer.words) {
    const script = customer.words.script.map((place) => contents.texts[place]).join("\n");
    return { lang: customer.words.language, ...scriptParts(script) };
  }
  const code = readBy(customer.language);
  const values = blankValues(customer, code, (value) => value || blank);
  const keys = ["hello", "what", "services", "sorry", "next", "knew"];
  const isSaid = (key) => key !== "services" || values.services;
  const lines = keys.filter(isSaid).map((key) => say(`script.${key}`, values, code));
  const asides = ["cause", "money", "angry"].map((key) => ({
    heading: say(`script.ask_${key}`, {}, code),
    lines: [say(`script.answer_${key}`, values, code)],
  }));
  return { lang: code, say: lines, asides };
}

/** What to write to a customer. Sentences for which nobody has filled in anything are left out. */
function shortFor(customer) {
  if (customer.words) return contents.texts[customer.words.short] ?? "";
  const code = readBy(customer.language);
  const values = blankValues(customer, code, (value) => value);
  const facts = factsIn(code);
  const parts = [
    facts.what && facts.since ? "script.short_what" : "script.short_fault",
    facts.doing ? "script.short_doing" : null,
    facts.next ? "script.short_next" : null,
    "script.short_sorry",
  ];
  return parts.filter(Boolean).map((key) => say(key, values, code)).join(" ");
}

function blankValues(customer, code, fill) {
  const facts = factsIn(code);
  const own = (customer.why.length ? customer.why : customer.has).map((id) => localized(contents.components[id], code));
  const values = Object.fromEntries(factNames.map((name) => [name, fill(facts[name]?.trim())]));
  return {
    ...values,
    caller: meCaller()?.name ?? blank,
    sender: contents.sender,
    services: own.slice(0, 6).join(", "),
    phone: contents.contactPhone ?? "",
  };
}

/**
 * Scripts are plain text: headings on lines of their own, sentences behind dashes, remarks indented, an empty line
 * between parts. What is asked of everybody is said with the first part; the rest waits until it is needed.
 */
function scriptParts(script) {
  const isSentence = (line) => ["– ", "- ", "  "].some((mark) => line.startsWith(mark));
  const parts = script.split("\n\n").map((part) => part.split("\n").filter(Boolean));
  const isScript =
    parts.length > 1 &&
    parts.every(([heading, ...lines]) => lines.length && !isSentence(heading) && lines.every(isSentence));
  if (!isScript) return { say: script.split("\n").filter(Boolean), asides: [] };
  const plain = (heading) =>
    heading === heading.toUpperCase() ? heading[0] + heading.slice(1).toLowerCase() : heading;
  const bare = (lines) => lines.map((line) => line.slice(2));
  const isAsked = (lines) => lines.some((line) => line.endsWith("?"));
  const said = parts.filter(([, ...lines], index) => index === 0 || isAsked(lines));
  return {
    say: said.flatMap(([, ...lines]) => bare(lines)),
    asides: parts
      .filter((part) => !said.includes(part))
      .map(([heading, ...lines]) => ({ heading: plain(heading), lines: bare(lines) })),
  };
}

/** A link that begins the call or the message on this telephone, with the text filled in. */
function linkFor(way, customer) {
  const digits = way.number.replace(/\D/g, "");
  const dialled = (way.number.startsWith("+") ? "+" : "") + digits;
  const text = encodeURIComponent(way.way === "phone" ? "" : shortFor(customer));
  if (way.way === "whatsapp") return `https://wa.me/${digits}?text=${text}`;
  return way.way === "sms" ? `sms:${dialled}?body=${text}` : `tel:${dialled}`;
}

/** A number as people read it aloud: Spanish ones in threes. */
function readable(number) {
  if (!/^\+34\d{9}$/.test(number)) return number;
  return `+34 ${number.slice(3, 6)} ${number.slice(6, 9)} ${number.slice(9)}`;
}
