/**
 * The little script there is. Every page works without it: it only says that a form is on its way, asks before a step that cannot be
 * undone, keeps a page whose machine is offline, says the day that a date field holds, takes dropped files, prints, ticks the boxes of a list, counts down, and says aloud what changed in a part that renews itself.
 */
export const OWN_SCRIPT = `"use strict";
// A service on this very machine needs no network.
function isOffline() { return !navigator.onLine && !/^(localhost|127\\.|\\[::1\\])/.test(location.hostname); }
function offline() {
  var said = document.getElementById("mat-mang");
  if (!isOffline()) { if (said) said.remove(); return; }
  if (said) return;
  said = document.createElement("div");
  said.id = "mat-mang"; said.className = "notice warn offline"; said.setAttribute("role", "alert");
  said.innerHTML = "<strong>Máy đang mất kết nối mạng</strong><p>Những gì đã nhập vẫn còn trên trang này. Có mạng lại rồi hãy gửi; đừng đóng hoặc tải lại trang.</p>";
  document.body.prepend(said);
}
addEventListener("offline", offline); addEventListener("online", offline); offline();
addEventListener("submit", function (event) {
  var form = event.target, button = event.submitter;
  // Sent now it would be lost, and the page with it.
  if (isOffline() && !confirm("Máy đang mất kết nối mạng: gửi lúc này thì những gì đã nhập sẽ mất. Vẫn gửi?")) { event.preventDefault(); event.stopImmediatePropagation(); return; }
  if (form.dataset.sent) { event.preventDefault(); return; }
  var question = (button && button.dataset.ask) || form.dataset.ask;
  if (question && !confirm(question)) { event.preventDefault(); return; }
  // What opens beside the page (a preview) or is saved leaves the page as it is: the form may be sent again.
  if (form.method === "post" && !(button && (button.formTarget || "saves" in button.dataset))) {
    form.dataset.sent = "1";
    if (button) { button.setAttribute("aria-busy", "true"); if (button.dataset.busy) button.textContent = button.dataset.busy; }
  }
});
// Text that the browser kept while it was written (writing.ts): gone once it is saved, and with the session.
function forgetKept(sent) {
  try {
    Object.keys(sessionStorage).forEach(function (key) {
      if (key.indexOf("vanthu:soan:") === 0 && (!sent || JSON.parse(sessionStorage.getItem(key)).sent)) sessionStorage.removeItem(key);
    });
  } catch (error) { /* no store */ }
}
if (["da-soan", "da-sua"].indexOf(new URLSearchParams(location.search).get("xong")) >= 0) forgetKept(true);
addEventListener("submit", function (event) { if (event.target.getAttribute("action") === "/dang-xuat") forgetKept(false); });
addEventListener("pageshow", function () {
  document.querySelectorAll("form[data-sent]").forEach(function (form) { delete form.dataset.sent; });
  document.querySelectorAll("[aria-busy]").forEach(function (button) { button.removeAttribute("aria-busy"); });
});
addEventListener("click", function (event) {
  var target = event.target.closest && event.target.closest("[data-print]");
  if (target) print();
});
// A browser in another language writes dates in another order: the field says its day as offices write it.
var WEEKDAYS = ["Chủ nhật", "Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy"];
function sayDay(field) {
  var said = field.nextElementSibling, day = field.valueAsDate;
  if (!said || !said.matches(".day-said")) { said = document.createElement("span"); said.className = "hint day-said"; field.after(said); }
  said.textContent = day ? WEEKDAYS[day.getUTCDay()] + ", " + field.value.split("-").reverse().join("/") : "";
}
function sayDays(part) { part.querySelectorAll(".field > input[type=date]").forEach(sayDay); }
addEventListener("input", function (event) { if (event.target.matches(".field > input[type=date]")) sayDay(event.target); });
addEventListener("htmx:load", function (event) { sayDays(event.target); });
addEventListener("pageshow", function () { sayDays(document); });
sayDays(document);
function boxes(name) { return document.querySelectorAll("input[type=checkbox][name='" + name + "']"); }
function countChosen() {
  document.querySelectorAll("[data-checked]").forEach(function (place) {
    var all = boxes(place.dataset.checked), chosen = 0;
    all.forEach(function (box) { if (box.checked) chosen += 1; });
    place.textContent = chosen ? "Đang chọn " + chosen + " văn bản." : "";
    document.querySelectorAll("[data-check-all='" + place.dataset.checked + "']").forEach(function (link) {
      link.textContent = (chosen === all.length ? "Bỏ chọn cả trang (" : "Chọn cả trang (") + all.length + ")";
    });
  });
}
addEventListener("change", countChosen);
document.querySelectorAll("[data-check-all]").forEach(function (link) {
  link.setAttribute("role", "button");
  link.addEventListener("keydown", function (event) { if (event.key === " ") { event.preventDefault(); link.click(); } });
  link.addEventListener("click", function (event) {
    event.preventDefault();
    var all = Array.from(boxes(link.dataset.checkAll)), every = all.every(function (box) { return box.checked; });
    all.forEach(function (box) { box.checked = !every; });
    countChosen();
  });
});
countChosen();
setInterval(function () {
  // Seconds as the server counted them: the clock of this computer may be wrong.
  document.querySelectorAll("[data-left]").forEach(function (place) {
    if (!place.dataset.ends) place.dataset.ends = String(performance.now() + place.dataset.left * 1000);
    var left = Math.max(0, Math.round((place.dataset.ends - performance.now()) / 1000));
    place.textContent = left >= 60 ? Math.floor(left / 60) + " phút " + (left % 60) + " giây" : left + " giây";
    place.classList.toggle("over", left === 0);
  });
}, 1000);
addEventListener("htmx:beforeSwap", function (event) {
  var asked = event.detail.requestConfig && event.detail.requestConfig.elt;
  if (!asked) return;
  // A refusal is shown where the answer was to be shown.
  if (asked.matches("[data-show-refusal]")) { event.detail.shouldSwap = true; event.detail.isError = false; }
  // Signed out meanwhile, or something else than the part that was asked for: the whole page says what is the matter.
  if (asked.matches("[data-say]") && event.detail.xhr.status !== 204 && event.detail.serverResponse.indexOf('id="' + asked.id + '"') < 0) { event.detail.shouldSwap = false; location.reload(); }
});
addEventListener("htmx:afterSettle", function () {
  var said = document.getElementById("lan-ky-bao"), part = document.querySelector("[data-say]");
  if (said && part && said.textContent !== part.dataset.say) said.textContent = part.dataset.say;
});
function dropArea(event) { return event.target.closest && event.target.closest("[data-drop]"); }
["dragover", "dragenter"].forEach(function (name) { addEventListener(name, function (event) { var area = dropArea(event); if (area) { event.preventDefault(); area.classList.add("over"); } }); });
["dragleave", "drop"].forEach(function (name) { addEventListener(name, function (event) { var area = dropArea(event); if (area) area.classList.remove("over"); }); });
addEventListener("drop", function (event) {
  var area = dropArea(event), input = area && area.querySelector("input[type=file]");
  if (!input) return;
  event.preventDefault();
  if (event.dataTransfer.files.length) { input.files = event.dataTransfer.files; if (area.dataset.drop === "send") input.form.requestSubmit(); }
});
`;
