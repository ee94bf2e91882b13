// Keys for whoever does this often. Every key is written in the page itself, as `aria-keyshortcuts`; the help sheet
// lists those that this page has. They can be turned off, and do nothing while somebody types.
"use strict";

(() => {
  const dialog = document.getElementById("keys");
  const opener = document.getElementById("keys-open");
  const toggle = document.getElementById("keys-on");
  if (!dialog || !opener || !toggle) return;
  const memory = "amends-keys";

  function isOn() { return localStorage.getItem(memory) !== "off"; }

  function show() {
    document.documentElement.dataset.keys = isOn() ? "on" : "off";
    toggle.checked = isOn();
  }

  /** Where the key leads on this page; of several the first that can be seen. */
  function place(key) {
    return [...document.querySelectorAll("[aria-keyshortcuts]")].find((candidate) =>
      candidate.getAttribute("aria-keyshortcuts") === key && candidate.getClientRects().length > 0);
  }

  function isTyping(target) {
    return target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");
  }

  function go(target) {
    if (target.matches("input, textarea, select")) {
      target.focus();
      if (target.select) target.select();
    } else {
      target.click();
    }
  }

  function nameOf(target) {
    return target.dataset.keyName ?? target.labels?.[0]?.textContent ?? target.getAttribute("aria-label")
      ?? target.textContent;
  }

  function fill() {
    const seen = new Set();
    const rows = [];
    for (const target of document.querySelectorAll("[aria-keyshortcuts]")) {
      const key = target.getAttribute("aria-keyshortcuts");
      if (seen.has(key) || target.getClientRects().length === 0) continue;
      seen.add(key);
      const term = document.createElement("dt");
      const cap = document.createElement("kbd");
      cap.textContent = key;
      term.append(cap);
      const meaning = document.createElement("dd");
      meaning.textContent = nameOf(target).replace(/\s+/g, " ").replace(/ \?$/, "").trim();
      rows.push(term, meaning);
    }
    document.getElementById("keys-list").replaceChildren(...rows);
  }

  document.addEventListener("keydown", (event) => {
    if (!isOn() || event.ctrlKey || event.altKey || event.metaKey || event.isComposing || dialog.open) return;
    if (event.target instanceof Element && isTyping(event.target)) return;
    const target = place(event.key);
    if (!target) return;
    event.preventDefault();
    go(target);
  });

  opener.addEventListener("click", () => {
    fill();
    dialog.showModal();
  });
  document.getElementById("keys-close").addEventListener("click", () => dialog.close());
  toggle.addEventListener("change", () => {
    localStorage.setItem(memory, toggle.checked ? "on" : "off");
    show();
  });
  opener.hidden = false;
  show();
})();
