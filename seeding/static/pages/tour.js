/* A tour's page: the arrow keys lead from step to step, and buttons copy a text. */

"use strict";

(() => {
  const LINKS = { ArrowLeft: "a[rel=prev]", ArrowRight: "a[rel=next]" };
  const OWN_KEYS = "input, textarea, select, pre, [contenteditable], [role=region], [role=dialog]";
  const COPIED_MS = 2000;

  document.addEventListener("keydown", (event) => {
    const selector = LINKS[event.key];
    if (!selector || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (event.target instanceof Element && event.target.closest(OWN_KEYS)) return; // there the keys move a cursor or scroll
    document.querySelector(selector)?.click();
  });

  /* Copies the text of an element. Without the clipboard, which needs HTTPS or this machine, the old command does. */
  const copy = async (element) => {
    if (navigator.clipboard) return navigator.clipboard.writeText(element.textContent);
    getSelection().selectAllChildren(element);
    if (!document.execCommand("copy")) throw new Error("the browser does not copy");
  };

  for (const button of document.querySelectorAll("[data-copy]")) {
    const label = button.textContent;
    button.addEventListener("click", async () => {
      try {
        await copy(document.getElementById(button.dataset.copy));
        button.textContent = "Copied";
      } catch {
        button.textContent = "Not copied: select the text";
      }
      setTimeout(() => { button.textContent = label; }, COPIED_MS);
    });
  }
})();
