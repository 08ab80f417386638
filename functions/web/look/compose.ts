import { PDF_LOADING, PDF_VIEW } from "./pdf-view.ts";
import { WRITING_SCRIPT } from "./writing.ts";

/**
 * Script of the pages where documents are written (parts/preview.tsx): the PDF follows the form. A pause in typing asks the service for the
 * text as it stands; the newest request wins; what is missing or wrong is listed beside the pages and leads to its field. The rules of form
 * are asked for apart, when nobody has typed for a while: they need not be as quick as the picture.
 */
export const COMPOSE_SCRIPT = `
${PDF_LOADING}${PDF_VIEW}${WRITING_SCRIPT}
var PAUSE = 80, CALM = 700, MOST_FINDINGS = 60;
var panel = document.querySelector("[data-preview]"), form = panel && document.getElementById(panel.dataset.form);
if (form) {
  writing(form);
  if (panel.dataset.pdfjs) previewing(panel, form);
}

function previewing(panel, form) {
  var pages = panel.querySelector("[data-pages]"), said = panel.querySelector("[data-preview-state]"), now = panel.querySelector("[data-page-now]");
  var view = viewOf(pages, panel.dataset.pdfjs);
  var timer, calm, asked, typedAt = performance.now(), places = [], followed = "", showing = false, waiting = null, own = [], rules = [], stale = false, count = 0;
  panel.querySelectorAll("[hidden][data-scripted]").forEach(function (part) { part.hidden = false; });

  function changed() {
    typedAt = performance.now();
    clearTimeout(timer); clearTimeout(calm);
    timer = setTimeout(ask, PAUSE);
  }
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  panel.addEventListener("change", function (event) { if (event.target.matches("[data-part]")) { followed = ""; changed(); } });

  /** What is typed, as the form would send it; with which of several files is looked at. */
  function typed(more) {
    var body = new URLSearchParams(new FormData(form)), part = panel.querySelector("[data-part]:checked");
    if (part) body.set("phan", part.value);
    Object.keys(more || {}).forEach(function (name) { body.set(name, more[name]); });
    return body;
  }
  function request(more, signal) {
    return fetch(panel.dataset.preview, { method: "POST", body: typed(more), headers: { accept: "application/json" }, signal: signal }).then(function (answer) {
      if (answer.redirected || !/json/.test(answer.headers.get("content-type") || "")) throw new Error("Phiên làm việc đã kết thúc. Đăng nhập ở một thẻ khác rồi viết tiếp ở đây.");
      return answer.json().then(function (found) {
        if (!answer.ok) throw new Error(found.title + (found.hint ? " " + found.hint : ""));
        found.server = Number((/dur=([\\d.]+)/.exec(answer.headers.get("server-timing") || "") || [])[1]);
        return found;
      });
    });
  }
  function ask() {
    if (asked) asked.abort();
    var mine = asked = new AbortController(), since = typedAt, sent = performance.now();
    request({}, mine.signal).then(function (answer) {
      if (asked === mine) asked = null;
      answer.since = since;
      answer.asked = sent;
      answer.answered = performance.now();
      waiting = answer;
      if (!showing) showNext();
    }, function (error) {
      if (asked === mine) asked = null;
      if (error.name === "AbortError") return;
      failed(error.name === "TypeError" ? "Không nối được tới máy chủ; bản xem trước là của lần trước." : error.message);
    });
  }
  function failed(words) {
    stale = true;
    panel.classList.add("stale");
    say(words);
  }
  function tell() {
    var all = own.length + rules.length;
    say("Đã cập nhật bản xem trước, " + count + " trang" + (all ? ", " + all + " điều cần xem lại." : "."));
  }
  function say(words) { if (said.textContent !== words) said.textContent = words; }

  /** One picture at a time; of the answers that came meanwhile only the newest. */
  function showNext() {
    var answer = waiting;
    waiting = null;
    if (!answer) return;
    showing = true;
    var packed = atob(answer.pdf), bytes = new Uint8Array(packed.length);
    for (var at = 0; at < packed.length; at += 1) bytes[at] = packed.charCodeAt(at);
    view.show(bytes, function (first) { places = answer.places; follow(first); }).then(function (done) {
      own = answer.findings;
      panel.classList.remove("stale");
      stale = false;
      list();
      turned();
      count = answer.pages;
      tell();
      panel.dispatchEvent(new CustomEvent("vanthu:drawn", { detail: { since: answer.since, asked: answer.asked, answered: answer.answered, opened: done.opened, drawn: performance.now(), server: answer.server, pages: answer.pages } }));
      clearTimeout(calm);
      calm = setTimeout(askRules, CALM);
    }, function () { failed("Trình duyệt không vẽ được bản xem trước. Bấm “Mở PDF” để xem."); }).finally(function () {
      showing = false;
      if (waiting) showNext();
    });
  }
  function askRules() {
    var since = typedAt;
    request({ "quy-dinh": "1" }).then(function (answer) {
      if (since !== typedAt || waiting || showing) return;
      rules = answer.findings;
      list();
      tell();
    }, function () {});
  }

  // ---- what is missing or wrong
  function list() {
    var box = panel.querySelector("[data-findings]"), all = own.concat(rules), shownNow = JSON.stringify(all);
    if (box.dataset.shown === shownNow) return;
    box.dataset.shown = shownNow;
    var bad = all.filter(function (one) { return one.severity === "error"; }).length;
    box.querySelector("summary").textContent = all.length === 0 ? "Không thấy điều gì thiếu hoặc sai" : bad ? bad + " điều phải sửa" + (all.length > bad ? ", " + (all.length - bad) + " điều nên xem lại" : "") : all.length + " điều nên xem lại";
    var kept = document.activeElement && box.contains(document.activeElement) ? document.activeElement.textContent : null;
    box.querySelector("ol").replaceChildren.apply(box.querySelector("ol"), all.slice(0, MOST_FINDINGS).map(item));
    box.classList.toggle("none", all.length === 0);
    if (kept) Array.from(box.querySelectorAll("button")).some(function (button) { if (button.textContent === kept) { button.focus(); return true; } return false; });
    marks(all);
  }
  function item(finding) {
    var entry = document.createElement("li"), words = document.createElement(finding.target ? "button" : "span");
    entry.className = finding.severity === "error" ? "bad" : "warn";
    words.textContent = finding.message;
    if (finding.target) {
      words.type = "button";
      words.addEventListener("click", function () { lead(finding.target, finding.line, finding.page); });
    }
    var sign = document.createElement("span");
    sign.className = "visually-hidden";
    sign.textContent = finding.severity === "error" ? "Phải sửa: " : "Nên xem lại: ";
    entry.append(sign, words);
    var more = [finding.page === undefined ? "" : "Trang " + (finding.page + 1) + ".", finding.hint || "", finding.clause ? "(" + finding.clause + ")" : ""].filter(Boolean).join(" ");
    if (more) { var hint = document.createElement("span"); hint.className = "hint"; hint.textContent = more; entry.append(hint); }
    return entry;
  }
  /** Fields that something is said of. */
  function marks(all) {
    form.querySelectorAll("[data-marked]").forEach(function (field) { delete field.dataset.marked; field.removeAttribute("aria-invalid"); });
    all.forEach(function (finding) {
      var field = finding.severity === "error" && finding.target && fieldOf(finding.target);
      // What nobody has touched yet is not called wrong.
      if (field && field.dataset.touched) { field.dataset.marked = "1"; field.setAttribute("aria-invalid", "true"); }
    });
  }
  form.addEventListener("focusout", function (event) { if (event.target.name) event.target.dataset.touched = "1"; });

  function fieldOf(name) {
    var found = form.elements[name] || document.getElementById(name);
    return found && found.length !== undefined && !found.tagName ? found[0] : found;
  }
  function lead(name, line, page) {
    var field = fieldOf(name);
    if (!field) return;
    var folded = field.closest("details");
    if (folded) folded.open = true;
    field.focus();
    if (field.tagName === "TEXTAREA" && line !== undefined) {
      var at = startOf(field, line), end = field.value.indexOf("\\n", at);
      field.setSelectionRange(at, end < 0 ? field.value.length : end);
    }
    field.scrollIntoView({ block: "center" });
    followed = keyOf(placeAt());
    if (page !== undefined) view.toPage(page, topOf(name, line, page));
  }
  /** Where a line begins, counted as the service counts: without what is blank before the text. */
  function startOf(field, line) {
    var at = field.value.length - field.value.trimStart().length;
    for (; line > 0; line -= 1) { var next = field.value.indexOf("\\n", at); if (next < 0) break; at = next + 1; }
    return at;
  }
  function topOf(name, line, page) {
    var place = nearest(name, line || 0);
    return place && place.page === page ? place.top : undefined;
  }

  // ---- the pages go with the caret, and a click on a page leads to its field
  function nearest(name, line) {
    var mine = places.filter(function (place) { return place.target === name; }), best = mine[0];
    mine.forEach(function (place) { if (place.line <= line) best = place; });
    return best;
  }
  function placeAt() {
    var field = document.activeElement;
    if (!field || !form.contains(field) || !field.name) return undefined;
    var line = 0;
    if (field.tagName === "TEXTAREA") line = field.value.slice(0, field.selectionStart).trimStart().split("\\n").length - 1;
    return nearest(field.name, line);
  }
  function keyOf(place) { return place ? place.target + ":" + places.filter(function (one) { return one.target === place.target; }).indexOf(place) + ":" + place.page : ""; }
  function follow(first) {
    var place = placeAt(), key = keyOf(place);
    if (key === followed) return;
    followed = key;
    if (place && !(first && place.page === 0)) view.toPage(place.page, place.top);
  }
  document.addEventListener("selectionchange", function () { if (!showing && !waiting && !stale && places.length) follow(false); });
  pages.addEventListener("click", function (event) {
    var at = view.at(event), best;
    if (!at || String(getSelection()) !== "") return;
    places.forEach(function (place) { if (place.page === at.page && place.top < 5000 && place.top >= at.top - 4 && (!best || place.top <= best.top)) best = place; });
    if (!best) places.forEach(function (place) { if (!best && place.page === at.page) best = place; });
    if (best) lead(best.target, best.line);
  });

  // ---- which page
  function turned() { now.textContent = view.pages() ? "Trang " + (view.page() + 1) + "/" + view.pages() : ""; }
  var frame;
  pages.addEventListener("scroll", function () { cancelAnimationFrame(frame); frame = requestAnimationFrame(turned); }, { passive: true });
  panel.querySelectorAll("[data-page-step]").forEach(function (button) {
    button.addEventListener("click", function () { view.toPage(Math.max(0, Math.min(view.pages() - 1, view.page() + Number(button.dataset.pageStep)))); turned(); });
  });
  var width = pages.clientWidth, resize;
  new ResizeObserver(function () {
    clearTimeout(resize);
    resize = setTimeout(function () { if (Math.abs(pages.clientWidth - width) > 40) { width = pages.clientWidth; view.resized(); } }, 200);
  }).observe(pages);
  ask();
}
`;
