// Settings in the fragment of the address, and as a command for a terminal.

/** What the fragment of a link of this page begins with. */
const LINK = "#live&";

/** The fragment that carries a choice of variants and settings. */
function fragmentOf({ variant, other, settings }) {
  const fields = new URLSearchParams({ variant, with: other });
  for (const [key, value] of settings) fields.append("set", `${key}=${value}`);
  return LINK + fields;
}

/** The choice in a fragment; `null` where it carries none. */
function choiceIn(fragment) {
  if (!fragment.startsWith(LINK)) return null;
  const fields = new URLSearchParams(fragment.slice(LINK.length));
  const pairs = fields.getAll("set").map((text) => {
    const at = text.indexOf("=");
    return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
  });
  return { variant: fields.get("variant"), other: fields.get("with"), settings: new Map(pairs) };
}

/** A word of a command, as a shell takes it. */
function word(text) {
  return /^[\w.,:=+/@%-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** The settings as `--set` takes them. */
function assignments(settings) {
  return [...settings].map(([key, value]) => `${key}=${value}`);
}

/** The commands that give on a terminal what the page shows. */
function commandsOf({ scenario, set }, { variants, settings, actor }) {
  const kept = set.filter((text) => !settings.has(text.split("=", 1)[0].trim()));
  const sets = [...kept, ...assignments(settings)].flatMap((text) => ["--set", text]);
  const line = (...words) => words.map(word).join(" ");
  // Differences are those to the variant that comes first.
  const chosen = [...variants].reverse().flatMap((name) => ["--variant", name]);
  const run = line("pactum", "run", scenario, "--nominal", "--games", "0", ...chosen, ...sets);
  const why = ["pactum", "explain", scenario, "--variant", variants[0], ...(actor ? ["--actor", actor] : []), ...sets];
  return `${run}\n${line(...why)}`;
}
