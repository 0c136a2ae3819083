// The colours of Okabe and Ito (Color Universal Design, 2008) that stand out from
// white by 3 : 1 at least (WCAG 2.1, 1.4.11), and a gray. What one chart tells apart
// is a set; each member has a shape as well, so that nothing is told by colour alone.
const blue = "#0072B2";
const vermilion = "#D55E00"; // the accent: what needs somebody
const purple = "#CC79A7";
const black = "#000000";
const gray = "#6B6B6B";

export const accent = vermilion;
export const plain = blue;
export const muted = gray;

export const sets = {
  bands: {
    aligned: {color: blue, symbol: "circle"},
    mixed: {color: purple, symbol: "square"},
    "cannot tell": {color: black, symbol: "cross"},
    misaligned: {color: vermilion, symbol: "diamond"},
    "not scored": {color: gray, symbol: "times"}
  },
  voices: {
    HR: {color: black, symbol: "square"},
    leadership: {color: blue, symbol: "circle"},
    GM: {color: vermilion, symbol: "diamond"}
  },
  parties: {
    assignee: {color: black, symbol: "square"},
    organization: {color: blue, symbol: "circle"},
    gm_professional: {color: vermilion, symbol: "diamond"}
  },
  shares: {
    weight: {color: blue, symbol: "circle"},
    effort: {color: vermilion, symbol: "diamond"}
  },
  states: {
    strategic: {color: black, symbol: "square"},
    aligned: {color: blue, symbol: "circle"},
    disconnected: {color: vermilion, symbol: "diamond"},
    unaligned: {color: purple, symbol: "triangle"},
    unknown: {color: gray, symbol: "times"}
  }
};
