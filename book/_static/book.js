// What the theme, Jupyter's widgets and MathJax leave undone on a page without a kernel.

// Play writes to the <i> of its buttons: Font Awesome may put its picture inside, not in its place.
window.FontAwesomeConfig = { autoReplaceSvg: "nest" };
if (window.FontAwesome) window.FontAwesome.config.autoReplaceSvg = "nest";

const all = (selector) => [...document.querySelectorAll(selector)];
const PLAY = ["Play or pause", "Back to the first picture", "Repeat"];

function nameControls() {
  for (const handle of all(".widget-slider .noUi-handle:not([aria-label])")) {
    const slider = handle.closest(".widget-slider");
    const readout = slider.querySelector(".widget-readout");
    const name = slider.querySelector(".widget-label")?.textContent || "picture";
    handle.setAttribute("aria-label", name);
    readout?.setAttribute("role", "textbox");
    readout?.setAttribute("aria-label", `${name}, value`);
  }
  for (const slider of all(".widget-slider")) {  // over labels: the label is said, not its number
    const said = slider.querySelector(".widget-readout")?.textContent;
    if (said) slider.querySelector(".noUi-handle")?.setAttribute("aria-valuetext", said);
  }
  for (const play of all(".widget-play"))
    play.querySelectorAll("button").forEach((button, i) => button.setAttribute("aria-label", PLAY[i]));
}

function reachWide() {  // whatever scrolls sideways is reached by the keyboard
  for (const wide of all("mjx-container[display], .cell_output .output, .pst-scrollable-table-container"))
    if (wide.scrollWidth > wide.clientWidth) wide.setAttribute("tabindex", 0);
    else wide.removeAttribute("tabindex");
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
  reachWide();
  const main = document.querySelector("main");
  if (main) new MutationObserver(nameControls).observe(main, { childList: true, subtree: true });
});
