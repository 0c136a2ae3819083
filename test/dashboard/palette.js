// palette.js FILE: a line for each colour and each two colours of a set of the
// dashboard, "ok NAME" or "not ok NAME". Against white 3 : 1 (WCAG 2.1, 1.4.11);
// apart by 15 in CIE L*a*b* (2.3 is just noticeable) as seen with full colour vision
// and as simulated for protan-, deuter- and tritanopia (Machado, Oliveira and
// Fernandes 2009, severity 1); and each of a set with a shape of its own.
import {pathToFileURL} from "node:url";

const {sets} = await import(pathToFileURL(process.argv[2]));
const seen = {
  everybody: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  protanopia: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  deuteranopia: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  tritanopia: [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039]
};
const linear = (hex) =>
  [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16) / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
const times = (m, [r, g, b]) =>
  [0, 3, 6].map((i) => Math.min(1, Math.max(0, m[i] * r + m[i + 1] * g + m[i + 2] * b)));
const toXyz = [0.4124, 0.3576, 0.1805, 0.2126, 0.7152, 0.0722, 0.0193, 0.1192, 0.9505];
const lab = (rgb) => {
  const xyz = [0, 3, 6].map((i) => toXyz[i] * rgb[0] + toXyz[i + 1] * rgb[1] + toXyz[i + 2] * rgb[2]);
  const [x, y, z] = [xyz[0] / 0.9505, xyz[1], xyz[2] / 1.089].map((t) => (t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116));
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
};
const say = (is, what) => console.log(`${is ? "ok" : "not ok"} ${what}`);

for (const [name, set] of Object.entries(sets)) {
  const members = Object.entries(set);
  for (const [member, {color}] of members) {
    const [r, g, b] = linear(color);
    const contrast = 1.05 / (0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05);
    say(contrast >= 3, `${name}: ${member} ${color} stands out from white, ${contrast.toFixed(2)} : 1`);
  }
  for (const [vision, matrix] of Object.entries(seen)) {
    let least = Infinity;
    let pair = "";
    for (const [i, [a, {color: x}]] of members.entries()) {
      for (const [b, {color: y}] of members.slice(i + 1)) {
        const [p, q] = [x, y].map((color) => lab(times(matrix, linear(color))));
        const distance = Math.hypot(...p.map((v, k) => v - q[k]));
        if (distance < least) [least, pair] = [distance, `${a} and ${b}`];
      }
    }
    say(least >= 15, `${name}, ${vision}: nearest are ${pair}, ${least.toFixed(0)} apart`);
  }
  say(new Set(members.map(([, {symbol}]) => symbol)).size === members.length, `${name}: a shape each`);
}
