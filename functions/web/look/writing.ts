import { FOLDING } from "./folding.ts";

/**
 * Script of the fields that are written in: signs put in by buttons, saving with Ctrl+S, asking before unsaved text is left, keeping what is
 * typed for this session of the browser. Text areas stay text areas; everything also works by typing.
 */
export const WRITING_SCRIPT = `${FOLDING}
var KEPT = "vanthu:soan:", SIGNS = [
  ["Tiêu đề", "Tiêu đề (#)", function (field) { lines(field, function (line) { var mark = /^(#{1,4})\\s+/.exec(line); return mark ? (mark[1].length < 3 ? "#" + line : line.slice(mark[0].length)) : "# " + line; }); }],
  ["– Đầu dòng", "Gạch đầu dòng (-)", function (field) { lines(field, function (line) { return /^[-+]\\s/.test(line) ? line.slice(2) : "- " + line; }); }],
  ["1. Khoản", "Khoản đánh số (1. 2. 3.)", function (field) { var count = 0; lines(field, function (line) { count += 1; return /^\\d+\\.\\s/.test(line) ? line.replace(/^\\d+\\.\\s/, "") : count + ". " + line; }); }],
  ["Đậm", "Chữ đậm (Ctrl+B)", function (field) { around(field, "**"); }, "b"],
  ["Nghiêng", "Chữ nghiêng (Ctrl+I)", function (field) { around(field, "*"); }, "i"],
  ["Bảng", "Bảng", function (field) { block(field, "| STT | Nội dung | Thời hạn |\\n|:-:|-------|---|\\n| 1 |  |  |"); }],
];
/** Puts text in place of what is selected; the browser's own undo takes it back. */
function insert(field, from, to, text, start, end) {
  field.focus();
  field.setSelectionRange(from, to);
  var done = false;
  try { done = text === "" ? document.execCommand("delete") : document.execCommand("insertText", false, text); } catch (error) { done = false; }
  if (!done) { field.setRangeText(text, from, to, "end"); field.dispatchEvent(new InputEvent("input", { bubbles: true })); }
  field.setSelectionRange(start, end);
}
function lines(field, change) {
  var value = field.value, from = value.lastIndexOf("\\n", field.selectionStart - 1) + 1, to = value.indexOf("\\n", Math.max(field.selectionEnd - 1, field.selectionStart));
  if (to < 0) to = value.length;
  var text = value.slice(from, to).split("\\n").map(function (line) { return line.trim() === "" && to > from && value.slice(from, to).indexOf("\\n") >= 0 ? line : change(line); }).join("\\n");
  insert(field, from, to, text, from + text.length, from + text.length);
}
function around(field, sign) {
  var from = field.selectionStart, to = field.selectionEnd, value = field.value, inside = value.slice(from, to), size = sign.length;
  if (value.slice(from - size, from) === sign && value.slice(to, to + size) === sign) return insert(field, from - size, to + size, inside, from - size, to - size);
  // A sign closes only right behind a word.
  var text = inside.trim(), before = inside.slice(0, inside.length - inside.trimStart().length), after = inside.slice(before.length + text.length);
  insert(field, from, to, before + sign + text + sign + after, from + before.length + size, from + before.length + size + text.length);
}
function block(field, text) {
  var at = field.value.indexOf("\\n", field.selectionEnd);
  if (at < 0) at = field.value.length;
  var lead = at === 0 ? "" : "\\n\\n";
  insert(field, at, at, lead + text + "\\n", at + lead.length, at + lead.length + text.length);
}

function writing(form) {
  form.querySelectorAll("textarea[data-signs]").forEach(function (field) { signs(field); });
  form.querySelectorAll("[data-directory]").forEach(directory);
  unsaved(form);
}
function signs(field) {
  var bar = document.createElement("div");
  bar.className = "signs";
  bar.setAttribute("role", "toolbar");
  bar.setAttribute("aria-label", "Định dạng");
  bar.setAttribute("aria-controls", field.id);
  SIGNS.forEach(function (sign, index) {
    var button = document.createElement("button");
    button.type = "button";
    button.textContent = sign[0];
    button.title = sign[1];
    button.tabIndex = index === 0 ? 0 : -1;
    button.addEventListener("click", function () { sign[2](field); });
    bar.append(button);
  });
  // One stop for the tab key; arrows go along (ARIA toolbar).
  bar.addEventListener("keydown", function (event) {
    var all = Array.from(bar.children), at = all.indexOf(document.activeElement), step = { ArrowRight: 1, ArrowLeft: -1, Home: -at, End: all.length - 1 - at }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    var next = all[(at + step + all.length) % all.length];
    all.forEach(function (button) { button.tabIndex = button === next ? 0 : -1; });
    next.focus();
  });
  field.before(bar);
  field.addEventListener("keydown", function (event) {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    var sign = SIGNS.find(function (one) { return one[3] === event.key.toLowerCase(); });
    if (sign) { event.preventDefault(); sign[2](field); }
  });
}

// ---- organisations of the directory, found without diacritics
function directory(box) {
  var search = box.querySelector("input"), found = box.querySelector("[data-found]"), names = Array.from(box.querySelectorAll("option"), function (option) { return option.value; });
  var field = box.closest("form").elements[box.dataset.directory], button = box.querySelector("button[type=submit]");
  // The list of the browser itself knows nothing of words without diacritics.
  search.removeAttribute("list");
  function add(name) {
    var all = field.value.replace(/\\s+$/, "").split("\\n"), last = all.length - 1;
    var there = all.some(function (line) { return folded(line.trim().replace(/^[-–]\\s*/, "").replace(/[;,.]$/, "")) === folded(name); });
    if (there) { found.textContent = "“" + name + "” đã có trong danh sách."; return; }
    // The place of keeping stays the last line.
    if (/^\\s*[-–]?\\s*Lưu\\b/i.test(all[last])) all.splice(last, 0, name); else if (all.length === 1 && all[0].trim() === "") all[0] = name; else all.push(name);
    field.value = all.join("\\n");
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
    search.value = "";
    found.textContent = "Đã thêm “" + name + "”.";
    search.focus();
  }
  function offer() {
    var words = folded(search.value.trim()).split(/\\s+/).filter(Boolean);
    if (words.length === 0) { found.replaceChildren(); return; }
    var hits = names.filter(function (name) { var own = folded(name); return words.every(function (word) { return own.indexOf(word) >= 0; }); });
    if (hits.length === 0) { found.textContent = "Không có cơ quan nào khớp. Gõ thẳng tên vào ô trên nếu cơ quan không có trong danh bạ."; return; }
    found.replaceChildren.apply(found, hits.slice(0, 8).map(function (name) {
      var one = document.createElement("button");
      one.type = "button";
      one.textContent = "+ " + name;
      one.addEventListener("click", function () { add(name); });
      return one;
    }));
    if (hits.length > 8) found.append("và " + (hits.length - 8) + " cơ quan khác; gõ thêm chữ để tìm hẹp lại.");
  }
  search.addEventListener("input", function (event) { event.stopPropagation(); offer(); });
  search.addEventListener("keydown", function (event) {
    if (event.key !== "Enter") return;
    event.preventDefault();
    var first = found.querySelector("button");
    if (first) first.click(); else if (search.value.trim()) add(search.value.trim());
  });
  button.addEventListener("click", function (event) { event.preventDefault(); var first = found.querySelector("button"); if (first) first.click(); else if (search.value.trim()) add(search.value.trim()); });
}

// ---- nothing typed is lost
function unsaved(form) {
  var key = KEPT + form.dataset.writing, saved = state(), leaving = false, timer, store;
  try { store = sessionStorage; } catch (error) { store = null; }
  function state() {
    var values = {};
    new FormData(form).forEach(function (value, name) { if (typeof value === "string" && !/^(rev|viec)$/.test(name)) values[name] = (values[name] === undefined ? "" : values[name] + "\\u0001") + value.replace(/\\r\\n/g, "\\n"); });
    return JSON.stringify(values);
  }
  function differs() { return form.dataset.unsaved !== undefined || state() !== saved; }
  function keep(sent) {
    if (!store) return;
    try {
      if (differs()) store.setItem(key, JSON.stringify({ at: new Date().toISOString(), values: JSON.parse(state()), sent: sent }));
      else store.removeItem(key);
    } catch (error) { /* no room: the text still stands in the form */ }
  }
  form.addEventListener("input", function () { clearTimeout(timer); timer = setTimeout(function () { keep(false); }, 400); });
  addEventListener("pagehide", function () { if (!leaving) keep(false); });
  addEventListener("beforeunload", function (event) { if (!leaving && differs()) event.preventDefault(); });
  form.addEventListener("submit", function (event) {
    var button = event.submitter;
    if (event.defaultPrevented || (button && button.formTarget === "_blank")) return;
    clearTimeout(timer);
    keep(true);
    leaving = true;
  });
  addEventListener("pageshow", function () { leaving = false; });
  addEventListener("keydown", function (event) {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.key.toLowerCase() !== "s") return;
    event.preventDefault();
    var button = form.querySelector("[data-save]");
    if (!button) return;
    if (button.dataset.save === "") form.requestSubmit(button); else saveHere(button);
  });
  form.querySelectorAll("button[data-save]").forEach(function (button) {
    if (button.dataset.save !== "") button.addEventListener("click", function (event) { event.preventDefault(); saveHere(button); });
  });
  /** Saves without leaving: the caret and what can be undone stay. */
  function saveHere(button) {
    var said = form.querySelector("[data-saved]");
    if (button.getAttribute("aria-busy") || !form.reportValidity()) return;
    button.setAttribute("aria-busy", "true");
    var body = new URLSearchParams(new FormData(form)), sent = state();
    body.set(button.name, button.value);
    fetch(form.action, { method: "POST", body: body, headers: { accept: "application/json" } }).then(function (answer) {
      if (answer.redirected) throw new Error("Phiên làm việc đã kết thúc. Đăng nhập ở một thẻ khác rồi lưu lại.");
      return answer.json().then(function (found) {
        if (!answer.ok) throw new Error(found.title + (found.hint ? " " + found.hint : ""));
        return found;
      });
    }).then(function (found) {
      if (found.address) {
        form.action = found.address;
        history.replaceState(null, "", found.address);
        form.dataset.writing = found.writing;
        if (store) store.removeItem(key);
        key = KEPT + found.writing;
        var panel = document.querySelector("[data-preview]");
        if (panel) panel.dataset.preview = found.preview;
        form.querySelectorAll("[data-of]").forEach(function (one) { one.formAction = found.address + one.dataset.of; });
      }
      var rev = form.elements.rev;
      if (!rev) { rev = document.createElement("input"); rev.type = "hidden"; rev.name = "rev"; form.append(rev); }
      rev.value = String(found.rev);
      saved = sent;
      delete form.dataset.unsaved;
      keep(false);
      said.textContent = "Đã lưu lúc " + new Date().toLocaleTimeString("vi", { hour: "2-digit", minute: "2-digit", second: "2-digit" }) + ".";
      said.className = "small";
    }).catch(function (error) {
      said.textContent = error.name === "TypeError" ? "Chưa lưu được: không nối được tới máy chủ. Phần đang viết vẫn còn ở đây." : "Chưa lưu được. " + error.message;
      said.className = "small problem";
    }).finally(function () { button.removeAttribute("aria-busy"); });
  }
  offerKept();
  /** What was typed before the browser was closed or the page lost: offered, never put in by itself. */
  function offerKept() {
    if (!store) return;
    Object.keys(store).forEach(function (name) { if (name.indexOf(KEPT) === 0 && name.indexOf(KEPT + form.dataset.person) !== 0) store.removeItem(name); });
    var held;
    try { held = JSON.parse(store.getItem(key)); } catch (error) { held = null; }
    if (!held || JSON.stringify(held.values) === saved) { store.removeItem(key); return; }
    var box = document.createElement("div"), words = document.createElement("strong"), take = document.createElement("button"), drop = document.createElement("button"), row = document.createElement("div");
    box.className = "notice warn";
    box.setAttribute("role", "status");
    words.textContent = "Có phần đang soạn dở chưa lưu, gõ lúc " + new Date(held.at).toLocaleString("vi", { hour: "2-digit", minute: "2-digit", day: "2-digit", month: "2-digit", year: "numeric" }) + ".";
    take.type = drop.type = "button";
    take.textContent = "Khôi phục phần đang soạn dở";
    drop.textContent = "Bỏ";
    row.className = "actions";
    row.append(take, drop);
    box.append(words, row);
    form.before(box);
    drop.addEventListener("click", function () { store.removeItem(key); box.remove(); });
    take.addEventListener("click", function () {
      Object.keys(held.values).forEach(function (name) {
        var all = form.querySelectorAll("[name='" + CSS.escape(name) + "']"), values = held.values[name].split("\\u0001");
        all.forEach(function (one, index) {
          if (one.type === "hidden") return;
          if (one.type === "checkbox" || one.type === "radio") one.checked = values.indexOf(one.value) >= 0; else if (index < values.length) one.value = values[index];
        });
      });
      form.querySelectorAll("input[type=checkbox][name]").forEach(function (one) { if (held.values[one.name] === undefined) one.checked = false; });
      box.remove();
      form.dispatchEvent(new InputEvent("input", { bubbles: true }));
    });
  }
}
`;
