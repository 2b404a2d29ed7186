// What the theme, Jupyter's widgets and MathJax leave undone on a page without a kernel.

const all = (selector) => [...document.querySelectorAll(selector)];
const PLAY = ["Play or pause", "Back to the first picture", "Repeat"];

function nameControls() {
  for (const handle of all(".widget-slider .noUi-handle:not([aria-label])")) {
    const slider = handle.closest(".widget-slider");
    const readout = slider.querySelector(".widget-readout");
    const name = slider.querySelector(".widget-label")?.textContent || "picture";
    handle.setAttribute("aria-label", name);
    readout?.setAttribute("aria-hidden", "true");  // the slider says it
    readout?.removeAttribute("contenteditable");
  }
  for (const slider of all(".widget-slider")) {  // its label and what is seen are said, no number
    const said = slider.querySelector(".widget-readout")?.textContent;
    const images = [...(slider.closest(".widget-subarea")?.querySelectorAll("img") ?? [])];
    const seen = images.find((e) => e.getClientRects().length)?.alt;
    if (said) slider.querySelector(".noUi-handle")?.setAttribute("aria-valuetext", [said, seen].filter(Boolean).join(": "));
  }
  for (const play of all(".widget-play"))
    play.querySelectorAll("button").forEach((button, i) => button.setAttribute("aria-label", PLAY[i]));
}

function stand() {  // an explorer takes the place of the picture that stood there at rest
  for (const rest of all(".at-rest")) {
    const explorer = rest.parentElement.querySelector(".widget-subarea");
    if (explorer?.querySelector("img")?.getClientRects().length) rest.remove();
  }
}

function fetchPictures({ target }) {  // whoever touches an explorer is about to see its other pictures
  const place = target.closest?.(".widget-subarea")?.parentElement.querySelector("[data-pictures]");
  for (const address of place?.dataset.pictures.split(" ") ?? []) new Image().src = address;
  place?.removeAttribute("data-pictures");
}

const WIDE = "mjx-container[display], mjx-container.wide, .bd-article pre, .pst-scrollable-table-container";

function reachWide() {  // whatever scrolls sideways is reached by the keyboard
  for (const formula of all(".bd-article mjx-container:not([display])"))
    if (!formula.closest("pre, table, summary"))
      formula.classList.toggle("wide", formula.scrollWidth > formula.parentElement.clientWidth);
  for (const wide of all(WIDE))
    if (wide.scrollWidth > wide.clientWidth) wide.setAttribute("tabindex", 0);
    else wide.removeAttribute("tabindex");
}

function sayKnobs() {  // Colab makes controls of these comments; here they say what may be tried
  for (const note of all(".bd-article .highlight .c1")) {
    const [, kind, rest] = note.textContent.match(/^#@(title|param)\s*(.*)/) ?? [];
    if (kind === "title") {
      if (note.nextSibling) note.nextSibling.textContent = note.nextSibling.textContent.replace("\n", "");
      note.remove();
    } else if (kind === "param") {
      const [, least, most] = rest.match(/min:\s*([^,]+),\s*max:\s*([^,}]+)/) ?? [];
      note.textContent = least ? `# ${least} to ${most}` : `# ${rest.replace(/[[\]]/g, "")}`;
    }
  }
}

const WORDS = ["holds", "weaker", "fails", "inconclusive", "untested"];

function colourVerdicts() {  // a word that links to the ledger says its verdict in colour, too
  for (const link of all('.bd-article a[href*="claims.html#"]')) {
    const word = link.textContent.trim();
    if (!WORDS.includes(word)) continue;
    link.classList.add("verdict");
    link.dataset.verdict = word;
  }
}

function openWhatIsLinked() {  // a link to a fold, or into one, opens it
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const folds = [];
  for (let e = target?.closest("details"); e; e = e.parentElement.closest("details")) folds.push(e);
  for (const fold of folds) fold.open = true;
  if (folds.length) target.scrollIntoView();
}

function printFinePrint() {  // on paper fine print is open, code stays a line
  let opened = [];
  window.addEventListener("beforeprint", () => {
    opened = all(".bd-article details:not([class]):not([open])");
    for (const fold of opened) fold.open = true;
  });
  window.addEventListener("afterprint", () => opened.forEach((fold) => (fold.open = false)));
}

document.addEventListener("DOMContentLoaded", () => {
  all(".search-button-field, details.hide > summary").forEach((e) => e.removeAttribute("aria-label"));
  all(".citation-list > [role=doc-biblioentry]").forEach((e) => e.setAttribute("role", "listitem"));
  document.querySelector(".bd-sidebar-primary")?.setAttribute("role", "complementary");
  if (window.MathJax)  // ipywidgets speaks MathJax 2
    MathJax.Hub ??= { Queue: ([, , element]) => MathJax.typesetPromise?.([element]) };
  window.MathJax?.startup?.promise?.then(reachWide);
  window.addEventListener("resize", reachWide);
  nameControls();
  sayKnobs();
  reachWide();
  colourVerdicts();
  printFinePrint();
  openWhatIsLinked();
  window.addEventListener("hashchange", openWhatIsLinked);
  document.querySelector("main")?.addEventListener("toggle", reachWide, true);  // what was folded
  const main = document.querySelector("main");
  if (!main) return;
  new MutationObserver(() => { nameControls(); stand(); }).observe(main, { childList: true, subtree: true });
  for (const touch of ["pointerover", "focusin"]) main.addEventListener(touch, fetchPictures);
});
