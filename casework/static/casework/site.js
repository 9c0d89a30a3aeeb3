// Progressive enhancement only: every page works without this file.
"use strict";

(() => {
  // A second click on a sent form does nothing; the server's act key is the wall, this is the courtesy.
  const guardSubmits = () => {
    document.addEventListener("submit", (event) => {
      const form = event.target;
      if (event.defaultPrevented || (form.method !== "post")) return;
      if (form.dataset.sent) {
        event.preventDefault();
        return;
      }
      form.dataset.sent = "yes";
      const button = event.submitter;
      if (button) button.setAttribute("aria-busy", "true");
    });
    // Back from the browser's cache: the form may be sent again.
    window.addEventListener("pageshow", () => {
      for (const form of document.forms) delete form.dataset.sent;
      for (const button of document.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
    });
  };

  // Leaving a page with unsent text asks first: forms opt in with data-keep.
  const warnOnLeaving = () => {
    let typed = false;
    const mark = (event) => {
      if (event.target.closest && event.target.closest("form[data-keep]")) typed = true;
    };
    document.addEventListener("input", mark);
    document.addEventListener("change", mark);
    document.addEventListener("submit", (event) => { if (!event.defaultPrevented) typed = false; });
    window.addEventListener("beforeunload", (event) => {
      if (typed) event.preventDefault();
    });
  };

  // The first thing to read after a refused form is what to mend.
  const focusSummary = () => {
    const summary = document.querySelector("[data-summary]");
    if (summary) summary.focus();
  };

  // Escape closes the post switch and gives the focus back to it.
  const closeOnEscape = () => {
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      const open = document.querySelector("details.post[open]");
      if (!open) return;
      open.open = false;
      open.querySelector("summary").focus();
    });
  };

  // The link beside a frame opens what the frame shows: some browsers show no PDF inside a page.
  const followFrame = () => {
    document.addEventListener("click", (event) => {
      const tab = event.target.closest("a[target]");
      const link = tab && document.querySelector(`[data-opens="${CSS.escape(tab.target)}"]`);
      if (!link) return;
      link.href = tab.href;
      link.textContent = `${tab.textContent.trim()}を別の画面で開く`;
    });
  };

  // Two keys, each with Ctrl, so that nobody who types or speaks meets them by chance (WCAG 2.1.4):
  // Ctrl+/ leads to the search box, Ctrl+Enter presses the main button of the form that one is in, from a long text too.
  const listenToKeys = () => {
    document.addEventListener("keydown", (event) => {
      if (!event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
      const box = document.getElementById("frame-q");
      const form = event.target.closest("main form[method='post']");
      const button = form && (form.querySelector(".button-main, .button-bad") || form.querySelector("button:not(.hidden)"));
      if (event.key === "/" && box) {
        event.preventDefault();
        box.focus();
        box.select();
      } else if (event.key === "Enter" && button) {
        event.preventDefault();
        form.requestSubmit(button);
      }
    });
  };

  // The cursor stands in the first field of a form to be filled in, or on what the page names (data-begin), where that
  // lies on the first screen of a desk: nothing to be read before it is scrolled away. A refused form begins with its
  // summary.
  const beginAtFirstField = () => {
    const free = document.activeElement === document.body && !location.hash && !document.querySelector("[data-summary]");
    const typed = ":is(input, select, textarea):not([type=hidden], [type=file], :disabled, .notice *)";
    const first = (place) => document.querySelector(place);
    const field = first("[data-begin]") || first(`main .entry-row ${typed}`)
      || first(`main form[data-keep]:has(.button-main, .button-bad) ${typed}`);
    if (!free || !field || !matchMedia("(pointer: fine)").matches) return;
    const { top, bottom } = field.getBoundingClientRect();
    if (top < 0 || bottom > innerHeight) return;
    field.focus({ preventScroll: true });
    if (field.matches("[type=text]")) field.select();
  };

  const begin = () => {
    focusSummary();
    beginAtFirstField();
  };

  guardSubmits();
  listenToKeys();
  followFrame();
  warnOnLeaving();
  closeOnEscape();
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
  else begin();
})();
