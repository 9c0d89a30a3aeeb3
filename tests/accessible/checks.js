// What axe does not ask. Each check answers with sentences of what is wrong; none is good.
"use strict";

window.checks = (() => {
  const REACHED = "a[href], button, input, select, textarea, summary, [tabindex]";
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const shown = (el) => el.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && el.getClientRects().length > 0;
  const style = (el) => getComputedStyle(el);
  const hiddenWords = (el) => el.closest(".hidden, .skip") !== null || style(el).clipPath !== "none";

  const name = (el) => {
    const words = (el.getAttribute("aria-label") || el.textContent || el.name || "").trim().replace(/\s+/g, " ").slice(0, 30);
    return `${el.localName}${el.id ? `#${el.id}` : ""}${el.name ? `[name=${el.name}]` : ""} ${words}`.trim();
  };
  const which = (elements, words) => elements.map((el) => `${words}: ${name(el)}`);

  const tabbable = () => all(REACHED).filter((el) => el.tabIndex >= 0 && !el.disabled && el.type !== "hidden" && shown(el));

  // One h1, no level left out; the page in Japanese; one main part; a title that begins with the page.
  const structure = () => {
    const told = [];
    const levels = all("h1, h2, h3, h4, h5, h6").filter((el) => el.checkVisibility()).map((el) => Number(el.ariaLevel || el.localName[1]));
    if (levels.filter((level) => level === 1).length !== 1) told.push(`h1 times ${levels.filter((level) => level === 1).length}`);
    levels.forEach((level, n) => {
      if (n && level > levels[n - 1] + 1) told.push(`h${levels[n - 1]} is followed by h${level}`);
    });
    if (document.documentElement.lang !== "ja") told.push("not in Japanese");
    if (all("main").length !== 1) told.push("not one main");
    if (!/^[^｜]+(｜[^｜]+){0,2}｜青パト・協議会 事務システム$/.test(document.title)) told.push(`title: ${document.title}`);
    return told.concat(
      which(all("[placeholder]"), "placeholder"),
      which(all("[accesskey]"), "accesskey"),
      which(all("[tabindex]").filter((el) => el.tabIndex > 0), "tabindex above 0"),
      which(all("input, textarea").filter((el) => el.onpaste || el.hasAttribute("onpaste")), "paste is caught"),
    );
  };

  // 44 px for what one presses to go on, 24 for everything: with its label, or as words in a sentence.
  const targets = () => {
    const size = (el) => {
      const label = el.matches("input[type=checkbox], input[type=radio]") && (el.closest("label") || document.querySelector(`label[for="${CSS.escape(el.id)}"]`));
      const box = (label || el).getBoundingClientRect();
      return Math.min(box.width, box.height);
    };
    return which(all(".button-main").filter((el) => shown(el) && size(el) < 43.5), "smaller than 44 px").concat(
      which(tabbable().filter((el) => !hiddenWords(el) && style(el).display !== "inline" && size(el) < 23.5), "smaller than 24 px"),
    );
  };

  // Nothing is laid out in another order than it is read; no step of Tab leads back up.
  const order = () => {
    const laid = all("body *").filter((el) => shown(el) && (style(el).order !== "0" || /reverse/.test(style(el).flexDirection)));
    const told = which(laid, "laid out in another order");
    let last = null;
    for (const el of tabbable().filter((each) => !hiddenWords(each) && !each.matches("main"))) {
      const box = el.getClientRects()[0];
      if (last && box.bottom <= last.box.top + 1 && box.left < last.box.right && box.right > last.box.left) {
        told.push(`Tab leads back up: ${name(last.el)} → ${name(el)}`);
      }
      last = { el, box };
    }
    return told;
  };

  // Each thing that takes the focus shows it, and is not wholly covered while it has it.
  const focus = () => {
    const told = [];
    const ringed = (el) => {
      for (let at = el, n = 0; at && n < 3; at = at.parentElement, n += 1) {
        if (style(at).outlineStyle !== "none" && parseFloat(style(at).outlineWidth) >= 2) return true;
      }
      return false;
    };
    for (const el of tabbable().slice(0, 250)) {
      el.focus();
      if (document.activeElement !== el) continue; // a radio button beside the chosen one, a control of the browser's
      if (!ringed(el)) told.push(`no ring: ${name(el)}`);
      const box = el.getClientRects()[0];
      const spots = [[.5, .5], [.05, .2], [.95, .2], [.05, .8], [.95, .8]].map(([x, y]) => document.elementFromPoint(box.left + box.width * x, box.top + box.height * y));
      const seen = (spot) => spot && (el.contains(spot) || spot.contains(el) && spot.matches("label, a, td, th, li, p") || (el.labels && [...el.labels].some((label) => label.contains(spot))));
      if (!spots.some(seen)) told.push(`covered: ${name(el)} by ${spots[0] ? name(spots[0]) : "the edge"}`);
    }
    document.activeElement.blur();
    return told;
  };

  const wider = () => {
    const room = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= room) return [];
    const inside = (el) => el.closest(".scroll") && !el.matches(".scroll");
    const out = all("body *").filter((el) => shown(el) && !inside(el) && el.getBoundingClientRect().right > room + 1);
    return [`${document.documentElement.scrollWidth} px in ${room}`].concat(which(out.slice(-4), "sticks out"));
  };

  // What scrolls sideways can be scrolled by keyboard, and says what it is.
  const scrollers = () => all("body *").filter((el) => shown(el) && /auto|scroll/.test(style(el).overflowX) && el.scrollWidth > el.clientWidth + 1 && !el.matches("textarea, select, input"));
  const reflow = () => wider().concat(which(scrollers().filter((el) => el.tabIndex < 0 || !(el.getAttribute("aria-label") || el.getAttribute("aria-labelledby"))), "scrolls by mouse only"));

  // WCAG 1.4.12: nothing is cut or lost when a reader widens the spacing.
  const spacing = () => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }");
    document.adoptedStyleSheets = [sheet];
    const cut = all("body *").filter((el) => {
      if (!shown(el) || hiddenWords(el) || el.matches("input, select, textarea, iframe, svg, svg *, .scroll")) return false;
      const { overflowX, overflowY } = style(el);
      return (/hidden|clip/.test(overflowX) && el.scrollWidth > el.clientWidth + 1) || (/hidden|clip/.test(overflowY) && el.scrollHeight > el.clientHeight + 1);
    });
    const told = wider().concat(which(cut, "cut when spaced"));
    document.adoptedStyleSheets = [];
    return told;
  };

  // Nothing moves for those who asked for that.
  const stillness = () => which(all("*").filter((el) => style(el).animationName !== "none" || parseFloat(style(el).transitionDuration) > 0), "moves")
    .concat(style(document.documentElement).scrollBehavior === "smooth" ? ["the page glides"] : []);

  // Faults: a summary on top that has the focus, each with a link to its field; beside the field, and tied to it.
  const faults = () => {
    const told = [];
    const summary = document.querySelector("[data-summary]");
    if (!summary) return ["no summary"];
    if (document.activeElement !== summary) told.push(`the focus is on ${name(document.activeElement)}`);
    for (const link of all("a[href^='#']", summary)) {
      if (!document.getElementById(link.hash.slice(1))) told.push(`leads nowhere: ${name(link)}`);
    }
    for (const el of all("[aria-invalid=true]")) {
      const ids = (el.getAttribute("aria-describedby") || "").split(/\s+/).concat((el.closest("fieldset")?.getAttribute("aria-describedby") || "").split(/\s+/));
      if (!ids.some((id) => document.getElementById(id)?.querySelector(".fault") || document.getElementById(id)?.matches(".fault"))) told.push(`fault not tied to ${name(el)}`);
    }
    const described = new Set(all("[aria-describedby]").flatMap((el) => el.getAttribute("aria-describedby").split(/\s+/)));
    const loose = all("main .fault").filter((el) => shown(el) && !described.has(el.id) && !described.has(el.parentElement.id));
    return told.concat(which(loose, "belongs to no field"));
  };

  // On paper: no controls, nothing cut, nothing wider than the sheet.
  const paper = () => {
    const controls = all("button, input[type=submit], .button, nav, [role=search], .skip").filter((el) => shown(el) && !hiddenWords(el));
    const cut = all("body *").filter((el) => shown(el) && !hiddenWords(el) && style(el).overflowX !== "visible" && el.scrollWidth > el.clientWidth + 1 && !el.matches("input, textarea, select, iframe"));
    return which(controls, "a control on paper").concat(which(cut, "cut on paper"), wider());
  };

  // Colours by the system: what one presses and what is marked keeps an edge.
  const forced = () => which(
    all(".button, input:not([type=hidden]), select, textarea, .state, .notice").filter((el) => shown(el) && !el.matches(".button-text") && parseFloat(style(el).borderTopWidth) < 1 && !el.matches("[type=checkbox], [type=radio], [type=file], [type=range]")),
    "no edge",
  );

  // The frame's links in their order: the same on every page of a person (3.2.3, 3.2.6).
  const frame = () => all("body > header a, body > nav a, body > footer a").filter(shown).map((el) => el.textContent.trim().replace(/\d.*$/, ""));

  // A form with everything taken out of it, or with nonsense in every box that is typed into.
  const sent = (typed) => {
    const forms = all("main form[method=post]").filter((form) => form.querySelector(".button-main, .button-bad") && shown(form));
    const form = forms[forms.length - 1];
    if (!form) return null;
    for (const el of form.elements) {
      if (el.matches("[type=checkbox], [type=radio]")) el.checked = false;
      else if (el.matches("select")) el.selectedIndex = -1;
      else if (el.matches("input:not([type=hidden], [type=file]), textarea")) el.value = typed;
    }
    const button = form.querySelector("button:not([name])[type=submit]") || form.querySelector("[type=submit]");
    const data = new FormData(form, button);
    const pairs = [...data].filter(([, value]) => typeof value === "string");
    return { action: new URL(form.action, location.href).pathname, data: pairs };
  };

  const axeRun = async (only) => {
    const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
    const runOnly = only ? { type: "rule", values: only } : { type: "tag", values: tags };
    const { violations } = await axe.run(document, { runOnly, resultTypes: ["violations"], iframes: false });
    return violations.flatMap(({ id, nodes }) => nodes.slice(0, 3).map((node) => `${id}: ${node.target.join(" ")} — ${node.any.concat(node.all, node.none).map((each) => each.message).join("; ")}`));
  };

  return { structure, targets, order, focus, reflow, spacing, stillness, faults, paper, forced, frame, sent, axe: axeRun };
})();
