// The desk: files in, one request, the comparison out. No framework and no build step.
const { words, meanings, mostBytes } = JSON.parse(document.getElementById("data").textContent);
const $ = (id) => document.getElementById(id);
const SIDES = ["old", "new"];

const chosen = { old: null, new: null };        // File, and under which name the server has it
let choices = freshChoices();
let result = null;
let isAlone = false;

function freshChoices() {
  return { columns: [[], []], editions: ["", ""], pairs: {}, links: {} };
}

function say(text, values = {}) {
  return Object.entries(values).reduce((said, [key, value]) => said.replaceAll(`{${key}}`, value), text);
}

function element(tag, text = "", className = "") {
  const made = document.createElement(tag);
  made.textContent = text;
  if (className) made.className = className;
  return made;
}

// ------------------------------------------------------------ choosing files

function take(side, files) {
  const list = [...files];
  if (!list.length) return;
  $("error").replaceChildren();
  if (list.length > 2) {
    showError(new Mistake([mistake("too-many")]));
    return;
  }
  if (list.length > 1) {
    // Two at once: in the order of their names, in which years count up.
    list.sort((a, b) => a.name.normalize("NFKC").localeCompare(b.name.normalize("NFKC"), "ja", { numeric: true }));
    [chosen.old, chosen.new] = list.map((file) => ({ file, name: null }));
  } else {
    chosen[side] = { file: list[0], name: null };
  }
  choices = freshChoices();
  showChosen();
  if (chosen.old && chosen.new) compare(false);
}

function showChosen() {
  for (const side of SIDES) {
    const zone = document.querySelector(`.zone[data-side=${side}]`);
    zone.classList.toggle("filled", Boolean(chosen[side]));
    zone.classList.remove("wrong");
    $(`chosen-${side}`).textContent = chosen[side] ? `${words.chosen} ${chosen[side].file.name}` : "";
  }
  $("compare").disabled = !(chosen.old && chosen.new);
  $("alone").hidden = Boolean(chosen.old) === Boolean(chosen.new);
  $("swap").hidden = !(chosen.old && chosen.new);
}

function swap() {
  [chosen.old, chosen.new] = [chosen.new, chosen.old];
  choices.columns.reverse();
  choices.editions.reverse();
  choices.pairs = Object.fromEntries(Object.entries(choices.pairs).map(([old, fresh]) => [fresh, old]));
  choices.links = {};
  showChosen();
  compare(false);
}

for (const side of SIDES) {
  const zone = document.querySelector(`.zone[data-side=${side}]`);
  $(side).addEventListener("change", (event) => { take(side, event.target.files); event.target.value = ""; });
  zone.addEventListener("dragover", (event) => { event.preventDefault(); zone.classList.add("over"); });
  zone.addEventListener("dragleave", () => zone.classList.remove("over"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    zone.classList.remove("over");
    take(side, event.dataTransfer.files);
  });
}
// A file that misses a zone must not replace the page.
for (const kind of ["dragover", "drop"]) document.addEventListener(kind, (event) => event.preventDefault());
$("form").addEventListener("submit", (event) => { event.preventDefault(); compare(false); });
$("alone").addEventListener("click", () => compare(true));
$("swap").addEventListener("click", swap);
$("swap-turned").addEventListener("click", swap);

// ------------------------------------------------------------ comparing

let running = 0;

async function compare(alone) {
  const mine = ++running;
  isAlone = alone;
  $("error").replaceChildren();
  showChosen();
  $("bar").hidden = false;
  $("bar").removeAttribute("value");
  $("progress").textContent = words.comparing;
  $("result").classList.add("former");
  try {
    const sides = alone ? [chosen.old ?? chosen.new] : [chosen.old, chosen.new];
    for (const side of sides) side.name = await kept(side);
    const body = { old: sides[0].name, new: alone ? null : sides[1].name, choices };
    const answer = await fetch("/compare", { method: "POST", body: JSON.stringify(body) });
    if (answer.status === 422) throw new Mistake((await answer.json()).error);
    if (!answer.ok) throw new Error(String(answer.status));
    for await (const line of linesOf(answer.body)) {
      if (mine !== running) return;
      if (line.reading) showProgress(line);
      else if (line.error) throw new Mistake(line.error);
      else showResult(line);
    }
    $("progress").textContent = words.done;
  } catch (error) {
    if (mine !== running) return;
    for (const side of SIDES) if (chosen[side]) chosen[side].name = null;  // sent again next time
    $("progress").textContent = "";
    $("result").hidden = true;  // it was of other files
    showError(error);
  } finally {
    if (mine === running) $("bar").hidden = true;
  }
}

class Mistake extends Error {
  constructor(problems) {
    super();
    this.problems = problems;
  }
}

function mistake(word, where = "") {
  return { where, what: words[word], advice: words[`${word}-advice`] };
}

/** Return the name of a file on the desk; one that was changed since it was chosen is refused. */
async function kept({ file, name }) {
  try {
    await file.slice(0, 1).arrayBuffer();
  } catch {
    throw new Mistake([mistake("unreadable", file.name)]);
  }
  return name ?? send(file);
}

async function send(file) {
  if (file.size > mostBytes) throw new Mistake([mistake("too-large", file.name)]);
  const answer = await fetch("/files", {
    method: "POST",
    headers: { "X-File-Name": encodeURIComponent(file.name.toWellFormed?.() ?? file.name) },
    body: file,
  });
  if (answer.status === 422) throw new Mistake((await answer.json()).error);
  if (!answer.ok) throw new Error(String(answer.status));
  return (await answer.json()).file;
}

async function* linesOf(stream) {
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    const lines = (rest + (value ?? "")).split("\n");
    rest = lines.pop();
    for (const line of lines) if (line) yield JSON.parse(line);
    if (done) return;
  }
}

function showProgress({ reading, done, total }) {
  $("bar").max = total;
  $("bar").value = done;
  $("progress").textContent = `${say(words.reading, { file: reading })} ${say(words.pages, { done, total })}`;
}

function showError(error) {
  const problems = error.problems ?? [{ what: words.closed, where: "", advice: "" }];
  $("error").replaceChildren(...problems.slice(0, 20).map((one) => {
    const said = element("p", one.where ? `${one.where}: ${one.what}` : one.what);
    if (one.advice) said.append(element("br"), element("span", one.advice, "advice"));
    return said;
  }));
  for (const side of SIDES) {
    const isWrong = problems.some((one) => one.where && one.where === chosen[side]?.file.name);
    document.querySelector(`.zone[data-side=${side}]`).classList.toggle("wrong", isWrong);
  }
  $("error").focus();
}

// ------------------------------------------------------------ the result

function showResult(found) {
  const isFirst = $("result").hidden;
  result = found;
  $("result").hidden = false;
  $("result").classList.remove("former");
  $("headline").textContent = `${found.names.join(" → ")}　${found.headline}`;
  $("kinds").textContent = found.kinds;
  $("turned").hidden = !found.is_turned || isAlone;
  $("warning").textContent = found.warning;
  $("warning").hidden = !found.warning;
  showPage();
  showDownloads();
  fill("doubtful", words.doubtful, found.doubtful.map(matchItem));
  const shown = [...found.reports, ...settled(found.reports)];
  fill("reports", say(words.reports, { count: found.reports.length }), shown.flatMap(reportItems));
  $("reports").open = shown.some((one) => one.choice && one.level !== "note");
  for (const level of ["loss", "doubt"]) {
    const count = found.reports.filter((one) => one.level === level).length;
    if (count) $("reports").querySelector("summary").append(" ", element("span", `${words[`level-${level}`]} ${count}`, `level ${level}`));
  }
  fill("not-compared", words["not-compared"], found.not_compared.map(notComparedItem));
  if (isFirst) $("headline").focus();
}

function showDownloads() {
  const all = $("all").checked ? "?all=1" : "";
  for (const link of document.querySelectorAll(".downloads a")) {
    link.href = `/results/${result.result}/${link.dataset.format}${all}`;
  }
}
/** Show the page: what changed, and the rest where it is asked for or nothing changed. */
function showPage() {
  const all = $("all").checked || !result.has_changes ? "?all=1" : "";
  $("page").src = `/results/${result.result}${all}`;
}
$("all").addEventListener("change", () => { showPage(); showDownloads(); });

function fill(id, title, items) {
  const box = $(id);
  box.hidden = !items.length;
  box.querySelector("summary").textContent = say(title, { count: items.length });
  box.querySelector("ul").replaceChildren(...items);
}

function again() {
  compare(isAlone);
}

function button(text, act) {
  const made = element("button", text);
  made.type = "button";
  made.addEventListener("click", act);
  return made;
}

/** What the reader said of columns, which nothing reports any more, so that it can be taken back. */
function settled(reports) {
  return choices.columns.flatMap((given, side) => given
    .map((one) => one.slice(0, one.lastIndexOf("=")))
    .filter((heading) => !reports.some((one) => isOfColumn(one, heading) && one.side === side))
    .map((heading) => ({
      level: "chosen",
      side,
      file: (side ? chosen.new : chosen.old ?? chosen.new).file.name,
      what: "",
      choice: { kind: "column", heading, meaning: "" },
    })));
}

function isOfColumn(report, heading) {
  return report.choice?.kind === "column" && report.choice.heading === heading;
}

/** Return the sides with a column of this heading that is doubtful or settled: it is one in both. */
function sidesOf(heading) {
  return [0, 1].filter((side) =>
    result.reports.some((one) => isOfColumn(one, heading) && one.side === side)
    || choices.columns[side].some((given) => given.startsWith(`${heading}=`)));
}

/** What was noticed, under the name of its document. */
function reportItems(one, place, every) {
  if (place && every[place - 1].side === one.side) return [reportItem(one)];
  return [element("li", one.file, "file"), reportItem(one)];
}

function reportItem(one) {
  const item = element("li");
  item.append(element("span", words[`level-${one.level}`], `level ${one.level}`), one.what);
  if (one.where) item.append(" ", element("span", `（${one.where}）`, "place"));
  if (one.advice && !one.choice) item.append(element("br"), element("span", one.advice, "advice"));
  if (one.choice) item.append(choiceOf(one));
  return item;
}

function choiceOf({ choice, side }) {
  const box = element("div", "", "choice");
  if (choice.kind === "pair") {
    box.append(button(choice.said, () => { choices.pairs[choice.old] = choice.new; again(); }));
    return box;
  }
  const label = element("label");
  box.append(label);
  if (choice.kind === "column") {
    const select = document.createElement("select");
    const edition = result.editions[side];
    if (!choice.meaning) select.append(new Option(words["as-read"], ""));
    for (const meaning of [...meanings, edition]) {
      const text = words[`meaning-${meaning}`] ?? say(words["meaning-edition"], { edition: result.names[side] });
      select.append(new Option(text, meaning, false, meaning === chosenMeaning(choice, side)));
    }
    label.append(`${say(words["take-as"], choice)} `, select);
    select.addEventListener("change", () => {
      const isOfOne = select.value === edition;  // the text of this document's own year
      for (const one of isOfOne ? [side] : sidesOf(choice.heading)) {
        const others = choices.columns[one].filter((given) => !given.startsWith(`${choice.heading}=`));
        choices.columns[one] = select.value ? [...others, `${choice.heading}=${select.value}`] : others;
      }
      again();
    });
  } else {
    const input = document.createElement("input");
    input.type = "text";
    input.value = choices.editions[side] || choice.edition;
    input.placeholder = choice.example;
    input.size = 12;
    label.append(`${words.edition} `, input);
    box.append(button(words.apply, () => { choices.editions[side] = input.value.trim(); again(); }));
  }
  return box;
}

function chosenMeaning(choice, side) {
  const given = choices.columns[side].find((one) => one.startsWith(`${choice.heading}=`));
  return given ? given.slice(choice.heading.length + 1) : choice.meaning;
}

function notComparedItem(one) {
  const item = element("li", one.said);
  if (!one.hint) return item;
  const [old, fresh] = one.why === "only-old" ? [one.heading, one.hint] : [one.hint, one.heading];
  const box = element("div", "", "choice");
  box.append(button(say(words["same-field"], { old, new: fresh }), () => { choices.pairs[old] = fresh; again(); }));
  item.append(box);
  return item;
}

function matchItem(one) {
  const item = element("li", `${one.old.join("、")} ${one.old_name} → ${one.new.join("、")} ${one.new_name}`);
  const box = element("div", "", "choice");
  const link = (news) => () => { for (const old of one.old) choices.links[old] = news; again(); };
  box.append(button(words["same-initiative"], link(one.new)), button(words["other-initiative"], link([])));
  item.append(box);
  return item;
}

// ------------------------------------------------------------ staying alive

const alive = new EventSource("/alive");
alive.addEventListener("error", () => {
  if (alive.readyState === EventSource.CLOSED) showError(new Error());
});
