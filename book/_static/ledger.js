// Filters of the ledger's page: by paper, chapter and verdict, from a server or from a file.
// Without this script the menus are not there, and every claim is.

const SAID = {  // as fourierbook/figures/ledger.py says it
  holds: (n) => (n === 1 ? "1 holds" : `${n} hold`),
  weaker: (n) => (n === 1 ? "1 is weaker" : `${n} are weaker`),
  fails: (n) => (n === 1 ? "1 fails" : `${n} fail`),
  inconclusive: (n) => (n === 1 ? "1 is inconclusive" : `${n} are inconclusive`),
  untested: (n) => (n === 1 ? "1 is untested" : `${n} are untested`),
};
const many = (n, word) => `${n} ${word}${n === 1 ? "" : "s"}`;

function counted(claims) {
  const own = claims.filter((claim) => claim.dataset.kind === "claim");
  const said = Object.keys(SAID).flatMap((verdict) => {
    const n = own.filter((claim) => claim.dataset.verdict === verdict).length;
    return n ? [SAID[verdict](n)] : [];
  });
  const checks = claims.length - own.length;
  const last = checks ? `; ${many(checks, "check")} of the code` : "";
  return `${many(own.length, "claim")}${said.length ? ": " : ""}${said.join(", ")}${last}.`;
}

function filtering(form) {
  const claims = [...document.querySelectorAll("details.claim")];
  const count = document.querySelector(".ledger-count");
  const sections = [...document.querySelectorAll(".ledger-chapter")].map((e) => e.closest("section"));
  const menus = [...form.querySelectorAll("select")];

  function filter() {
    for (const claim of claims)
      claim.hidden = menus.some(({ name, value }) => value && claim.dataset[name] !== value);
    for (const section of sections)
      section.hidden = !section.querySelector("details.claim:not([hidden])");
    count.textContent = counted(claims.filter((claim) => !claim.hidden));
  }

  function showWhatIsLinked() {  // a link leads to its entry, whatever was chosen
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target?.closest("[hidden]")) {
      form.reset();
      filter();
    }
    target?.scrollIntoView();
  }

  for (const option of form.elements.chapter.options) {  // chapters have their titles on the page
    const title = document.getElementById(option.value)?.closest("section")?.querySelector("h2");
    if (title) option.textContent = title.firstChild.textContent;
  }
  const asked = new URLSearchParams(location.search);  // claims.html?verdict=fails
  for (const menu of menus)
    if ([...menu.options].some(({ value }) => value === asked.get(menu.name)))
      menu.value = asked.get(menu.name);
  form.addEventListener("change", filter);
  form.addEventListener("reset", () => setTimeout(filter));
  form.addEventListener("submit", (event) => event.preventDefault());
  window.addEventListener("hashchange", showWhatIsLinked);
  form.hidden = false;
  filter();
  showWhatIsLinked();
}

document.addEventListener("DOMContentLoaded", () => {
  const form = document.querySelector(".ledger-filters");
  if (form) filtering(form);
});
