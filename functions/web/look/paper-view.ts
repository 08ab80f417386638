/**
 * Script of the pages that show a PDF in a frame (parts/paper-view.tsx): in a narrow window, and on a tablet whose browser has no viewer, the
 * pages are drawn as pictures instead; the script for that is loaded only then.
 */
export const PAPER_VIEW_SCRIPT = `
var narrow = matchMedia("(max-width: 44rem)");
function showPapers() {
  // Tablets have no viewer either; a browser without a window says so too, and has one.
  var touch = navigator.pdfViewerEnabled === false && matchMedia("(pointer: coarse)").matches;
  if (!narrow.matches && !touch) return;
  document.querySelectorAll("[data-paper]").forEach(function (section) {
    if (section.dataset.source) return;
    section.dataset.source = section.dataset.paper;
    section.parentElement.classList.add("pages-drawn");
    new MutationObserver(function (_, watcher) {
      var button = section.querySelector("button[aria-expanded=false]");
      if (button) { watcher.disconnect(); button.click(); }
    }).observe(section, { childList: true, subtree: true });
    import(section.dataset.script).then(function (pictures) { pictures.begin(); });
  });
}
showPapers();
addEventListener("htmx:afterSettle", showPapers);
`;
