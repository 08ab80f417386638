/**
 * The little script there is. Every page works without it: it only says that a form is on its way, asks before a step that cannot be
 * undone, takes dropped files, and prints.
 */
export const OWN_SCRIPT = `"use strict";
addEventListener("submit", function (event) {
  var form = event.target, button = event.submitter;
  if (form.dataset.sent) { event.preventDefault(); return; }
  var question = (button && button.dataset.ask) || form.dataset.ask;
  if (question && !confirm(question)) { event.preventDefault(); return; }
  // What opens beside the page (a preview) or is saved leaves the page as it is: the form may be sent again.
  if (form.method === "post" && !(button && button.formTarget)) {
    form.dataset.sent = "1";
    if (button) { button.setAttribute("aria-busy", "true"); if (button.dataset.busy) button.textContent = button.dataset.busy; }
  }
});
addEventListener("pageshow", function () {
  document.querySelectorAll("form[data-sent]").forEach(function (form) { delete form.dataset.sent; });
  document.querySelectorAll("[aria-busy]").forEach(function (button) { button.removeAttribute("aria-busy"); });
});
addEventListener("click", function (event) {
  var target = event.target.closest && event.target.closest("[data-print]");
  if (target) print();
});
document.querySelectorAll("[data-drop]").forEach(function (area) {
  var input = area.querySelector("input[type=file]");
  ["dragover", "dragenter"].forEach(function (name) { area.addEventListener(name, function (event) { event.preventDefault(); area.classList.add("over"); }); });
  ["dragleave", "drop"].forEach(function (name) { area.addEventListener(name, function () { area.classList.remove("over"); }); });
  area.addEventListener("drop", function (event) {
    event.preventDefault();
    if (event.dataTransfer.files.length) { input.files = event.dataTransfer.files; if (area.dataset.drop === "send") input.form.requestSubmit(); }
  });
});
`;
