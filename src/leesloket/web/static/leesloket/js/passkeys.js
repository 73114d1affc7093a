// A form that is filled with a passkey: `data-passkey` is what to ask of the browser.
// The options stand in the page, or come from the address of the form.

const fromText = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (one) => one.charCodeAt(0));

const toText = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");

const withIds = (credentials = []) => credentials.map((one) => ({ ...one, id: fromText(one.id) }));

function create({ publicKey }) {
  return navigator.credentials.create({
    publicKey: {
      ...publicKey,
      challenge: fromText(publicKey.challenge),
      user: { ...publicKey.user, id: fromText(publicKey.user.id) },
      excludeCredentials: withIds(publicKey.excludeCredentials),
    },
  });
}

function get({ publicKey }) {
  return navigator.credentials.get({
    publicKey: {
      ...publicKey,
      challenge: fromText(publicKey.challenge),
      allowCredentials: withIds(publicKey.allowCredentials),
    },
  });
}

function asText(credential) {
  const answer = credential.response;
  const parts = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
  const response = Object.fromEntries(
    parts.filter((name) => answer[name]).map((name) => [name, toText(answer[name])]),
  );
  return JSON.stringify({
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    response,
    clientExtensionResults: credential.getClientExtensionResults(),
  });
}

async function optionsOf(form) {
  const here = document.getElementById("passkey-options");
  const options = here && JSON.parse(here.textContent);
  if (options) {
    return options.creation_options ?? options;
  }
  const answer = await fetch(form.action, {
    headers: { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" },
  });
  return (await answer.json()).request_options;
}

export function listenForPasskeys(root) {
  root.addEventListener("submit", async (event) => {
    const form = event.target.closest("form[data-passkey]");
    if (!form || form.elements.credential.value) {
      return;
    }
    event.preventDefault();
    const stopped = form.querySelector("[data-passkey-stopped]");
    stopped.hidden = true;
    try {
      const ask = form.dataset.passkey === "create" ? create : get;
      form.elements.credential.value = asText(await ask(await optionsOf(form)));
      form.submit();
    } catch {
      // Stopped by the person, too late, or no passkey here: the browser does not tell which.
      stopped.hidden = false;
    }
  });
}
