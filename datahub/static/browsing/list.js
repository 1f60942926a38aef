/* The menus of a list's filters: on the screen, and gone by Escape or a click beside them. */

"use strict";

(() => {
  const OPEN = "details.bank-filter[open]";

  /* A menu begins at the left end of its chip, or ends at the right end of it where it would leave the screen. */
  const place = (filter) => {
    filter.classList.remove("bank-filter-left");
    const { right } = filter.querySelector(".bank-menu").getBoundingClientRect();
    filter.classList.toggle("bank-filter-left", right > document.documentElement.clientWidth);
  };
  for (const filter of document.querySelectorAll("details.bank-filter")) {
    filter.addEventListener("toggle", () => { if (filter.open) place(filter); });
  }

  document.addEventListener("keydown", ({ key }) => {
    const filter = key === "Escape" && document.querySelector(OPEN);
    if (!filter) return;
    filter.open = false;
    filter.querySelector("summary").focus();
  });
  document.addEventListener("click", ({ target }) => {
    const filter = document.querySelector(OPEN);
    if (filter && !filter.contains(target)) filter.open = false;
  });
})();
