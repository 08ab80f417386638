import { FOLDING } from "./folding.ts";

/**
 * Script of the pages where many documents are chosen (parts/recipient-fields.tsx, parts/signing-list.tsx): narrows a long list of organisations while one
 * types, and says how many of the chosen documents were not opened. Without it the whole list is there, and each row says it.
 */
export const MANY_SCRIPT = `${FOLDING}
function narrowLists() {
  document.querySelectorAll("[data-narrows][hidden]").forEach(function (box) {
    var list = document.getElementById(box.dataset.narrows), field = box.querySelector("input");
    if (!list) return;
    box.hidden = false;
    field.addEventListener("input", function () {
      var words = folded(field.value).split(" ").filter(Boolean);
      list.querySelectorAll("label").forEach(function (row) {
        var text = folded(row.textContent), ticked = row.querySelector("input").checked;
        row.hidden = !ticked && !words.every(function (word) { return text.indexOf(word) >= 0; });
      });
    });
    field.addEventListener("keydown", function (event) { if (event.key === "Enter") event.preventDefault(); });
  });
}
function countUnread() {
  document.querySelectorAll("[data-unread]").forEach(function (place) {
    var count = document.querySelectorAll("tr[data-not-opened] input[name='" + place.dataset.unread + "']:checked").length;
    place.textContent = count ? "Trong đó " + count + " văn bản bạn chưa mở xem." : "";
  });
}
narrowLists();
countUnread();
addEventListener("change", countUnread);
addEventListener("click", function (event) { if (event.target.closest && event.target.closest("[data-check-all]")) setTimeout(countUnread, 0); });
addEventListener("htmx:afterSettle", narrowLists);
`;
