/* Paper is white: a page in a dark theme is light while it is printed, its charts included. */

"use strict";

(() => {
  const page = document.documentElement;
  let before = null;
  addEventListener("beforeprint", () => {
    before ??= { unfold: page.classList.contains("dark"), plain: page.dataset.theme };
    page.classList.remove("dark");
    if (before.plain) page.dataset.theme = "light";
  });
  addEventListener("afterprint", () => {
    page.classList.toggle("dark", before?.unfold ?? false);
    if (before?.plain) page.dataset.theme = before.plain;
    before = null;
  });
})();
