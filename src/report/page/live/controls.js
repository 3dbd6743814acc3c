// Sliders and fields for everything that can be set, in groups.

const GROUPS = [
  { role: "lever", title: "Levers", open: true, text: "What a decision-maker can set." },
  {
    role: "prior",
    title: "What actors are believed to be",
    text:
      "Probabilities of types, and what they are computed from. Setting a type's own probability rescales those of the " +
      "actor's other types, in the proportions that they had; the command does the same.",
  },
  { role: "payoff", title: "Payoffs", text: "What each situation or action is worth to its actor." },
  { role: "other", title: "Everything else", text: "All other keys that the command can set." },
];

/** The step of a slider: about a two-hundredth of its range, as a round number. */
function stepOf([low, high], whole) {
  if (whole) return 1;
  const least = (high - low) / 200;
  const power = 10 ** Math.floor(Math.log10(least));
  return [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= least * 0.999);
}

/** A number without the digits that a step does not reach. */
function rounded(value, step) {
  const places = Math.max(0, Math.ceil(-Math.log10(step) - 1e-9));
  return String(Number(Number(value).toFixed(Math.min(places, 20))));
}

/** All controls of a page. */
class Controls {
  /**
   * @param {HTMLElement} place where they stand
   * @param {(key: string) => string} name what a key is called
   * @param {(key: string, value: string | null) => void} changed told of each change; `null` is the value in the run
   */
  constructor(place, name, changed) {
    Object.assign(this, { place, name, changed, fields: new Map() });
  }

  /** Shows these settings, with the values that differ from those of the run. */
  show(settings, values) {
    const unfolded = new Set([...this.place.querySelectorAll("details[open]")].map((details) => details.dataset.group));
    this.fields.clear();
    const groups = GROUPS.map((group) => this.group(group, settings, unfolded)).filter((group) => group !== null);
    this.place.replaceChildren(...groups);
    this.fill(values);
  }

  /** Puts values into the fields; the others get those of the run. */
  fill(values) {
    for (const [key, field] of this.fields) field(values.get(key) ?? null);
  }

  group({ role, title, open, text }, settings, unfolded) {
    const own = settings.filter((setting) => groupOf(setting) === role);
    if (own.length === 0) return null;
    const heading = element("summary", {}, `${title} (${own.length})`);
    const inside = own.map((setting) => this.control(setting));
    const shown = Boolean(open) || unfolded.has(role);
    return element("details", { class: "live-group", "data-group": role, open: shown }, heading, element("p", { class: "dim" }, text), inside);
  }

  control(setting) {
    const { key, unit, value, number, range, whole } = setting;
    const id = `live-key-${key.replaceAll(/[^\w]/g, "-")}`;
    const name = this.name(key);
    const about = [element("code", {}, key), unit && ` · ${unit}`, ` · in the run: ${value}`].filter(Boolean);
    const hint = element("span", { class: "dim", id: `${id}-about` }, about);
    const row = element("div", { class: "live-row" });
    const tell = (text) => this.changed(key, same(text, setting) ? null : text);
    const described = { "aria-describedby": `${id}-about` };
    const field = element("input", {
      id,
      ...described,
      ...(number === null ? { type: "text", spellcheck: "false" } : { type: "number", step: "any" }),
      onchange: () => {
        const text = field.value.trim();
        if (text === "") field.value = value;
        if (slider) slider.value = field.value;
        tell(text === "" ? value : text);
      },
    });
    let slider = null;
    if (range !== null) {
      const step = stepOf(range, whole);
      const [low, high] = [Math.floor(range[0] / step + 1e-9) * step, Math.ceil(range[1] / step - 1e-9) * step];
      const ticks = element("datalist", { id: `${id}-tick` }, element("option", { value: number }));
      slider = element("input", {
        type: "range",
        min: rounded(low, step),
        max: rounded(high, step),
        step,
        list: `${id}-tick`,
        "aria-label": `${name}, slider`,
        ...described,
        oninput: () => {
          // The mark of the value in the run is within reach, wherever the steps fall.
          const near = Math.abs(slider.value - number) < step / 2;
          field.value = near ? value : rounded(slider.value, step);
          tell(field.value);
        },
      });
      row.append(slider, ticks);
    }
    row.append(field);
    this.fields.set(key, (text) => {
      field.value = text ?? value;
      if (slider) slider.value = field.value;
      box.classList.toggle("live-moved", text !== null);
    });
    const remarks = [setting.note, setting.source && `Source: ${setting.source}`].filter(Boolean);
    const source = remarks.length === 0 ? [] : [element("details", {}, element("summary", {}, "Where it comes from"), remarks.map((text) => element("p", { class: "dim" }, text)))];
    const box = element("div", { class: "live-control" }, element("label", { for: id }, name), row, hint, source);
    return box;
  }
}

/** The group in which a setting stands: what is no number has no slider, and stands last. */
function groupOf({ role, number }) {
  return number === null && role !== "lever" ? "other" : role;
}

/** Whether a text is the value in the run. */
function same(text, { value, number }) {
  return text === value || (number !== null && text !== "" && Number(text) === number);
}
