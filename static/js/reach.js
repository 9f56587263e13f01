// Says for how many seconds a page was in view, each time it goes out of view. Nothing waits for it.
const read = document.querySelector("img[data-read]");
let since = null;

const look = () => {
  if (document.visibilityState === "visible") return (since ??= performance.now());
  return leave();
};
const leave = () => {
  if (since === null) return;
  const said = new FormData();
  said.set("seconds", Math.round((performance.now() - since) / 1000));
  said.set("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "");
  since = null;
  navigator.sendBeacon(read.src, said);
};

look();
document.addEventListener("visibilitychange", look);
addEventListener("pagehide", leave);
addEventListener("pageshow", look);
