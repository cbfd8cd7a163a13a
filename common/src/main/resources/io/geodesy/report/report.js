"use strict";
// Draws the charts of one report from the JSON block in the page. No value of the data ever becomes
// markup: texts enter by textContent or by ECharts' own text elements.
(function () {
  const root = document.documentElement;
  window.addEventListener("error", (event) => { root.dataset.error = String(event.message); });

  const SHAPES = ["circle", "diamond", "triangle", "rect"];
  const DASHES = ["solid", "dashed", "dotted"];
  const SHADES = 14;
  const CANVAS_FROM = 2500;
  const FONT = 12;
  const OUTLINES = {
    circle: "M6 1.5a4.5 4.5 0 1 0 .01 0z", diamond: "M6 .8 11.2 6 6 11.2.8 6z",
    triangle: "M6 1.2 11 10.4H1z", rect: "M2 2h8v8H2z", line: "M0 5h12v2.4H0z",
  };
  const charts = [];
  let colors;

  // ---------------------------------------------------------------- numbers

  function number(value) {
    if (value === null || value === undefined || !isFinite(value)) return "–";
    const size = Math.abs(value);
    if (size !== 0 && (size >= 1e7 || size < 1e-4)) {
      return value.toExponential(3).replace(/\.?0+e/, "e").replace("e+", "e");
    }
    if (size >= 10000) return Math.round(value).toLocaleString("en-US");
    return Number(value.toPrecision(4)).toLocaleString("en-US", { maximumSignificantDigits: 4 });
  }

  function tickText(value, step) {
    const size = Math.max(Math.abs(value), step);
    if (size >= 1e7 || (size < 1e-3 && size > 0)) return number(Math.abs(value) < step / 1e6 ? 0 : value);
    const digits = Math.max(0, Math.min(8, -Math.floor(Math.log10(step) + 1e-9)));
    return value.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits }).replace(/^-(0(\.0*)?)$/, "$1");
  }

  // Numbers arrive as whole steps above a start, evenly spaced on the axis; null where there is none.
  function decode(packed) {
    const values = packed.v.map((v) => (v === null ? null : packed.start + v * packed.step));
    return packed.log ? values.map((v) => (v === null ? null : Math.pow(10, v))) : values;
  }

  // ---------------------------------------------------------------- axes

  // An axis maps values to positions that ECharts draws on a linear scale of its own.
  function axis(spec, values, options) {
    let low = Infinity;
    let high = -Infinity;
    for (const v of values) {
      if (v === null || !isFinite(v) || (spec.log && v <= 0)) continue;
      if (v < low) low = v;
      if (v > high) high = v;
    }
    if (low > high) { low = spec.log ? 1 : 0; high = spec.log ? 10 : 1; }
    const isLog = spec.log && (high / low >= 3 || options.keepLog);
    const forward = isLog ? Math.log10 : (v) => v;
    let from = forward(low);
    let to = forward(high);
    if (!isLog && options.zero) { from = Math.min(from, 0); to = Math.max(to, 0); }
    if (from === to) {
      const margin = isLog ? 0.5 : Math.abs(from) * 0.1 || 1;
      from -= options.zero && from === 0 ? 0 : margin;
      to += margin;
    }
    return options.tight && !isLog ? tightAxis(from, to, options) : alignedAxis(from, to, isLog, options);
  }

  function axisOption(options, min, max, label) {
    return {
      type: "value", min, max,
      axisLabel: Object.assign({ color: colors.muted, fontSize: FONT, hideOverlap: true }, label),
      axisLine: { show: !options.isY, onZero: false, lineStyle: { color: colors.line } },
      axisTick: { show: false },
      splitLine: { show: true, lineStyle: { color: colors.grid } },
    };
  }

  // Ends where the data end; ticks are ECharts' own.
  function tightAxis(from, to, options) {
    const margin = options.margin ? 0.03 * (to - from) : 0;
    const [min, max] = [from - margin, to + margin];
    const step = niceStep((to - from) / (options.ticks || 5));
    const isTick = (p) => Math.abs(p / step - Math.round(p / step)) < 1e-3;
    const label = { showMinLabel: isTick(min), showMaxLabel: isTick(max), formatter: number };
    const option = Object.assign(axisOption(options, min, max, label), { splitNumber: options.ticks || 5 });
    return { at: (v) => (v === null || !isFinite(v) ? null : v), floor: min, option };
  }

  // Begins and ends at a tick, and counts from the first one, so that bands can be stacked whatever their sign.
  function alignedAxis(from, to, isLog, options) {
    const step = isLog ? logStep(from, to) : niceStep((to - from) / (options.ticks || 5));
    const start = step * Math.floor(from / step + 1e-6);
    const length = options.tight ? to - start : step * Math.ceil((to - start) / step - 1e-6);
    // Bars grow from nought, which must then be ECharts' own.
    const offset = options.bars && !isLog ? start : 0;
    const text = (p) => (isLog ? number(Math.pow(10, start + p)) : tickText(start + p, step));
    const label = { formatter: (at) => (Math.abs((at - offset) / step - Math.round((at - offset) / step)) > 1e-3 ? "" : text(at - offset)) };
    // Counts of one on a logarithmic axis stand on a half, or nobody would see them.
    const isLifted = isLog && options.lift && step >= 1;
    const min = isLifted ? -Math.log10(2) : offset;
    const ticks = isLifted ? { minInterval: 1, splitNumber: Math.max(1, Math.round(length / step)) } : { interval: step };
    return {
      at: (v) => (v === null || !isFinite(v) || (isLog && v <= 0) ? null : (isLog ? Math.log10(v) : v) - start + offset),
      floor: min,
      option: Object.assign(axisOption(options, min, length + offset, label), ticks),
    };
  }

  function niceStep(rough) {
    const power = Math.pow(10, Math.floor(Math.log10(rough)));
    const lead = rough / power;
    return power * (lead <= 1 ? 1 : lead <= 2 ? 2 : lead <= 5 ? 5 : 10);
  }

  // Powers of two up to two decades, which read well from 1 up and badly below (0.0004883); of ten beyond.
  function logStep(from, to) {
    const decades = to - from;
    if (decades <= (from < -1e-9 ? 1.2 : 2.2)) return Math.log10(2) * Math.max(1, Math.round(decades / Math.log10(2) / 7));
    return Math.max(1, Math.ceil(decades / 7));
  }

  // ---------------------------------------------------------------- page elements

  function element(name, className, text) {
    const made = document.createElement(name);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  }

  function icon(shape, color) {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("viewBox", "0 0 12 12");
    svg.setAttribute("width", "12");
    svg.setAttribute("height", "12");
    svg.setAttribute("aria-hidden", "true");
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    path.setAttribute("d", OUTLINES[shape]);
    path.setAttribute("fill", color);
    svg.append(path);
    return svg;
  }

  function tip(title, lines) {
    const box = element("div", "tip");
    if (title) box.append(element("b", "", title));
    for (const line of lines) box.append(element("span", "", line));
    return box;
  }

  // ---------------------------------------------------------------- options

  function base(chart, x, y) {
    return {
      animation: false,
      backgroundColor: "transparent",
      textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: colors.ink },
      grid: { left: 4, right: 24, top: 12, bottom: 4, containLabel: true },
      legend: { show: false },
      tooltip: {
        confine: true, transitionDuration: 0, backgroundColor: colors.surface, borderColor: colors.line,
        textStyle: { color: colors.ink, fontSize: 13 }, padding: [6, 10],
      },
      xAxis: x.option,
      yAxis: y.option,
      series: [],
    };
  }

  function marks(list, x, y, option, width) {
    const data = [];
    let taken = [];
    for (const mark of list) {
      const at = (mark.vertical ? x : y).at(mark.at);
      const end = (mark.vertical ? x : y).option.max;
      if (at === null || at < (mark.vertical ? x : y).option.min || at > end) continue;
      const label = { show: true, color: colors.ink, fontSize: FONT, formatter: () => mark.name };
      if (mark.vertical) {
        const room = mark.name.length * 6.6 / Math.max(200, width - 60) * end;
        let row = 0;
        while (taken.some((t) => t.row === row && Math.abs(t.at - at) < (t.room + room) / 2)) row++;
        taken.push({ at, room, row });
        const side = at < end * 0.15 ? "left" : at > end * 0.85 ? "right" : "center";
        Object.assign(label, { position: "end", distance: 4 + row * 16, align: side });
        data.push({ xAxis: at, label });
      } else {
        label.position = at > end * 0.9 ? "insideStartBottom" : "insideStartTop";
        data.push({ yAxis: at, label });
      }
    }
    if (!data.length || !option.series.length) return;
    option.grid.top = 12 + (taken.length ? 16 * (1 + Math.max(...taken.map((t) => t.row))) : 0);
    option.series[0].markLine = {
      silent: true, symbol: "none", animation: false, data,
      lineStyle: { color: colors.ink, type: "dashed", width: 1.2, opacity: 0.75 },
    };
  }

  function look(index) {
    const n = colors.kinds.length;
    return {
      color: colors.kinds[index % n],
      shape: SHAPES[Math.floor(index / n) % SHAPES.length],
      dash: DASHES[Math.floor(index / n) % DASHES.length],
    };
  }

  function points(name, data, color, shape, size, opacity) {
    return {
      type: "scatter", name, data, symbol: shape, symbolSize: size, progressive: 0,
      itemStyle: { color, opacity },
      emphasis: { scale: false, itemStyle: { color, opacity: 1, borderColor: colors.ink, borderWidth: 1.5 } },
    };
  }

  function pointSize(count, width) {
    const size = count > 12000 ? 3.2 : count > 4000 ? 4 : count > 1500 ? 5 : 7;
    return width < 500 ? size * 0.75 : size;
  }

  function mapOption(chart, width) {
    const spec = chart.spec;
    const xs = chart.cache.xs || (chart.cache.xs = decode(spec.xs));
    const ys = chart.cache.ys || (chart.cache.ys = decode(spec.ys));
    const x = axis(spec.x, xs, { ticks: width < 500 ? 4 : 7, tight: true, margin: true });
    const y = axis(spec.y, ys, { ticks: 6, isY: true, tight: true, margin: true });
    const option = base(chart, x, y);
    const coloring = spec.colorings[chart.coloring];
    const size = pointSize(xs.length, width);
    const opacity = xs.length > 4000 ? 0.7 : 0.85;
    const groups = coloring.kinds ? kindGroups(coloring) : shadeGroups(chart, coloring);
    chart.legend = groups.legend;
    for (const group of groups.list) {
      const data = [];
      for (const i of group.rows) {
        const px = x.at(xs[i]);
        const py = y.at(ys[i]);
        if (px !== null && py !== null) data.push([px, py, i]);
      }
      const isNone = group.isNone;
      option.series.push(points(group.name, data, group.color, group.shape, isNone ? size * 0.8 : size, isNone ? 0.45 : opacity));
    }
    for (const a of [option.xAxis, option.yAxis]) a.splitLine.lineStyle = { color: colors.grid, opacity: 0.7 };
    option.dataZoom = [0, 1].map((i) => ({
      type: "inside", [i ? "yAxisIndex" : "xAxisIndex"]: 0, filterMode: "none",
      zoomOnMouseWheel: "ctrl", moveOnMouseMove: "ctrl", moveOnMouseWheel: false, preventDefaultMouseMove: false,
    }));
    option.tooltip.trigger = "item";
    option.tooltip.formatter = (at) => {
      const i = at.value[2];
      return tip(spec.ids[i], spec.colorings.map((c) => c.name + ": " + told(chart, c, i)));
    };
    return option;
  }

  function told(chart, coloring, i) {
    if (coloring.kinds) return coloring.codes[i] < 0 ? coloring.none : coloring.kinds[coloring.codes[i]];
    return number(shadeValues(chart, coloring)[i]);
  }

  function shadeValues(chart, coloring) {
    return chart.cache[coloring.name] || (chart.cache[coloring.name] = decode(coloring.values));
  }

  function kindGroups(coloring) {
    const rows = coloring.kinds.map(() => []);
    const none = [];
    coloring.codes.forEach((code, i) => (code < 0 ? none : rows[code]).push(i));
    const list = [];
    if (none.length) list.push({ name: coloring.none, rows: none, color: colors.none, shape: "circle", isNone: true });
    coloring.kinds.forEach((name, k) => {
      if (rows[k].length) list.push(Object.assign({ name, rows: rows[k] }, look(k)));
    });
    // Two kinds may be called alike; ECharts tells series apart by name.
    list.forEach((group, i) => { group.title = group.name; group.name = i + " " + group.name; });
    const shown = list.filter((g) => !g.isNone).concat(list.filter((g) => g.isNone));
    return { list, legend: { items: shown } };
  }

  function shadeGroups(chart, coloring) {
    const values = shadeValues(chart, coloring);
    const isLog = coloring.scale.log;
    const usable = (v) => v !== null && isFinite(v) && (!isLog || v > 0);
    const sorted = values.filter(usable).sort((a, b) => a - b);
    const low = sorted.length ? sorted[Math.floor(0.02 * (sorted.length - 1))] : 0;
    const high = sorted.length ? sorted[Math.ceil(0.98 * (sorted.length - 1))] : 1;
    const forward = isLog ? Math.log : (v) => v;
    const span = forward(high) - forward(low) || 1;
    const list = [{ name: "none", rows: [], color: colors.none, shape: "circle", isNone: true }];
    for (let s = 0; s < SHADES; s++) {
      list.push({ name: "shade " + s, rows: [], color: shade(s / (SHADES - 1)), shape: "circle" });
    }
    values.forEach((v, i) => {
      if (!usable(v)) { list[0].rows.push(i); return; }
      const s = Math.floor((forward(v) - forward(low)) / span * SHADES);
      list[1 + Math.max(0, Math.min(SHADES - 1, s))].rows.push(i);
    });
    const clipped = sorted.length && (sorted[0] < low || sorted[sorted.length - 1] > high);
    return {
      list: list.filter((g) => g.rows.length),
      legend: { title: coloring.name, ramp: [(clipped ? "≤ " : "") + number(low), (clipped ? "≥ " : "") + number(high)], missing: list[0].rows.length },
    };
  }

  function shade(t) {
    const stops = colors.ramp;
    const at = t * (stops.length - 1);
    const i = Math.min(stops.length - 2, Math.floor(at));
    const part = (hex, k) => parseInt(hex.slice(1 + 2 * k, 3 + 2 * k), 16);
    const mixed = [0, 1, 2].map((k) => Math.round(part(stops[i], k) + (at - i) * (part(stops[i + 1], k) - part(stops[i], k))));
    return "rgb(" + mixed.join(",") + ")";
  }

  function scatterOption(chart, width) {
    const spec = chart.spec;
    const decoded = chart.cache.series || (chart.cache.series = spec.series.map((s) => ({ x: decode(s.x), y: decode(s.y) })));
    const x = axis(spec.x, decoded.flatMap((s) => s.x), { ticks: width < 500 ? 4 : 7 });
    const y = axis(spec.y, decoded.flatMap((s) => s.y), { isY: true });
    const option = base(chart, x, y);
    const total = decoded.reduce((sum, s) => sum + s.x.length, 0);
    chart.legend = { items: [] };
    spec.series.forEach((s, k) => {
      const style = look(k);
      const data = [];
      decoded[k].x.forEach((v, i) => {
        const px = x.at(v);
        const py = y.at(decoded[k].y[i]);
        if (px !== null && py !== null) data.push([px, py, i]);
      });
      chart.legend.items.push(Object.assign({ name: k + " " + s.name, title: s.name }, style));
      option.series.push(points(k + " " + s.name, data, style.color, style.shape, pointSize(total, width), total > 4000 ? 0.7 : 0.85));
    });
    option.tooltip.trigger = "item";
    option.tooltip.formatter = (at) => {
      const i = at.value[2];
      const k = at.seriesIndex;
      const texts = [spec.x.name + ": " + number(decoded[k].x[i]), spec.y.name + ": " + number(decoded[k].y[i])];
      return tip(spec.series[k].hover.length ? spec.series[k].hover[i] : spec.series[k].name, texts);
    };
    return option;
  }

  function linesOption(chart, width) {
    const spec = chart.spec;
    const markValues = (vertical) => spec.marks.filter((m) => m.vertical === vertical).map((m) => m.at);
    const x = axis(spec.x, spec.series.flatMap((s) => s.x).concat(markValues(true)), { ticks: width < 500 ? 4 : 7, tight: true });
    const y = axis(spec.y, spec.series.flatMap((s) => s.y.concat(s.low, s.high)).concat(markValues(false)), { isY: true });
    const option = base(chart, x, y);
    chart.legend = { items: [] };
    spec.series.forEach((s, k) => {
      const style = look(k);
      const name = k + " " + s.name;
      const at = s.x.map((v) => x.at(v));
      chart.legend.items.push({ name, title: s.name, color: style.color, shape: "line" });
      option.series.push({
        type: "line", name, data: at.map((p, i) => [p, y.at(s.y[i])]), z: 3, zlevel: 0,
        showSymbol: spec.markers, symbol: "circle", symbolSize: s.x.length > 80 ? 4 : 6,
        lineStyle: { color: style.color, width: 2, type: style.dash }, itemStyle: { color: style.color },
        emphasis: { disabled: false, lineStyle: { width: 3 } },
      });
      if (s.low.length) {
        // ECharts stacks the first dimension.
        const edge = { type: "line", name, stack: "band " + k, dimensions: ["y", "x"], encode: { x: "x", y: "y" }, symbol: "none", silent: true, lineStyle: { width: 0 }, tooltip: { show: false }, z: 1 };
        const low = s.low.map((v, i) => (y.at(v) === null ? (y.at(s.high[i]) === null ? null : y.floor) : y.at(v)));
        option.series.push(Object.assign({}, edge, { data: at.map((p, i) => [low[i], p]) }));
        option.series.push(Object.assign({}, edge, {
          data: at.map((p, i) => [low[i] === null || y.at(s.high[i]) === null ? null : y.at(s.high[i]) - low[i], p]),
          areaStyle: { color: style.color, opacity: 0.18 },
        }));
      }
    });
    marks(spec.marks, x, y, option, width);
    option.tooltip.trigger = "axis";
    option.tooltip.axisPointer = { lineStyle: { color: colors.muted } };
    option.tooltip.formatter = (hits) => {
      const seen = new Set();
      const lines = [];
      let title = "";
      for (const hit of hits) {
        const k = Number(hit.seriesName.split(" ", 1)[0]);
        if (seen.has(k)) continue;
        seen.add(k);
        const s = spec.series[k];
        const i = hit.dataIndex;
        title = spec.x.name + ": " + number(s.x[i]);
        const band = s.low.length ? " (" + number(s.low[i]) + " to " + number(s.high[i]) + ")" : "";
        lines.push(s.name + ": " + number(s.y[i]) + band);
      }
      return tip(title, lines.slice(0, 14));
    };
    return option;
  }

  function histogramOption(chart, width) {
    const spec = chart.spec;
    const values = spec.marks.filter((m) => m.vertical).map((m) => m.at);
    const x = axis(spec.x, spec.edges.concat(values), { ticks: width < 500 ? 4 : 7, tight: true });
    const y = axis(spec.y, spec.counts, { isY: true, zero: true, lift: true });
    const option = base(chart, x, y);
    const color = colors.kinds[0];
    const data = [];
    spec.counts.forEach((count, i) => {
      const height = y.at(count) === null ? y.floor : y.at(count);
      const from = x.at(spec.edges[i]);
      const to = x.at(spec.edges[i + 1]);
      if (to === null) return;
      const begin = from === null ? 0 : from;
      data.push([begin, height, i], [(begin + to) / 2, height, i], [to, height, i]);
    });
    option.series.push({
      type: "line", name: "0", data, z: 2, zlevel: 0, showSymbol: false, symbol: "circle", symbolSize: 5,
      lineStyle: { color, width: 1.4 }, itemStyle: { color }, areaStyle: { color, opacity: 0.28, origin: "start" }, emphasis: { disabled: true },
    });
    marks(spec.marks, x, y, option, width);
    option.xAxis.splitLine.show = false;
    option.tooltip.trigger = "axis";
    option.tooltip.axisPointer = { lineStyle: { color: colors.muted } };
    option.tooltip.formatter = (hits) => {
      const i = hits[0].value[2];
      return tip(spec.x.name + ": " + number(spec.edges[i]) + " to " + number(spec.edges[i + 1]), [spec.y.name + ": " + number(spec.counts[i])]);
    };
    return option;
  }

  function barsOption(chart, width) {
    const spec = chart.spec;
    const n = spec.values.length;
    const isLying = spec.lying;
    chart.box.style.height = isLying ? 24 * n + 46 + "px" : "";
    const value = axis(spec.y, spec.values, { isY: !isLying, zero: true, bars: true, ticks: isLying && width < 500 ? 3 : 5, keepLog: true });
    const names = {
      type: "category", data: spec.categories, inverse: isLying, axisTick: { show: false },
      axisLine: { lineStyle: { color: colors.line } },
      axisLabel: { color: colors.ink, fontSize: FONT, interval: isLying ? 0 : "auto", width: isLying ? Math.min(200, width * 0.36) : undefined, overflow: "truncate" },
    };
    const option = base(chart, value, value);
    option.xAxis = isLying ? value.option : names;
    option.yAxis = isLying ? names : value.option;
    if (isLying) option.grid.right = 56;
    option.series.push({
      type: "bar",
      data: spec.values.map((v) => {
        if (v === null) return null;
        const at = value.at(v) === null ? value.floor : value.at(v);
        return v < 0 && isLying ? { value: at, label: { position: "left" }, itemStyle: { borderRadius: [3, 0, 0, 3] } } : at;
      }),
      barMaxWidth: isLying ? 18 : 46, itemStyle: { color: colors.kinds[0], borderRadius: isLying ? [0, 3, 3, 0] : [3, 3, 0, 0] },
      label: { show: isLying, position: "right", color: colors.muted, fontSize: FONT, formatter: (at) => number(spec.values[at.dataIndex]) },
    });
    option.tooltip.trigger = "axis";
    option.tooltip.axisPointer = { type: "shadow" };
    option.tooltip.formatter = (hits) => tip(spec.categories[hits[0].dataIndex], [spec.y.name + ": " + number(spec.values[hits[0].dataIndex])]);
    return option;
  }

  const OPTIONS = { map: mapOption, scatter: scatterOption, lines: linesOption, histogram: histogramOption, bars: barsOption };

  // ---------------------------------------------------------------- around the chart

  function drawLegend(chart) {
    chart.key.replaceChildren();
    const legend = chart.legend || {};
    if (legend.ramp) {
      const ramp = element("div", "ramp");
      const bar = element("i");
      bar.style.background = "linear-gradient(90deg," + colors.ramp.join(",") + ")";
      ramp.append(element("b", "", legend.title), element("span", "", legend.ramp[0]), bar, element("span", "", legend.ramp[1]));
      chart.key.append(ramp);
      if (legend.missing) chart.key.append(element("p", "hint", "Grey: no value (" + number(legend.missing) + ")."));
      return;
    }
    if (!legend.items || legend.items.length < 2) return;
    const list = element("ul", "legend");
    for (const item of legend.items) {
      const button = element("button");
      button.type = "button";
      button.setAttribute("aria-pressed", "true");
      button.append(icon(item.shape, item.color), document.createTextNode(item.title));
      button.addEventListener("click", () => {
        const isShown = button.getAttribute("aria-pressed") !== "true";
        button.setAttribute("aria-pressed", String(isShown));
        chart.drawing.dispatchAction({ type: isShown ? "legendSelect" : "legendUnSelect", name: item.name });
      });
      for (const event of ["mouseenter", "focus"]) button.addEventListener(event, () => emphasise(chart, item.name));
      for (const event of ["mouseleave", "blur"]) button.addEventListener(event, () => emphasise(chart, null));
      const row = element("li");
      row.append(button);
      list.append(row);
    }
    chart.key.append(list);
  }

  // Fades everything but one series, for as long as its name in the legend is pointed at.
  function emphasise(chart, name) {
    cancelAnimationFrame(chart.waiting);
    chart.waiting = requestAnimationFrame(() => {
      const series = chart.option.series.map((s) => {
        const share = name === null || s.name === name ? 1 : 0.12;
        const faded = {};
        if (s.type === "scatter") faded.itemStyle = { opacity: s.itemStyle.opacity * share };
        if (s.type === "line") faded.lineStyle = { opacity: share };
        if (s.areaStyle) faded.areaStyle = { opacity: s.areaStyle.opacity * share };
        return faded;
      });
      chart.drawing.setOption({ series });
    });
  }

  function addTools(chart) {
    const tools = element("div", "tools");
    if (chart.spec.colorings.length > 1) {
      const choice = element("fieldset");
      choice.append(element("legend", "", "Colour by"));
      chart.spec.colorings.forEach((coloring, k) => {
        const label = element("label");
        const input = element("input");
        input.type = "radio";
        input.name = chart.box.id + "-colour";
        input.checked = k === 0;
        input.addEventListener("change", () => { chart.coloring = k; draw(chart); });
        label.append(input, document.createTextNode(coloring.name));
        choice.append(label);
      });
      tools.append(choice);
    }
    const zoom = element("span", "zoom");
    for (const [text, name, key] of [["+", "Zoom in", "+"], ["−", "Zoom out", "-"], ["Reset", "Show all points", "0"]]) {
      const button = element("button", "", text);
      button.type = "button";
      button.setAttribute("aria-label", name);
      button.addEventListener("click", () => move(chart, key));
      zoom.append(button);
    }
    tools.append(zoom);
    chart.box.previousElementSibling.before(tools);
  }

  function move(chart, key) {
    const zooms = chart.drawing.getOption().dataZoom;
    if (!zooms || !zooms.length) return false;
    const factor = { "+": 0.7, "=": 0.7, "-": 1 / 0.7 }[key] || 1;
    const shift = { ArrowLeft: [-0.15, 0], ArrowRight: [0.15, 0], ArrowUp: [0, 0.15], ArrowDown: [0, -0.15] }[key] || [0, 0];
    zooms.forEach((zoom, i) => {
      let size = Math.min(100, (zoom.end - zoom.start) * factor);
      let middle = (zoom.start + zoom.end) / 2 + shift[i] * size;
      if (key === "0") { size = 100; middle = 50; }
      middle = Math.max(size / 2, Math.min(100 - size / 2, middle));
      chart.drawing.dispatchAction({ type: "dataZoom", dataZoomIndex: i, start: middle - size / 2, end: middle + size / 2 });
    });
    return true;
  }

  // Arrow keys walk along lines and bars and move a zoomed map; plus, minus and 0 zoom.
  function onKey(chart, event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (chart.spec.kind === "map") {
      if (["+", "=", "-", "0", "ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"].includes(event.key)) {
        move(chart, event.key);
        event.preventDefault();
      }
      return;
    }
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!step || chart.spec.kind === "scatter") return;
    const size = chart.drawing.getOption().series[0].data.length;
    const stride = chart.spec.kind === "histogram" ? 3 : 1;
    chart.at = chart.at === undefined ? (stride === 3 ? 1 : 0) : Math.max(0, Math.min(size - 1, chart.at + step * stride));
    chart.drawing.dispatchAction({ type: "showTip", seriesIndex: 0, dataIndex: chart.at });
    event.preventDefault();
  }

  function readColors() {
    const style = getComputedStyle(root);
    const one = (name) => style.getPropertyValue("--" + name).trim();
    const many = (name) => one(name).split(",").map((c) => c.trim());
    colors = {
      ink: one("ink"), muted: one("muted"), line: one("line"), grid: one("grid"), surface: one("surface"), none: one("none"),
      kinds: many("kinds"), ramp: many("ramp"),
    };
  }

  function countPoints(spec) {
    return spec.kind === "map" ? spec.ids.length : spec.kind === "scatter" ? spec.series.reduce((n, s) => n + s.x.v.length, 0) : 0;
  }

  function draw(chart) {
    const option = OPTIONS[chart.spec.kind](chart, chart.box.clientWidth);
    chart.option = option;
    if (!chart.drawing) {
      chart.renderer = countPoints(chart.spec) > CANVAS_FROM ? "canvas" : "svg";
      chart.drawing = echarts.init(chart.box, null, { renderer: chart.renderer });
    }
    chart.box.classList.add("drawn");
    chart.drawing.resize();
    chart.drawing.setOption(option, true);
    drawLegend(chart);
    chart.box.dataset.drawn = chart.renderer;
  }

  function measure() {
    root.dataset.charts = String(charts.filter((chart) => chart.box.dataset.drawn).length);
    root.dataset.width = root.scrollWidth + "/" + window.innerWidth;
  }

  function drawAll() {
    readColors();
    charts.forEach(draw);
    measure();
  }

  function start() {
    const specs = JSON.parse(document.getElementById("chart-data").textContent);
    for (const spec of specs) {
      const box = document.getElementById(spec.id);
      const key = element("div");
      box.nextElementSibling.after(key);
      const chart = { spec, box, key, cache: {}, coloring: 0 };
      charts.push(chart);
      if (spec.kind === "map") addTools(chart);
      box.addEventListener("keydown", (event) => onKey(chart, event));
      box.addEventListener("blur", () => chart.drawing.dispatchAction({ type: "hideTip" }));
    }
    const theme = document.getElementById("theme");
    const names = { auto: "Theme: as the system", light: "Theme: light", dark: "Theme: dark" };
    const next = { auto: "light", light: "dark", dark: "auto" };
    let chosen = "auto";
    theme.hidden = false;
    theme.textContent = names[chosen];
    theme.addEventListener("click", () => {
      chosen = next[chosen];
      if (chosen === "auto") delete root.dataset.theme; else root.dataset.theme = chosen;
      theme.textContent = names[chosen];
      drawAll();
    });
    window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawAll);
    let waiting = 0;
    let width = window.innerWidth;
    window.addEventListener("resize", () => {
      if (window.innerWidth === width) return;
      width = window.innerWidth;
      cancelAnimationFrame(waiting);
      waiting = requestAnimationFrame(drawAll);
    });
    // Paper is light.
    window.addEventListener("beforeprint", () => {
      root.dataset.theme = "light";
      document.querySelectorAll("details.provenance").forEach((part) => { part.open = true; });
      drawAll();
      charts.forEach((chart) => chart.drawing.getZr().flush());
    });
    window.addEventListener("afterprint", () => {
      if (chosen === "auto") delete root.dataset.theme; else root.dataset.theme = chosen;
      drawAll();
    });
    drawAll();
  }

  start();
})();
