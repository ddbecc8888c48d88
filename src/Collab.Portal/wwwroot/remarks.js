// Remarks on passages: the bar at a selection, the highlights in the text, and one handler for all buttons. The text is
// measured in visible characters of its section, as the server measures it (MarkdownText): white space does not count.
(() => {
  "use strict";
  const context = 64;
  const longest = 2001; // One more than is taken, so that the server can say that it is too long.
  let panel = null;
  let pointed = null;
  let ranges = [];

  const visible = (c) => c > " " && c !== "\u00a0";
  const bar = () => document.querySelector("[data-selbar]");
  const sectionOf = (node) => (node?.nodeType === Node.ELEMENT_NODE ? node : node?.parentElement)?.closest?.("[data-section]");
  const say = (words) => { const out = document.querySelector("[data-remarks-said]"); if (out) out.textContent = words; };

  // ---- The passages in the text --------------------------------------------------------------------
  function rangeOf(section, start, length) {
    const walker = document.createTreeWalker(section, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    let at = 0;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const text = node.data;
      for (let i = 0; i < text.length; i++) {
        if (!visible(text[i])) continue;
        if (at === start) range.setStart(node, i);
        at++;
        if (at === start + length) { range.setEnd(node, i + 1); return range; }
      }
    }
    return null;
  }

  function draw() {
    if (!panel) return;
    ranges = [];
    for (const remark of panel.root.querySelectorAll("[data-remark][data-start]")) {
      const section = document.querySelector(`[data-section="${CSS.escape(remark.dataset.in)}"]`);
      const range = section && rangeOf(section, Number(remark.dataset.start), Number(remark.dataset.length));
      if (range) ranges.push({ id: remark.dataset.remark, range });
    }
    if (window.CSS?.highlights) CSS.highlights.set("remarks", new Highlight(...ranges.map((r) => r.range)));
  }

  let drawing = 0;
  const drawSoon = () => { cancelAnimationFrame(drawing); drawing = requestAnimationFrame(draw); };

  function show(id) {
    const found = ranges.find((r) => r.id === id);
    if (!found) return;
    if (window.CSS?.highlights) CSS.highlights.set("remark-now", new Highlight(found.range));
    found.range.startContainer.parentElement.scrollIntoView({ block: "center" });
    sectionOf(found.range.startContainer)?.focus({ preventScroll: true });
  }

  function goTo(id) {
    const remark = document.getElementById(id);
    if (!remark) return;
    remark.scrollIntoView({ block: "center" });
    remark.focus({ preventScroll: true });
    const found = ranges.find((r) => r.id === id);
    if (found && window.CSS?.highlights) CSS.highlights.set("remark-now", new Highlight(found.range));
  }

  function remarkAt(x, y) {
    const caret = document.caretPositionFromPoint?.(x, y) ?? document.caretRangeFromPoint?.(x, y);
    const node = caret?.offsetNode ?? caret?.startContainer;
    const offset = caret?.offset ?? caret?.startOffset;
    return node && sectionOf(node) ? ranges.find((r) => r.range.isPointInRange(node, offset))?.id : undefined;
  }

  // ---- The bar at a selection --------------------------------------------------------------------------
  function point() {
    const selection = getSelection();
    const range = selection?.rangeCount ? selection.getRangeAt(0) : null;
    const section = range && !range.collapsed ? sectionOf(range.startContainer) : null;
    if (!panel || !section || !section.contains(range.endContainer) || !selection.toString().trim()) return null;
    const before = range.cloneRange();
    before.selectNodeContents(section);
    before.setEnd(range.startContainer, range.startOffset);
    const after = range.cloneRange();
    after.selectNodeContents(section);
    after.setStart(range.endContainer, range.endOffset);
    return {
      section: section.dataset.section,
      quote: range.toString().slice(0, longest),
      prefix: before.toString().slice(-context),
      suffix: after.toString().slice(0, context),
      box: range.getBoundingClientRect(),
    };
  }

  function place() {
    const now = bar();
    if (!now || now.contains(document.activeElement)) return;
    const was = pointed;
    pointed = point();
    now.hidden = !pointed;
    if (!pointed) return;
    now.querySelector("[data-selbar-said]").textContent = "";
    const top = pointed.box.bottom + 8;
    now.style.top = Math.max(64, Math.min(top, innerHeight - now.offsetHeight - 8)) + "px";
    now.style.left = Math.max(8, Math.min(pointed.box.left, innerWidth - now.offsetWidth - 8)) + "px";
    if (!was) say("A passage is selected. Press c to comment on it, s to suggest a change.");
  }

  let placing = 0;
  document.addEventListener("selectionchange", () => { clearTimeout(placing); placing = setTimeout(place, 120); });
  addEventListener("scroll", () => { if (pointed) place(); }, { passive: true });
  const hide = () => { const now = bar(); if (now) now.hidden = true; pointed = null; };

  async function begin(suggests, at) {
    if (!panel || !at) return;
    const said = await panel.ref.invokeMethodAsync("Point", suggests, at.section, at.quote, at.prefix, at.suffix)
      .catch(() => "The connection is away. Try again in a moment.");
    if (said && bar()) {
      const now = bar();
      now.hidden = false;
      now.querySelector("[data-selbar-said]").textContent = said;
    } else hide();
  }

  document.addEventListener("pointerdown", (event) => {
    // The selection stays while its bar is pressed.
    if (event.target.closest?.("[data-selbar]")) event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && pointed) { getSelection()?.removeAllRanges(); hide(); }
  });

  document.addEventListener("click", (event) => {
    if (!panel) return;
    const button = event.target.closest?.("[data-remark-act]");
    if (!button) {
      const id = getSelection()?.isCollapsed !== false && !event.target.closest?.("a, button") && sectionOf(event.target) ? remarkAt(event.clientX, event.clientY) : undefined;
      if (id) goTo(id);
      return;
    }
    const act = button.dataset.remarkAct;
    const remark = button.closest("[data-remark]")?.dataset.remark ?? "";
    if (act === "show") { if (ranges.some((r) => r.id === remark)) { event.preventDefault(); show(remark); } return; }
    if (act === "comment" || act === "suggest") { begin(act === "suggest", pointed); return; }
    if (act === "section") { begin(false, { section: button.dataset.sectionName, quote: "", prefix: "", suffix: "" }); return; }
    panel.ref.invokeMethodAsync("Act", act, remark, button.dataset.arg ?? "").catch(() => { /* The circuit is away; the app bar says so. */ });
  });

  window.collabRemarks = {
    start(root, ref) {
      const watch = new MutationObserver(drawSoon);
      panel = { root, ref, watch };
      watch.observe(root.closest(".text") ?? root, { childList: true, subtree: true, characterData: true, attributes: true, attributeFilter: ["data-start", "data-length", "data-section"] });
      draw();
      const wanted = /^#(RM-[0-9A-Z]+)$/.exec(location.hash);
      if (wanted) goTo(wanted[1]);
    },
    stop(root) {
      if (panel?.root !== root) return;
      panel.watch.disconnect();
      panel = null;
      hide();
      if (window.CSS?.highlights) { CSS.highlights.delete("remarks"); CSS.highlights.delete("remark-now"); }
    },
    focus(selector) {
      const field = document.querySelector(selector);
      field?.scrollIntoView({ block: "center" });
      field?.focus({ preventScroll: true });
    },
    say,
  };
})();
