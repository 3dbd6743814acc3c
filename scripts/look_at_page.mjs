// Opens pages that `pactum report` wrote in headless Chromium, at the widths of a telephone and of a desk, on light and on
// dark ground, and fails where one prints to the console, asks for anything, is wider than the window, repeats an
// identifier, cuts a text of a chart off, or has a fault by axe-core. With --shots DIR it leaves pictures to look at.
//
//     npm install --no-save axe-core puppeteer-core
//     CHROMIUM=/usr/bin/chromium node scripts/look_at_page.mjs page.html [more.html …] [--shots DIR]

import { createRequire } from "node:module";
import { mkdirSync, readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";

// The packages may lie where the command is started.
const require = createRequire(join(process.cwd(), "package.json"));
const puppeteer = require("puppeteer-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const given = process.argv.slice(2);
const flag = given.indexOf("--shots");
const shots = flag < 0 ? null : given.splice(flag, 2)[1];
if (shots) mkdirSync(shots, { recursive: true });

/** Faults of the page that is open, found by looking at its elements. */
function look() {
  const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
  const faults = ids.filter((id, place) => ids.indexOf(id) !== place).map((id) => `the identifier ${id} is repeated`);
  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth) faults.push(`it is ${root.scrollWidth - root.clientWidth} pixels too wide`);
  const charts = document.querySelectorAll("svg[role=img]");
  if (charts.length === 0) faults.push("it has no charts");
  for (const chart of charts) {
    const frame = chart.getBoundingClientRect();
    for (const text of chart.querySelectorAll("text")) {
      const box = text.getBoundingClientRect();
      const inside = box.left >= frame.left - 1 && box.right <= frame.right + 1 && box.bottom <= frame.bottom + 1;
      if (!inside) faults.push(`“${text.textContent}” is cut off in ${chart.closest("figure").id}`);
    }
  }
  return faults;
}

async function faultsOf(browser, file, scheme, width) {
  const page = await browser.newPage();
  const faults = [];
  page.on("console", (message) => faults.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => faults.push(`error: ${error.message}`));
  page.on("request", (request) => {
    if (!request.isNavigationRequest()) faults.push(`it asks for ${request.url()}`);
  });
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
  await page.setViewport({ width, height: 900 });
  await page.goto(`file://${resolve(file)}`);
  faults.push(...(await page.evaluate(look)));
  if (shots) {
    const name = `${basename(file, ".html")}-${scheme}-${width}.png`;
    await page.screenshot({ path: join(shots, name), fullPage: true });
  }
  await page.evaluate(() => document.querySelectorAll("details").forEach((details) => (details.open = true)));
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  faults.push(...violations.map(({ id, help, nodes }) => `${id}: ${help} (${nodes.length} ×, ${nodes[0].html})`));
  await page.close();
  return faults;
}

const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox"],
});
let count = 0;
for (const file of given) {
  // Colours do not depend on the width: with pictures to look at, each width is seen in both.
  for (const [scheme, width] of [["light", 400], ["dark", 1400], ["light", 1400], ["dark", 400]].slice(0, shots ? 4 : 2)) {
    for (const fault of await faultsOf(browser, file, scheme, width)) {
      console.error(`${file}, ${scheme}, ${width} pixels: ${fault}`);
      count += 1;
    }
  }
}
await browser.close();
console.log(`${given.length} pages looked at, ${count} faults`);
process.exit(count > 0 || given.length === 0 ? 1 : 0);
