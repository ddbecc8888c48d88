// The history slider: where the handle rests is shown; what is shown moves the handle, unless a hand holds it.
(() => {
  "use strict";
  const rest = 120;
  const patience = 3000;
  let timer = 0;
  let held = false;
  let asked = null;

  const isSlider = (element) => element?.matches?.("input[data-history]") === true;

  function show(slider) {
    timer = 0;
    if (slider.value === slider.dataset.history) { settle(slider); return; }
    asked = { value: slider.value, until: Date.now() + patience };
    const url = new URL(location.href);
    // Leaving the present is a step that "back" takes back; moving on within the past is not.
    const replace = url.searchParams.has("event");
    if (slider.value === slider.max) url.searchParams.delete("event");
    else url.searchParams.set("event", slider.value);
    url.hash = "";
    Blazor.navigateTo(url.pathname + url.search, { forceLoad: false, replaceHistoryEntry: replace });
  }

  function settle(slider) {
    if (timer || held) return;
    if (asked && slider.dataset.history !== asked.value && Date.now() < asked.until) return;
    asked = null;
    if (slider.value !== slider.dataset.history) slider.value = slider.dataset.history;
    slider.setAttribute("aria-valuetext", slider.dataset.says);
  }

  document.addEventListener("input", (event) => {
    const slider = event.target;
    if (!isSlider(slider)) return;
    slider.setAttribute("aria-valuetext", `Event ${slider.value} of ${slider.max}`);
    clearTimeout(timer);
    timer = setTimeout(() => show(slider), rest);
  });
  // One event back or forward counts from where the handle is, so that quick steps add up before the page follows.
  document.addEventListener("click", (event) => {
    const step = event.target.closest?.(".hist a[data-key]");
    const slider = document.querySelector("input[data-history]");
    if (!step || !slider || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    event.stopPropagation();
    slider.value = String(Number(slider.value) + (step.dataset.key === "]" ? 1 : -1));
    slider.dispatchEvent(new Event("input", { bubbles: true }));
  }, true);
  document.addEventListener("pointerdown", (event) => { if (isSlider(event.target)) held = true; });
  for (const end of ["pointerup", "pointercancel"])
    document.addEventListener(end, () => {
      if (!held) return;
      held = false;
      const slider = document.querySelector("input[data-history]");
      if (slider) settle(slider);
    });
  new MutationObserver((changes) => {
    for (const slider of new Set(changes.map((change) => change.target).filter(isSlider))) settle(slider);
  }).observe(document.body, { subtree: true, attributes: true, attributeFilter: ["data-history", "data-says", "max"] });
})();
