// Keeps an open room current: counts as they come, the other sections when something changed. Without this script
// the page is complete; it only has to be loaded again to see what is new.
"use strict";

(() => {
  const live = document.getElementById("live");
  const quietMilliseconds = 3000;
  let wanted = false;
  let isFetching = false;
  let spokenAt = 0;

  /** Counts down without a word: the text changes, nothing is announced. */
  function countDown() {
    const language = document.documentElement.lang;
    const format = new Intl.RelativeTimeFormat(language, { numeric: "always", style: "short" });
    for (const place of document.querySelectorAll("[data-countdown]")) {
      const minutes = Math.round((Date.parse(place.dateTime) - serverNow()) / 60000);
      place.textContent = Math.abs(minutes) < 120
        ? format.format(minutes, "minute")
        : format.format(Math.round(minutes / 60), "hour");
      place.toggleAttribute("data-late", minutes < 0);
      place.toggleAttribute("data-near", minutes >= 0 && minutes <= 10);
    }
  }

  /** The server's clock, which in a replay is not ours. */
  let offset = Date.parse(document.body.dataset.now) - Date.now();
  function serverNow() { return Date.now() + offset; }

  function showCounts(event) {
    const counts = JSON.parse(event.data);
    if (counts.now) offset = Date.parse(counts.now) - Date.now();
    for (const part of counts.parts) {
      for (const place of document.querySelectorAll(`#told [data-count="${part.look}"]`)) {
        place.textContent = part.count;
      }
      for (const bar of document.querySelectorAll(`#told [data-bar="${part.look}"]`)) {
        bar.setAttribute("x", part.x);
        bar.setAttribute("width", part.width);
      }
    }
    for (const bar of document.querySelectorAll("#told .told-bar")) bar.setAttribute("aria-label", counts.summary);
    speak(counts.summary);
    countDown();
    refreshSoon();
  }

  /** At most every half minute, so that a screen reader is told and not flooded. */
  function speak(summary) {
    const place = document.getElementById("told-spoken");
    if (!place || Date.now() - spokenAt < 30000) return;
    if (spokenAt) place.textContent = summary;
    spokenAt = Date.now();
  }

  function refreshSoon() {
    if (wanted) return;
    wanted = true;
    setTimeout(refresh, quietMilliseconds);
  }

  /** Fetches the page and puts its live sections in the place of ours; what somebody is using stays. */
  async function refresh() {
    wanted = false;
    if (isFetching || document.hidden) return;
    isFetching = true;
    try {
      const answer = await fetch(location.pathname, { headers: { "Accept": "text/html" } });
      if (!answer.ok) return;
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
      for (const place of document.querySelectorAll("[data-live]")) {
        const other = fresh.getElementById(place.id);
        if (!other || place.contains(document.activeElement) || other.innerHTML === place.innerHTML) continue;
        place.replaceChildren(...document.importNode(other, true).childNodes);
      }
      if (live) showState(live.dataset.state);
      countDown();
    } catch {
      // The next change tries again.
    } finally {
      isFetching = false;
    }
  }

  function showState(state) {
    const place = document.getElementById("live");
    if (!place) return;
    place.hidden = false;
    place.dataset.state = state;
    place.textContent = state === "on" ? place.dataset.on : place.dataset.off;
    if (live) live.dataset.state = state;
  }

  if (live) {
    const source = new EventSource(live.dataset.source);
    source.addEventListener("open", () => showState("on"));
    source.addEventListener("error", () => showState("off"));
    source.addEventListener("counts", showCounts);
    document.addEventListener("visibilitychange", () => { if (!document.hidden) refreshSoon(); });
  }
  setInterval(countDown, 15000);
})();
