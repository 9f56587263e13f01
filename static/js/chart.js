// Fetches a branch of the organisation chart when it is opened for the first time. Without a script, or without an
// answer, the link inside leads to the chart with that branch open.
for (const chart of document.querySelectorAll("[data-chart]")) {
  // A details' own toggle does not bubble: it is caught on its way down.
  chart.addEventListener(
    "toggle",
    async ({ target: branch }) => {
      if (!branch.open || !branch.dataset.branch || branch.ariaBusy === "true") return;
      branch.ariaBusy = "true";
      try {
        const answer = await fetch(branch.dataset.branch, { headers: { Accept: "text/html" } });
        if (answer.ok && !answer.redirected) {
          branch.querySelector(":scope > p").outerHTML = await answer.text();
          delete branch.dataset.branch;
        }
      } catch {
        // no answer: the link is still there
      }
      branch.ariaBusy = null;
    },
    true,
  );
}
