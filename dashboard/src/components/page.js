// What pages are put together from: elements, filters, figures with their rows.
import {resize} from "observablehq:stdlib";

// an element; strings among the children are text, whatever they hold
export function el(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value != null && value !== false) element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child != null));
  return element;
}

export const percent = (x) => (x == null ? "not known" : x.toLocaleString("en", {style: "percent"}));
export const decimal = (x) => (x == null ? "not known" : x.toLocaleString("en", {minimumFractionDigits: 2, maximumFractionDigits: 2}));
export const signed = (x) =>
  x.toLocaleString("en", {minimumFractionDigits: 3, maximumFractionDigits: 3, signDisplay: "exceptZero"});
export const words = (code) =>
  code == null ? "not known" : String(code).replaceAll("_", " ").replace(/\b(gm|hr)\b/g, (name) => name.toUpperCase());
export const sentence = (text) => text.replace(/^./, (first) => first.toUpperCase());
export const month = (day) =>
  new Date(day).toLocaleDateString("en", {month: "short", year: "numeric", timeZone: "UTC"});
export const coordinator = (d) => d.gm_professional ?? "nobody";

export const byMove = {
  Unit: (d) => d.org_unit,
  "GM professional": coordinator,
  Purpose: (d) => words(d.purpose)
};

function picker(label, options, chosen) {
  const select = el("select", {}, options.map(([value, text]) => el("option", {value, selected: value === chosen}, text)));
  return {select, element: el("label", {}, el("span", {}, label), select)};
}

// A choice of one, as an input of Observable: its value is what is chosen.
export function choice(label, options, chosen) {
  const {select, element} = picker(label, options, chosen);
  const form = el("form", {class: "filters"}, element);
  form.onsubmit = (event) => event.preventDefault();
  Object.defineProperty(form, "value", {get: () => select.value});
  return form;
}

// Filters over rows, by {label: row => value}, for those that tell rows apart: the
// value is a function that says of a row whether it is wanted.
export function filters(rows, by) {
  const pickers = Object.entries(by)
    .map(([label, get]) => [label, get, [...new Set(rows.map((d) => get(d) ?? "not known"))].sort()])
    .filter(([, , values]) => values.length > 1)
    .map(([label, get, values]) => ({get, ...picker(label, [["", "all"], ...values.map((v) => [v, v])], "")}));
  const form = el("form", {class: "filters"}, pickers.map((p) => p.element));
  form.onsubmit = (event) => event.preventDefault();
  Object.defineProperty(form, "value", {
    get: () => {
      const wanted = pickers.filter((p) => p.select.value !== "").map((p) => [p.get, p.select.value]);
      return (d) => wanted.every(([get, value]) => (get(d) ?? "not known") === value);
    }
  });
  return form;
}

// What shapes and colours stand for.
export function key(set, names = Object.keys(set)) {
  const shape = {
    circle: '<circle r="5"/>',
    square: '<rect x="-4.5" y="-4.5" width="9" height="9"/>',
    diamond: '<path d="M0-6.5L5.5 0 0 6.5-5.5 0Z"/>',
    triangle: '<path d="M0-6L6 4.5H-6Z"/>',
    cross: '<path d="M-6-2h4v-4h4v4h4v4h-4v4h-4v-4h-4z"/>',
    times: '<path d="M-5-5L5 5M5-5L-5 5" stroke-width="2"/>'
  };
  return el("p", {class: "key"}, names.map((name) => {
    const item = el("span", {}, words(name));
    const {color, symbol} = set[name];
    item.insertAdjacentHTML("afterbegin",
      `<svg width="14" height="14" viewBox="-7 -7 14 14" fill="${color}" stroke="${color}" aria-hidden="true">${shape[symbol]}</svg>`);
    return item;
  }));
}

function figures(rows) {
  const columns = Object.keys(rows[0]);
  const shown = (v) => (v == null ? "" : typeof v === "number" && !Number.isInteger(v) ? decimal(v) : String(v));
  return el("details", {class: "figures"},
    el("summary", {}, "The figures"),
    el("div", {class: "scroll", tabindex: 0, role: "region", "aria-label": "The figures"},
      el("table", {},
        el("thead", {}, el("tr", {}, columns.map((c) => el("th", {scope: "col"}, words(c))))),
        el("tbody", {}, rows.map((row) => el("tr", {}, columns.map((c) => el("td", {}, shown(row[c])))))))));
}

// A chart under a title that says what is seen: draw(width) makes it from the rows,
// which stand below it as a table; empty says why there is nothing to draw.
export function figure(title, rows, draw, {note, legend, empty = "Nothing here."} = {}) {
  return el("figure", {class: "card"},
    el("h2", {}, title),
    note && el("p", {class: "note"}, note),
    rows.length > 0 ? [legend, resize((width) => draw(width)), figures(rows)] : el("p", {class: "empty"}, empty));
}
