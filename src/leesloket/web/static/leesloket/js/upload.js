// The drop zone: a file that is dropped or picked goes at once, with its progress in sight.
// Without scripts the same form is an ordinary one with a button.  All words come from the page.

function say(form, text) {
  form.querySelector("[data-upload-status]").textContent = text;
}

function showBusy(form, busy) {
  form.querySelector("[data-upload-busy]").hidden = !busy;
  form.querySelector("[data-upload-ready]").hidden = busy;
}

function showError(form, text) {
  showBusy(form, false);
  const box = form.querySelector("[data-upload-error]");
  box.querySelector("[data-upload-error-text]").textContent = text;
  box.hidden = false;
  form.querySelector("input[type=file]").value = "";
  box.focus();
}

function answer(request) {
  try {
    return JSON.parse(request.responseText);
  } catch {
    return {}; // an error page instead of an answer: the caller has a sentence for that
  }
}

function arrived(form, request) {
  const { url, error } = answer(request);
  if (url) {
    say(form, form.dataset.textReading);
    window.location.assign(url);
  } else {
    showError(form, error || (request.status === 413 ? form.dataset.textTooLarge : form.dataset.textFailed));
  }
}

function send(form, file) {
  const limit = Number(form.dataset.limit || 0);
  form.querySelector("[data-upload-error]").hidden = true;
  if (limit && file.size > limit) {
    showError(form, form.dataset.textTooLarge);
    return;
  }
  const body = new FormData(form);
  body.set("file", file, file.name);
  const bar = form.querySelector("progress");
  const request = new XMLHttpRequest();
  request.open("POST", form.action);
  request.setRequestHeader("X-Requested-With", "XMLHttpRequest");
  request.upload.addEventListener("progress", (event) => {
    if (!event.lengthComputable) return;
    bar.value = event.loaded / event.total;
    if (event.loaded === event.total) say(form, form.dataset.textReading);
  });
  request.addEventListener("load", () => arrived(form, request));
  request.addEventListener("error", () => showError(form, form.dataset.textFailed));
  showBusy(form, true);
  say(form, `${form.dataset.textSending} ${file.name}`);
  request.send(body);
}

function makeDroppable(form) {
  const input = form.querySelector("input[type=file]");
  const over = (on) => form.classList.toggle("is-over", on);
  input.addEventListener("change", () => {
    if (input.files.length === 1) send(form, input.files[0]);
  });
  // Picked before this script was there.  What a browser fills in again is nobody's choice.
  const [arrival] = window.performance.getEntriesByType("navigation");
  if (arrival?.type === "navigate" && input.files.length === 1) send(form, input.files[0]);
  form.addEventListener("dragover", (event) => {
    event.preventDefault();
    over(true);
  });
  form.addEventListener("dragleave", (event) => {
    if (!form.contains(event.relatedTarget)) over(false);
  });
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    over(false);
    const files = event.dataTransfer.files;
    if (files.length === 1) send(form, files[0]);
    else showError(form, form.dataset.textOneFile);
  });
}

export function listenForUploads(root) {
  const forms = root.querySelectorAll("form[data-upload]");
  forms.forEach(makeDroppable);
  if (forms.length === 0) return;
  // A file that misses the zone must not replace the page.
  for (const name of ["dragover", "drop"]) {
    window.addEventListener(name, (event) => event.preventDefault());
  }
}
