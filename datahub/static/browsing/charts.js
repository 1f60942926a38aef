/* Draws the charts of a page from the data in the page, in the colors of the current theme. */

"use strict";

(() => {
  const DAY = new Intl.DateTimeFormat("en-US", { day: "numeric", month: "short", timeZone: "UTC" });
  const LONG_DAY = new Intl.DateTimeFormat("en-US", { weekday: "short", day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
  const MONTH = new Intl.DateTimeFormat("en-US", { month: "short", year: "numeric", timeZone: "UTC" });
  const NUMBER = new Intl.NumberFormat("en-US");
  const AMOUNT = new Intl.NumberFormat("en-US", { minimumFractionDigits: 2 });
  const COMPACT = new Intl.NumberFormat("en-US", { notation: "compact" });
  const REDUCED_MOTION = window.matchMedia("(prefers-reduced-motion: reduce)");
  const DARK = window.matchMedia("(prefers-color-scheme: dark)");

  const capitalized = (text) => text.charAt(0).toUpperCase() + text.slice(1);
  const color = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  /* Returns a plugin that writes a text beside each bar, or above each column or pair of columns. */
  const barTexts = (texts) => ({
    id: "barTexts",
    afterDatasetsDraw(chart) {
      const upright = chart.options.indexAxis !== "y";
      const { ctx } = chart;
      ctx.save();
      ctx.fillStyle = color("--bank-ink");
      ctx.font = `12px ${Chart.defaults.font.family}`;
      ctx.textAlign = upright ? "center" : "left";
      ctx.textBaseline = upright ? "bottom" : "middle";
      const series = chart.getSortedVisibleDatasetMetas();
      texts.forEach((text, place) => {
        const bars = series.map(({ data }) => data[place]);
        const x = bars.reduce((sum, bar) => sum + bar.x, 0) / bars.length;
        const y = Math.min(...bars.map((bar) => bar.y));
        ctx.fillText(text, x + (upright ? 0 : 8), y - (upright ? 4 : 0));
      });
      ctx.restore();
    },
  });

  /* Returns a plugin that writes the total in the middle of a doughnut. */
  const centerTotal = (total, unit) => ({
    id: "centerTotal",
    afterDatasetsDraw(chart) {
      const { ctx, chartArea: area } = chart;
      const [x, y] = [(area.left + area.right) / 2, (area.top + area.bottom) / 2];
      ctx.save();
      ctx.textAlign = "center";
      ctx.textBaseline = "middle";
      ctx.fillStyle = color("--bank-ink");
      ctx.font = `600 20px ${Chart.defaults.font.family}`;
      ctx.fillText(total < 1e5 ? NUMBER.format(total) : COMPACT.format(total), x, y - 8);
      ctx.fillStyle = color("--bank-soft");
      ctx.font = `12px ${Chart.defaults.font.family}`;
      ctx.fillText(unit, x, y + 12);
      ctx.restore();
    },
  });

  const axis = (more) => ({
    border: { display: false },
    grid: { display: false },
    ticks: { color: color("--bank-soft"), maxRotation: 0, autoSkipPadding: 18 },
    ...more,
  });
  const isShort = (days) => new Date(days.at(-1)) - new Date(days[0]) < 120 * 864e5;
  const groups = () => axis({ ticks: { color: color("--bank-soft"), autoSkip: false, maxRotation: 0, font: { size: 11 } } });
  const quantities = (format) =>
    axis({
      beginAtZero: true,
      grid: { color: color("--bank-line"), drawTicks: false },
      ticks: { color: color("--bank-soft"), maxTicksLimit: 5, padding: 8, callback: (value) => format.format(value) },
    });
  /* Returns an axis of time from the first to the last label: equal times are equally wide, whatever days have values. */
  const times = (labels, format) => {
    const [first, last] = [Date.parse(labels[0]), Date.parse(labels.at(-1))];
    return axis({
      type: "linear",
      min: first,
      max: last,
      afterBuildTicks: (scale) => { scale.ticks = timeTicks(first, last).map((value) => ({ value })); },
      ticks: { color: color("--bank-soft"), maxRotation: 0, autoSkipPadding: 28, callback: (value) => format.format(new Date(value)) },
    });
  };
  /* Returns the first days of months between two times, or days where these are less than four months apart. */
  const timeTicks = (first, last) => {
    const ticks = [];
    if (last - first < 120 * 864e5) {
      for (let day = first; day <= last; day += 864e5) ticks.push(day);
      return ticks;
    }
    const start = new Date(first);
    for (let month = 1; ; month += 1) {
      const tick = Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + month, 1);
      if (tick > last) return ticks;
      ticks.push(tick);
    }
  };
  const legend = (boxHeight, boxWidth) => ({ display: true, position: "bottom", labels: { color: color("--bank-soft"), boxHeight, boxWidth } });
  const balanceLabel = (item) => `${item.dataset.label}: ${AMOUNT.format(item.parsed.y)}`;
  const amountLabel = (item) => `${item.dataset.label}: ${AMOUNT.format(item.raw)}`;
  const columns = (chartData, widths) => ({
    data: chartData.series[0].values,
    backgroundColor: color("--bank-chart-1"),
    hoverBackgroundColor: color("--bank-chart-2"),
    borderRadius: 3,
    ...widths,
  });

  /* Charts whose axes have titles and whose values have a unit: several series in colors of their own. */
  const DOLLARS = new Intl.NumberFormat("en-US", { style: "currency", currency: "USD", maximumFractionDigits: 0 });
  const COMPACT_DOLLARS = new Intl.NumberFormat("en-US", { style: "currency", currency: "USD", notation: "compact", maximumFractionDigits: 1 });
  const UNITS = {
    count: { onAxis: (value) => COMPACT.format(value), inTooltip: (value) => NUMBER.format(value) },
    usd: { onAxis: (value) => COMPACT_DOLLARS.format(value), inTooltip: (value) => DOLLARS.format(value) },
    percent: { onAxis: (value) => `${NUMBER.format(value)} %`, inTooltip: (value) => `${NUMBER.format(value)} %` },
  };
  const title = (text) => ({ display: text !== "", text, color: color("--bank-soft"), font: { size: 11 } });
  const labelAxis = (text, more) =>
    axis({ title: title(text), ticks: { color: color("--bank-soft"), maxRotation: 0, autoSkipPadding: 6, font: { size: 11 } }, ...more });
  /* Returns an axis of time whose ticks are the labels, each at its day: a month without values is as wide as others.
     Half a step on either side is for the columns of the first and the last day. */
  const dayAxis = ({ days, labels, xTitle }, more) => {
    const at = days.map((day) => Date.parse(day));
    const half = Math.min(...at.slice(1).map((time, place) => time - at[place]), 366 * 864e5) / 2;
    return labelAxis(xTitle, {
      type: "linear",
      min: at[0] - half,
      max: at.at(-1) + half,
      afterBuildTicks: (scale) => { scale.ticks = at.map((value) => ({ value })); },
      ...more,
      ticks: { color: color("--bank-soft"), maxRotation: 0, autoSkipPadding: 10, font: { size: 11 }, callback: (value) => labels[at.indexOf(value)] },
    });
  };
  const labelsOf = (chartData, more) => (chartData.days.length ? dayAxis(chartData, more) : labelAxis(chartData.xTitle, more));
  const valuesOf = ({ days }, { values }) => (days.length ? values.map((value, place) => ({ x: Date.parse(days[place]), y: value })) : values);
  const headingOf = ({ labels }) => (item) => labels[item.dataIndex];
  const valueAxis = ({ yTitle, unit }, more) => ({
    ...quantities(COMPACT),
    title: title(yTitle),
    ticks: { color: color("--bank-soft"), maxTicksLimit: 6, padding: 8, callback: (value) => UNITS[unit].onAxis(Math.abs(value)) },
    ...more,
  });
  const unitLabel = ({ unit }) => (item) => `${item.dataset.label}: ${UNITS[unit].inTooltip(Math.abs(item.raw?.y ?? item.raw))}`;
  const footer = ({ texts }) => ([item]) => texts[item?.dataIndex] ?? "";
  /* Returns a picture of a point; a point in a legend as wide as its lines would be an ellipse. */
  const pointIcon = (fill) => {
    const icon = Object.assign(document.createElement("canvas"), { width: 9, height: 9 });
    const ctx = icon.getContext("2d");
    ctx.fillStyle = fill;
    ctx.arc(4.5, 4.5, 4, 0, 2 * Math.PI);
    ctx.fill();
    return icon;
  };
  const lineLabels = (chart) =>
    Chart.defaults.plugins.legend.labels.generateLabels(chart).map((label) => {
      const { showLine, borderDash, borderWidth } = chart.data.datasets[label.datasetIndex];
      return { ...label, pointStyle: showLine ? "line" : pointIcon(label.fillStyle), lineDash: borderDash, lineWidth: borderWidth };
    });
  const seriesColor = ({ color: place }) => color(`--bank-series-${(place % 8) + 1}`);
  const barsOf = (chartData, more) =>
    chartData.series.map((series) => ({
      label: series.label,
      data: valuesOf(chartData, series),
      backgroundColor: seriesColor(series),
      borderColor: color("--bank-paper"),
      ...more,
    }));
  const widest = ({ series }) => Math.max(...series.flatMap(({ values }) => values));
  const several = (chartData, scales, more = {}) => ({
    interaction: { mode: "index", intersect: false },
    scales,
    ...more,
    plugins: { legend: { ...legend(10, 10), display: chartData.series.length > 1 } },
  });

  const KINDS = {
    grouped: (chartData) => ({
      type: "bar",
      data: { datasets: barsOf(chartData, { borderRadius: 2, maxBarThickness: 36 }) },
      options: several(chartData, { x: labelsOf(chartData), y: valueAxis(chartData) }),
      heading: headingOf(chartData),
      label: unitLabel(chartData),
      footer: footer(chartData),
    }),
    stacked: (chartData) => ({
      type: "bar",
      data: { datasets: barsOf(chartData, { borderWidth: { top: 1 }, borderSkipped: false, maxBarThickness: 44, categoryPercentage: 0.9, barPercentage: 0.9 }) },
      options: several(chartData, { x: labelsOf(chartData, { stacked: true }), y: valueAxis(chartData, { stacked: true }) }),
      heading: headingOf(chartData),
      label: unitLabel(chartData),
      footer: footer(chartData),
    }),
    lines: (chartData) => ({
      type: "line",
      data: {
        datasets: chartData.series.map((series) => ({
          label: series.label,
          data: valuesOf(chartData, series),
          borderColor: seriesColor(series),
          backgroundColor: seriesColor(series),
          borderDash: series.mark === "dashes" ? [5, 4] : [],
          borderWidth: series.mark === "dashes" ? 1.5 : 2,
          showLine: series.mark !== "points",
          pointRadius: series.mark === "dashes" ? 0 : series.mark === "points" ? 3.5 : 2,
          pointHoverRadius: 4.5,
        })),
      },
      options: {
        ...several(chartData, { x: labelsOf(chartData), y: valueAxis(chartData) }),
        plugins: { legend: { ...legend(8, 24), labels: { ...legend(8, 24).labels, usePointStyle: true, pointStyleWidth: 22, generateLabels: lineLabels } } },
      },
      heading: headingOf(chartData),
      label: unitLabel(chartData),
      footer: footer(chartData),
    }),
    pyramid: (chartData) => ({
      type: "bar",
      data: {
        datasets: barsOf({ days: [], series: chartData.series.map((series, side) => (side ? series : { ...series, values: series.values.map((value) => -value) })) }, { categoryPercentage: 0.9, barPercentage: 0.95 }),
      },
      options: several(chartData, { x: valueAxis(chartData, { stacked: true, suggestedMin: -widest(chartData), suggestedMax: widest(chartData) }), y: labelAxis(chartData.xTitle, { stacked: true, reverse: true, ticks: { color: color("--bank-soft"), autoSkip: false, font: { size: 11 } } }) }, { indexAxis: "y" }),
      heading: headingOf(chartData),
      label: unitLabel(chartData),
      footer: footer(chartData),
    }),
    columns: (chartData) => ({
      type: "bar",
      data: { datasets: [columns(chartData, { maxBarThickness: 44 })] },
      options: {
        layout: { padding: { top: 20 } },
        scales: { x: groups(), y: axis({ display: false, beginAtZero: true }) },
      },
      plugins: [barTexts(chartData.texts)],
    }),
    bars: (chartData) => ({
      type: "bar",
      data: { datasets: [columns(chartData, { maxBarThickness: 16 })] },
      options: {
        indexAxis: "y",
        layout: { padding: { right: Math.max(44, 12 + 6.5 * Math.max(...chartData.texts.map((text) => text.length))) } },
        scales: { x: axis({ display: false, beginAtZero: true }), y: axis({ ticks: { color: color("--bank-soft"), autoSkip: false, font: { size: 13 } } }) },
      },
      plugins: [barTexts(chartData.texts)],
    }),
    doughnut: (chartData) => ({
      type: "doughnut",
      data: {
        datasets: [{ data: chartData.series[0].values, backgroundColor: chartData.colors.map(color), borderColor: color("--bank-paper"), borderWidth: 2, hoverOffset: 4 }],
      },
      options: { cutout: "68%", layout: { padding: 4 } },
      plugins: [centerTotal(chartData.series[0].values.reduce((sum, value) => sum + value, 0), chartData.series[0].label)],
    }),
    balances: (chartData) => ({
      type: "line",
      data: {
        datasets: chartData.series.map((series, place) => ({
          label: series.label,
          data: series.values.map((value, place) => ({ x: Date.parse(chartData.labels[place]), y: value === null ? null : Number(value) })),
          borderColor: color(place ? "--bank-soft" : "--bank-chart-1"),
          backgroundColor: `${color("--bank-chart-1")}22`,
          borderDash: place ? [4, 4] : [],
          borderWidth: place ? 1.2 : 2,
          fill: place ? false : "origin",
          stepped: place ? false : "before",
          pointRadius: place ? 0 : (item) => (chartData.marks[item.dataIndex] ? 5 : 0),
          pointBackgroundColor: color("--bank-chart-bad"),
          pointBorderColor: color("--bank-paper"),
          pointHoverRadius: 4,
        })),
      },
      options: {
        interaction: { mode: "index", intersect: false },
        scales: { x: times(chartData.labels, isShort(chartData.labels) ? DAY : MONTH), y: quantities(COMPACT) },
        plugins: { legend: { ...legend(1, 24), display: chartData.series.length > 1 } },
      },
      heading: (item) => LONG_DAY.format(new Date(item.parsed.x)),
      label: balanceLabel,
    }),
    pairs: (chartData) => ({
      type: "bar",
      data: {
        datasets: chartData.series.map((series, place) => ({
          ...columns(chartData, { maxBarThickness: 36 }),
          label: series.label,
          data: series.values.map(Number),
          backgroundColor: color(place ? "--bank-chart-3" : "--bank-chart-1"),
        })),
      },
      options: {
        layout: { padding: { top: 20 } },
        interaction: { mode: "index", intersect: false },
        scales: { x: groups(), y: quantities(COMPACT) },
        plugins: { legend: legend(10, 10) },
      },
      plugins: chartData.texts.length ? [barTexts(chartData.texts)] : [],
      label: amountLabel,
    }),
  };

  const valueLabel = (chartData) => (item) => {
    const number = `${NUMBER.format(item.raw)} ${chartData.series[0].label}`;
    return chartData.texts.length ? `${number}, ${chartData.texts[item.dataIndex]}` : number;
  };

  /* Returns the configuration with which Chart.js draws a chart in the current theme. */
  const configuration = (chartData, animation) => {
    const { type, data, options, plugins = [], heading = (item) => item.label, label = valueLabel(chartData), footer: below = () => "" } = KINDS[chartData.kind](chartData);
    const labels = chartData.kind === "balances" || chartData.xTitle !== "" ? chartData.labels : chartData.labels.map(capitalized);
    return {
      type,
      data: { labels, ...data },
      plugins,
      options: {
        maintainAspectRatio: false,
        animation,
        ...(chartData.series.some(({ links }) => links.some(Boolean)) ? linked(chartData) : {}),
        ...options,
        plugins: {
          legend: { display: false },
          tooltip: { displayColors: false, callbacks: { title: ([item]) => heading(item), label, footer: below } },
          ...options.plugins,
        },
      },
    };
  };

  /* Returns the address of the rows behind the part of a chart under the pointer; undefined where there is none. */
  const linkAt = (event, chart, chartData) => {
    const [part] = chart.getElementsAtEventForMode(event, "nearest", { intersect: true }, false);
    return part && chartData.series[part.datasetIndex].links[part.index];
  };
  const linked = (chartData) => ({
    onClick: (event, parts, chart) => {
      const address = linkAt(event, chart, chartData);
      if (address) window.location.assign(address);
    },
    onHover: (event, parts, chart) => { chart.canvas.style.cursor = linkAt(event, chart, chartData) ? "pointer" : ""; },
  });

  const drawn = new Map();
  let theme = "";
  const draw = (figure, animated) => {
    const chartData = JSON.parse(document.getElementById(figure.dataset.chart).textContent);
    const canvas = figure.querySelector("canvas");
    const markDrawn = () => { figure.dataset.drawn = ""; };
    drawn.get(canvas)?.destroy();
    drawn.set(canvas, new Chart(canvas, configuration(chartData, animated && { duration: 500, onComplete: markDrawn })));
    if (!animated) markDrawn();
  };
  const drawAll = () => {
    const animated = theme === "" && !REDUCED_MOTION.matches;
    theme = color("--bank-paper");
    document.querySelectorAll("[data-chart]").forEach((figure) => draw(figure, animated));
  };
  const redrawOnThemeChange = () => {
    if (color("--bank-paper") !== theme) drawAll();
  };

  document.fonts.ready.then(() => {
    Chart.defaults.font.family = getComputedStyle(document.querySelector(".bank")).fontFamily;
    drawAll();
    new MutationObserver(redrawOnThemeChange).observe(document.documentElement, { attributeFilter: ["class", "data-theme"] });
    DARK.addEventListener("change", redrawOnThemeChange);
    addEventListener("beforeprint", redrawOnThemeChange); // at once: print.js has just changed the theme
  });
})();
