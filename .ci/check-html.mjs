// Opens pages in a browser without a window and holds each against what a report promises: no fault that axe-core
// finds, nothing loaded, nothing said on the console, nothing wider than the window, a filter that shows what it says.
//
// node check-html.mjs TOOLS PAGE…      TOOLS is the folder with node_modules
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [tools, ...files] = process.argv.slice(2);
const require = createRequire(`${tools}/`);
const puppeteer = require("puppeteer-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

// What changes with the window is looked at in full; colours change with the rest.
const VIEWS = [
  { name: "desktop", width: 1280, scheme: "light" },
  { name: "phone", width: 360, scheme: "light" },
  { name: "desktop, dark", width: 1280, scheme: "dark", rules: ["color-contrast", "link-in-text-block"] },
  { name: "phone, dark", width: 360, scheme: "dark", rules: ["color-contrast", "link-in-text-block"] },
  { name: "paper", width: 794, scheme: "dark", media: "print", rules: ["color-contrast"] },
];

const faults = [];
let checks = 0;
const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-dev-shm-usage"],
});
const waiting = [...files];
await Promise.all([one(), one()]);
await browser.close();
faults.forEach((fault) => console.error(fault));
console.log(`${files.length} pages, ${checks} checks, ${faults.length} faults`);
process.exit(faults.length ? 1 : 0);

async function one() {
  for (let file; (file = waiting.shift()); ) {
    await look(file).catch((error) => faults.push(`${file}: ${error.stack}`));
  }
}

async function look(file) {
  const page = await browser.newPage();
  const fault = (view, words) => faults.push(`${file} (${view}): ${words}`);
  const address = pathToFileURL(file).href;
  let loaded = true;
  page.on("request", (request) => loaded && request.url() !== address && fault("loading", `asks for ${request.url()}`));
  page.on("console", (said) => fault("console", said.text()));
  page.on("pageerror", (error) => fault("console", String(error)));
  await page.evaluateOnNewDocument(() => {
    window.violations = [];
    document.addEventListener("securitypolicyviolation", (event) =>
      window.violations.push(`${event.violatedDirective} ${event.blockedURI}`));
  });
  for (const view of VIEWS) {
    await page.setViewport({ width: view.width, height: 900 });
    await page.emulateMediaType(view.media ?? "screen");
    await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: view.scheme }]);
    loaded = true;
    await page.goto(address, { waitUntil: "load" });
    loaded = false;
    for (const violation of await page.evaluate(() => window.violations)) fault(view.name, `policy: ${violation}`);
    await page.evaluate(axe);
    const result = await page.evaluate(
      (only) => window.axe.run(document, { resultTypes: ["violations"], ...(only && { runOnly: only }) }),
      view.rules,
    );
    checks += result.passes.length + result.violations.length;
    for (const { id, help, nodes } of result.violations) {
      fault(view.name, `${id}: ${help}\n  ${nodes.slice(0, 3).map((node) => node.html.slice(0, 200)).join("\n  ")}`);
    }
  }
  await page.emulateMediaType("screen");
  for (const width of [1280, 800, 360, 320]) {
    await page.setViewport({ width, height: 900 });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    checks += 1;
    if (wide > width) fault(`${width} wide`, `what is in it is ${wide} wide`);
  }
  for (const lost of await page.evaluate(() =>
    [...document.querySelectorAll('a[href^="#"]')]
      .map((link) => decodeURIComponent(link.getAttribute("href").slice(1)))
      .filter((id) => !document.getElementById(id)))) {
    fault("links", `nothing has the id ${lost}`);
  }
  await filter(page, (words) => fault("filter", words));
  await page.close();
}

// Each choice is clicked: what it shows is as many as it says, and all of them in that state.
async function filter(page, fault) {
  const shown = () => page.evaluate(() =>
    [...document.querySelectorAll(".item")]
      .filter((item) => item.checkVisibility())
      .map((item) => [...item.querySelectorAll(":scope > .states > li")].map((state) => state.textContent)));
  for (const choice of await page.$$(".filter label")) {
    const [words, count] = await choice.evaluate((label) => {
      const count = label.querySelector("b").textContent;
      return [label.textContent.trim().slice(0, -count.length).trim(), Number(count)];
    });
    await choice.click();
    const items = await shown();
    checks += 1;
    if (items.length !== count) fault(`${words} says ${count} and shows ${items.length}`);
    const wrong = items.filter((states) => words !== "All" && !states.includes(words));
    if (wrong.length) fault(`${words} shows ${wrong.length} that are not so`);
    const empty = await page.evaluate(() =>
      [...document.querySelectorAll(".group")].filter(
        (group) => group.checkVisibility() && ![...group.querySelectorAll(".item")].some((item) => item.checkVisibility()),
      ).length);
    if (empty) fault(`${words} leaves ${empty} sections without an item`);
  }
  const hidden = await page.evaluate(() => [...document.querySelectorAll(".item")].find((item) => !item.checkVisibility())?.id);
  if (hidden) {
    await page.evaluate((id) => (location.hash = `#${encodeURIComponent(id)}`), hidden);
    if (!(await page.evaluate((id) => document.getElementById(id).checkVisibility(), hidden))) {
      fault(`a link to ${hidden} leads to what is hidden`);
    }
  }
}
