// Suggests while one types. Makes a combobox of each <input data-suggest="/address/"> that stands in a form and in a
// box of position: relative. The address answers ?q= with {"suggestions": [{"text", "detail", "address"}]}; choosing
// one goes to its address. Without a script, or without an answer, the form is what it was.
const PAUSE = 120;

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
      ...suggestions.map(({ text, detail, address }, each) => {
        const option = document.createElement("div");
        option.id = `${list.id}-${each}`;
        option.className = "suggestion";
        option.setAttribute("role", "option");
        option.dataset.address = address;
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
  const ask = async () => {
    asked?.abort();
    const words = input.value.trim();
    if (!words) {
      said.textContent = "";
      close();
      return;
    }
    asked = new AbortController();
    const { signal } = asked;
    try {
      const address = `${input.dataset.suggest}?q=${encodeURIComponent(words)}`;
      const answer = await fetch(address, { signal, headers: { Accept: "application/json" } });
      const { suggestions } = answer.ok ? await answer.json() : { suggestions: [] };
      if (!signal.aborted && document.activeElement === input) draw(suggestions);
    } catch (error) {
      if (error.name !== "AbortError") close(); // no answer: the form works without
    }
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
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
      location.assign(options()[active].dataset.address);
    }
  });
  const unfold = () => {
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
  };
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the focus
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) location.assign(option.dataset.address);
  });
  input.addEventListener("blur", close);
  input.form?.addEventListener("submit", close);
}
