// What makes a wall handier. Each part stands on HTML that works without it.

// Says how many messages are new, and shows them above the others when that is pressed. An answer of 304 costs the
// server next to nothing; a tab that nobody sees asks nothing, and one that gets no answer asks less and less.
const EVERY = 30_000;
const SELDOM = 10 * 60_000;

const box = document.querySelector("[data-fresh]");
const list = document.querySelector("[data-posts]");
if (box && list) {
  const [said, link] = [box.querySelector("p"), box.querySelector("a")];
  const words = link.querySelector("span");
  const calm = words.textContent;
  const address = new URL(box.dataset.fresh, location);
  let [timer, wait] = [0, EVERY];

  const say = (text) => {
    if (said.textContent !== text) said.textContent = text;
    words.textContent = text || calm;
    box.classList.toggle("fresh--some", Boolean(text));
  };
  const later = () => {
    clearTimeout(timer);
    // Not all tabs at the same moment.
    if (!document.hidden) timer = setTimeout(ask, wait * (0.9 + Math.random() / 5));
  };
  const ask = async () => {
    try {
      // The browser keeps the answer and its tag, and gets a 304 unless something is new.
      const answer = await fetch(address, { redirect: "error", cache: "no-cache" });
      if (!answer.ok) throw answer;
      say((await answer.json()).text);
      wait = EVERY;
    } catch {
      wait = Math.min(wait * 2, SELDOM);
    }
    later();
  };
  const show = async () => {
    const answer = await fetch(link.href);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-fresh]");
    if (!answer.ok || !fresh) throw answer;
    const came = [...page.querySelectorAll("[data-posts] > article")].filter(
      (post) => !document.getElementById(post.id),
    );
    list.querySelector(":scope > p")?.remove();
    list.prepend(...came);
    address.search = new URL(fresh.dataset.fresh, location).search;
    say("");
    came[0]?.setAttribute("tabindex", "-1");
    came[0]?.focus();
  };

  link.addEventListener("click", (event) => {
    if (!said.textContent || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    show().catch(() => location.assign(link.href));
  });
  document.addEventListener("visibilitychange", () => (document.hidden ? clearTimeout(timer) : ask()));
  later();
}
