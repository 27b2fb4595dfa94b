
"use strict";
(() => {
  const one = (selector, from = document) => from.querySelector(selector);
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const tools = one("#tools");
  const outcome = one("#outcome");
  const nothing = one("#nothing");
  const reset = one("#reset");
  const steps = one("#steps");
  const pages = one("#pages");
  const store = one("#rows");
  const root = document.documentElement;
  const isNarrow = matchMedia("(max-width: 52rem)").matches;
  const usualView = isNarrow ? "merged" : "both";
  const wordsOf = JSON.parse(tools.dataset.words);
  const highlight = "highlights" in CSS ? new Highlight() : null;
  if (highlight) CSS.highlights.set("found", highlight);

  /** Rows on one page, where there are so many that the script writes them. */
  const PAGE = 100;

  function say(text, values) {
    return wordsOf[text].replace(/\{(\w+)\}/gu, (_, name) => values[name].toLocaleString());
  }

  // ------------------------------------------------------------- width folding
  // A half-width ｶﾞ is two characters and one when folded: a mark goes with its base.
  const clusters = /[\s\S][\u3099\u309a\uff9e\uff9f\u0300-\u036f]*/gu;

  /** The text without differences of width, case and space, as `fold` has it in Python. */
  function fold(text) {
    return text.normalize("NFKC").toLowerCase().replace(/\s/gu, "");
  }

  /** Who looks for 7500 or ファミリーサポート finds 7,500 and ファミリー・サポート too. */
  const separators = /(?<=\d),(?=\d)|(?<=[ァ-ー])・(?=[ァ-ー])/gu;

  function plain(folded) {
    return folded.replace(separators, "");
  }

  /** The text as it is searched, and where each of its characters came from. */
  function plainPlaces(text) {
    const places = [];
    let folded = "";
    for (const { 0: cluster, index } of text.matchAll(clusters)) {
      const characters = fold(cluster);
      for (let i = 0; i < characters.length; i += 1) {
        places.push({ start: index, end: index + cluster.length });
      }
      folded += characters;
    }
    const dropped = new Set([...folded.matchAll(separators)].map((found) => found.index));
    return { searched: plain(folded), places: places.filter((_, at) => !dropped.has(at)) };
  }

  // ---------------------------------------------------------------------- rows
  const searched = ".name, .property, .changes dd, .once, .text, :is(.fields, .short) dd:not(.meaning), .breakdown td";

  /** The text nodes of an element that are seen, without the words for those who hear it. */
  function textNodes(element) {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT, (node) =>
      node.parentElement.closest(".said, dt") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
    const nodes = [];
    while (walker.nextNode()) nodes.push(walker.currentNode);
    return nodes;
  }

  const groups = all(".group:not(.sorted, .whole-sum)");
  const omitted = JSON.parse(one("#unlisted").dataset.rows);
  const rows = store ? stored() : written();
  const byId = new Map(rows.map((row) => [row.id, row]));

  /** Rows that stand in the page. */
  function written() {
    return all(".row").map((element) => ({
      ...JSON.parse(element.dataset.facts), element, group: element.closest(".group"), text: null,
    }));
  }

  /** Rows that the page holds as data: their markup is our own, and was escaped as all is. */
  function stored() {
    const groupOf = new Map(groups.map((group) => [group.id, group]));
    const found = JSON.parse(store.textContent);
    for (const row of found) row.group = groupOf.get(row.group);
    return found;
  }

  function elementOf(row) {
    if (!row.element) {
      const holder = document.createElement("template");
      holder.innerHTML = `<table>${row.html}</table>`;
      row.element = one("tbody", holder.content);
    }
    return row.element;
  }

  function textOf(row) {
    row.plain ??= plain(row.text ?? fold(all(searched, row.element)
      .map((part) => textNodes(part).map((node) => node.data).join("")).join("\n")));
    return row.plain;
  }

  function markAll(row, words) {
    for (const part of all(searched, row.element)) {
      const nodes = textNodes(part);
      const { searched: text, places } = plainPlaces(nodes.map((node) => node.data).join(""));
      for (const word of words) {
        for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
          mark(nodes, places[at].start, places[at + word.length - 1].end);
        }
      }
    }
  }

  function mark(nodes, start, end) {
    for (const node of nodes) {
      if (start < node.length && end > 0) {
        const range = new Range();
        range.setStart(node, Math.max(0, start));
        range.setEnd(node, Math.min(node.length, end));
        highlight.add(range);
      }
      start -= node.length;
      end -= node.length;
    }
  }

  // -------------------------------------------------------------------- filters
  function wanted() {
    const given = new FormData(tools);
    return {
      words: (given.get("words") ?? "").split(/\s+/u).map(fold).map(plain).filter(Boolean),
      section: given.get("section"),
      department: given.get("department"),
      policy: given.get("policy"),
      kinds: given.getAll("kind"),
      sort: given.get("sort") ?? "",
      view: given.get("view") ?? "both",
    };
  }

  // Filters compare keys, never what is shown: a name of two lines is one name.
  function matches(row, asked) {
    return (!asked.kinds.length || asked.kinds.includes(row.kind))
      && (!asked.section || row.section === asked.section)
      && (!asked.department || row.departments.includes(asked.department))
      && (!asked.policy || row.policies.includes(asked.policy))
      && asked.words.every((word) => textOf(row).includes(word));
  }

  function sorted(list, sort) {
    if (sort === "weight") return [...list].sort((a, b) => a.rank - b.rank);
    if (!sort.startsWith("by:")) return list;
    const size = (row) => row.amounts[sort.slice(3)] ?? -1;
    return [...list].sort((a, b) => size(b) - size(a));
  }

  let ordered = [];
  let current = null;
  let page = 0;
  let isSorted = "";
  let isViewChosen = false;

  function tableOf(row, sort) {
    return sort ? one(".sorted table", row.group.closest(".plan")) : one("table", row.group);
  }

  /** Put rows where the order wants them; the same row stands once in a sorted list. */
  function place(list, sort) {
    const seen = new Set();
    for (const row of list) {
      if (sort && seen.has(row.ordinal)) continue;
      seen.add(row.ordinal);
      const table = tableOf(row, sort);
      table.insertBefore(elementOf(row), one(":scope > .sum", table));
    }
    isSorted = sort;
    for (const heading of all(".sorted h2")) heading.textContent = tools.elements.sort.selectedOptions[0].textContent;
  }

  function apply() {
    const asked = wanted();
    const found = sorted(rows.filter((row) => matches(row, asked)), asked.sort);
    const seen = new Set();
    ordered = asked.sort ? found.filter((row) => !seen.has(row.ordinal) && seen.add(row.ordinal)) : found;
    const shown = new Set(store ? paged() : ordered);
    if (store) {
      for (const row of all(".row")) row.remove();
      place([...shown], asked.sort);
    } else {
      if (isSorted !== asked.sort) place(sorted(rows, asked.sort), asked.sort);
      for (const row of rows) row.element.hidden = !shown.has(row);
    }
    for (const group of all(".group:not(.whole-sum)")) group.hidden = !one(".row:not([hidden])", group);
    setView(asked.view, shown);
    highlight?.clear();
    root.classList.toggle("searching", asked.words.length > 0);
    if (highlight && asked.words.length) for (const row of shown) markAll(row, asked.words);
    const isNarrowed = asked.words.length + asked.kinds.length > 0
      || Boolean(asked.section || asked.department || asked.policy);
    root.classList.toggle("narrowed", isNarrowed);
    // Sums are of all rows, in their groups; a list of what did not change too.
    for (const sum of all(".sum, .whole-sum, .unchanged-rows")) sum.hidden = isNarrowed || Boolean(asked.sort);
    const n = ordinals(ordered);
    outcome.textContent = say(isNarrowed ? "{n}件が該当" : "{n}件を表示", { n });
    reset.hidden = !isNarrowed;
    showConditions(isNarrowed, n);
    showOmitted(isNarrowed ? omitted.filter((row) => matches(row, asked)) : [], n);
    showPosition();
  }

  function ordinals(list) {
    return new Set(list.map((row) => row.ordinal)).size;
  }

  /** By what the rows were chosen, and how many of how many: on paper nothing else says it. */
  function showConditions(isNarrowed, n) {
    const condition = one("#condition");
    condition.hidden = !isNarrowed;
    for (const small of all(".group > h2 > small")) {
      small.dataset.whole ??= small.textContent;
      small.textContent = small.dataset.whole;
    }
    if (!isNarrowed) return;
    const shown = new Map(groups.map((group) => [group, []]));
    for (const row of ordered) shown.get(row.group).push(row);
    for (const [group, list] of shown) {
      const small = one("h2 > small", group);
      if (small) small.textContent = say("{n}件を表示", { n: ordinals(list) });
    }
    const conditions = [...tools.elements].map(conditionOf).filter(Boolean);
    condition.textContent = say("条件：{conditions}　{all}件中{n}件を表示", {
      conditions: conditions.join(wordsOf["、"]), all: ordinals(rows), n,
    });
  }

  /** What a filter asks for, in words; empty where it asks for nothing. */
  function conditionOf(control) {
    if (control.name === "words") return control.value.trim() && `「${control.value.trim()}」`;
    if (control.name === "kind") return control.checked && control.nextElementSibling.textContent;
    const isFilter = control.nodeName === "SELECT" && control.name !== "sort";
    return isFilter && control.value && control.selectedOptions[0].textContent;
  }

  /** What did not change is not on the page: who looks for it must not think it was dropped. */
  function showOmitted(found, n) {
    const unlisted = one("#unlisted");
    nothing.hidden = n + found.length > 0;
    unlisted.hidden = found.length === 0;
    unlisted.textContent = say("変更がないため載せていないもの（{n}件）：{names}", {
      n: found.length, names: found.map((row) => row.label).join(wordsOf["、"]),
    });
  }

  // ---------------------------------------------------- pages, of very many rows
  function paged() {
    const last = Math.max(Math.ceil(ordered.length / PAGE) - 1, 0);
    page = Math.min(Math.max(page, 0), last);
    const first = page * PAGE;
    const end = Math.min(first + PAGE, ordered.length);
    one("#range").textContent = say("{first}～{last}件目／{all}件", { first: Math.min(first + 1, end), last: end, all: ordered.length });
    for (const button of all("button", pages)) {
      button.disabled = Number(button.dataset.page) < 0 ? page === 0 : page === last;
    }
    return ordered.slice(first, end);
  }

  function showAll() {
    if (!store) return;
    for (const row of all(".row")) row.remove();
    place(ordered, wanted().sort);
    setView(wanted().view, ordered);
    for (const group of all(".group:not(.whole-sum)")) group.hidden = !one(".row", group);
  }

  // ----------------------------------------------------------------- one text
  /** What both editions share, and the edits with their place in it. */
  function apart(text) {
    const same = [];
    const edits = [];
    let at = 0;
    for (const node of text.childNodes) {
      if (node.nodeName === "DEL" || node.nodeName === "INS") edits.push({ at, node });
      else {
        same.push(node.textContent);
        at += node.textContent.length;
      }
    }
    return { same: same.join(""), edits };
  }

  /** What no line parts, at every second place of a text that is split by it. */
  const figures = new RegExp(wordsOf.figure, "u");

  /** Old and new text as one: what stayed once, deletions before insertions. */
  function merged(oldText, newText) {
    if (one(".absent", oldText)) return newText.cloneNode(true);
    if (one(".absent", newText)) return oldText.cloneNode(true);
    const text = newText.cloneNode(false);
    const { same, edits } = apart(oldText);
    edits.push(...apart(newText).edits);
    edits.sort((first, second) => first.at - second.at);
    let done = 0;
    for (const { at, node } of respelt(edits)) {
      text.append(...withBreaks(same.slice(done, at)));
      // An old figure does not run into the new one that replaces it.
      if (node.nodeName === "INS" && text.lastChild?.nodeName === "DEL") text.lastChild.classList.add("replaced");
      text.append(node);
      done = at;
    }
    text.append(...withBreaks(same.slice(done)));
    return text;
  }

  /** The edits with each new spelling beside the old one: ＬＩＮＥ LINE, then what was deleted. */
  function respelt(edits) {
    const is = (edit, name) => edit.node.nodeName === name && edit.node.classList.contains("notation");
    const ordered = [];
    const left = edits.map(({ at, node }) => ({ at, node: node.cloneNode(true) }));
    while (left.length) {
      const edit = left.shift();
      ordered.push(edit);
      const pair = is(edit, "DEL") ? left.findIndex((other) => other.at === edit.at && is(other, "INS")) : -1;
      if (pair > 0) {
        const [respelling] = left.splice(pair, 1);
        ordered.push(respelling);
        sayApart(edit.node, respelling.node, left[0].node);
      }
    }
    return ordered;
  }

  /** Deletions side by side are announced as one; those that were parted, each by itself. */
  function sayApart(first, between, second) {
    const [start, end] = [one(".said", first), all(".said", between).at(-1)];
    if (start && end) {
      first.append(end.cloneNode(true));
      second.prepend(start.cloneNode(true));
    }
  }

  function withBreaks(same) {
    const span = (name, piece) => {
      const made = document.createElement("span");
      made.className = name;
      made.textContent = piece;
      return made;
    };
    return same.split(/(\n)/u).filter(Boolean).flatMap((piece) => piece === "\n" ? [span("break", piece)]
      : piece.split(figures).map((part, at) => at % 2 ? span("one", part) : part));
  }

  function merge(row) {
    if (row.isMerged) return;
    row.isMerged = true;
    for (const field of all(".fields > div:has(> .was ins, > .was del, > .is ins)", row.element)) {
      const [oldValue, newValue] = [".was", ".is"].map((side) => one(`${side} .value`, field));
      if (!oldValue || !newValue) continue;
      const both = document.createElement("dd");
      both.className = "both words";
      both.lang = "ja";
      both.append(merged(oldValue, newValue));
      field.append(both);
    }
    const oldText = one(".old .text", row.element);
    const newText = one(".new .text", row.element);
    if (!oldText || !newText) return;
    const cell = document.createElement("td");
    cell.className = "both";
    cell.setAttribute("role", "cell");
    cell.append(merged(oldText, newText));
    newText.parentElement.after(cell);
  }

  function setView(view, shown) {
    if (view === "merged") {
      for (const heading of all(".comparison:not(.single) th.new:not(:has(+ .both))")) {
        const both = heading.cloneNode(true);
        both.className = "both";
        const name = one("span", both);
        name.textContent = heading.dataset.both;
        heading.after(both);
      }
      for (const row of shown) merge(row);
    }
    // A cell across the texts is across those that are seen.
    for (const cell of all(".comparison:not(.single) td.values[colspan]")) cell.colSpan = view === "both" ? 2 : 1;
    root.dataset.view = view;
  }

  // ---------------------------------------------------------- from change to change
  function changes() {
    const seen = new Set();
    return ordered.filter((row) => row.kind && row.kind !== "unchanged"
      && !seen.has(row.ordinal) && seen.add(row.ordinal));
  }

  function showPosition() {
    if (!steps) return;
    const list = changes();
    const at = list.indexOf(current);
    steps.hidden = list.length === 0;
    one("#position").textContent = at < 0
      ? say("変更{m}件", { m: list.length })
      : `${at + 1} / ${list.length}`;
  }

  function step(by) {
    const list = changes();
    if (!list.length) return;
    const at = list.indexOf(current);
    const next = at < 0 ? (by > 0 ? 0 : list.length - 1) : at + by;
    if (next >= 0 && next < list.length) go(list[next]);
  }

  /** Show a row, whatever the filters hide, and go there. */
  function go(row) {
    if (!ordered.includes(row)) {
      const same = ordered.find((other) => other.ordinal === row.ordinal);
      if (same) return go(same);
      clear();
      apply();
    }
    if (store) {
      page = Math.floor(ordered.indexOf(row) / PAGE);
      apply();
    }
    current?.element?.classList.remove("here");
    current?.element?.removeAttribute("aria-current");
    current = row;
    row.element.classList.add("here");
    row.element.setAttribute("aria-current", "true");
    row.element.scrollIntoView({ block: "start" });
    one("h3 a", row.element).focus({ preventScroll: true });
    showPosition();
    save();
    return undefined;
  }

  // ---------------------------------------------------------- state in the address
  // A page with its filters can be sent as a link: #?words=…&kind=…&at=4-5; #4-5 is an initiative.
  function save() {
    const state = new URLSearchParams();
    for (const [name, value] of new FormData(tools)) {
      if (value && name !== "keys" && !(name === "view" && value === usualView)) state.append(name, value);
    }
    if (tools.elements.keys && !tools.elements.keys.checked) state.append("keys", "no");
    const isBare = state.size === 0;
    // Where one is goes unsaid once the filters hide it: a link leads to what they show.
    if (current && ordered.some((row) => row.ordinal === current.ordinal)) state.append("at", current.id);
    const link = isBare ? (current ? `#${encodeURIComponent(current.id)}` : "#") : `#?${state}`;
    try {
      history.replaceState(null, "", link);
    } catch {
      // a page inside another document has no address of its own
    }
  }

  function restore() {
    let at = "";
    const state = new URLSearchParams(location.hash.startsWith("#?") ? location.hash.slice(2) : "");
    if (location.hash.startsWith("#?")) at = state.get("at") ?? "";
    else at = decoded(location.hash.slice(1));
    isViewChosen ||= state.has("view");
    for (const control of tools.elements) {
      if (!control.name) continue;
      const values = state.getAll(control.name);
      if (control.name === "keys") control.checked = values[0] !== "no";
      else if (control.type === "checkbox") control.checked = values.includes(control.value);
      else if (control.type === "radio") control.checked = (values[0] ?? usualView) === control.value;
      else if (control.nodeName === "SELECT") choose(control, values[0] ?? "");
      else if (control.type === "search") control.value = values[0] ?? "";
    }
    if (tools.elements.view && !one("[name=view]:checked")) one(`[name=view][value=${usualView}]`).checked = true;
    apply();
    if (byId.has(at)) go(byId.get(at));
  }

  /** Take all conditions away; how the rows are shown stays. */
  function clear() {
    for (const control of tools.elements) {
      if (control.type === "search") control.value = "";
      else if (control.nodeName === "SELECT" && control.name !== "sort") control.selectedIndex = 0;
      else if (control.name === "kind") control.checked = false;
    }
  }

  function choose(control, value) {
    control.value = value;
    if (control.selectedIndex === -1) control.value = fold(value);
    if (control.selectedIndex === -1) control.selectedIndex = 0;
  }

  function decoded(text) {
    try {
      return decodeURIComponent(text);
    } catch {
      return "";
    }
  }

  function followLink() {
    if (location.hash.startsWith("#?")) return restore();
    const row = byId.get(decoded(location.hash.slice(1)));
    if (row) return go(row);
    const target = one(":target");
    if (target?.closest("[hidden]")) {
      clear();
      apply();
      target.scrollIntoView();
    }
    return undefined;
  }

  let waiting = 0;
  function changed(event) {
    clearTimeout(waiting);
    page = 0;
    waiting = setTimeout(() => { apply(); save(); }, event.target.type === "search" ? 150 : 0);
  }
  tools.addEventListener("input", changed);
  tools.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(waiting);
    apply();
    save();
    one("#main").scrollIntoView();
  });
  reset.addEventListener("click", () => { clear(); apply(); save(); tools.elements.words.focus(); });
  steps?.addEventListener("click", ({ target }) => { if (target.dataset.step) step(Number(target.dataset.step)); });
  steps?.addEventListener("input", save);
  pages?.addEventListener("click", ({ target }) => {
    if (!target.dataset.page) return;
    page += Number(target.dataset.page);
    apply();
    one("#main").scrollIntoView();
  });
  addEventListener("keydown", (event) => {
    const isTyping = event.target.closest?.("input:not([type=checkbox], [type=radio]), select, textarea, [contenteditable]");
    if (isTyping || event.ctrlKey || event.metaKey || event.altKey || !tools.elements.keys?.checked) return;
    if (event.key === "n") step(1);
    if (event.key === "p") step(-1);
  });
  addEventListener("hashchange", followLink);
  // What is folded away is on paper all the same, and a narrow window makes no narrow paper.
  let unfolded = [];
  one(".views")?.addEventListener("input", () => { isViewChosen = true; });
  addEventListener("beforeprint", () => {
    showAll();
    if (isNarrow && !isViewChosen) setView("both", ordered);
    unfolded = all(".others:not([open]), .meanings:not([open]), .footnotes:not([open])");
    for (const folded of unfolded) folded.open = true;
  });
  addEventListener("afterprint", () => {
    for (const folded of unfolded) folded.open = false;
    apply();
  });

  if (isNarrow) {
    for (const folded of all("#find, #contents, .meanings, .overview, .footnotes")) folded.open = false;
  }
  tools.hidden = false;
  for (const shown of all("#find, .outcome, #pages")) shown.hidden = false;
  restore();
})();
