// The order of stories: each press of a button is answered by the server as ever, and only the parts that
// changed are put in, so the preview stays beside it and the focus where it was. Saving is a plain form.

const form = document.querySelector("[data-desk-order]");
const frame = document.querySelector("[data-desk-preview]");
const link = document.querySelector("[data-desk-preview-link]");
const said = document.querySelector("[data-desk-said]");
let latest = 0;

async function send(button) {
  const asked = ++latest;
  const body = new FormData(form);
  body.set("do", button?.value ?? "look");
  let page;
  try {
    const answer = await fetch(form.action, { method: "POST", body });
    if (answer.redirected || !answer.ok) throw new Error(String(answer.status));
    page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!page.querySelector("[data-desk-order]")) throw new Error("another page");
  } catch {
    // Without the network, or signed out: as if there were no script.
    form.dataset.deskPlain = "1";
    form.requestSubmit(button);
    return;
  }
  if (asked === latest) show(page, button?.id ?? document.activeElement?.id);
}

function show(page, id) {
  const part = form.querySelector("[data-desk-part]");
  part.replaceWith(page.querySelector("[data-desk-part]"));
  const address = page.querySelector("[data-desk-preview]").getAttribute("src");
  if (frame.getAttribute("src") !== address) {
    frame.src = address;
    link.href = address;
  }
  const story = id?.split("-")[1];
  const wanted = [id, `position-${story}`, "desk-find"];
  const next = wanted.map((name) => document.getElementById(name)).find((one) => one && !one.disabled);
  next?.focus();
  const stories = [...form.querySelectorAll(".news-desk__pin strong")].map((one) => one.textContent);
  said.textContent = stories.length ? `Not saved yet: ${stories.map((one, at) => `${at + 1}, ${one}`).join("; ")}` : "Not saved yet: nothing is pinned";
}

form?.addEventListener("submit", (event) => {
  if (event.submitter?.hasAttribute("data-desk-save") || form.dataset.deskPlain) return;
  event.preventDefault();
  send(event.submitter);
});

form?.addEventListener("change", (event) => {
  if (event.target.matches("select, input[type=datetime-local]")) send(null);
});

// The preview is to look at: its links lead nowhere from within the frame.
function hold() {
  frame.contentDocument?.addEventListener("click", (event) => {
    if (event.target.closest("a, button[type=submit]")) event.preventDefault();
  }, true);
}
frame?.addEventListener("load", hold);
