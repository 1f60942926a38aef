/* The pages for errors: in the theme that was chosen on the site, and gone as soon as the site answers again. */

"use strict";

(() => {
  /* Unfold keeps the choice as JSON, Django as a word; a browser may refuse both. */
  try {
    const chosen = JSON.parse(localStorage.getItem("adminTheme") ?? "null") ?? localStorage.getItem("theme");
    if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
  } catch {
    /* The theme of the system it is. */
  }

  const seconds = Number(document.querySelector("meta[name='retry-after']")?.content);
  if (!seconds) return;
  /* Asks before it leaves: a page that reloads takes the focus away, and what a screen reader was reading. */
  const here = location.href.split("#")[0];
  const tryAgain = async () => {
    const answer = await fetch(here, { method: "HEAD", cache: "no-store" }).catch(() => null);
    if (answer && answer.status !== 503) location.replace(here);
    else setTimeout(tryAgain, seconds * 1000);
  };
  setTimeout(tryAgain, seconds * 1000);
})();
