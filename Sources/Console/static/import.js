// Shows how far an import is without loading the page again, and that an upload is on its way.
"use strict";

(() => {
  async function watch() {
    const place = document.getElementById("import-status");
    if (!place || !place.hasAttribute("data-running")) return;
    try {
      const answer = await fetch(location.pathname);
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
      const other = fresh.getElementById("import-status");
      if (other) {
        const isOver = !other.hasAttribute("data-running");
        place.replaceWith(document.importNode(other, true));
        if (isOver) document.title = fresh.title;
      }
    } catch {
      // The next look tries again.
    }
    setTimeout(watch, 1000);
  }
  setTimeout(watch, 1000);

  for (const form of document.querySelectorAll("form[enctype='multipart/form-data']")) {
    form.addEventListener("submit", () => {
      for (const button of form.querySelectorAll("button")) button.setAttribute("aria-busy", "true");
    });
  }
})();
