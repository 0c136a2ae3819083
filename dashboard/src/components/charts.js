// The charts. A row has its label above its mark, so that long titles fit a phone;
// a number drawn is a column of a view.
import * as Plot from "@observablehq/plot";
import {accent, muted, plain} from "./palette.js";
import {decimal, month, percent} from "./page.js";

const ink = "#1b1b1b";
const soft = "#595959";
const line = "#d9d9d9";
const font = {fontFamily: "inherit", fontSize: "13px", background: "none", color: ink, overflow: "visible"};
const above = {textAnchor: "start", frameAnchor: "left", fill: ink};

// a row is nearer to its own label than to the next
const frame = (width, rows, options) => ({
  width,
  height: 26 + 46 * rows.length,
  marginLeft: 8,
  marginRight: 20,
  marginTop: 0,
  marginBottom: 26,
  style: font,
  ...options
});

// a scale that holds 0 and all values of these columns
const reach = (rows, columns) => {
  const values = rows.flatMap((d) => columns.map((c) => d[c])).filter((v) => v != null);
  return [Math.min(0, ...values), Math.max(0, ...values)];
};
const place = (rows) => ({type: "band", domain: rows.map((d, i) => i), axis: null});

// Bars from 0, each with its label above and its number at the end.
export function bars(rows, width, {label, value, text, is = () => false, domain, title}) {
  return Plot.plot(frame(width, rows, {
    height: 42 * rows.length,
    marginLeft: 1,
    marginRight: 84,
    marginBottom: 0,
    ariaLabel: title,
    x: {domain, axis: null},
    y: place(rows),
    marks: [
      Plot.barX(rows, {x: value, y: (d, i) => i, insetTop: 19, insetBottom: 11, fill: (d) => (is(d) ? accent : plain)}),
      Plot.text(rows, {y: (d, i) => i, text: label, ...above, dy: -11}),
      Plot.text(rows, {x: value, y: (d, i) => i, text, textAnchor: "start", dx: 6, dy: 4, fontWeight: 600, fill: ink})
    ]
  }));
}

// One or more marks a row on one scale, series [{value, color, symbol}], joined by a
// line; or a mark with the interval {low, high} it lies in.
// domain: by default what the rows reach.
export function dots(rows, width, {label, series, low, high, text, domain, title}) {
  const y = (d, i) => i;
  const from = low ?? series[0].value;
  const to = high ?? series.at(-1).value;
  const joints = low ? [[from, to]] : series.slice(1).map((s, i) => [series[i].value, s.value]);
  return Plot.plot(frame(width, rows, {
    ariaLabel: title,
    x: {domain: domain ?? reach(rows, series.map((s) => s.value)), nice: !domain, label: null, tickFormat: "%", ticks: 5, grid: true},
    y: place(rows),
    marks: [
      Plot.ruleX([0], {stroke: line, strokeWidth: 2}),
      joints.map(([x1, x2]) => Plot.link(rows, {x1, x2, y, stroke: muted, strokeWidth: low ? 3 : 1.5, strokeOpacity: 0.6, dy: 5})),
      series.map((s) => Plot.dot(rows, {x: s.value, y, fill: s.color, stroke: "white", symbol: s.symbol, r: 6, dy: 5})),
      Plot.text(rows, {y, text: label, ...above, dy: -12}),
      text ? Plot.text(rows, {y, text, textAnchor: "end", frameAnchor: "right", dx: 16, dy: -12, fill: soft}) : null
    ]
  }));
}

// A dot a move, by unit, on the scale of its weakest pair; equal ones are piled up.
export function strip(rows, width, {set, title}) {
  const unit = (d) => d.org_unit ?? "not known";
  const units = [...new Set(rows.map(unit))].sort();
  const piles = new Map();
  for (const d of rows) {
    const pile = `${unit(d)} ${decimal(d.weakest_alignment_score)}`;
    piles.set(pile, (piles.get(pile) ?? 0) + 1);
  }
  const highest = Math.max(...piles.values());
  const r = highest > 25 ? 2 : 3;
  const room = 26 + highest * (2 * r + 1);
  return Plot.plot({
    width,
    height: 48 + room * units.length,
    marginLeft: 8,
    marginRight: 20,
    marginTop: 4,
    marginBottom: 44,
    style: font,
    ariaLabel: title,
    x: {domain: [0, 1], label: "points the weakest pair has in common", tickFormat: "%", ticks: 5, grid: true, labelArrow: "none", labelOffset: 40},
    y: {axis: null},
    fy: {domain: units, axis: null, padding: 0},
    symbol: {type: "identity"},
    marks: [
      Plot.frame({anchor: "bottom", stroke: line}),
      Plot.text(units, {fy: (d) => d, text: (d) => d, frameAnchor: "top-left", dy: 6, fill: ink, fontWeight: 600}),
      Plot.dot(rows, Plot.dodgeY({anchor: "bottom", padding: 1}, {
        x: "weakest_alignment_score",
        fy: unit,
        r,
        fill: (d) => set[d.alignment_band]?.color ?? muted,
        symbol: (d) => set[d.alignment_band]?.symbol ?? "times",
        channels: {Move: "move", Band: "alignment_band", Purpose: "purpose"},
        tip: {format: {x: percent, fy: false, fill: false, symbol: false}}
      })),
      Plot.text(rows.filter((d) => d.alignment_band === "misaligned"),
        {x: "weakest_alignment_score", fy: unit, text: "move", frameAnchor: "bottom", textAnchor: "start", dx: 5, dy: -6, fill: ink,
          stroke: "white", strokeWidth: 4})
    ]
  });
}

// Goals as a list in steps from strategy, with the links between them.
export function cascade(goals, links, width, {set, title}) {
  const steps = [...new Set(goals.map((d) => d.depth))].sort((a, b) => (a ?? Infinity) - (b ?? Infinity));
  const name = (depth) => (depth == null ? "none" : String(depth));
  const there = new Set(goals.map((d) => String(d.goal_id)));
  const drawn = links.filter((d) => there.has(d.source) && there.has(d.target));
  const ends = {x1: (d) => name(d.target_depth), y1: "target", x2: (d) => name(d.source_depth), y2: "source"};
  const look = (conflicts) => ({
    ...ends,
    stroke: conflicts ? accent : muted,
    strokeDasharray: conflicts ? "5 4" : null,
    strokeWidth: 1.5,
    strokeOpacity: conflicts ? 1 : 0.55,
    inset: 8,
    headLength: 6
  });
  const of = (test) => drawn.filter(test);
  const same = (d) => d.source_depth === d.target_depth;
  const against = (d) => d.relation === "conflicts";
  const room = (width < 500 ? 30 : 90) * steps.length;
  return Plot.plot({
    width,
    height: 40 + 26 * goals.length,
    marginLeft: 26,
    marginRight: width - room - 26,
    marginTop: 34,
    marginBottom: 6,
    style: font,
    ariaLabel: title,
    x: {type: "point", domain: steps.map(name), axis: "top", label: null, tickSize: 0},
    y: {type: "band", domain: goals.map((d) => String(d.goal_id)), axis: null},
    symbol: {type: "identity"},
    marks: [
      Plot.arrow(of((d) => !same(d) && !against(d)), look(false)),
      Plot.arrow(of((d) => !same(d) && against(d)), look(true)),
      Plot.arrow(of(same), {...look(false), bend: -40}),
      Plot.dot(goals, {
        x: (d) => name(d.depth),
        y: (d) => String(d.goal_id),
        r: 6,
        fill: (d) => set[d.state ?? "unknown"].color,
        symbol: (d) => set[d.state ?? "unknown"].symbol,
        stroke: "white"
      }),
      Plot.text(goals, {
        y: (d) => String(d.goal_id),
        text: "goal_title",
        frameAnchor: "right",
        textAnchor: "start",
        dx: 4,
        fill: ink,
        fontWeight: (d) => (d.state === "strategic" ? 700 : 400),
        lineWidth: (width - room - 30) / 13,
        textOverflow: "ellipsis",
        title: (d) => `${d.goal_external_id ?? d.goal_id} ${d.goal_title}`
      })
    ]
  });
}

// Voices by voices; the number stands in each cell.
export function square(rows, width, {title}) {
  const voices = [...new Set(rows.map((d) => d.stakeholder_a))];
  const marginLeft = width < 500 ? 96 : 140;
  const size = Math.min(84, (width - marginLeft - 8) / voices.length);
  const heard = rows.filter((d) => d.alignment_score != null && d.stakeholder_a !== d.stakeholder_b);
  return Plot.plot({
    width: marginLeft + 8 + size * voices.length,
    height: 118 + size * voices.length,
    marginLeft,
    marginTop: 110,
    marginRight: 8,
    marginBottom: 8,
    style: {...font, fontSize: width < 500 ? "11px" : "13px"},
    ariaLabel: title,
    x: {domain: voices, axis: "top", label: null, tickRotate: -55, tickSize: 0},
    y: {domain: voices, label: null, tickSize: 0},
    color: {type: "linear", domain: [0, 1], range: ["#fff", plain]},
    marks: [
      Plot.cell(rows, {x: "stakeholder_a", y: "stakeholder_b", fill: "#f4f4f4", inset: 1}),
      Plot.cell(heard, {x: "stakeholder_a", y: "stakeholder_b", fill: "alignment_score", stroke: line, inset: 1}),
      Plot.text(heard, {
        x: "stakeholder_a",
        y: "stakeholder_b",
        text: (d) => decimal(d.alignment_score),
        fill: (d) => (d.alignment_score > 0.75 ? "white" : ink)
      })
    ]
  });
}

// What stands below months: their names, and how many moves there are; where it is
// narrow below every second, the latest included.
const below = (rows, width, count) => {
  const named = width < 450 ? rows.filter((d, i) => (rows.length - 1 - i) % 2 === 0) : rows;
  const text = {x: "period_start", frameAnchor: "bottom", fill: ink};
  return [
    Plot.text(named, {...text, text: (d) => month(d.period_start).slice(0, 3), dy: 18}),
    Plot.text(named, {...text, text: (d) => String(d[count]), dy: 34}),
    Plot.text(["moves"], {frameAnchor: "bottom-left", textAnchor: "end", dx: -8, dy: 34, fill: ink})
  ];
};

// What the pictures over months have in common: room below for what is said there.
const overMonths = (width, title) =>
  ({width, height: 240, marginLeft: 50, marginRight: 12, marginBottom: 44, style: font, ariaLabel: title});

// Change a month as columns about 0, the paler the fewer moves it rests on.
export function columns(rows, width, {value, count, title}) {
  return Plot.plot({
    ...overMonths(width, title),
    x: {type: "band", axis: null, domain: rows.map((d) => d.period_start)},
    y: {label: null, grid: true, tickFormat: "+.2f", ticks: 5, nice: true},
    opacity: {domain: [0, Math.max(...rows.map((d) => d[count]))], range: [0.3, 1]},
    marks: [
      Plot.barY(rows, {x: "period_start", y: value, fill: (d) => (d[value] < 0 ? accent : plain), fillOpacity: count, inset: 1}),
      Plot.ruleY([0], {stroke: ink}),
      below(rows, width, count)
    ]
  });
}

// A value a month as a line.
export function course(rows, width, {value, count, title}) {
  return Plot.plot({
    ...overMonths(width, title),
    x: {type: "point", axis: null, domain: rows.map((d) => d.period_start)},
    y: {label: null, grid: true, domain: [0, 1], tickFormat: "%", ticks: 5},
    marks: [
      Plot.line(rows, {x: "period_start", y: value, stroke: plain, strokeWidth: 2}),
      Plot.dot(rows, {x: "period_start", y: value, fill: plain, r: 4}),
      below(rows, width, count)
    ]
  });
}
