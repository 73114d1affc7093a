// Where the keyboard goes: to the first thing that asks for it, and after a repair to the next one.
// What is pressed may be gone from the new part of the page: then to what it belonged to.

let repaired = false;
let home = "";

function next() {
  return document.querySelector("#check [data-repair][aria-invalid='true']");
}

export function listenForFocus(root) {
  const wanted = root.querySelector("[data-focus]");
  // On a phone a box that is not what the page is for would bring up the keyboard.
  const always = wanted?.dataset.focus !== "scanner";
  const asked = always || window.matchMedia("(pointer: fine)").matches;
  if (wanted && asked && !window.location.hash) {
    wanted.focus({ preventScroll: true });
    // What a scanner types next takes the place of the card before.
    wanted.select();
  }

  root.addEventListener("htmx:beforeRequest", (event) => {
    repaired = event.target.matches("form[data-repair-form]");
    home = event.target.closest("[data-focus-home]")?.id ?? "";
  });
  root.addEventListener("htmx:afterRequest", (event) => {
    if (event.target.matches("form")) event.target.querySelector("[data-focus]")?.select();
  });
  root.addEventListener("htmx:afterSettle", () => {
    // htmx keeps the focus on an element with an id that is still there; a repaired cell is gone.
    if (document.activeElement !== document.body) return;
    ((repaired && next()) || document.getElementById(home))?.focus();
  });
  root.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of root.querySelectorAll("details.ll-who[open]")) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
}
