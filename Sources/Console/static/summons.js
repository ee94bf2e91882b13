// Asks now and then whether the person at this console is called, shows it above the page and sounds once for each.
"use strict";

(() => {
  const pause = 5000;
  const place = document.getElementById("summons");
  if (!place) return;
  let heard = sessionStorage.getItem("summons-heard") ?? "";
  let shown = "";

  const sound = () => {
    try {
      const context = new AudioContext();
      const start = context.currentTime;
      [660, 880, 660, 880].forEach((tone, index) => {
        const voice = context.createOscillator();
        const volume = context.createGain();
        voice.frequency.value = tone;
        volume.gain.value = 0.15;
        voice.connect(volume).connect(context.destination);
        voice.start(start + index * 0.25);
        voice.stop(start + index * 0.25 + 0.2);
      });
    } catch {
      // A browser may keep a page silent until somebody touched it; the words stand there all the same.
    }
  };

  const look = async () => {
    try {
      const answer = await fetch("/summons", { headers: { Accept: "text/html" } });
      if (answer.status === 401) return;
      if (answer.ok) {
        const text = await answer.text();
        const list = new DOMParser().parseFromString(text, "text/html").querySelector(".summons-list");
        const newest = list?.dataset.newest ?? "";
        if (list && newest !== shown) {
          shown = newest;
          place.replaceChildren(...list.children);
          if (newest !== "" && newest !== heard) {
            heard = newest;
            sessionStorage.setItem("summons-heard", newest);
            sound();
          }
        }
      }
    } catch {
      // The server is away for a moment; the next look will tell.
    }
    setTimeout(look, pause);
  };
  look();
})();
