/* Draws the networks of a page from the data in the page, in the colors of the current theme. */

"use strict";

(() => {
  const AMOUNT = new Intl.NumberFormat("en-US", { minimumFractionDigits: 2 });
  const FIT_PX = 24;
  const LABEL_PX = 10;
  const SMALLEST_LABEL_PX = 9;
  const LARGEST_ZOOM = 1.5; // of a small network, which would fill its box otherwise
  const color = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  const node = (kind, shape, fill, border = fill) => ({
    selector: `node[kind = "${kind}"]`,
    style: { shape, "background-color": color(fill), "border-color": color(border), "border-width": 2 },
  });
  const line = (kind, name, style, width) => ({
    selector: `edge[kind = "${kind}"]`,
    style: { "line-color": color(name), "line-style": style, "target-arrow-color": color(name), width },
  });

  /* Returns the look of nodes and edges, with labels of a size; called anew when the theme or the zoom changes. */
  const look = (size) => [
    {
      selector: "node",
      style: {
        label: "data(label)", color: color("--bank-ink"), "font-size": size, height: 20, width: 20, "min-zoomed-font-size": 7,
        "text-max-width": 11 * size, "text-outline-color": color("--bank-tint"), "text-outline-width": 2, "text-valign": "bottom",
        "text-margin-y": 3, "text-wrap": "wrap",
      },
    },
    node("customer", "ellipse", "--bank-accent"),
    node("company", "round-rectangle", "--bank-accent"),
    node("account", "round-rectangle", "--bank-paper", "--bank-accent"),
    node("outside", "diamond", "--bank-soft"),
    node("person", "ellipse", "--bank-series-3"),
    node("cash", "hexagon", "--bank-chart-3"),
    { selector: "node[?center]", style: { "font-size": 1.2 * size, "font-weight": "bold", height: 32, width: 32 } },
    { selector: "edge", style: { "arrow-scale": 0.8, "curve-style": "bezier", opacity: 0.85 } },
    line("transfer", "--bank-accent", "solid", 2),
    line("owns", "--bank-soft", "solid", 1),
    line("household", "--bank-series-3", "dashed", 2),
    line("relationship", "--bank-series-2", "dashed", 2),
    line("guarantee", "--bank-series-5", "dotted", 2),
    { selector: 'edge[kind = "transfer"], edge[kind = "guarantee"]', style: { "target-arrow-shape": "triangle" } },
    ...[["bad", "--bank-chart-bad"], ["twin", "--bank-series-5"]].flatMap(([mark, name]) => [
      { selector: `node[mark = "${mark}"]`, style: { "border-color": color(name), "border-width": 4 } },
      { selector: `edge[mark = "${mark}"]`, style: { "line-color": color(name), "target-arrow-color": color(name), width: 3 } },
    ]),
    { selector: "edge.hover", style: { color: color("--bank-ink"), "font-size": size, label: "data(label)", "text-background-color": color("--bank-paper"), "text-background-opacity": 1, "text-background-padding": 3, "z-index": 9 } },
    { selector: ".later", style: { visibility: "hidden" } },
    { selector: "node.crowded", style: { "text-opacity": 0, "text-outline-opacity": 0 } },
    { selector: "node.hover", style: { "text-opacity": 1, "text-outline-opacity": 1, "z-index": 9 } },
  ];

  const RANKS = ["account", "person", "company", "customer"]; // of two labels at one place the later kind's stays
  const rank = (node) => (node.data("center") ? 1e6 : 0) + 1e3 * RANKS.indexOf(node.data("kind")) + node.degree();
  const overlap = (one, other) => one.x1 < other.x2 && other.x1 < one.x2 && one.y1 < other.y2 && other.y1 < one.y2;

  const BODY = { includeEdges: false, includeLabels: false, includeNodes: true, includeOverlays: false };

  /* Hides the labels that would lie on nodes or on other labels, the least important ones; a node under the pointer shows its label. */
  const makeRoom = (network) => network.batch(() => {
    const bodies = network.nodes().map((node) => [node, node.boundingBox(BODY)]);
    const kept = [];
    for (const node of network.nodes().toArray().sort((one, other) => rank(other) - rank(one))) {
      const box = node.boundingBox({ ...BODY, includeLabels: true, includeNodes: false });
      const others = bodies.filter(([other]) => other !== node).map(([, body]) => body);
      const crowded = [...kept, ...others].some((other) => overlap(box, other));
      node.toggleClass("crowded", crowded);
      if (!crowded) kept.push(box);
    }
  });

  /* Fits a network into its box, with labels that can be read: where it is drawn small, they are larger than the rest. */
  const fit = (network) => {
    network.fit(undefined, FIT_PX);
    if (network.zoom() > LARGEST_ZOOM) network.zoom(LARGEST_ZOOM).center();
    network.style(look(Math.max(LABEL_PX, SMALLEST_LABEL_PX / network.zoom())));
    makeRoom(network);
  };

  /* Returns a drawn network. Nodes begin on a circle, not at random places: the same network looks the same each time. */
  const draw = (canvas, { nodes, edges }) => {
    const network = cytoscape({
      container: canvas,
      elements: [...nodes, ...edges].map((data) => ({ data })),
      layout: { name: "circle" },
      style: look(LABEL_PX),
      maxZoom: 3,
      minZoom: 0.2,
      userZoomingEnabled: false, // the wheel and two fingers belong to the page, until the network is clicked
    });
    network.layout({ name: "cose", animate: false, fit: false, idealEdgeLength: () => 90, nodeDimensionsIncludeLabels: true, nodeOverlap: 30, nodeRepulsion: () => 40000, randomize: false }).run();
    network.on("tap", (event) => {
      network.userZoomingEnabled(true);
      const address = event.target === network ? "" : event.target.data("address");
      if (address) location.assign(address);
    });
    network.on("mouseover", "node, edge", ({ target }) => target.addClass("hover"));
    network.on("mouseout", "node, edge", ({ target }) => target.removeClass("hover"));
    network.on("dragfree", "node", () => makeRoom(network));
    fit(network);
    return network;
  };

  /* Lets the slider hide the money of later days, and tells what is shown. */
  const follow = (slider, output, network, { days, edges }) => {
    const money = edges.filter(({ kind }) => kind === "transfer");
    const show = () => {
      const last = Number(slider.value);
      const shown = money.filter(({ day }) => day <= last);
      const cents = shown.reduce((sum, edge) => sum + edge.cents, 0);
      network.batch(() => network.edges('[kind = "transfer"]').forEach((edge) => edge.toggleClass("later", edge.data("day") > last)));
      output.textContent = `${days[last]}: ${shown.length} of ${money.length} transactions, ${AMOUNT.format(cents / 100)} ${money[0].currency}`;
      slider.setAttribute("aria-valuetext", output.textContent);
    };
    slider.addEventListener("input", show);
    show();
  };

  const networks = [...document.querySelectorAll("[data-network]")].map((figure) => {
    const data = JSON.parse(document.getElementById(figure.dataset.network).textContent);
    const network = draw(figure.querySelector(".network-canvas"), data);
    const slider = figure.querySelector("input[type=range]");
    if (slider) follow(slider, figure.querySelector("output"), network, data);
    figure.dataset.drawn = "";
    return network;
  });

  const recolor = () => networks.forEach(fit);
  new MutationObserver(recolor).observe(document.documentElement, { attributeFilter: ["class", "data-theme"] });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", recolor);
  addEventListener("resize", () => networks.forEach((network) => fit(network.resize())));
})();
