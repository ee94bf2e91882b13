// Opening the bag with the passphrase; sealing what stays on the telephone and what goes home.

const sealedBag = JSON.parse(document.getElementById("bag").textContent);
const resultMark = "amends-bag-1.";
const utf8 = new TextEncoder();

function fromBase64URL(text) {
  const binary = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  const bytes = new Uint8Array(binary.length);
  for (let index = 0; index < binary.length; index += 1) bytes[index] = binary.charCodeAt(index);
  return bytes;
}

function toBase64URL(bytes) {
  let binary = "";
  // In pieces: a call takes only so many arguments.
  for (let start = 0; start < bytes.length; start += 8192) {
    binary += String.fromCharCode(...bytes.subarray(start, start + 8192));
  }
  return btoa(binary).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");
}

/** Whether this browser can open the bag at all: some do not count a file as a safe place. */
const canOpen = Boolean(globalThis.crypto?.subtle);

/** What is in the bag; null where the passphrase is another. */
async function openBag(passphrase) {
  const { bag, rounds, salt, nonce, sealed } = sealedBag;
  const secret = utf8.encode(passphrase.normalize("NFC"));
  const base = await crypto.subtle.importKey("raw", secret, "PBKDF2", false, ["deriveKey"]);
  const key = await crypto.subtle.deriveKey(
    { name: "PBKDF2", hash: "SHA-256", salt: fromBase64URL(salt), iterations: rounds },
    base,
    { name: "AES-GCM", length: 256 },
    false,
    ["decrypt"],
  );
  const label = utf8.encode(`amends-gobag-1\n${bag}\n${rounds}\n${salt}`);
  try {
    const document = await crypto.subtle.decrypt(
      { name: "AES-GCM", iv: fromBase64URL(nonce), additionalData: label },
      key,
      fromBase64URL(sealed),
    );
    return JSON.parse(new TextDecoder().decode(document));
  } catch {
    return null; // another passphrase, or a changed byte: both are the same from outside
  }
}

function keyOf(text) {
  return crypto.subtle.importKey("raw", fromBase64URL(text), "AES-GCM", false, ["encrypt", "decrypt"]);
}

/** Nonce and sealed document in one text; `label` cannot be exchanged for another. */
async function sealText(value, keyText, label) {
  const nonce = crypto.getRandomValues(new Uint8Array(12));
  const document = utf8.encode(JSON.stringify(value));
  const sealed = await crypto.subtle.encrypt(
    { name: "AES-GCM", iv: nonce, additionalData: utf8.encode(label) },
    await keyOf(keyText),
    document,
  );
  const whole = new Uint8Array(nonce.length + sealed.byteLength);
  whole.set(nonce);
  whole.set(new Uint8Array(sealed), nonce.length);
  return toBase64URL(whole);
}

async function unsealText(text, keyText, label) {
  const bytes = fromBase64URL(text);
  const document = await crypto.subtle.decrypt(
    { name: "AES-GCM", iv: bytes.subarray(0, 12), additionalData: utf8.encode(label) },
    await keyOf(keyText),
    bytes.subarray(12),
  );
  return JSON.parse(new TextDecoder().decode(document));
}

/** What goes home: all outcomes, each of which counts once however often it comes. */
async function sealResult(bag, outcomes) {
  const label = `${resultMark}${bag.bag}`;
  const kept = outcomes.map(({ isHanded, ...outcome }) => outcome);
  return `${label}.${await sealText({ version: 1, bag: bag.bag, outcomes: kept }, bag.resultKey, label)}`;
}
