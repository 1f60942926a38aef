/* Ctrl+K (or Cmd+K) goes to the search box where no palette opens, as in the plain theme. */

"use strict";

document.addEventListener("keydown", (event) => {
  const box = document.getElementById("bank-find");
  const palette = document.getElementById("search-input-command");
  if (palette || !box || event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  box.focus();
  box.select();
});

/* A button copies the text of the element that it names. */
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const source = document.getElementById(button.dataset.copy);
  try {
    await navigator.clipboard.writeText(source.textContent);
    button.textContent = "Copied";
  } catch {
    getSelection().selectAllChildren(source); /* a page without TLS may not write to the clipboard */
    button.textContent = "Selected: press Ctrl+C";
  }
});
