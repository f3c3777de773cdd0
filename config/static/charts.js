/* Draws the charts of a page with Chart.js, in the page's own colours. */
(() => {
  "use strict";

  const colour = (name) => {
    const probe = document.createElement("i");
    probe.style.color = `var(${name})`;
    document.body.append(probe);
    const seen = getComputedStyle(probe).color;
    probe.remove();
    return seen;
  };
  const numbers = (values) => values.map((value) => (value === null ? null : Number(value)));

  const LINES = ["--accent", "--ink-2", "--soon", "--good", "--late", "--ink-3"];
  const DASHES = [[], [6, 3], [2, 3], [8, 3, 2, 3], [12, 4], [1, 4]];

  const look = {
    line: (place) => ({
      type: "line",
      borderColor: colour(LINES[place % LINES.length]),
      backgroundColor: colour(LINES[place % LINES.length]),
      borderDash: DASHES[place % DASHES.length],
      borderWidth: 1.75,
      pointRadius: 0,
      pointHitRadius: 12,
      tension: 0,
      spanGaps: false,
      order: 2,
    }),
    bar: (place) => ({
      type: "bar",
      backgroundColor: colour(LINES[place % LINES.length]),
      maxBarThickness: 36,
      borderRadius: 2,
      order: 3,
    }),
    target: () => ({
      type: "line",
      borderColor: colour("--good"),
      borderDash: [4, 4],
      borderWidth: 1.5,
      pointRadius: 0,
      pointHitRadius: 6,
      order: 1,
    }),
    alarm: () => ({
      type: "line",
      showLine: false,
      borderColor: colour("--late"),
      backgroundColor: colour("--late"),
      pointStyle: "rectRot",
      pointRadius: 6,
      pointHoverRadius: 7,
      order: 0,
    }),
  };

  const dataset = (series, place) => ({
    label: series.name,
    data: numbers(series.values),
    ...(look[series.kind] ?? look.line)(place),
  });

  const scales = (chart) => {
    const ink = colour("--ink-3");
    const line = colour("--line");
    const isMoney = /^[A-Z]{3}$/.test(chart.unit ?? "");
    const format = new Intl.NumberFormat(document.documentElement.lang, {
      minimumFractionDigits: 0,
      maximumFractionDigits: 2,
      ...(isMoney && { style: "currency", currency: chart.unit }),
    });
    const unit = chart.unit && !isMoney ? ` ${chart.unit}` : "";
    return {
      x: {
        stacked: Boolean(chart.stacked),
        ticks: { color: ink, maxRotation: 0, autoSkipPadding: 16 },
        grid: { display: false },
        border: { color: line },
      },
      y: {
        stacked: Boolean(chart.stacked),
        beginAtZero: chart.from_zero !== false,
        ticks: { color: ink, callback: (value) => format.format(value) + unit },
        grid: { color: line },
        border: { display: false },
      },
    };
  };

  const drawn = new Map();

  window.drawChart = (figure) => {
    const chart = JSON.parse(document.getElementById(figure.dataset.chart).textContent);
    const canvas = figure.querySelector("canvas");
    drawn.get(canvas)?.destroy();
    const made = new Chart(canvas, {
      data: { labels: chart.labels, datasets: chart.series.map(dataset) },
      options: {
        animation: false,
        responsive: true,
        maintainAspectRatio: false,
        locale: document.documentElement.lang,
        interaction: { mode: "index", intersect: false },
        font: { family: getComputedStyle(document.body).fontFamily },
        plugins: {
          legend: {
            display: chart.series.length > 1,
            position: "bottom",
            labels: { color: colour("--ink-2"), usePointStyle: true, boxHeight: 7 },
          },
        },
        scales: scales(chart),
      },
    });
    drawn.set(canvas, made);
  };

  const redraw = () => {
    for (const canvas of [...drawn.keys()]) {
      if (canvas.isConnected) window.drawChart(canvas.closest("[data-chart]"));
      else {
        drawn.get(canvas).destroy();
        drawn.delete(canvas);
      }
    }
  };
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
})();
