// Uses live pages that `pactum report --live` wrote in headless Chromium, at the widths of a telephone and of a desk, on light
// and on dark ground: waits for the first numbers, drags a lever, moves it by keyboard alone, follows a link with settings,
// gives values that make no sense, stops what is under way, and goes without WebAssembly. Fails where a page prints to the
// console, asks for anything, is wider than the window, has a fault by axe-core, or shows other numbers than the command
// (target/release/pactum, or the one that PACTUM names). Times are printed and no reason to fail. With --shots DIR it leaves
// pictures to look at.
//
//     npm install --no-save axe-core puppeteer-core
//     node scripts/look_at_live.mjs page.html [more.html …] [--shots DIR]
//
// Started where the commands that a page gives find their scenario.

import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";

// The packages lie in the folder that PACKAGES names, or where the command is started.
const require = createRequire(resolve(process.env.PACKAGES ?? ".", "package.json"));
const puppeteer = require("puppeteer-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const PACTUM = resolve(process.env.PACTUM ?? "target/release/pactum");

const given = process.argv.slice(2);
const flag = given.indexOf("--shots");
const shots = flag < 0 ? null : given.splice(flag, 2)[1];
if (shots) mkdirSync(shots, { recursive: true });

const PATIENT = { timeout: 120_000 };
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const until = (page, state) => page.waitForFunction((wanted) => document.getElementById("live-panel").dataset.state === wanted, PATIENT, state);
const text = (page, id) => page.$eval(`#live-${id}`, (element) => element.textContent);

/** A page that is watched: whatever it prints or asks for is a fault. */
async function open(browser, file, { scheme = "light", width = 1400, fragment = "", before = () => {} } = {}) {
  const page = await browser.newPage();
  page.faults = [];
  page.on("console", (message) => page.faults.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => page.faults.push(`error: ${error.message}`));
  page.on("request", (request) => {
    const own = request.isNavigationRequest() || request.url().startsWith("blob:");
    if (!own) page.faults.push(`it asks for ${request.url().slice(0, 100)}`);
  });
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
  await page.setViewport({ width, height: 900 });
  await page.evaluateOnNewDocument(before);
  await page.goto(`file://${resolve(file)}${fragment}`);
  return page;
}

/** Waits for the reasons, which come last. */
async function reasons(page) {
  await page.waitForFunction(() => document.querySelector("#live-reasons article, #live-error pre"), PATIENT);
  const wrong = await text(page, "error");
  if (wrong !== "") page.faults.push(`reasons: ${wrong}`);
}

/** The numbers of a table as the page unfolds it, row by row. */
async function tableOf(page, name) {
  const selector = `#live-tables details[data-table=${name}]`;
  await page.$eval(selector, (details) => (details.open = true));
  await page.waitForSelector(`${selector} table`);
  return page.$eval(selector, (details) =>
    [...details.querySelectorAll("tr")].map((row) => [...row.children].map((cell) => cell.textContent)),
  );
}

/** Compares what the page shows with what the command that it gives writes. */
async function compare(page) {
  const folder = mkdtempSync(join(tmpdir(), "pactum-live-"));
  const [line] = (await text(page, "command")).split("\n");
  const words = line.split(" ").slice(1);
  const ran = spawnSync(PACTUM, [...words, "--out", folder, "--force", "--quiet"], { encoding: "utf8" });
  if (ran.status !== 0) page.faults.push(`\`${line}\` fails: ${ran.stderr}`);
  const variant = await page.$eval("#live-variant", (select) => select.value);
  for (const name of ["outcomes", "payoffs", "timeline", "beliefs", "decisions"]) {
    const [header, ...rows] = readFileSync(join(folder, `${name}.csv`), "utf8").trimEnd().split("\n").map((row) => row.split(","));
    const own = rows.filter((row) => row[header.indexOf("variant")] === variant);
    const [columns, ...shown] = own.length > 0 ? await tableOf(page, name) : [[]];
    const same = (one, other) => one === other || (one !== "" && other !== "" && Number(one) === Number(other));
    const agree = shown.every((row, at) => columns.every((column, place) => same(row[place], own[at]?.[header.indexOf(column)])));
    if (!agree || shown.length !== own.length) page.faults.push(`${name}: the page and \`${line}\` differ`);
  }
  rmSync(folder, { recursive: true });
}

/** Drags the first lever to and fro; how long the variant shown and the difference take, in milliseconds. */
async function drag(page) {
  const [answers, differences] = [[], []];
  for (let time = 0; time < 15; time += 1) {
    await page.$eval("#live-panel", (panel) => delete panel.dataset.difference);
    await page.$eval(
      "#live-controls input[type=range]",
      (slider, share) => {
        slider.value = Number(slider.min) + share * (slider.max - slider.min);
        slider.dispatchEvent(new Event("input", { bubbles: true }));
      },
      0.2 + 0.04 * time,
    );
    await page.waitForFunction(() => document.getElementById("live-panel").dataset.difference, PATIENT);
    const { answer, difference } = await page.$eval("#live-panel", (panel) => ({ ...panel.dataset }));
    answers.push(Number(answer));
    differences.push(Number(difference));
  }
  return [median(answers), median(differences)];
}

/** The longest time for which the page does not react while a lever is dragged, in milliseconds. */
async function longestPause(page, work) {
  await page.evaluate(() => {
    window.longest = 0;
    let last = performance.now();
    window.beat = setInterval(() => {
      const now = performance.now();
      window.longest = Math.max(window.longest, now - last);
      last = now;
    }, 5);
  });
  await work();
  return page.evaluate(() => (clearInterval(window.beat), window.longest));
}

/** Moves the first lever by keyboard alone. */
async function useKeyboard(page) {
  await page.focus("#live-variant");
  const before = await text(page, "command");
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press("Tab");
    if (await page.evaluate(() => document.activeElement.type === "range")) break;
  }
  const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
  if (outline === "none") page.faults.push("the slider that has the focus does not show it");
  for (let presses = 0; presses < 3; presses += 1) await page.keyboard.press("ArrowLeft");
  if ((await text(page, "command")) === before) page.faults.push("the arrow keys do not move a slider");
  await until(page, "settled");
  if ((await text(page, "summary")) === "") page.faults.push("no summary is read out");
  await page.focus("#live-reset");
  await page.keyboard.press("Enter");
  if ((await text(page, "command")) !== before) page.faults.push("the reset button does not reset");
  await until(page, "settled");
}

/** Gives a value that makes no sense, and one that does. */
async function useBadValue(page) {
  const set = (value) =>
    page.$eval(
      "#live-controls input[type=number]",
      (field, value) => {
        field.value = value;
        field.dispatchEvent(new Event("change", { bubbles: true }));
      },
      value,
    );
  await set("-1e308");
  await until(page, "failed");
  if (!/error|not|must/.test(await text(page, "error"))) page.faults.push("a value that makes no sense has no message");
  await set("");
  await until(page, "settled");
  if ((await text(page, "error")) !== "") page.faults.push("a message stays when its reason is gone");
}

/** Looks for faults, with the first groups of settings and the first table unfolded: the others are like them, and large. */
async function look(page) {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (wide > 0) page.faults.push(`it is ${wide} pixels too wide`);
  await page.evaluate(() => {
    const places = ["#live-controls > details", "#live-controls details details", "#live-tables > details", "#live-reasons details"];
    for (const place of places) for (const details of [...document.querySelectorAll(place)].slice(0, 2)) details.open = true;
  });
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run("#live", { resultTypes: ["violations"] }));
  page.faults.push(...violations.map(({ id, help, nodes }) => `${id}: ${help} (${nodes.length} ×, ${nodes[0].html})`));
}

const browser = await puppeteer.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
let count = 0;
const report = async (page, what) => {
  for (const fault of page.faults) console.error(`${what}: ${fault}`);
  count += page.faults.length;
  await page.close();
};

for (const file of given) {
  console.log(`${file}: ${(statSync(file).size / 1e6).toFixed(2)} MB`);
  // Colours do not depend on the width: with pictures to look at, each width is seen in both.
  for (const [scheme, width] of [["light", 400], ["dark", 1400], ["light", 1400], ["dark", 400]].slice(0, shots ? 4 : 2)) {
    const page = await open(browser, file, { scheme, width });
    await until(page, "settled");
    await reasons(page);
    if (shots) {
      const part = await page.$("#live");
      await part.screenshot({ path: join(shots, `${basename(file, ".html")}-live-${scheme}-${width}.png`) });
    }
    await look(page);
    await report(page, `${file}, ${scheme}, ${width} pixels`);
  }
  const began = performance.now();
  const page = await open(browser, file);
  await page.waitForSelector("#live-outcomes td", PATIENT);
  console.log(`first numbers after ${(performance.now() - began).toFixed(0)} ms`);
  await until(page, "settled");
  console.log(`all numbers after ${(performance.now() - began).toFixed(0)} ms`);
  await compare(page);
  let medians;
  const pause = await longestPause(page, async () => (medians = await drag(page)));
  console.log(`a dragged lever answers in ${medians[0].toFixed(0)} ms (median), its difference in ${medians[1].toFixed(0)} ms`);
  console.log(`the page pauses for ${pause.toFixed(0)} ms at most`);
  await until(page, "settled");
  await compare(page);
  const address = page.url();
  await page.click("#live-reset");
  await until(page, "settled");
  await useKeyboard(page);
  await useBadValue(page);
  await report(page, file);

  const linked = await open(browser, file, { fragment: address.slice(address.indexOf("#")) });
  await until(linked, "settled");
  if (linked.url() !== address) linked.faults.push("a link with settings does not open with them");
  await compare(linked);
  await report(linked, `${file} by a link`);

  const odd = await open(browser, file, { fragment: "#live&variant=%00&with=x&set=nothing&set=a.b=%7B&set==" });
  await until(odd, "failed");
  await odd.click("#live-reset");
  await until(odd, "settled");
  await report(odd, `${file} by a broken link`);

  const plain = await open(browser, file, { before: () => delete globalThis.WebAssembly });
  if (!(await plain.$eval("#live-note", (note) => note.checkVisibility()))) plain.faults.push("without WebAssembly nothing says so");
  if (await plain.$eval("#live-panel", (panel) => panel.checkVisibility())) plain.faults.push("without WebAssembly sliders are shown");
  await report(plain, `${file} without WebAssembly`);
}
await browser.close();
console.log(`${given.length} live pages used, ${count} faults`);
process.exit(count > 0 || given.length === 0 ? 1 : 0);
