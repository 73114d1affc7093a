// Runs before the first paint (a classic script in the head): the chosen theme, and the class that
// says scripts run.  The choice stays in this browser; the server never hears of it.
(() => {
  const root = document.documentElement;
  root.classList.add("js");
  try {
    const theme = localStorage.getItem("leesloket-theme");
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  } catch {
    // Storage can be forbidden by the browser's settings; then the device decides.
  }
})();
