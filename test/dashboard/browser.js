// browser.js CHROMIUM URL TIER [FOLDER]: walks through the dashboard that a reader of
// this tier built, at URL, in a headless Chromium, at the width of a desk (the tier person:
// all there is) and of a phone; a line "ok NAME" or "not ok NAME" for each check, pictures of the pages into FOLDER.
// Speaks the DevTools protocol over pipes, so that it needs nothing but Node.js.
import {spawn} from "node:child_process";
import {mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";

const [chromium, url, tier, folder] = process.argv.slice(2);
const profile = mkdtempSync(join(tmpdir(), "gmalign-chromium-"));
const quiet = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
  "--disable-sync", "--disable-dev-shm-usage", "--hide-scrollbars"];
const browser = spawn(chromium, ["--headless", "--no-sandbox", ...quiet, `--user-data-dir=${profile}`, "--remote-debugging-pipe"],
  {stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"]});
const ended = new Promise((resolve) => browser.once("exit", resolve));
const patience = setTimeout(() => { say(false, "the browser answers in five minutes"); browser.kill(); process.exit(1); }, 300000);

const waiting = new Map();
let listen = () => {};
let number = 0;
let rest = "";
browser.stdio[4].setEncoding("utf8").on("data", (data) => {
  const messages = (rest + data).split("\0");
  rest = messages.pop();
  for (const message of messages.map((text) => JSON.parse(text))) {
    if (message.id) waiting.get(message.id)(message);
    else listen(message);
  }
});
let session;
const ask = (method, params = {}) => new Promise((resolve, reject) => {
  waiting.set(++number, ({result, error}) => (error ? reject(new Error(`${method}: ${error.message}`)) : resolve(result)));
  browser.stdio[3].write(`${JSON.stringify({id: number, method, params, sessionId: session})}\0`);
});
// runs a function in the page
async function inPage(f, ...values) {
  const expression = `(${f})(...${JSON.stringify(values)})`;
  const {result, exceptionDetails} = await ask("Runtime.evaluate", {expression, awaitPromise: true, returnByValue: true});
  if (exceptionDetails) throw new Error(exceptionDetails.exception.description);
  return result.value;
}
const say = (is, what, why) => {
  console.log(`${is ? "ok" : "not ok"} ${what}`);
  if (!is && why) console.log(`# ${why}`);
};
const settle = () => new Promise((resolve) => setTimeout(resolve, 120));

const desk = [1280, 900];
const phone = [390, 844];
// what a page has, and how many charts are drawn on the sample programme
const pages = {index: 4, move: 4, strategy: 3, priorities: 2, motivation: tier === "person" ? 2 : 0, trend: 3, outcomes: 3, quality: 1};

// charts without a mark; text that leaves the page; how much wider than it should be it is
const look = (width) => {
  const charts = [...document.querySelectorAll("figure svg[aria-label]")];
  const kinds = ["bar", "dot", "cell", "line", "arrow", "link"].map((kind) => `[aria-label=${kind}] > *`).join();
  const marks = (svg) => svg.querySelectorAll(kinds).length;
  const out = [...document.querySelectorAll("figure svg text, h1, h2, p, label, select, summary")]
    .map((e) => [e, e.getBoundingClientRect()])
    .filter(([, r]) => r.width > 0 && (r.left < -1 || r.right > width + 1));
  return {
    charts: charts.length,
    bare: charts.filter((svg) => marks(svg) === 0).map((svg) => svg.getAttribute("aria-label")),
    out: out.map(([e]) => e.textContent.slice(0, 60)),
    wide: document.documentElement.scrollWidth - width,
    errors: [...document.querySelectorAll(".observablehq--error")].map((e) => e.textContent),
    lang: document.documentElement.lang,
    title: document.querySelector("h1")?.textContent ?? "",
    unlabelled: [...document.querySelectorAll("select")].filter((s) => !s.labels[0]?.textContent.trim()).length
  };
};
const state = () => [...document.querySelectorAll("main > :not(.filters), main figure")].map((e) => e.outerHTML).join("");
const filterCount = () => document.querySelectorAll(".filters select").length;
// chooses in a filter the option at this place; false when there is none
const choose = (filter, place) => {
  const select = document.querySelectorAll(".filters select")[filter];
  if (place >= select.options.length) return false;
  select.selectedIndex = place;
  select.dispatchEvent(new Event("input", {bubbles: true}));
  return select.labels[0].textContent.split("\n")[0];
};
const controls = () => {
  const all = [...document.querySelectorAll("a[href], select, summary, [tabindex='0']")].filter((e) => e.checkVisibility());
  all.forEach((e, i) => (e.dataset.control = i));
  return all.length;
};
const focused = () => document.activeElement?.dataset?.control;

try {
  const {targetId} = await ask("Target.createTarget", {url: "about:blank"});
  ({sessionId: session} = await ask("Target.attachToTarget", {targetId, flatten: true}));
  const wrong = [];
  listen = ({method, params}) => {
    if (method === "Runtime.exceptionThrown") wrong.push(params.exceptionDetails.exception?.description);
    if (method === "Runtime.consoleAPICalled" && ["error", "warning"].includes(params.type)) wrong.push(JSON.stringify(params.args));
    if (method === "Log.entryAdded" && params.entry.level === "error") wrong.push(`${params.entry.text} ${params.entry.url}`);
    if (method === "Network.requestWillBeSent" && !/^(data|blob):/.test(params.request.url) && !params.request.url.startsWith(url)) {
      wrong.push(`asks outside: ${params.request.url}`);
    }
  };
  for (const domain of ["Page", "Runtime", "Log", "Network"]) await ask(`${domain}.enable`);

  for (const [width, height] of tier === "person" ? [desk, phone] : [phone]) {
    await ask("Emulation.setDeviceMetricsOverride", {width, height, deviceScaleFactor: 1, mobile: width < 500});
    for (const [page, charts] of Object.entries(pages)) {
      const name = `${tier}, ${page} at ${width}`;
      wrong.length = 0;
      await ask("Page.navigate", {url: `${url}${page}.html`});
      let seen;
      for (let tries = 0; tries < 80 && !(seen?.charts >= charts && seen.title); tries++) {
        await settle();
        seen = await inPage(look, width).catch(() => undefined); // between two pages there is none
      }
      await settle();
      seen = await inPage(look, width);
      say(wrong.length === 0 && seen.errors.length === 0, `${name}: no error`, [...wrong, ...seen.errors].join("; "));
      say(seen.charts >= charts && seen.title !== "" && seen.lang === "en", `${name}: ${charts} charts under a title`,
        `${seen.charts} under "${seen.title}"`);
      say(seen.bare.length === 0, `${name}: marks in every chart`, seen.bare.join("; "));
      say(seen.wide <= 0 && seen.out.length === 0, `${name}: nothing beside the page`, `${seen.wide} too wide; ${seen.out.join("; ")}`);
      if (folder) {
        const size = (await ask("Page.getLayoutMetrics")).cssContentSize;
        const {data} = await ask("Page.captureScreenshot",
          {captureBeyondViewport: true, clip: {x: 0, y: 0, width, height: Math.min(size.height, 4000), scale: 1}});
        writeFileSync(join(folder, `${page}-${width}.png`), Buffer.from(data, "base64"));
      }

      // by keyboard: each control is reached, and says what it is
      const wanted = await inPage(controls);
      const reached = new Set();
      for (let i = 0; i < wanted + 2; i++) {
        for (const type of ["rawKeyDown", "keyUp"]) {
          await ask("Input.dispatchKeyEvent", {type, key: "Tab", code: "Tab", windowsVirtualKeyCode: 9});
        }
        const control = await inPage(focused);
        if (control !== undefined) reached.add(control);
      }
      say(reached.size === wanted && seen.unlabelled === 0, `${name}: ${wanted} controls by keyboard, each with a label`,
        `${reached.size} of ${wanted} reached, ${seen.unlabelled} without a label`);

      // a filter changes what is shown, and changed back shows it again
      const filters = await inPage(filterCount);
      for (let filter = 0; filter < filters; filter++) {
        const before = await inPage(state);
        let label = "";
        let changes = false;
        for (let place = 1; !changes; place++) {
          const chosen = await inPage(choose, filter, place);
          if (chosen === false) break;
          label = chosen;
          await settle();
          changes = (await inPage(state)) !== before;
        }
        const after = await inPage(look, width);
        say(changes && after.errors.length === 0 && after.wide <= 0, `${name}: filter ${filter + 1} changes what is shown`,
          `${label} ${after.errors}`);
        await inPage(choose, filter, 0);
        await settle();
      }
      say(wrong.length === 0, `${name}: no error afterwards`, wrong.join("; "));
    }
  }
} catch (error) {
  say(false, "the walk", error.stack);
} finally {
  clearTimeout(patience);
  browser.kill();
  await ended;
  // its children may still be at it
  rmSync(profile, {recursive: true, force: true, maxRetries: 20, retryDelay: 100});
}
