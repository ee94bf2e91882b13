// The page's sentences in both languages, and times as people read them.

const sentences = JSON.parse(document.getElementById("words").textContent);
const spoken = Object.keys(sentences).sort().reverse();
let language = spoken.find((code) => navigator.language.startsWith(code)) ?? document.documentElement.lang;

/** A sentence with its slots filled, in the reader's language or another. */
function say(key, values = {}, code = language) {
  const pattern = sentences[code][key] ?? `⟦${key}⟧`;
  return pattern.replace(/\{([a-z0-9_]+)\}/g, (slot, name) => values[name] ?? slot);
}

/** A sentence with a number in it, in the right plural. */
function sayCount(key, count, values = {}) {
  const form = sentences[language][`${key}.one`] && count === 1 ? `${key}.one` : `${key}.other`;
  return say(form, { ...values, count: new Intl.NumberFormat(language).format(count) });
}

/** A name in several languages, for the reader or for somebody who speaks `code`. */
function localized(text, code = language) {
  if (!text) return "";
  return text[code] ?? text[readBy(code)] ?? text.en ?? text.es ?? Object.values(text)[0] ?? "";
}

/** Which of the page's languages a customer reads most likely. */
function readBy(code) {
  if (sentences[code]) return code;
  return ["ca", "gl", "eu", "ast", "an", "oc"].includes(code) ? "es" : "en";
}

const hours = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };

/** "14:05" today, "9 Nov, 14:05" else. */
function clock(iso) {
  const date = new Date(iso);
  const isToday = date.toDateString() === new Date().toDateString();
  const day = isToday ? {} : { day: "numeric", month: "short" };
  return new Intl.DateTimeFormat(language, { ...day, ...hours }).format(date);
}

/** "22 November, 14:05", whatever day it is. */
function stamp(iso) {
  return new Intl.DateTimeFormat(language, { day: "numeric", month: "long", ...hours }).format(new Date(iso));
}

function languageName(code) {
  try {
    return new Intl.DisplayNames([language], { type: "language" }).of(code);
  } catch {
    return code; // not a language that this browser knows
  }
}

/** Texts for people, one after the other: "a, b and c". */
function listed(texts) {
  return new Intl.ListFormat(language, { type: "conjunction" }).format(texts);
}
