// Filters the services while one types, and shows the level of a service only once it is ticked. Without this script
// all levels are there and the search asks the server.
"use strict";

(() => {
  for (const search of document.querySelectorAll("[data-filter]")) {
    const list = document.querySelector(search.dataset.filter);
    const button = search.parentElement.querySelector("[data-filter-button]");
    // Where the server holds more than it shows, only the server can search.
    if (!list || document.querySelector("#components ~ .hint")) continue;
    if (button) button.hidden = true;
    search.addEventListener("input", () => {
      const wanted = plain(search.value);
      for (const row of list.children) {
        const isWanted = plain(row.textContent).includes(wanted) || row.querySelector("input:checked") !== null;
        row.hidden = !isWanted;
      }
    });
    search.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
  }

  /** Lower case without accents, as one types in a hurry. */
  function plain(text) {
    return text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
  }
})();
