// What the engine found, as the page shows it. `shown` holds the tables of the variant that is shown, `run` those of the
// same variant at the values of the run, and `other` those of the variant that it is compared with; the last two may not be
// known yet. `against` names that variant; it is `null` where there is none. A name is made a label by `labels`.

/** The row of a table that agrees with another one in some columns. */
function rowLike(tables, name, row, columns) {
  return tables?.[name].find((known) => columns.every((column) => known[column] === row[column]));
}

/** What everything is called, from the rows of the table of labels. */
class Labels {
  constructor(rows) {
    this.known = new Map(rows.map(({ kind, name, label }) => [`${kind} ${name}`, label]));
  }

  of(kind, name) {
    return this.known.get(`${kind} ${name}`) || name;
  }

  term(actor, name) {
    return this.known.get(`payoff ${actor}.${name}`) || name;
  }

  /** A type of an actor, or how a promise binds. */
  type(actor, name) {
    return this.known.get(`type ${actor}.${name}`) || name;
  }

  action(stage, actor, name) {
    return this.known.get(`action ${stage}.${actor}.${name}`) || this.known.get(`action ${stage}.${name}`) || name;
  }

  /** Whose type, or which promise or variable. */
  about(name) {
    const kinds = ["actor", "commitment", "variable"];
    return kinds.map((kind) => this.known.get(`${kind} ${name}`)).find(Boolean) || name;
  }

  /** A key that can be set. */
  key(key) {
    const [first, ...rest] = key.split(".");
    const last = rest.join(".");
    const parameter = this.known.get(`parameter ${key}`) || this.known.get(`parameter ${first}`);
    if (parameter) return last && !this.known.get(`parameter ${key}`) ? `${parameter}, ${last}` : parameter;
    if (last === "") return sentence(key);
    if (last === "start") return `${sentence(this.of("variable", first))} at the start`;
    return sentence(`${this.about(first)}: ${this.type(first, last)}`);
  }
}

/** A name as it stands in a sentence: words without underscores, the first with a capital. */
function sentence(name) {
  const words = name.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The headers of what the other variant gives. */
function compared(labels, against) {
  return against === null ? [] : [labels.of("variant", against), "Difference"];
}

/** How games end: a row for each outcome. */
function outcomesOf({ shown, run, other }, labels, against) {
  const header = ["Outcome", "", "Now", "In the run", ...compared(labels, against)];
  const rows = shown.outcomes.map((row, series) => {
    const before = rowLike(run, "outcomes", row, ["outcome"])?.probability;
    const beside = rowLike(other, "outcomes", row, ["outcome"])?.probability;
    const difference = beside === undefined ? "…" : points(row.probability - beside);
    const name = labels.of("outcome", row.outcome);
    const cells = [name, bar(row.probability, before, series), percent(row.probability), percent(before)];
    return against === null ? cells : [...cells, percent(beside), difference];
  });
  return table("How games end", header, rows, 2);
}

/** What actors earn: their terms, and the total of each. */
function payoffsOf({ shown, run, other }, labels, against) {
  const header = ["Actor", "Term", "Now", "In the run", ...compared(labels, against)];
  const rows = shown.payoffs.map((row) => {
    const like = (tables) => rowLike(tables, "payoffs", row, ["actor", "term"])?.exact_mean;
    const total = row.term === "total";
    const term = total ? element("strong", {}, "total") : labels.term(row.actor, row.term);
    const cells = [labels.of("actor", row.actor), term, amount(row.exact_mean), amount(like(run))];
    const beside = like(other);
    const difference = beside === undefined ? "…" : signed(amount(row.exact_mean - beside).replace("−", "-"));
    return against === null ? cells : [...cells, amount(beside), difference];
  });
  return table("Expected payoffs", header, rows, 2);
}

/** When games end: the cumulative probability of each outcome. */
function timelineOf({ shown }, labels, unit) {
  const cumulative = shown.timeline.filter(({ kind, name }) => kind === "cumulative" && name !== "total");
  const series = shown.outcomes.map(({ outcome }, number) => ({
    name: labels.of("outcome", outcome),
    series: number,
    values: cumulative.filter(({ name }) => name === outcome).map(({ period, value }) => [period, value]),
  }));
  return chart("Probability of having ended so", unit, series);
}

/** What each actor believes of each other one, in all games that are still running. */
function beliefsOf({ shown }, labels, unit) {
  const any = shown.beliefs.filter(({ true_type }) => true_type === "any");
  const charts = new Map();
  for (const row of any) {
    const title = `${labels.of("actor", row.observer)} about ${labels.about(row.about)}`;
    const types = charts.get(title) ?? new Map();
    charts.set(title, types);
    const name = labels.type(row.about, row.believed_type);
    types.set(name, [...(types.get(name) ?? []), [row.period, row.belief_mean]]);
  }
  return [...charts].map(([title, types]) =>
    chart(title, unit, [...types].map(([name, values], series) => ({ name, series, values }))),
  );
}

/** Why an actor acts as it does: for each situation its actions with what they are worth, and what it believes. */
function reasonsOf(explanations, labels, unit) {
  const manner = ({ play, precision }) => {
    if (play === "logit") return `it chooses by logit response with precision ${amount(precision)}`;
    return { best_response: "it takes the best action", given: "its play is given", bound: "its promise binds it" }[play];
  };
  return explanations.map((one) => {
    const who = [labels.of("actor", one.actor), one.type && `(${labels.type(one.actor, one.type)})`].filter(Boolean).join(" ");
    const title = `${who}: ${labels.of("stage", one.stage)}, ${unit} ${one.period}`;
    const terms = one.actions.length > 0 ? Object.keys(one.actions[0].terms) : [];
    const used = terms.filter((term) => one.actions.some((action) => action.terms[term] !== 0));
    const named = (action) => labels.action(one.stage, one.actor, action);
    // What it acts on, where that is another payoff than the expected one.
    const actsOn = one.actions.some(({ acted_on }) => typeof acted_on === "number");
    const header = ["Action", "Probability", "Expected payoff", "Against the best", ...(actsOn ? ["It acts on"] : []), ...used.map((term) => labels.term(one.actor, term))];
    const rows = one.actions.map((action) => [
      named(action.action),
      percent(action.probability),
      amount(action.expected_payoff),
      amount(action.difference),
      ...(actsOn ? [amount(action.acted_on)] : []),
      ...used.map((term) => amount(action.terms[term])),
    ]);
    const believed = Object.entries(one.beliefs).map(([about, chances]) => {
      const each = Object.entries(chances).map(([value, chance]) => `${labels.type(about, value)} ${percent(chance)}`);
      return element("li", {}, `${labels.about(about)}: ${each.join(", ")}`);
    });
    const nests = (one.nests ?? []).map(({ nest, members, probability, precision }) => {
      const within = `${members.map(named).join(", ")}: ${percent(probability)} together`;
      return element("li", {}, `Nest ${nest} (${within}), within which the precision is ${amount(precision)}`);
    });
    const knows = one.information_set ? `It knows ${one.information_set}. ` : "";
    return element(
      "article",
      { class: "live-reason" },
      element("h5", {}, title),
      element("p", { class: "dim" }, `${knows}Reached in ${percent(one.reached)} of games; ${manner(one)}.`),
      table(title, header, rows),
      nests.length === 0 ? [] : element("ul", {}, nests),
      believed.length === 0 ? [] : [element("p", { class: "dim" }, "It believes:"), element("ul", {}, believed)],
    );
  });
}

/** The tables as the command writes them, each shown when it is unfolded. */
function tablesOf({ shown }) {
  const names = Object.keys(shown).filter((name) => shown[name].length > 0);
  return names.map((name) => {
    const columns = Object.keys(shown[name][0]).filter((column) => shown[name].some((row) => row[column] !== null));
    const unfold = ({ target }) => {
      if (!target.open || target.children.length > 1) return;
      const rows = shown[name].map((row) => columns.map((column) => String(row[column] ?? "")));
      target.append(table(`${name}.csv`, columns, rows, 9));
    };
    return element("details", { "data-table": name, ontoggle: unfold }, element("summary", {}, `${name}.csv (${shown[name].length} rows)`));
  });
}
