/**
 * Script of the task table: boxes of a page ticked at once, cells edited in their places. A press on "sửa", F2 or a double click opens a cell;
 * Enter saves it, Escape leaves it, Tab saves it and opens the next one. The forms come from the server and are sent by htmx; without it
 * every link leads to the form of the task.
 */
export const TASK_TABLE_SCRIPT = `"use strict";
(function () {
  var next = null, before = new Map();
  function table() { return document.querySelector("table.tasks"); }
  function keyOf(td) { return td.parentNode.dataset.task + "|" + td.dataset.o; }
  function cellAt(place) {
    var row = Array.from(table().querySelectorAll("tr[data-task]")).find(function (one) { return one.dataset.task === place.task; });
    return row && row.querySelector("td[data-o='" + place.column + "']");
  }
  function placeOf(td) { return { task: td.parentNode.dataset.task, column: td.dataset.o }; }
  function beside(td, step) {
    var all = Array.from(table().querySelectorAll("td[data-o]")), at = all.indexOf(td) + step;
    return all[at] ? placeOf(all[at]) : null;
  }
  function open(td) {
    if (!td || td.classList.contains("editing") || !table().dataset.edit) return;
    var place = placeOf(td), other = table().querySelector("td.editing");
    // One cell at a time: what was typed in the other is saved first.
    if (other && other.querySelector(".cell-fault")) { other.querySelector("form").elements.value.focus(); return; }
    if (other && changed(other.querySelector("form"))) { next = place; other.querySelector("form").requestSubmit(); return; }
    if (other) { leave(other, function () { open(cellAt(place)); }); return; }
    before.set(keyOf(td), td.cloneNode(true));
    var address = table().dataset.tasks + encodeURIComponent(td.parentNode.dataset.task) + "/o/" + td.dataset.o + table().dataset.view;
    htmx.ajax("GET", address, { source: td, target: td, swap: "outerHTML" });
  }
  function settle(td) {
    var link = td && (td.querySelector("a.edit") || td.querySelector("a"));
    if (link) link.focus(); else if (td) { td.tabIndex = -1; td.focus(); }
  }
  function leave(td, then) {
    var old = before.get(keyOf(td)), place = placeOf(td);
    before.delete(keyOf(td));
    if (old && !td.querySelector(".cell-fault")) {
      td.replaceWith(old);
      if (then) then(); else settle(old);
      return;
    }
    // What was refused may be stale by now: the row is asked for anew.
    htmx.ajax("GET", table().dataset.tasks + encodeURIComponent(place.task) + "/hang" + table().dataset.view, { target: td.parentNode, swap: "outerHTML" }).then(function () {
      if (then) then(); else settle(cellAt(place));
    });
  }
  function changed(form) {
    var field = form.elements.value;
    return field.value !== field.defaultValue || form.querySelector(".cell-fault");
  }
  addEventListener("click", function (event) {
    if (!event.target.closest || !window.htmx || event.ctrlKey || event.metaKey || event.shiftKey) return;
    var link = event.target.closest("table.tasks a.edit");
    if (link) { event.preventDefault(); open(link.closest("td")); return; }
    var button = event.target.closest("[data-leave]");
    if (button) leave(button.closest("td"));
  });
  addEventListener("dblclick", function (event) {
    var td = event.target.closest && event.target.closest("table.tasks td[data-o]");
    if (td && window.htmx && !event.target.closest("a, input, button, textarea")) { getSelection().removeAllRanges(); open(td); }
  });
  addEventListener("keydown", function (event) {
    var td = event.target.closest && event.target.closest("table.tasks td[data-o]");
    if (!td || !window.htmx || event.isComposing) return;
    if (!td.classList.contains("editing")) {
      if (event.key === "F2") { event.preventDefault(); open(td); }
      return;
    }
    var form = td.querySelector("form");
    if (event.key === "Escape") { event.preventDefault(); leave(td); }
    else if (event.target.name !== "value") return;
    else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      if (!changed(form)) { leave(td); return; }
      next = Object.assign(placeOf(td), { only: true });
      form.requestSubmit();
    } else if (event.key === "Tab" && !form.querySelector(".cell-fault")) {
      var place = beside(td, event.shiftKey ? -1 : 1);
      if (!place) return;
      event.preventDefault();
      next = place;
      if (changed(form)) form.requestSubmit();
      else leave(td, function () { var to = next; next = null; open(cellAt(to)); });
    }
  });
  addEventListener("htmx:afterRequest", function (event) {
    var form = event.target.closest && event.target.closest("td.editing form");
    // Nothing came back: the form stays, and can be sent again.
    if (form && !event.detail.xhr.status) { delete form.dataset.sent; next = null; }
    if (event.detail.failed || event.detail.xhr.status >= 400) next = null;
  });
  addEventListener("htmx:afterSettle", function (event) {
    var form = document.querySelector("table.tasks td.editing form");
    if (form && !form.dataset.placed) {
      form.dataset.placed = "1";
      var field = form.elements.value;
      field.focus(); if (field.select) field.select();
    }
    var verb = event.detail.requestConfig && event.detail.requestConfig.verb;
    if (verb !== "post" || event.detail.xhr.status >= 400) return;
    before.clear();
    var to = next; next = null;
    if (!to) return;
    if (to.only) settle(cellAt(to)); else open(cellAt(to));
  });
  function pageBoxes() { return Array.from(document.querySelectorAll("table.tasks input[name=chon]")); }
  function count() {
    var all = pageBoxes(), chosen = all.filter(function (box) { return box.checked; }).length;
    var whole = document.querySelector("#chon-nhiem-vu [name=ca]"), said = document.getElementById("dang-chon");
    document.querySelectorAll("[data-check-page]").forEach(function (label) {
      label.hidden = false;
      var box = label.querySelector("input");
      box.checked = all.length > 0 && chosen === all.length;
      box.indeterminate = chosen > 0 && chosen < all.length;
    });
    if (said) said.textContent = whole && whole.checked ? "Đang chọn tất cả nhiệm vụ phù hợp bộ lọc." : chosen ? "Đang chọn " + chosen + " nhiệm vụ." : "";
  }
  addEventListener("change", function (event) {
    if (event.target.closest && event.target.closest("[data-check-page]")) pageBoxes().forEach(function (box) { box.checked = event.target.checked; });
    count();
  });
  addEventListener("htmx:afterSettle", count);
  addEventListener("pageshow", count);
  count();
})();
`;
