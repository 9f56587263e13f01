// What makes conversations handier. Each part stands on HTML that works without it, and listens to the whole document,
// so that what comes later is served too.

// Reactions are given where they stand: the bar is drawn anew.
document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("form[data-react]")) {
    // Twice pressed is once sent.
    if (form.dataset.sent) event.preventDefault();
    else if (form.matches(".composer")) form.dataset.sent = "1";
    return;
  }
  event.preventDefault();
  const kind = event.submitter.value;
  const id = form.action.split("/").slice(-4, -2).join("-");
  try {
    const said = new FormData(form);
    said.set("kind", kind);
    const answer = await fetch(form.action, { method: "POST", body: said, headers: { "X-Part": "1" } });
    if (!answer.ok || answer.redirected) throw new Error();
    const bar = document.getElementById(`reacts-${id}`);
    bar.outerHTML = await answer.text();
    const drawn = document.getElementById(`reacts-${id}`);
    (drawn.querySelector(`[value="${kind}"]`) ?? drawn.querySelector("a")).focus();
  } catch {
    location.assign(form.action); // the page with the same buttons
  }
});
addEventListener("pageshow", ({ persisted }) => {
  if (persisted && document.querySelector("[data-sent]")) location.reload(); // with a new token
});

// A form that a link leads to is shown below it; pressed again, it goes.
document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[data-here]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const box = link.closest(".reacts, .said__main") ?? link.parentElement;
  const shown = box.querySelector(":scope > [data-here-form]");
  shown?.remove();
  if (shown?.dataset.from === link.href) return;
  try {
    const answer = await fetch(link.href);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const form = page.querySelector("[data-here-form]");
    const back = document.createElement("input");
    Object.assign(back, { type: "hidden", name: "back", value: location.pathname + location.search });
    form.append(back);
    form.dataset.from = link.href;
    box.append(form);
    form.querySelector("textarea, input:not([type=hidden]), button").focus();
  } catch {
    location.assign(link.href);
  }
});

// How much may still be said; and after an @, who may be meant.
const NAME = /(?:^|[^\w@./])@([^\s@][^@\n]{0,40})$/;
const PAUSE = 120;
let asked, timer;
const listOf = (box) => box.parentElement.querySelector(".suggestions");
const typed = (box) => NAME.exec(box.value.slice(0, box.selectionStart))?.[1];
const mark = (box, at) => {
  const options = [...listOf(box).children];
  options.forEach((one, each) => one.setAttribute("aria-selected", String(each === at)));
  box.setAttribute("aria-activedescendant", options[at].id);
};
const close = (box) => {
  clearTimeout(timer);
  asked?.abort();
  listOf(box)?.remove();
  box.removeAttribute("aria-activedescendant");
};
const choose = (box, { dataset }) => {
  const end = box.selectionStart;
  box.setRangeText(`${dataset.text} `, end - typed(box).length, end, "end");
  const who = document.createElement("input");
  Object.assign(who, { type: "hidden", name: "who", value: dataset.id });
  box.form.append(who);
  close(box);
};
const part = (name, css, text = "") => Object.assign(document.createElement(name), { className: css, textContent: text });
const say = (box, words) => {
  const said = box.parentElement.querySelector("[role=status]") ?? box.parentElement.appendChild(part("p", "field__help"));
  said.setAttribute("role", "status");
  said.textContent = words;
};
const suggest = async (box) => {
  const words = typed(box);
  close(box);
  if (!words) return;
  asked = new AbortController();
  const answer = await fetch(`${box.dataset.mentions}?q=${encodeURIComponent(words)}`, asked).catch(() => ({}));
  const { suggestions } = answer.ok ? await answer.json() : { suggestions: [] };
  if (typed(box) !== words || !suggestions.length) return;
  const list = part("div", "suggestions");
  list.id = `${box.id}-people`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "People");
  for (const [at, { text, detail, id }] of suggestions.entries()) {
    const option = part("div", "suggestion");
    option.id = `${list.id}-${at}`;
    option.setAttribute("role", "option");
    Object.assign(option.dataset, { text, id });
    option.append(part("span", "suggestion__text", text), " ", part("span", "suggestion__detail", detail));
    list.append(option);
  }
  list.addEventListener("mousedown", (event) => {
    event.preventDefault(); // the box keeps the focus
    choose(box, event.target.closest("[role=option]"));
  });
  box.after(list);
  box.setAttribute("aria-controls", list.id);
  say(box, `${suggestions.length} ${suggestions.length > 1 ? "people" : "person"}. Up and down arrows choose.`);
  mark(box, 0);
};
document.addEventListener("input", ({ target: box }) => {
  if (!box.dataset.mentions) return;
  const left = box.dataset.most - box.value.length;
  say(box, left < 200 ? `${left} characters left` : "");
  clearTimeout(timer);
  timer = setTimeout(suggest, PAUSE, box);
});
document.addEventListener("keydown", (event) => {
  const box = event.target;
  const options = box.dataset?.mentions ? [...(listOf(box)?.children ?? [])] : [];
  if (!options.length) return;
  const at = options.findIndex((one) => one.ariaSelected === "true");
  const many = options.length;
  const act = {
    ArrowDown: () => mark(box, (at + 1) % many),
    ArrowUp: () => mark(box, (at + many - 1) % many),
    Enter: () => choose(box, options[at]),
    Escape: () => close(box),
  }[event.key];
  if (act) event.preventDefault();
  act?.();
});
document.addEventListener("focusout", ({ target: box }) => box.dataset?.mentions && close(box));
