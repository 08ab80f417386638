/**
 * Script of the public check: its form is sent without leaving the page, so that the file stays in the browser's memory, to be drawn from
 * there (page-pictures.ts), and nowhere else. Without it, or when anything goes wrong, the form is sent as forms are.
 */
export const CHECK_FORM_SCRIPT = `
// The form: sent from here, the answer takes the place of the page's content.
document.addEventListener("submit", function (event) {
  var form = event.target, input = form.querySelector && form.querySelector("input[type=file]");
  var other = event.submitter && event.submitter.hasAttribute("formaction");
  if (other || !form.matches("form[data-keep]") || form.dataset.sent || !input || !input.files[0]) return;
  event.preventDefault();
  var file = input.files[0];
  fetch(form.action, { method: "POST", body: new FormData(form), headers: { accept: "text/html" } }).then(function (answer) {
    return answer.text();
  }).then(function (text) {
    var page = new DOMParser().parseFromString(text, "text/html"), content = page.getElementById("noi-dung");
    if (!content) throw new Error("no page");
    content = document.adoptNode(content);
    document.getElementById("noi-dung").replaceWith(content);
    document.title = page.title;
    // Chosen already for what else may be asked of it: a report, for instance.
    var chosen = new DataTransfer();
    chosen.items.add(file);
    content.querySelectorAll("form[data-keep] input[type=file]").forEach(function (next) { next.files = chosen.files; });
    if (window.htmx) window.htmx.process(content);
    scrollTo(0, 0);
    content.focus({ preventScroll: true });
    var section = content.querySelector("[data-pictures]");
    if (section) import(section.dataset.script).then(function (pictures) { pictures.begin(file); });
  }).catch(function () { form.submit(); });
});
`;
