// A scanned card has its secret behind the # of the address: browsers send that to nobody.
// It goes into the boxes of the form, out of the address and the history, and on its way.

export function readFragment(root) {
  read(root);
  // A card that is scanned while the page is open changes nothing but what is behind the #.
  window.addEventListener("hashchange", () => read(root));
}

function read(root) {
  const place = root.querySelector("[data-fragment]");
  const secret = window.location.hash.slice(1);
  if (!place || !secret) return;
  const parts = secret.split(".");
  const boxes = [...place.querySelectorAll("[data-fragment-part]")];
  if (parts.length !== boxes.length) return;
  window.history.replaceState(null, "", window.location.pathname);
  for (const box of boxes) box.value = decodeURIComponent(parts[box.dataset.fragmentPart]);
  place.querySelector("form").requestSubmit();
}
