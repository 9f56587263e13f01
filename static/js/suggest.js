// Suggests while one types. Makes a combobox of each <input data-suggest="/address/"> that stands in a form and in a
// box of position: relative. The address answers ?q= with {"suggestions": [{"text", "detail", "address"}]}; choosing
// one goes to its address. Without a script, or without an answer, the form is what it was.
//
// With data-recent="4" the box offers what the reader of this id searched for last. That is kept in this browser
// alone, for this reader alone, until they forget it or sign out.
const PAUSE = 120;
const KEPT = 8;
const SHOWN = 5;
const AMONG_OTHERS = 2;

const store = (change) => {
  try {
    return change(localStorage);
  } catch {
    return null; // storage is switched off, or holds what is not ours: nothing is offered
  }
};
const nameOf = (input) => `searches:${input.dataset.recent}`;
const recent = (input, begin = "") => {
  if (!input.dataset.recent) return [];
  const all = store((kept) => JSON.parse(kept.getItem(nameOf(input)))) ?? [];
  return all
    .filter((words) => words !== begin && words.toLowerCase().startsWith(begin.toLowerCase()))
    .slice(0, begin ? AMONG_OTHERS : SHOWN)
    .map((words) => ({
      text: words,
      detail: "Recent search",
      address: `${input.form.action}?${new URLSearchParams({ [input.name]: words })}`,
    }));
};
const remember = (input) => {
  const words = input.value.trim();
  if (!input.dataset.recent || !words) return;
  store((kept) => {
    const others = (JSON.parse(kept.getItem(nameOf(input))) ?? []).filter((one) => one !== words);
    kept.setItem(nameOf(input), JSON.stringify([words, ...others].slice(0, KEPT)));
  });
};
const FORGET = { text: "Forget recent searches", forget: true };

for (const form of document.querySelectorAll("form[action$='/logout/']")) {
  form.addEventListener("submit", () =>
    store((kept) =>
      Object.keys(kept)
        .filter((name) => name.startsWith("searches:"))
        .forEach((name) => kept.removeItem(name)),
    ),
  );
}

for (const [number, input] of [...document.querySelectorAll("input[data-suggest]")].entries()) {
  const list = document.createElement("div");
  list.id = `suggestions-${number}`;
  list.className = "suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Suggestions");
  list.hidden = true;
  const said = document.createElement("p");
  said.className = "visually-hidden";
  said.setAttribute("role", "status");
  input.parentElement.append(list, said);
  for (const [name, value] of Object.entries({
    role: "combobox",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": list.id,
    "aria-haspopup": "listbox",
  })) {
    input.setAttribute(name, value);
  }

  let active = -1;
  let timer;
  let asked;

  const options = () => [...list.children];
  const close = () => {
    clearTimeout(timer);
    asked?.abort();
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    mark(-1);
  };
  const mark = (at) => {
    active = at;
    options().forEach((option, each) => option.setAttribute("aria-selected", String(each === at)));
    const option = options()[at];
    if (option) {
      input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else {
      input.removeAttribute("aria-activedescendant");
    }
  };
  const draw = (suggestions) => {
    list.replaceChildren(
      ...suggestions.map(({ text, detail, address, forget }, each) => {
        const option = document.createElement("div");
        option.id = `${list.id}-${each}`;
        option.className = forget ? "suggestion quiet" : "suggestion";
        option.setAttribute("role", "option");
        if (address) option.dataset.address = address;
        for (const [name, words] of Object.entries({ text, detail })) {
          if (!words) continue;
          const part = document.createElement("span");
          part.className = `suggestion__${name}`;
          part.textContent = words;
          if (option.firstChild) option.append(" ");
          option.append(part);
        }
        return option;
      }),
    );
    mark(-1);
    list.hidden = suggestions.length === 0;
    input.setAttribute("aria-expanded", String(!list.hidden));
    const many = suggestions.length === 1 ? "1 suggestion" : `${suggestions.length} suggestions`;
    said.textContent = suggestions.length ? `${many}. Up and down arrows choose.` : "No suggestions.";
  };
  const offer = () => {
    const kept = recent(input);
    said.textContent = "";
    if (kept.length) draw([...kept, FORGET]);
    else close();
  };
  const choose = (option) => {
    if (option.dataset.address) {
      location.assign(option.dataset.address);
      return;
    }
    store((kept) => kept.removeItem(nameOf(input)));
    close();
    said.textContent = "Recent searches are forgotten.";
  };
  const ask = async () => {
    asked?.abort();
    const words = input.value.trim();
    if (!words) {
      offer();
      return;
    }
    asked = new AbortController();
    const { signal } = asked;
    try {
      const address = `${input.dataset.suggest}?q=${encodeURIComponent(words)}`;
      const answer = await fetch(address, { signal, headers: { Accept: "application/json" } });
      const { suggestions } = answer.ok ? await answer.json() : { suggestions: [] };
      if (signal.aborted || document.activeElement !== input) return;
      draw([...recent(input, words), ...suggestions]);
    } catch (error) {
      if (error.name !== "AbortError") close(); // no answer: the form works without
    }
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
  input.addEventListener("focus", () => {
    if (!input.value.trim()) offer();
  });
  input.addEventListener("keydown", (event) => {
    const last = list.children.length - 1;
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault(); // keeps what was typed
      close();
    } else if (event.key === "ArrowDown" && last >= 0) {
      event.preventDefault();
      if (list.hidden) unfold();
      mark(active >= last ? 0 : active + 1);
    } else if (event.key === "ArrowUp" && last >= 0 && !list.hidden) {
      event.preventDefault();
      mark(active <= 0 ? last : active - 1);
    } else if (event.key === "Enter" && active >= 0 && !list.hidden) {
      event.preventDefault();
      choose(options()[active]);
    }
  });
  const unfold = () => {
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
  };
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the focus
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) choose(option);
  });
  input.addEventListener("blur", close);
  input.form?.addEventListener("submit", () => {
    remember(input);
    close();
  });
}
