import { PDF_LOADING } from "./pdf-view.ts";

/**
 * Script of the pages that show where a signature or the seal will stand (parts/signature-place.tsx): draws the page itself under the overlay, with
 * pdf.js, and lets one look near or at the whole page. Loaded only where there is such a picture; without it the words of the page are shown.
 */
export const PLACE_PICTURE_SCRIPT = `
var MOST_PIXELS = 4000000, WIDTH = 1400, PAGE_MS = 20000, AROUND = 130;
${PDF_LOADING}
var files = {};
/** One page of a file, drawn; asked for again with another place it is not drawn anew. */
function drawn(folder, source, number) {
  var key = source + " " + number;
  files[key] = files[key] || Promise.all([library(folder), fetch(source)]).then(function (both) {
    if (!both[1].ok) throw new Error("absent");
    return both[1].arrayBuffer().then(function (bytes) { return both[0].getDocument(openingOf(folder, bytes)); });
  }).then(function (task) {
    return within(task.promise.then(function (pdf) { return pdf.getPage(number); }).then(function (page) {
      var plain = page.getViewport({ scale: 1 });
      var scale = Math.min(WIDTH / plain.width, Math.sqrt(MOST_PIXELS / (plain.width * plain.height)));
      var viewport = page.getViewport({ scale: scale }), canvas = document.createElement("canvas");
      canvas.width = Math.floor(viewport.width);
      canvas.height = Math.floor(viewport.height);
      // As for printing: drawn in one go.
      return page.render({ canvas: canvas, viewport: viewport, background: "#fff", intent: "print" }).promise.then(function () { return canvas; });
    }), function () { task.destroy(); }, PAGE_MS).finally(function () { task.destroy(); });
  });
  return files[key];
}
function numbers(text) { return text.split(" ").map(Number); }
/** Shows the surroundings of the place, or the whole page. */
function near(sheet, on) {
  var size = numbers(sheet.dataset.placeSize), box = numbers(sheet.dataset.placeBox), layer = sheet.querySelector(".place-layer");
  var wide = Math.min(size[0], box[2] - box[0] + 2 * AROUND), high = wide * 0.8;
  var left = Math.max(0, Math.min(size[0] - wide, (box[0] + box[2]) / 2 - wide / 2));
  var top = Math.max(0, Math.min(size[1] - high, size[1] - (box[1] + box[3]) / 2 - high / 2));
  sheet.style.aspectRatio = on ? wide + " / " + high : size[0] + " / " + size[1];
  layer.style.width = (on ? 100 * size[0] / wide : 100) + "%";
  layer.style.transform = on ? "translate(" + (-100 * left / size[0]) + "%, " + (-100 * top / size[1]) + "%)" : "none";
}
var whole = false;
function showPlaces() {
  document.querySelectorAll("[data-place-page][data-source]").forEach(function (sheet) {
    if (sheet.dataset.begun) return;
    sheet.dataset.begun = "1";
    drawn(sheet.dataset.pdfjs, sheet.dataset.source, Number(sheet.dataset.placePage)).then(function (canvas) {
      var layer = document.createElement("div"), svg = sheet.querySelector("svg"), copy = document.createElement("canvas");
      copy.width = canvas.width; copy.height = canvas.height;
      copy.getContext("2d").drawImage(canvas, 0, 0);
      copy.setAttribute("aria-hidden", "true");
      layer.className = "place-layer";
      sheet.classList.add("drawn");
      sheet.append(layer);
      layer.append(copy, svg);
      var button = document.createElement("button");
      button.type = "button"; button.className = "inline";
      var say = function () { button.textContent = whole ? "Xem gần" : "Xem cả trang"; near(sheet, !whole); };
      button.addEventListener("click", function () { whole = !whole; say(); });
      sheet.after(button);
      say();
    }).catch(function () { delete files[sheet.dataset.source + " " + sheet.dataset.placePage]; });
  });
}
showPlaces();
addEventListener("htmx:afterSettle", showPlaces);
`;
