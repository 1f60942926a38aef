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
