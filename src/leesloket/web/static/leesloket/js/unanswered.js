// A part of the page asked, and nothing came, or a page without that part: the server is gone, or a
// proxy answers in its place.  What is there stays, and the page says that it may not be kept.

function tell(root, unanswered) {
  root.getElementById("unanswered").hidden = !unanswered;
}

function hasPart({ requestConfig, serverResponse }) {
  const part = requestConfig.elt.closest("[hx-select]")?.getAttribute("hx-select");
  return !part || serverResponse.includes(`id="${part.slice(1)}"`);
}

export function listenForUnanswered(root) {
  for (const name of ["htmx:sendError", "htmx:timeout"]) {
    root.addEventListener(name, () => tell(root, true));
  }
  root.addEventListener("htmx:beforeSwap", (event) => {
    const answered = hasPart(event.detail);
    if (!answered) event.detail.shouldSwap = false;
    tell(root, !answered);
  });
}
