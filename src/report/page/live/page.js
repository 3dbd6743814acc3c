// The live part of the report: ties the controls to the workers, and the workers to what is shown.

/** How long the settings rest before the numbers that take longer are asked for, in milliseconds. */
const REST = 250;
/** What only follows once the settings rest. */
const LATER = ["beliefs", "tables", "reasons"];
/** After how long the page says that the engine computes. */
const PATIENCE = 1000;

const at = (id) => document.getElementById(`live-${id}`);
const text = (id) => at(id).textContent;

class Live {
  constructor({ scenario, name, command, first }) {
    Object.assign(this, { command, first });
    const module = text("module").trim();
    this.opening = { module, request: { ask: "open", text: scenario, name } };
    this.helpers = new Map();
    this.choice = { variant: null, other: null, settings: new Map() };
    this.found = {};
    this.runs = new Map();
    this.number = 0;
  }

  /** A helper, which is started when it is first needed. `shown` and `other` answer while a slider moves; `patient` takes its
   * time, and is ended where it would come too late. */
  helper(name) {
    const known = this.helpers.get(name);
    if (known && !known.ended) return known;
    const started = new Helper(text("worker"), this.opening);
    this.helpers.set(name, started);
    return started;
  }

  /** Ends helpers that are busy. */
  end(...names) {
    for (const name of names) if (this.helpers.get(name)?.busy) this.helpers.get(name).end();
  }

  async start() {
    const { variants, labels, period_unit } = await this.helper("shown").opened;
    Object.assign(this, { variants, unit: period_unit, labels: new Labels(labels) });
    const actors = labels.filter(({ kind }) => kind === "actor").map(({ name }) => name);
    this.choices("variant", variants, "variant");
    this.choices("other", variants, "variant");
    this.choices("actor", actors, "actor");
    this.controls = new Controls(at("controls"), (key) => this.labels.key(key), (key, value) => this.set(key, value));
    this.take(choiceIn(location.hash));
    at("variant").addEventListener("change", () => this.choose());
    at("other").addEventListener("change", () => this.choose());
    at("actor").addEventListener("change", () => {
      this.showChoice();
      this.settle(this.number);
    });
    at("reset").addEventListener("click", () => this.reset([...this.choice.settings.keys()]));
    at("stop").addEventListener("click", () => this.stop());
    at("copy").addEventListener("click", () => this.copy(text("command"), "The commands are copied."));
    at("link").addEventListener("click", () => this.copy(location.href, "The link is copied."));
    at("controls").addEventListener("submit", (event) => event.preventDefault());
    addEventListener("hashchange", () => this.follow());
    at("note").remove();
    at("panel").hidden = false;
    if (location.hash.startsWith(LINK)) at("title").scrollIntoView();
    await this.showControls();
    this.refresh();
  }

  choices(id, names, kind) {
    at(id).replaceChildren(...names.map((name) => element("option", { value: name }, this.labels.of(kind, name))));
  }

  /** Takes over a choice from a link, or begins with the last variant beside the first. */
  take(wanted) {
    const known = (name, otherwise) => (this.variants.includes(name) ? name : otherwise);
    this.choice = {
      variant: known(wanted?.variant, this.variants[this.variants.length - 1]),
      other: known(wanted?.other, this.variants[0]),
      settings: wanted?.settings ?? new Map(),
    };
    at("variant").value = this.choice.variant;
    at("other").value = this.choice.other;
  }

  /** The settings of the variant that is shown. */
  async showControls() {
    this.settings = await this.helper("shown").ask({ ask: "settings", variant: this.choice.variant });
    this.controls.show(this.settings, this.choice.settings);
  }

  async choose() {
    Object.assign(this.choice, { variant: at("variant").value, other: at("other").value });
    this.found = {};
    try {
      await this.showControls();
      this.refresh();
    } catch (error) {
      this.fail(error, this.number);
    }
  }

  /** Follows a link into this page that was typed or clicked. */
  async follow() {
    const wanted = choiceIn(location.hash);
    if (wanted === null || location.hash === fragmentOf(this.choice)) return;
    this.take(wanted);
    await this.choose();
  }

  set(key, value) {
    if (value === null) this.choice.settings.delete(key);
    else this.choice.settings.set(key, value);
    this.controls.fields.get(key)?.(value);
    this.refresh();
  }

  reset(keys) {
    for (const key of keys) {
      this.choice.settings.delete(key);
      this.controls.fields.get(key)?.(null);
    }
    this.refresh();
  }

  stop() {
    this.end("shown", "other", "patient");
    this.number += 1;
    clearTimeout(this.timer);
    this.say("Stopped. The numbers are those of before; move a slider to compute again.", "stopped");
  }

  place(variant, settings = this.choice.settings) {
    return { variant, set: assignments(settings) };
  }

  /** Computes anew what the choice of variants and settings gives. */
  refresh() {
    this.number += 1;
    this.showChoice();
    clearTimeout(this.timer);
    this.end("patient");
    this.say("Computing …", "computing");
    const { variant, other, settings } = this.choice;
    const first = (name) => this.first[name] && unfolded(this.first[name]);
    if (settings.size === 0 && this.first[variant]) this.show(this.number, { shown: first(variant), other: first(other) });
    this.preview(this.number);
  }

  /** Shows what is quickly known; once the settings rest, the rest follows. */
  async preview(number) {
    const { variant, other } = this.choice;
    const began = performance.now();
    try {
      const preview = async (helper, place) => unfolded((await helper.ask({ ask: "preview", ...place })).tables);
      const asked = preview(this.helper("shown"), this.place(variant));
      const compared = other === variant ? null : preview(this.helper("other"), this.place(other));
      compared?.catch(() => {});
      this.show(number, { shown: await asked, other: undefined });
      at("panel").dataset.answer = performance.now() - began;
      this.show(number, { other: (await compared) ?? undefined });
      at("panel").dataset.difference = performance.now() - began;
      if (number !== this.number) return;
      this.say("A rough solution. The exact one, beliefs and reasons follow …", "preview");
      this.timer = setTimeout(() => {
        at("summary").textContent = this.summary();
        this.settle(number);
      }, REST);
    } catch (error) {
      this.fail(error, number);
    }
  }

  /** Asks for the numbers as the command gives them: the solution after its audit, beliefs and reasons. */
  async settle(number) {
    const { variant, other } = this.choice;
    const ask = (request) => this.helper("patient").ask(request);
    const run = async (place) => unfolded(await ask({ ask: "run", ...place }));
    try {
      this.show(number, { shown: await run(this.place(variant)) }, true);
      if (other !== variant) this.show(number, { other: await run(this.place(other)) }, true);
      if (!this.runs.has(variant)) {
        this.runs.set(variant, await run(this.place(variant, new Map())));
        this.show(number, {}, true);
      }
      if (number !== this.number) return;
      const [{ solver_status }] = this.found.shown.draws;
      const fine = solver_status === "converged";
      this.say(
        fine
          ? "These are the numbers of the command, to the last digit."
          : `The command says that this point is not solved (${solver_status.replaceAll("_", " ")}); do not rely on it.`,
        "settled",
      );
      at("summary").textContent = this.summary();
      this.wait();
      if (at("reasons").children.length === 0) at("reasons").replaceChildren(element("p", { class: "dim" }, "They are being computed …"));
      at("reasons").classList.add("live-stale");
      const reasons = await ask({ ask: "explain", place: this.place(variant), actor: at("actor").value || null });
      if (number !== this.number) return;
      this.rest();
      at("reasons").replaceChildren(...reasonsOf(reasons, this.labels, this.unit));
      at("reasons").classList.remove("live-stale");
    } catch (error) {
      this.fail(error, number);
    }
  }

  /** Takes over tables, unless the settings have changed meanwhile. */
  show(number, found, whole = false) {
    if (number !== this.number) return;
    Object.assign(this.found, found);
    const { variant, other, settings } = this.choice;
    if (settings.size === 0 && whole && found.shown) this.runs.set(variant, found.shown);
    const tables = { ...this.found, run: this.runs.get(variant) ?? (settings.size === 0 ? this.found.shown : undefined) };
    at("error").replaceChildren();
    at("results").classList.remove("live-stale");
    const against = other === variant ? null : other;
    at("outcomes").replaceChildren(outcomesOf(tables, this.labels, against));
    at("payoffs").replaceChildren(payoffsOf(tables, this.labels, against));
    if (!found.shown) return;
    at("timeline").replaceChildren(timelineOf(tables, this.labels, this.unit));
    for (const id of LATER) at(id).classList.toggle("live-stale", !whole || id === "reasons");
    if (!whole) return;
    at("beliefs").replaceChildren(...beliefsOf(tables, this.labels, this.unit));
    at("tables").replaceChildren(...tablesOf(tables));
  }

  showChoice() {
    const { variant, other, settings } = this.choice;
    const entry = ([key, value]) =>
      element("li", {}, `${this.labels.key(key)}: `, element("code", {}, `${key}=${value}`), " ", element("button", { type: "button", "aria-label": `Reset ${key}`, onclick: () => this.reset([key]) }, "Reset"));
    const list = settings.size === 0 ? "None: all values are those of the run." : element("ul", {}, [...settings].map(entry));
    at("changed").replaceChildren(list);
    at("reset").disabled = settings.size === 0;
    const variants = other === variant ? [variant] : [variant, other];
    at("command").textContent = commandsOf(this.command, { variants, settings, actor: at("actor").value });
    const fragment = fragmentOf(this.choice);
    if (settings.size > 0 || location.hash.startsWith(LINK)) history.replaceState(history.state, "", fragment);
  }

  /** The result in a sentence, for whoever does not see it. */
  summary() {
    const { shown, other } = this.found;
    const labels = this.labels;
    const each = shown.outcomes.map(({ outcome, probability }) => `${labels.of("outcome", outcome)} ${percent(probability)}`);
    const name = labels.of("variant", this.choice.variant);
    const apart = (row) => row.probability - (rowLike(other, "outcomes", row, ["outcome"])?.probability ?? row.probability);
    const most = [...shown.outcomes].sort((a, b) => Math.abs(apart(b)) - Math.abs(apart(a)))[0];
    const difference = other === undefined ? "" : ` ${labels.of("outcome", most.outcome)}: ${points(apart(most))} against ${labels.of("variant", this.choice.other)}.`;
    return `${name}: ${each.join("; ")}.${difference}`;
  }

  /** Says how far the engine is; what takes long can be stopped. */
  say(sentence, state) {
    at("state").textContent = sentence;
    at("panel").dataset.state = state;
    this.rest();
    if (state === "computing" || state === "preview") this.wait();
  }

  /** Shows soon that something is under way, and a button that stops it. */
  wait() {
    this.patience = setTimeout(() => (at("work").hidden = false), PATIENCE);
  }

  /** Shows that nothing is. */
  rest() {
    clearTimeout(this.patience);
    at("work").hidden = true;
  }

  fail(error, number) {
    if (error instanceof Overtaken || number !== this.number) return;
    at("error").replaceChildren(
      element("p", {}, element("strong", {}, "This does not work. "), this.found.shown ? "The numbers below are those of before." : ""),
      element("pre", { tabindex: "0" }, error.message),
    );
    at("results").classList.add("live-stale");
    this.say("", "failed");
  }

  async copy(what, sentence) {
    try {
      await navigator.clipboard.writeText(what);
      at("copied").textContent = sentence;
    } catch {
      at("copied").textContent = "The browser does not let this page copy; select the text instead.";
    }
  }
}

if (typeof WebAssembly === "object" && typeof DecompressionStream === "function" && typeof Worker === "function") {
  new Live(JSON.parse(text("data"))).start().catch((error) => {
    at("panel").hidden = true;
    at("note")?.append(` (${error.message})`);
  });
}
