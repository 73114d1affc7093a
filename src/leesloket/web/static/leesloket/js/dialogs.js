// "Are you sure" with the numbers in it: a form that names a dialog shows it first.
// Without scripts the form goes straight, and the bar has counted already.

function intercept(event) {
  const form = event.target.closest("form[data-confirm]");
  if (!form || form.dataset.confirmed === "yes") return;
  const dialog = document.getElementById(form.dataset.confirm);
  if (!dialog) return;
  event.preventDefault();
  dialog.returnValue = "";
  dialog.showModal();
  dialog.addEventListener(
    "close",
    () => {
      if (dialog.returnValue !== "yes") return;
      form.dataset.confirmed = "yes";
      form.requestSubmit();
    },
    { once: true },
  );
}

// A double click must not send twice.  The server refuses the second one as well.
function sendOnce(event) {
  const form = event.target;
  if (event.defaultPrevented || !form.matches("form[data-once]")) return;
  if (form.dataset.sent === "yes") {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
}

// A page from the browser's memory starts afresh.
function wakeUp(event) {
  if (!event.persisted) return;
  for (const form of document.querySelectorAll("form[data-sent], form[data-confirmed]")) {
    delete form.dataset.sent;
    delete form.dataset.confirmed;
  }
}

function copy(event) {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const text = document.getElementById(button.dataset.copy).textContent.trim();
  navigator.clipboard?.writeText(text).then(() => {
    button.querySelector("span[data-copy-said]").textContent = button.dataset.copySaid;
  });
}

// Whoever prints one card of thirty unticks nobody by hand.
function tickAllOrNone(event) {
  const form = event.target.closest("[data-ticks]")?.form;
  if (!form) return;
  const boxes = [...form.querySelectorAll("input[type=checkbox]")];
  const none = !boxes.some((box) => box.checked);
  for (const box of boxes) box.checked = none;
}

export function listenForDialogs(root) {
  root.addEventListener("submit", intercept, { capture: true });
  root.addEventListener("submit", sendOnce);
  root.addEventListener("click", copy);
  root.addEventListener("click", tickAllOrNone);
  root.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) window.print();
  });
  window.addEventListener("pageshow", wakeUp);
}
