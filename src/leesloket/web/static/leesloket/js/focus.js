// Where the keyboard goes: to the first thing that asks for it, and after a repair to the next one.

let repaired = false;

function next() {
  return document.querySelector("#check [data-repair][aria-invalid='true']");
}

export function listenForFocus(root) {
  const wanted = root.querySelector("[data-focus]");
  if (wanted && !window.location.hash) wanted.focus({ preventScroll: true });

  root.addEventListener("htmx:beforeRequest", (event) => {
    repaired = event.target.matches("form[data-repair-form]");
  });
  root.addEventListener("htmx:afterSettle", () => {
    // htmx keeps the focus on an element that is still there; a repaired cell is gone.
    if (repaired && document.activeElement === document.body) next()?.focus({ preventScroll: false });
    repaired = false;
  });
  root.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of root.querySelectorAll("details.ll-who[open]")) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
}
