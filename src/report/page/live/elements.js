// Pieces of the page: elements, numbers as they are read, tables and charts.

/** An element with attributes, listeners (`onclick`) and children; what is no element is text. */
function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (value === true) made.setAttribute(key, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(key, value);
  }
  made.append(...children.flat());
  return made;
}

/** An element of a picture. */
function shape(name, attributes = {}, text = "") {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.textContent = text;
  return made;
}

/** A probability in percent; what is not known yet is undefined. */
function percent(share) {
  if (share === undefined) return "…";
  if (share === null) return "–";
  const shown = (100 * share).toFixed(1);
  if (shown === "0.0" && share > 0) return "< 0.1 %";
  if (shown === "100.0" && share < 1) return "> 99.9 %";
  return `${shown} %`;
}

/** A difference of probabilities in percentage points. */
function points(difference) {
  return `${signed((100 * difference).toFixed(1))} points`;
}

/** An amount with as many digits as are read. */
function amount(value) {
  if (value === undefined) return "…";
  if (value === null) return "–";
  const size = Math.abs(value);
  const places = size >= 100 ? 0 : size >= 10 ? 1 : 2;
  return signed(value.toFixed(places), "");
}

/** A number with a minus that is one, and a plus where wanted; what rounds to 0 has no sign. */
function signed(text, plus = "+") {
  if (Number(text) === 0) return text.replace("-", "");
  return text.startsWith("-") ? `−${text.slice(1)}` : plus + text;
}

/** A table that scrolls where the page is narrower: a header, and rows of texts or elements. The first `texts` columns are
 * texts, the others numbers. */
function table(name, header, rows, texts = 1) {
  const cell = (content) => element("td", {}, content);
  const title = (text) => (text === "" ? element("td") : element("th", { scope: "col" }, text));
  const head = element("tr", {}, header.map(title));
  const body = rows.map((row) => element("tr", {}, row.map(cell)));
  const grid = element("table", { class: `from${texts}` }, element("thead", {}, head), element("tbody", {}, body));
  return element("div", { class: "scroll", role: "group", tabindex: "0", "aria-label": name }, grid);
}

/** A bar for a probability, with a mark where it is in the run. It repeats what stands beside it. */
function bar(share, mark, series) {
  const parts = [element("span", { class: `live-fill live-${series % 8}`, style: `width:${100 * share}%` })];
  if (mark !== undefined) parts.push(element("span", { class: "live-mark", style: `left:${100 * mark}%` }));
  return element("span", { class: "live-bar", "aria-hidden": "true" }, parts);
}

const WIDE = 360;
const HIGH = 190;
const INSET = { left: 44, right: 8, top: 8, bottom: 34 };

/** Lines over periods, of probabilities; each has a name, a series and pairs of period and value. */
function lines(title, unit, all) {
  const last = Math.max(1, ...all.flatMap(({ values }) => values.map(([period]) => period)));
  const first = Math.min(last - 1, ...all.flatMap(({ values }) => values.map(([period]) => period)));
  const x = (period) => INSET.left + ((period - first) / (last - first)) * (WIDE - INSET.left - INSET.right);
  const y = (share) => HIGH - INSET.bottom - share * (HIGH - INSET.top - INSET.bottom);
  const picture = shape("svg", { viewBox: `0 0 ${WIDE} ${HIGH}`, width: WIDE, height: HIGH, role: "img", "aria-label": title });
  for (const share of [0, 0.5, 1]) {
    picture.append(shape("path", { class: "g", d: `M${x(first)} ${y(share)}H${x(last)}` }));
    picture.append(shape("text", { class: "n", x: INSET.left - 6, y: y(share) + 4 }, `${100 * share} %`));
  }
  for (const period of [first, last]) {
    const end = period === last ? "n" : "d";
    picture.append(shape("text", { class: end, x: x(period), y: HIGH - 18 }, String(period)));
  }
  picture.append(shape("text", { class: "k", x: (x(first) + x(last)) / 2, y: HIGH - 4 }, unit));
  for (const { values, series } of all) {
    const corner = ([period, share], at) => `${at ? "L" : "M"}${x(period).toFixed(1)} ${y(share).toFixed(1)}`;
    picture.append(shape("path", { class: `s${series % 8}`, d: values.map(corner).join("") }));
  }
  return picture;
}

/** What the lines of a chart are called, each with the end of the line as it is drawn. */
function legend(all) {
  const entry = ({ name, series, values }) => {
    const sample = shape("svg", { viewBox: "0 0 28 10", width: 28, height: 10, "aria-hidden": "true" });
    sample.append(shape("path", { class: `s${series % 8}`, d: "M0 5H28" }));
    const end = values.length > 0 ? percent(values[values.length - 1][1]) : "–";
    return element("li", {}, sample, ` ${name}: ${end} at the end`);
  };
  return element("ul", { class: "live-legend" }, all.map(entry));
}

/** Lines with their title and legend. */
function chart(title, unit, all) {
  const caption = element("figcaption", {}, element("h5", {}, title));
  return element("figure", {}, caption, lines(title, unit, all), legend(all));
}
