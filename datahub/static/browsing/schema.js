/* The diagram of the schema: its tables lead to their lists, and buttons zoom. The box around it scrolls. */

"use strict";

(() => {
  const STEP = 1.4;
  const [SMALLEST, LARGEST] = [0.3, 6];
  const box = document.querySelector(".schema-diagram");
  if (!box) return;

  const addresses = new Map([...document.querySelectorAll("[data-table]")].map((link) => [link.dataset.table, link.href]));
  let zoom = 1;

  /* Scales the diagram to the width of its box times the zoom; what is in the middle stays there. */
  const scale = (wanted) => {
    const before = zoom;
    zoom = Math.min(Math.max(wanted, SMALLEST), LARGEST);
    const [x, y] = [box.scrollLeft + box.clientWidth / 2, box.scrollTop + box.clientHeight / 2];
    box.firstElementChild.style.width = `${100 * zoom}%`;
    box.scrollTo((x * zoom) / before - box.clientWidth / 2, (y * zoom) / before - box.clientHeight / 2);
  };
  const zooms = { in: () => scale(zoom * STEP), out: () => scale(zoom / STEP), fit: () => scale(1) };
  for (const button of document.querySelectorAll("[data-zoom]")) button.addEventListener("click", zooms[button.dataset.zoom]);

  /* Makes a table of the diagram a link to its list. */
  const lead = (table) => {
    const name = table.querySelector("title").textContent;
    const address = addresses.get(name);
    if (!address) return;
    table.setAttribute("role", "link");
    table.setAttribute("tabindex", "0");
    table.setAttribute("aria-label", table.textContent.trim().replace(/\s+/g, " ")); // begins with its name
    table.addEventListener("click", () => location.assign(address));
    table.addEventListener("keydown", ({ key }) => { if (key === "Enter") location.assign(address); });
  };

  /* Puts the drawing itself in the place of its picture, whose tables cannot be clicked. */
  const inline = async (picture) => {
    const drawing = new DOMParser().parseFromString(await (await fetch(picture.src)).text(), "image/svg+xml").documentElement;
    drawing.removeAttribute("width");
    drawing.removeAttribute("height");
    picture.replaceWith(document.adoptNode(drawing));
    drawing.querySelectorAll(".node").forEach(lead);
    box.dataset.drawn = "";
  };
  inline(box.querySelector("img"));
})();
