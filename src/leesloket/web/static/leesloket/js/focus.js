// Where the keyboard goes: to the first thing that asks for it, and after a repair to the next one.
// What is pressed may be gone from the new part of the page: then to what it belonged to.

let repaired = false;
let scanned = false;
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
    // What was still to be looked up as it was typed, is not, once Enter asked for it.
    if (event.target.matches("[data-focus]") && scanned) event.preventDefault();
    if (event.target.matches("form")) scanned = true;
  });
  root.addEventListener("htmx:afterRequest", (event) => {
    if (!event.target.matches("form")) return;
    event.target.querySelector("[data-focus]")?.select();
    scanned = event.detail.xhr.getResponseHeader("HX-Redirect") !== null;
  });
  root.addEventListener("htmx:afterSettle", () => {
    // htmx keeps the focus on an element with an id that is still there; a repaired cell is gone.
    if (document.activeElement !== document.body) return;
    ((repaired && next()) || document.getElementById(home))?.focus();
  });
  root.addEventListener(
    "toggle",
    (event) => {
      if (event.target.open) event.target.querySelector("[data-focus-opened]")?.focus();
    },
    true,
  );
  root.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of root.querySelectorAll("details.ll-who[open]")) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
}
