
"use strict";
(() => {
  const tools = document.getElementById("tools");
  const outcome = document.getElementById("outcome");
  const nothing = document.getElementById("nothing");
  const reset = tools.querySelector("button");
  const root = document.documentElement;
  const highlight = "highlights" in CSS ? new Highlight() : null;
  if (highlight) CSS.highlights.set("found", highlight);

  // ------------------------------------------------------------- width folding
  // A half-width ｶﾞ is two characters and one when folded: a mark goes with its base.
  const clusters = /[\s\S][\u3099\u309a\uff9e\uff9f\u0300-\u036f]*/gu;

  /** The text without differences of width and case, and where each character came from. */
  function fold(text) {
    let folded = "";
    const starts = [], ends = [];
    for (const { 0: cluster, index } of text.matchAll(clusters)) {
      const plain = cluster.normalize("NFKC").toLowerCase().replace(/\s/gu, "");
      for (let i = 0; i < plain.length; i += 1) {
        starts.push(index);
        ends.push(index + cluster.length);
      }
      folded += plain;
    }
    return { folded, starts, ends };
  }

  // ---------------------------------------------------------------------- rows
  /** The text nodes that are seen, without the words for those who hear the page. */
  function textNodes(element) {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT, (node) =>
      node.parentElement.closest(".said, dt") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
    const nodes = [];
    while (walker.nextNode()) nodes.push(walker.currentNode);
    return nodes;
  }

  /** A part of a row that is searched: its folded text and its place in the page. */
  function field(element) {
    const nodes = textNodes(element);
    return { nodes, ...fold(nodes.map((node) => node.data).join("")) };
  }

  const rows = [...document.querySelectorAll("tr.row")].map((element) => ({
    element,
    kind: element.dataset.kind,
    section: element.dataset.section,
    department: element.dataset.department,
    policies: JSON.parse(element.dataset.policies),
    parts: [...element.querySelectorAll(".name, .department, .policies, .text")],
    fields: null,
  }));
  const groups = [...document.querySelectorAll(".group")];

  function fieldsOf(row) {
    row.fields ??= row.parts.map(field);
    return row.fields;
  }

  function mark(found, at, length) {
    let start = found.starts[at], end = found.ends[at + length - 1];
    for (const node of found.nodes) {
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

  function markAll(row, words) {
    for (const found of fieldsOf(row)) {
      for (const word of words) {
        for (let at = found.folded.indexOf(word); at >= 0; at = found.folded.indexOf(word, at + word.length)) {
          mark(found, at, word.length);
        }
      }
    }
  }

  // -------------------------------------------------------------------- filters
  function wanted() {
    const given = new FormData(tools);
    return {
      words: (given.get("words") ?? "").split(/\s+/u).map((word) => fold(word).folded).filter(Boolean),
      section: given.get("section"),
      department: given.get("department"),
      policy: given.get("policy"),
      kinds: given.getAll("kind"),
      view: given.get("view") ?? "both",
    };
  }

  function matches(row, asked) {
    return (!asked.kinds.length || asked.kinds.includes(row.kind))
      && (!asked.section || row.section === asked.section)
      && (!asked.department || row.department === asked.department)
      && (!asked.policy || row.policies.includes(asked.policy))
      && asked.words.every((word) => fieldsOf(row).some(({ folded }) => folded.includes(word)));
  }

  function apply() {
    const asked = wanted();
    if (asked.view === "merged") mergeAll();
    root.dataset.view = asked.view;
    highlight?.clear();
    const shown = new Set();
    for (const row of rows) {
      const isShown = matches(row, asked);
      row.element.hidden = !isShown;
      if (!isShown) continue;
      shown.add(row.element.dataset.ordinal);
      if (highlight && asked.words.length) markAll(row, asked.words);
    }
    for (const group of groups) group.hidden = !group.querySelector("tr.row:not([hidden])");
    const isNarrowed = asked.words.length + asked.kinds.length > 0
      || Boolean(asked.section || asked.department || asked.policy);
    outcome.textContent = isNarrowed ? `${shown.size}事業が該当` : `${shown.size}事業を表示`;
    nothing.hidden = shown.size > 0;
    reset.hidden = !isNarrowed;
  }

  // ----------------------------------------------------------------- one text
  /** What both years share, and the edits with their place in it. */
  function apart(text) {
    let same = "";
    const edits = [];
    for (const node of text.childNodes) {
      if (node.nodeName === "DEL" || node.nodeName === "INS") edits.push({ at: same.length, node });
      else same += node.textContent;
    }
    return { same, edits };
  }

  /** Old and new text as one: what stayed once, deletions before insertions. */
  function merged(oldText, newText) {
    const isOne = oldText.querySelector(".absent") || newText.querySelector(".absent");
    const present = oldText.querySelector(".absent") ? newText : oldText;
    if (isOne) return present.cloneNode(true);
    const text = document.createElement("div");
    text.className = "text";
    const { same, edits } = apart(oldText);
    edits.push(...apart(newText).edits);
    edits.sort((one, other) => one.at - other.at);
    let done = 0;
    for (const { at, node } of edits) {
      text.append(...withBreaks(same.slice(done, at)), node.cloneNode(true));
      done = at;
    }
    text.append(...withBreaks(same.slice(done)));
    return text;
  }

  function withBreaks(same) {
    return same.split(/(\n)/u).filter(Boolean).map((piece) => {
      if (piece !== "\n") return piece;
      const gap = document.createElement("span");
      gap.className = "break";
      gap.textContent = piece;
      return gap;
    });
  }

  let isMerged = false;
  function mergeAll() {
    if (isMerged) return;
    isMerged = true;
    for (const heading of document.querySelectorAll(".comparison:not(.single) th.new")) {
      const both = heading.cloneNode(true);
      both.className = "both";
      both.textContent = "変更箇所";
      heading.after(both);
    }
    for (const row of rows) {
      const oldText = row.element.querySelector(".old .text");
      const newText = row.element.querySelector(".new .text");
      if (!oldText || !newText) continue;
      const cell = document.createElement("td");
      cell.className = "both";
      cell.setAttribute("role", "cell");
      cell.append(merged(oldText, newText));
      row.element.append(cell);
      row.parts.push(cell.firstChild);
      row.fields = null;
    }
  }

  // ---------------------------------------------------------- state in the address
  // A page with its filters can be sent as a link: #?words=…&kind=…; #4-5 is an initiative.
  function save() {
    const state = new URLSearchParams();
    for (const [name, value] of new FormData(tools)) {
      if (value && !(name === "view" && value === "both")) state.append(name, value);
    }
    try {
      history.replaceState(null, "", state.size ? `#?${state}` : "#");
    } catch {
      // a page inside another document has no address of its own
    }
  }

  function restore() {
    if (location.hash.startsWith("#?")) {
      const state = new URLSearchParams(location.hash.slice(2));
      for (const control of tools.elements) {
        if (!control.name) continue;
        const values = state.getAll(control.name);
        if (control.type === "checkbox") control.checked = values.includes(control.value);
        else if (control.type === "radio") control.checked = (values[0] ?? "both") === control.value;
        else control.value = values[0] ?? "";
        if (control.selectedIndex === -1) control.selectedIndex = 0;
      }
    }
    apply();
  }

  /** An initiative that is linked to is shown, whatever the filters hide. */
  function showTarget() {
    if (location.hash.startsWith("#?")) return restore();
    const target = document.querySelector(":target");
    if (target?.closest("[hidden]")) {
      tools.reset();
      apply();
      target.scrollIntoView();
    }
    return undefined;
  }

  let waiting = 0;
  tools.addEventListener("input", (event) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => { apply(); save(); }, event.target.type === "search" ? 150 : 0);
  });
  tools.addEventListener("submit", (event) => event.preventDefault());
  tools.addEventListener("reset", () => setTimeout(() => { apply(); save(); tools.elements.words.focus(); }));
  addEventListener("hashchange", showTarget);

  if (matchMedia("(max-width: 52rem)").matches) {
    for (const folded of document.querySelectorAll("aside details")) folded.open = false;
  }
  tools.hidden = false;
  restore();
})();
