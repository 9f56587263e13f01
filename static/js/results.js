// Says which result was opened, by its place in the list. Nothing waits for it, and links stay what they are. Pages
// after the first have no token of their own: theirs is the first page's, as long as the words are the same.
const form = document.querySelector("form[data-clicks]");
const words = document.querySelector("main input[name=q]")?.value;

const tokenOf = (given) => {
  try {
    if (given) sessionStorage.setItem("searched", JSON.stringify([words, given]));
    const [before, token] = JSON.parse(sessionStorage.getItem("searched")) ?? [];
    return before === words ? token : "";
  } catch {
    return given; // storage is switched off
  }
};

if (form) {
  const token = tokenOf(form.elements.namedItem("token").value);
  const opened = (event) => {
    const link = event.target.closest("a[data-rank]");
    if (!link || !token || event.button > 1) return;
    const said = new FormData(form);
    said.set("token", token);
    said.set("rank", link.dataset.rank);
    said.set("page", link.dataset.page ?? "");
    navigator.sendBeacon(form.action, said);
  };
  for (const name of ["click", "auxclick"]) document.addEventListener(name, opened);
}

// Of many kinds the chosen one is in view, however narrow the screen.
document.querySelector(".kinds [aria-current]")?.scrollIntoView({ inline: "center", block: "nearest" });
