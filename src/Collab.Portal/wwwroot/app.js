// The little that a page does by itself: theme, keys, drafts on this device, the state of the connection.
(() => {
  "use strict";
  const root = document.documentElement;
  const $ = (selector) => document.querySelector(selector);

  // ---- Theme: the server writes data-theme from this cookie -------------------------------------
  function switchTheme() {
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
    document.cookie = `theme=${root.dataset.theme}; path=/; max-age=31536000; samesite=lax`;
  }

  function toggleMenu(open) {
    const drawer = $("#drawer");
    if (!drawer) return;
    const now = open ?? !drawer.classList.contains("open");
    drawer.classList.toggle("open", now);
    $('[data-act="menu"]')?.setAttribute("aria-expanded", String(now));
  }

  // ---- Palette --------------------------------------------------------------------------------
  function openPalette() {
    const dialog = $("#palette");
    if (!dialog || dialog.open) return;
    dialog.showModal();
    const text = $("#palette-text");
    text.value = "";
    filterPalette();
    text.focus();
  }

  function filterPalette() {
    const words = $("#palette-text").value.trim().toLowerCase();
    for (const item of document.querySelectorAll("#palette-list li"))
      item.hidden = words !== "" && !item.textContent.toLowerCase().includes(words);
  }

  function go(url) {
    if (window.Blazor?.navigateTo && !url.startsWith("/outcomes")) Blazor.navigateTo(url);
    else location.href = url;
  }

  function enterPalette() {
    const words = $("#palette-text").value.trim();
    const id = words.toUpperCase();
    $("#palette").close();
    if (/^P-[0-9A-Z]+$/.test(id)) return go("/proposals/" + id);
    if (/^IR-[0-9A-Z]+$/.test(id)) return go("/incidents/" + id);
    if (/^T-[0-9A-Z-]+$/.test(id)) return go("/threads/" + id);
    if (/^O-[0-9]+$/.test(id)) return go("/outcomes/" + id);
    const first = [...document.querySelectorAll("#palette-list li:not([hidden]) a")][0];
    if (first) go(first.getAttribute("href"));
    else if (words) go("/search?q=" + encodeURIComponent(words));
  }

  document.addEventListener("click", (event) => {
    const act = event.target.closest?.("[data-act]")?.dataset.act;
    if (act === "theme") switchTheme();
    if (act === "menu") toggleMenu();
    else if (!event.target.closest?.("#drawer") || event.target.closest?.("#drawer a")) toggleMenu(false);
    if (act === "palette") openPalette();
    if (act === "copy") {
      const code = event.target.closest(".codeblock, pre")?.querySelector("code") ?? event.target.closest("pre");
      navigator.clipboard?.writeText(code?.textContent ?? "");
    }
    if (event.target.closest?.("#palette-list a")) $("#palette").close();
  });
  document.addEventListener("input", (event) => { if (event.target.id === "palette-text") filterPalette(); });
  document.addEventListener("submit", (event) => {
    if (event.target.matches?.("[data-forget-drafts]")) collabDrafts.forget();
    if (event.target.closest?.("#palette")) { event.preventDefault(); enterPalette(); }
  });

  // ---- Keys -------------------------------------------------------------------------------------
  const pages = { h: "/", p: "/proposals", i: "/incidents", t: "/threads", o: "/outcomes" };
  let leader = 0;
  // A field in a dialog that has just closed keeps the focus until the next frame: nobody types into it.
  const typing = (target) => target.closest?.("input:not([type=range]), textarea, select, [contenteditable=true], dialog[open]")?.checkVisibility() === true;
  const singleKeys = () => localStorage.getItem("collab.singleKeys") !== "off";

  function rows() { return [...document.querySelectorAll("[data-row]")].filter((r) => r.offsetParent !== null); }
  function move(step) {
    const all = rows();
    if (all.length === 0) return;
    const at = all.findIndex((r) => r.contains(document.activeElement));
    const next = all[Math.min(all.length - 1, Math.max(0, at + step))];
    (next.matches("a, button, [tabindex]") ? next : next.querySelector("a, button"))?.focus();
  }

  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") { event.preventDefault(); openPalette(); return; }
    if ((event.ctrlKey || event.metaKey) && event.key === "Enter") {
      const form = event.target.closest?.("[data-submit-scope]");
      const button = form?.querySelector("[data-submit]");
      if (button && !button.disabled) { event.preventDefault(); event.target.dispatchEvent(new Event("change", { bubbles: true })); button.click(); }
      return;
    }
    if (event.key === "Escape" && event.target.matches?.("textarea")) { event.target.blur(); return; }
    if (typing(event.target) || event.ctrlKey || event.metaKey || event.altKey || !singleKeys()) return;
    if (Date.now() - leader < 1500 && pages[event.key]) { leader = 0; event.preventDefault(); go(pages[event.key]); return; }
    leader = event.key === "g" ? Date.now() : 0;
    if (event.key === "/") { event.preventDefault(); openPalette(); }
    if (event.key === "?") { event.preventDefault(); const box = $("#single-keys"); if (box) box.checked = singleKeys(); $("#keys")?.showModal(); }
    if (event.key === "j") move(1);
    if (event.key === "k") move(-1);
    const wanted = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (wanted) { event.preventDefault(); wanted.click(); if (wanted.dataset.focus) document.querySelector(wanted.dataset.focus)?.focus(); }
  });
  document.addEventListener("change", (event) => {
    if (event.target.id === "single-keys") localStorage.setItem("collab.singleKeys", event.target.checked ? "on" : "off");
  });

  // ---- Drafts: what is typed stays on this device until it is recorded ------------------------------
  // <textarea data-draft="key">; the page removes the draft by collabDrafts.clear(key) once it is recorded.
  const prefix = "collab.draft.";
  const saved = new WeakSet();
  document.addEventListener("input", (event) => {
    const key = event.target.dataset?.draft;
    if (!key) return;
    saved.add(event.target);
    try {
      if (event.target.value) localStorage.setItem(prefix + key, JSON.stringify({ text: event.target.value, at: Date.now() }));
      else localStorage.removeItem(prefix + key);
    } catch { /* A full store costs the draft on this device, nothing else. */ }
  });
  function restore(field) {
    if (saved.has(field)) return;
    saved.add(field);
    const kept = localStorage.getItem(prefix + field.dataset.draft);
    if (!kept || field.value) return;
    field.value = JSON.parse(kept).text;
    tell(field);
  }
  // Some fields are heard at each key, some when they are left.
  function tell(field) {
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }
  // The heading of a page that was gone to takes the focus once it is there, but not from somebody who types, nor from the place that the address names.
  let arriving = false;
  const focusHeading = () => {
    const heading = arriving && $("main h1");
    if (!heading) return;
    arriving = false;
    if (!typing(document.activeElement) && !location.hash) heading.focus({ preventScroll: true });
  };
  // Fields answer to the server only once the circuit lives; until then nothing is restored into them.
  const restoreAll = () => { if (root.dataset.circuit) document.querySelectorAll("[data-draft]").forEach(restore); };
  new MutationObserver(() => { restoreAll(); focusHeading(); }).observe(document.body, { childList: true, subtree: true });
  const clearOld = () => {
    for (const key of Object.keys(localStorage).filter((k) => k.startsWith(prefix)))
      try { if (Date.now() - JSON.parse(localStorage.getItem(key)).at > 30 * 86400e3) localStorage.removeItem(key); } catch { localStorage.removeItem(key); }
  };
  clearOld();
  window.collabDrafts = {
    clear: (key) => localStorage.removeItem(prefix + key),
    restore: () => restoreAll(),
    get: (key) => { const kept = localStorage.getItem(prefix + key); return kept ? JSON.parse(kept).text : null; },
    forget: () => Object.keys(localStorage).filter((k) => k.startsWith(prefix)).forEach((k) => localStorage.removeItem(k)),
  };
  window.collabPage = {
    live: () => { root.dataset.circuit = "live"; restoreAll(); },
    arrive: () => { arriving = true; focusHeading(); },
    focus: (selector) => document.querySelector(selector)?.focus(),
    scrollTo: (selector) => document.querySelector(selector)?.scrollIntoView({ block: "nearest" }),
    atEnd: () => window.innerHeight + window.scrollY >= document.body.scrollHeight - 200,
  };

  // ---- Local time beside UTC ----------------------------------------------------------------------
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";
  const city = zone.split("/").pop().replaceAll("_", " ");
  function local() {
    const clock = $("[data-clock]");
    const out = $("#localtime");
    if (!clock || !out || zone === "UTC" || zone === "Etc/UTC" || !zone) return;
    const at = new Date(clock.dateTime);
    const day = at.getDate() === at.getUTCDate() ? "" : at.toLocaleDateString("en-GB", { weekday: "short", day: "numeric", month: "short" }) + " ";
    out.textContent = ` · ${day}${at.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" })} ${city}`;
  }
  setInterval(local, 5000);
  local();
  document.addEventListener("mouseover", (event) => {
    const time = event.target.closest?.("time[datetime]");
    if (time && !time.title) time.title = new Date(time.dateTime).toLocaleString("en-GB", { dateStyle: "full", timeStyle: "short" }) + " " + city;
  });

  // ---- The connection -------------------------------------------------------------------------------
  // Heard on the way down from the document: the element itself is replaced when the circuit takes the page over.
  document.addEventListener("components-reconnect-state-changed", (event) => {
    const state = event.detail.state;
    const live = $("#live");
    root.dataset.connection = state;
    if (!live) return;
    if (state === "hide") { live.textContent = "Live"; live.classList.remove("warn"); tellDrafts(); return; }
    live.classList.add("warn");
    if (state === "rejected" || state === "failed") { live.textContent = "Starting again, your text is kept"; waitThenReload(); return; }
    live.textContent = "Reconnecting, your text is kept";
  }, true);
  // What a field told while nobody listened is lost on the way: it is told again.
  const tellDrafts = () => document.querySelectorAll("[data-draft]").forEach((field) => {
    if (field.value) tell(field);
  });
  async function waitThenReload() {
    // The server forgot this screen (a restart, a long pause). Load the page again once it answers.
    for (let wait = 300; ; wait = Math.min(5000, wait * 2)) {
      await new Promise((done) => setTimeout(done, wait * (0.5 + Math.random())));
      try { if ((await fetch("/health/live", { cache: "no-store" })).ok) { location.reload(); return; } } catch { /* Still away. */ }
    }
  }
})();
