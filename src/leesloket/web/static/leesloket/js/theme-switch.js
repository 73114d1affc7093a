// The switch in the foot of the page: light, dark, or as the device.
const KEY = "leesloket-theme";

function chosen() {
  return document.documentElement.dataset.theme ?? "device";
}

function show(buttons) {
  for (const button of buttons) {
    button.setAttribute("aria-pressed", String(button.dataset.themeChoice === chosen()));
  }
}

function choose(theme) {
  if (theme === "device") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  try {
    if (theme === "device") localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, theme);
  } catch {
    // Not kept, but shown: better than nothing happening.
  }
}

export function listenForTheme(root) {
  const buttons = [...root.querySelectorAll("[data-theme-choice]")];
  for (const button of buttons) {
    button.addEventListener("click", () => {
      choose(button.dataset.themeChoice);
      show(buttons);
    });
  }
  show(buttons);
}
