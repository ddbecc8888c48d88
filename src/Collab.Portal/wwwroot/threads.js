// What a thread does by itself: one handler for all posts, the end of the page, writing, keys, links, keys of posts.
(() => {
  "use strict";
  const keyPrefix = "collab.postkey.";
  let screen = null;

  const selected = () => document.activeElement?.closest?.(".post") ?? document.querySelector(".post.sel");
  const select = (post) => {
    document.querySelectorAll(".post.sel").forEach((p) => { if (p !== post) p.classList.remove("sel"); });
    post?.classList.add("sel");
  };
  const tell = (act, number, arg) => screen?.ref.invokeMethodAsync("Act", act, Number(number), arg ?? "").catch(() => { /* The circuit is away; the app bar says so. */ });

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-post-act]");
    if (!button || !button.closest(".thread")) return;
    const number = button.dataset.post ?? button.closest(".post")?.dataset.post;
    if (button.dataset.postAct === "link") {
      navigator.clipboard?.writeText(`${location.origin}${button.closest(".thread").dataset.address}#post-${number}`);
      say("The link is copied.");
      return;
    }
    tell(button.dataset.postAct, number, button.dataset.arg);
  });
  document.addEventListener("focusin", (event) => { const post = event.target.closest?.(".post"); if (post) select(post); });
  document.addEventListener("keydown", (event) => {
    if (!screen || event.ctrlKey || event.metaKey || event.altKey || localStorage.getItem("collab.singleKeys") === "off") return;
    if (event.target.closest?.("input, textarea, select, [contenteditable=true], dialog[open], .mud-dialog")) return;
    const act = { r: "reply", q: "quote", e: "edit" }[event.key];
    const post = act && selected();
    if (post) { event.preventDefault(); tell(act, post.dataset.post); }
  });

  let wrote = 0;
  document.addEventListener("input", (event) => {
    if (!screen || !event.target.closest?.("[data-composer]") || !event.target.value || Date.now() - wrote < 3000) return;
    wrote = Date.now();
    screen.ref.invokeMethodAsync("Writing").catch(() => { /* Not worth telling. */ });
  });

  function say(words) { const out = document.getElementById("thread-said"); if (out) out.textContent = words; }

  // Code blocks get a bar with Copy; it belongs to the page, not to what was written.
  function decorate(root) {
    for (const pre of root.querySelectorAll(".post .text pre:not([tabindex])")) {
      pre.tabIndex = 0;
      pre.setAttribute("role", "region");
      pre.setAttribute("aria-label", "Code");
      const block = document.createElement("div");
      block.className = "codeblock";
      const bar = document.createElement("div");
      bar.className = "bar";
      const lines = pre.textContent.replace(/\n$/, "").split("\n").length;
      const what = document.createElement("span");
      what.textContent = lines === 1 ? "1 line" : lines + " lines";
      const copy = document.createElement("button");
      copy.type = "button";
      copy.className = "btn quiet sm";
      copy.dataset.act = "copy";
      copy.textContent = "Copy";
      bar.append(what, copy);
      pre.replaceWith(block);
      block.append(bar, pre);
    }
  }

  function jump(number) {
    const post = document.getElementById("post-" + number);
    if (!post) return false;
    post.scrollIntoView({ block: "center" });
    post.focus({ preventScroll: true });
    return true;
  }

  window.collabThreads = {
    start(root, ref, toEnd) {
      const end = root.querySelector("[data-end]");
      const watch = new IntersectionObserver((entries) => {
        const atEnd = entries[entries.length - 1].isIntersecting;
        if (screen) screen.atEnd = atEnd;
        ref.invokeMethodAsync("AtEnd", atEnd).catch(() => { /* Told again when it changes. */ });
      });
      const posts = root.querySelector(".posts");
      let height = posts.offsetHeight;
      // Beside a proposal or report the posts scroll in a box of their own, which shows the latest.
      let low = !toEnd;
      const lower = () => { if (low) posts.scrollTop = posts.scrollHeight; };
      if (!toEnd) posts.addEventListener("scroll", () => { low = posts.scrollHeight - posts.scrollTop - posts.clientHeight < 40; });
      const grow = new MutationObserver(() => {
        decorate(root);
        // A reader at the end stays at the end; anybody else stays where they are.
        if (screen?.atEnd && posts.offsetHeight > height) end.scrollIntoView({ block: "end" });
        height = posts.offsetHeight;
        lower();
      });
      screen = { root, ref, end, watch, grow, atEnd: false };
      decorate(root);
      grow.observe(posts, { childList: true, subtree: true });
      const wanted = /^#post-(\d+)$/.exec(location.hash);
      if (wanted) { if (!jump(wanted[1])) tell("goto", wanted[1]); }
      else if (toEnd) (document.getElementById("unread") ?? end).scrollIntoView({ block: "center" });
      else lower();
      watch.observe(end);
    },
    stop(root) {
      if (screen?.root !== root) return;
      screen.watch.disconnect();
      screen.grow.disconnect();
      screen = null;
    },
    toEnd: () => screen?.end.scrollIntoView({ block: "end" }),
    jump,
    unread: () => { const line = document.getElementById("unread"); line?.scrollIntoView({ block: "center" }); line?.focus({ preventScroll: true }); },
    focus: (selector) => document.querySelector(selector)?.focus(),
    insert(selector, text) {
      const field = document.querySelector(selector);
      if (!field) return;
      field.value += (field.value && !field.value.endsWith("\n") ? "\n\n" : "") + text;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.dispatchEvent(new Event("change", { bubbles: true }));
      field.focus();
      field.selectionStart = field.selectionEnd = field.value.length;
    },
    key(draft) {
      try {
        let key = localStorage.getItem(keyPrefix + draft);
        if (!key) localStorage.setItem(keyPrefix + draft, key = crypto.randomUUID?.() ?? random());
        return key;
      } catch { return random(); }
    },
    forgetKey(draft) { try { localStorage.removeItem(keyPrefix + draft); } catch { /* Nothing was kept. */ } },
    posted(draft) { this.forgetKey(draft); window.collabDrafts.clear(draft); },
  };
  // crypto.randomUUID exists on https and localhost only.
  const random = () => [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, "0")).join("");
})();
