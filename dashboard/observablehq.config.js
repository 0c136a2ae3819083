// Nothing from outside: no font, no script, no telemetry (tools/dashboard).
const pages = [
  {name: "Today", path: "/index"},
  {name: "One move", path: "/move"},
  {name: "Strategy", path: "/strategy"},
  {name: "Priorities", path: "/priorities"},
  {name: "Motivation", path: "/motivation"},
  {name: "Trend", path: "/trend"},
  {name: "Does it pay", path: "/outcomes"},
  {name: "Data", path: "/quality"}
];

const link = (page, path) => `<a href="${page.path}"${page.path === path ? ' aria-current="page"' : ""}>${page.name}</a>`;

// the page says its language, and may be enlarged by touch
const head = `<link rel="icon" href="data:,">
<script>
document.documentElement.lang = "en";
document.querySelector("meta[name=viewport]").content = "width=device-width, initial-scale=1";
</script>`;

export default {
  title: "Goal alignment",
  root: "src",
  output: "dist",
  pages,
  style: "style.css",
  head,
  header: ({path}) => `<nav aria-label="Pages">${pages.map((p) => link(p, path)).join("")}</nav>`,
  footer: "",
  globalStylesheets: [],
  preserveExtension: true,
  sidebar: false,
  pager: false,
  search: false,
  toc: false
};
