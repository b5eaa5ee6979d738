"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const audio = byId("audio"), sound = byId("sound"), wide = byId("wide"), head = byId("head");
  const said = [...document.querySelectorAll(".said")];
  const starts = said.map((one) => Number(one.dataset.at));
  const length = Number(head.ownerSVGElement.viewBox.baseVal.width);
  let now = null;

  if (audio && sound) {
    const bytes = Uint8Array.from(atob(sound.textContent), (letter) => letter.charCodeAt(0));
    audio.src = URL.createObjectURL(new Blob([bytes], { type: "audio/mpeg" }));
    sound.remove();
  }

  const at = (seconds) => {  // the last sentence that has begun by then
    let low = 0, high = starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (starts[middle] <= seconds + 0.01) low = middle + 1; else high = middle;
    }
    return low - 1;
  };

  const mark = (seconds, follow) => {
    head.setAttribute("x1", seconds);
    head.setAttribute("x2", seconds);
    const one = said[at(seconds)] ?? null;
    const speaking = one && seconds <= Number(one.dataset.end) + 0.3 ? one : null;
    if (speaking === now) return;
    now?.classList.remove("now");
    now = speaking;
    now?.classList.add("now");
    if (follow && now) {
      const box = now.getBoundingClientRect();
      const near = box.top > -innerHeight && box.bottom < 2 * innerHeight;
      if (near && (box.bottom > innerHeight - 60 || box.top < 130)) now.scrollIntoView({ block: "center", behavior: "smooth" });
    }
  };

  const go = (seconds, play) => {
    mark(seconds, false);
    if (!audio) return;
    audio.currentTime = seconds;
    if (play) audio.play().catch(() => {});
  };

  audio?.addEventListener("timeupdate", () => mark(audio.currentTime, !audio.paused));
  document.addEventListener("click", (event) => {
    const target = event.target.closest("[data-at]");
    if (target) {
      if (audio && target.matches("a")) event.preventDefault();
      go(Number(target.dataset.at), true);
    } else if (wide.contains(event.target)) {
      const box = wide.getBoundingClientRect();
      go(Math.max(0, Math.min(1, (event.clientX - box.left) / box.width)) * length, true);
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.target.matches("input, audio, button") || event.ctrlKey || event.metaKey || event.altKey) return;
    const here = audio ? audio.currentTime : (now ? Number(now.dataset.at) : 0);
    const index = at(here);
    const keys = {
      " ": () => audio && (audio.paused ? audio.play().catch(() => {}) : audio.pause()),
      ArrowLeft: () => go(Math.max(0, here - 5), false),
      ArrowRight: () => go(Math.min(length, here + 5), false),
      j: () => index + 1 < starts.length && go(starts[index + 1], false),
      k: () => index > 0 && go(starts[index - 1], false),
    };
    if (event.target.id === "scroll" && event.key.startsWith("Arrow")) return;
    if (!(event.key in keys)) return;
    event.preventDefault();
    keys[event.key]();
    now?.scrollIntoView({ block: "nearest" });
  });
  byId("zoom").addEventListener("input", (event) => {
    wide.style.width = `${100 * event.target.value}%`;
    const scroll = byId("scroll");
    scroll.scrollLeft = (Number(head.getAttribute("x1")) / length) * wide.clientWidth - scroll.clientWidth / 2;
  });
  byId("find").addEventListener("input", (event) => {
    const wanted = event.target.value.trim().toLowerCase();
    for (const turn of document.querySelectorAll(".turn")) {
      let any = false;
      for (const one of turn.querySelectorAll(".said")) {
        const hit = !wanted || one.textContent.toLowerCase().includes(wanted);
        one.classList.toggle("gone", !hit);
        any ||= hit;
      }
      turn.classList.toggle("gone", !any);
    }
  });
})();
