// What makes a page handier. Each part stands on HTML that works without it.

// A film's player takes the place of its button once that is pressed; nothing is fetched before.
for (const button of document.querySelectorAll(".video button[data-player]")) {
  button.addEventListener("click", () => {
    const frame = document.createElement("iframe");
    frame.src = button.dataset.player;
    frame.title = button.closest(".video").querySelector(".video__title").textContent.trim();
    frame.allow = "fullscreen; picture-in-picture";
    frame.allowFullscreen = true;
    frame.className = "video__player";
    button.replaceWith(frame);
    frame.focus();
  });
}

// A menu closes when one presses Escape or turns elsewhere.
for (const menu of document.querySelectorAll("details[data-menu]")) {
  menu.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && menu.open) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
  document.addEventListener("click", (event) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
  menu.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false;
  });
}

// A heading's link is copied as well as followed.
const said = document.createElement("p");
said.className = "visually-hidden";
said.setAttribute("role", "status");
document.querySelector("main")?.append(said);
for (const link of document.querySelectorAll("a.heading__anchor")) {
  link.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(link.href);
      said.textContent = "Link copied";
      link.dataset.copied = "";
      setTimeout(() => {
        delete link.dataset.copied;
        said.textContent = "";
      }, 2000);
    } catch {
      // no clipboard here: the address bar has the link
    }
  });
}
