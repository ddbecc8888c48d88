// A draft that several people write: what stands in each field is saved by itself, and what others saved is put in
// without moving the caret. The server merges (TextMerge); here it is only known which event a text was made of.
(() => {
  "use strict";
  const prefix = "collab.draft.";
  const pause = 1000; // After the last key.
  const longest = 4000; // While typing goes on.
  const again = 3000; // While the database does not answer.
  let server = null;
  let draft = "";
  let fields = new Map();

  const lines = (text) => text.replaceAll("\r\n", "\n");
  const connected = () => [undefined, "hide"].includes(document.documentElement.dataset.connection);
  // What is only shown may get lost while the line is down: it is told anew once it is back.
  const tell = (method, ...args) => { if (connected()) server.invokeMethodAsync(method, ...args).catch(() => { }); };
  const changed = (field) => field.element.value !== field.text;

  // ---- On this device: the text, the event it was made of, and what was sent without an answer ----------
  const key = (field) => `${prefix}${draft}-section-${field.name}`;
  function kept(field) {
    try { return JSON.parse(localStorage.getItem(key(field))); } catch { return null; }
  }
  function keep(field) {
    try { localStorage.setItem(key(field), JSON.stringify({ text: field.element.value, event: field.event, from: field.text, sent: field.sent, at: Date.now() })); }
    catch { /* A full store costs the copy on this device, nothing else. */ }
  }
  // Another tab may have kept something newer since.
  function forget(field, text) {
    if (kept(field)?.text === text) localStorage.removeItem(key(field));
  }

  // ---- The caret stays with the words it stands at ---------------------------------------------------
  function moved(before, after, at) {
    let start = 0;
    while (start < at && before[start] === after[start]) start++;
    if (start === at) return at;
    let end = 0;
    while (end < before.length - at && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
    if (end === before.length - at) return after.length - end;
    for (const size of [40, 20, 10, 5]) {
      const words = before.slice(Math.max(0, at - size), at);
      let best = -1;
      for (let i = after.indexOf(words); i >= 0; i = after.indexOf(words, i + 1))
        if (best < 0 || Math.abs(i + words.length - at) < Math.abs(best - at)) best = i + words.length;
      if (best >= 0) return best;
    }
    return Math.min(at, after.length);
  }

  function put(field, text) {
    const element = field.element;
    const before = element.value;
    if (before === text) return;
    const { selectionStart, selectionEnd, selectionDirection, scrollTop } = element;
    element.value = text;
    if (document.activeElement === element)
      element.setSelectionRange(moved(before, text, selectionStart), moved(before, text, selectionEnd), selectionDirection);
    element.scrollTop = scrollTop;
  }

  // ---- Saving ------------------------------------------------------------------------------------
  function saveSoon(field, wait = pause) {
    clearTimeout(field.timer);
    field.since ??= Date.now();
    field.timer = setTimeout(() => save(field), Math.max(0, Math.min(wait, field.since + longest - Date.now())));
  }

  async function save(field) {
    clearTimeout(field.timer);
    if (field.saving || field.waits || field.composing || !changed(field) || !connected()) return;
    const text = field.element.value;
    const before = field.sent;
    const turn = ++field.turn;
    field.saving = true;
    field.since = null;
    field.sent = [...before, text].slice(-2);
    keep(field);
    let answer = null;
    try { answer = await server.invokeMethodAsync("Save", field.name, text, field.event, before, field.name === "title" ? field.text : null); }
    catch { /* The line is down: sent again once it is back. */ }
    // Given up meanwhile, because the line was down: what this answer says is found out anew.
    if (turn !== field.turn) return;
    field.saving = false;
    if (answer?.kind === "saved") settle(field, text, lines(answer.text), answer.event);
    else if (answer) field.sent = before;
    if (answer?.kind === "conflict") field.waits = true;
    if (answer?.kind === "away") { clearTimeout(field.timer); field.timer = setTimeout(() => save(field), again); }
    if (field.later) { const { text, event } = field.later; field.later = null; arrive(field, text, event); }
  }

  function settle(field, sent, text, event) {
    if (field.element.value === sent) {
      put(field, text);
      Object.assign(field, { text, event, sent: [] });
      forget(field, sent);
      return;
    }
    // More was typed meanwhile. Where others' words were merged in, the server merges once more, from what was sent.
    if (text === sent) Object.assign(field, { text, event, sent: [] });
    else field.sent = [sent];
    keep(field);
    saveSoon(field);
  }

  function arrive(field, text, event) {
    if (field.saving || field.composing) { field.later = { text, event }; return; }
    if (event <= field.event || field.waits) return;
    if (changed(field)) { saveSoon(field); return; }
    put(field, lines(text));
    Object.assign(field, { text: field.element.value, event });
  }

  // ---- Keys and focus -----------------------------------------------------------------------------
  function listen(field) {
    const { element, name } = field;
    let preview = 0;
    element.addEventListener("input", () => {
      keep(field);
      clearTimeout(preview);
      preview = setTimeout(() => tell("Typed", name, element.value), 250);
      saveSoon(field);
    });
    element.addEventListener("compositionstart", () => { field.composing = true; });
    element.addEventListener("compositionend", () => { field.composing = false; saveSoon(field); });
    element.addEventListener("focus", () => tell("Entered", name));
    element.addEventListener("blur", () => { save(field); tell("Left", name); });
    element.addEventListener("keydown", (event) => {
      if ((event.ctrlKey || event.metaKey) && event.key === "Enter") { event.preventDefault(); save(field); }
    });
  }

  document.addEventListener("components-reconnect-state-changed", (event) => {
    if (event.detail.state !== "hide") return;
    for (const field of fields.values()) {
      if (!field.element.isConnected) continue;
      field.turn++;
      field.saving = false;
      tell(document.activeElement === field.element ? "Entered" : "Left", field.name);
      if (changed(field)) tell("Typed", field.name, field.element.value);
      saveSoon(field, 0);
    }
  }, true);

  window.collabDrafting = {
    open(reference, id, list) {
      for (const field of fields.values()) clearTimeout(field.timer);
      server = reference;
      draft = id;
      fields = new Map();
      for (const { name, event, text } of list) {
        const element = document.querySelector(`[data-cofield="${CSS.escape(name)}"]`);
        const field = { name, element, event, text: lines(text), sent: [], turn: 0, timer: 0, since: null, saving: false, waits: false, composing: false, later: null };
        fields.set(name, field);
        listen(field);
        const own = kept(field);
        if (own && own.text !== field.text) {
          Object.assign(field, { event: own.event, text: lines(own.from), sent: own.sent });
          element.value = own.text;
          tell("Typed", name, own.text);
          saveSoon(field, 0);
        } else if (own) {
          localStorage.removeItem(key(field));
        }
        if (document.activeElement === element) tell("Entered", name);
      }
    },
    arrived(name, text, event) { arrive(fields.get(name), text, event); },
    typed(name) { const field = fields.get(name); return { text: field.element.value, event: field.event }; },
    // A choice between two versions: the chosen text, made of the one that stands at the event.
    put(name, chosen, event, standing) {
      const field = fields.get(name);
      put(field, lines(chosen));
      Object.assign(field, { event, text: lines(standing), sent: [], waits: false });
      if (changed(field)) { keep(field); save(field); }
      else localStorage.removeItem(key(field));
    },
  };
})();
