/**
 * Script parts with which pages draw PDF files: pdf.js loaded once, when there is something to draw; time for each step bounded. Embedded in
 * the scripts of the pages that need them (page-pictures.ts, compose.ts).
 */
export const PDF_LOADING = `
var pdfjs, pdfWorker;
function library(folder) {
  pdfjs = pdfjs || import(folder + "pdf.min.mjs").then(function (loaded) {
    loaded.GlobalWorkerOptions.workerSrc = folder + "pdf.worker.min.mjs";
    return loaded;
  });
  return pdfjs;
}
/** How files are opened: neither code nor anything outside the file is run or asked for. */
function openingOf(folder, bytes) {
  return {
    data: bytes, isEvalSupported: false, useWasm: false, wasmUrl: folder + "wasm/", standardFontDataUrl: folder + "standard_fonts/",
    useWorkerFetch: false, enableXfa: false, disableAutoFetch: true, maxImageSize: 60000000, verbosity: 0,
  };
}
function within(promise, giveUp, ms) {
  var clock;
  return Promise.race([promise, new Promise(function (_, reject) {
    clock = setTimeout(function () { giveUp(); reject(new Error("slow")); }, ms);
  })]).finally(function () { clearTimeout(clock); });
}
`;

/**
 * Pages of a PDF that is made anew again and again while somebody looks at it: the scroll stays, a new picture takes the place of the old one
 * only when it is finished, and only what is seen is drawn.
 *
 * `viewOf(place, folder)` → `{ show(bytes, before): Promise<{ opened }>, toPage(page, top), page(), pages(), at(event) }`; pages from 0, `top` in points from the lower edge.
 */
export const PDF_VIEW = `
var VIEW_MS = 20000, VIEW_PIXELS = 2200000, VIEW_PAGES = 400, NEAR = 500;
function viewOf(place, folder) {
  var sheets = [], shown = null, version = 0, heights = [];
  var near = new IntersectionObserver(function (entries) {
    entries.forEach(function (entry) {
      entry.target.dataset.near = entry.isIntersecting ? "1" : "";
      if (entry.isIntersecting) redraw(entry.target); else free(entry.target);
    });
  }, { root: place, rootMargin: NEAR + "px 0px" });
  function free(sheet) {
    var canvas = sheet.querySelector("canvas");
    if (!canvas) return;
    canvas.width = 0; canvas.height = 0; canvas.remove();
    sheet.dataset.drawn = "";
  }
  function sheetOf(index) {
    var sheet = document.createElement("div"), last = sheets[index - 1];
    sheet.className = "sheet";
    sheet.dataset.page = String(index + 1);
    sheet.style.aspectRatio = last ? last.style.aspectRatio : "210 / 297";
    place.append(sheet);
    near.observe(sheet);
    return sheet;
  }
  function lay(count) {
    while (sheets.length > count) { var gone = sheets.pop(); near.unobserve(gone); free(gone); gone.remove(); }
    while (sheets.length < count) sheets.push(sheetOf(sheets.length));
  }
  function seen() {
    var box = place.getBoundingClientRect();
    return sheets.filter(function (sheet) {
      var own = sheet.getBoundingClientRect();
      return own.bottom > box.top && own.top < box.bottom;
    });
  }
  /** A finished picture of a page, not yet on the page. */
  function picture(pdf, sheet) {
    return pdf.getPage(Number(sheet.dataset.page)).then(function (page) {
      var plain = page.getViewport({ scale: 1 });
      var wide = Math.max(200, place.clientWidth - 18) * Math.min(2, window.devicePixelRatio || 1);
      var scale = Math.min(wide / plain.width, Math.sqrt(VIEW_PIXELS / (plain.width * plain.height)));
      var viewport = page.getViewport({ scale: scale }), canvas = document.createElement("canvas");
      canvas.width = Math.max(1, Math.round(viewport.width));
      canvas.height = Math.max(1, Math.round(viewport.height));
      canvas.setAttribute("role", "img");
      canvas.setAttribute("aria-label", "Trang " + sheet.dataset.page);
      // As for printing: drawn in one go, not a piece with each frame of the screen.
      var task = page.render({ canvas: canvas, viewport: viewport, background: "#fff", intent: "print" });
      return within(task.promise, function () { task.cancel(); }, VIEW_MS).then(function () {
        return { sheet: sheet, canvas: canvas, ratio: plain.width + " / " + plain.height, tall: plain.height };
      }).finally(function () { page.cleanup(); });
    });
  }
  function put(drawn) {
    drawn.sheet.style.aspectRatio = drawn.ratio;
    drawn.sheet.dataset.tall = String(drawn.tall);
    drawn.sheet.dataset.drawn = String(version);
    drawn.sheet.replaceChildren(drawn.canvas);
  }
  function redraw(sheet) {
    var pdf = shown, mine = version;
    if (!pdf || sheet.dataset.drawn === String(mine)) return Promise.resolve();
    return picture(pdf, sheet).then(function (drawn) { if (mine === version && sheet.dataset.near) put(drawn); }, function () {});
  }
  /** Shapes of the pages that were not drawn: an appendix lies on its side. */
  function measure(pdf, mine) {
    var chain = Promise.resolve();
    sheets.slice(0, 60).forEach(function (sheet) {
      chain = chain.then(function () {
        if (mine !== version || sheet.dataset.drawn === String(mine)) return undefined;
        return pdf.getPage(Number(sheet.dataset.page)).then(function (page) {
          if (mine !== version) return;
          var plain = page.getViewport({ scale: 1 });
          sheet.dataset.tall = String(plain.height);
          sheet.style.aspectRatio = plain.width + " / " + plain.height;
        });
      });
    });
    return chain.catch(function () {});
  }
  /** "before" is called when the pages are laid and not yet drawn: whoever wants to look elsewhere leads there now. */
  function show(bytes, before) {
    return library(folder).then(function (loaded) {
      pdfWorker = pdfWorker || new loaded.PDFWorker();
      var opening = openingOf(folder, bytes);
      opening.worker = pdfWorker;
      var task = loaded.getDocument(opening);
      return within(task.promise, function () { task.destroy(); }, VIEW_MS);
    }).then(function (pdf) {
      var first = shown === null, old = shown, mine = version + 1, opened = performance.now();
      lay(Math.min(pdf.numPages, VIEW_PAGES));
      before(first);
      return Promise.all(seen().map(function (sheet) { return picture(pdf, sheet); })).then(function (drawn) {
        version = mine; shown = pdf;
        drawn.forEach(put);
        if (old) old.loadingTask.destroy();
        measure(pdf, mine).then(function () { if (mine === version) sheets.filter(function (sheet) { return sheet.dataset.near; }).forEach(redraw); });
        return { opened: opened };
      });
    });
  }
  function page() {
    var middle = place.getBoundingClientRect().top + place.clientHeight / 3;
    var index = sheets.findIndex(function (sheet) { return sheet.getBoundingClientRect().bottom > middle; });
    return index < 0 ? sheets.length - 1 : index;
  }
  return {
    show: show, page: page,
    pages: function () { return sheets.length; },
    /** Leads to a page; does nothing when that place is in sight. */
    toPage: function (number, top) {
      var sheet = sheets[number];
      if (!sheet) return;
      var box = place.getBoundingClientRect(), own = sheet.getBoundingClientRect(), tall = Number(sheet.dataset.tall) || 842;
      var from = top === undefined || top > tall ? 0 : (1 - top / tall) * own.height;
      var at = own.top + from - box.top;
      if (top !== undefined && at > 8 && at < place.clientHeight - 60) return;
      place.scrollTop += top === undefined ? own.top - box.top - 6 : at - Math.min(120, place.clientHeight / 4);
    },
    /** The page and the height on it (points from the lower edge) of a click. */
    at: function (event) {
      var sheet = event.target.closest && event.target.closest(".sheet");
      if (!sheet) return null;
      var own = sheet.getBoundingClientRect();
      return { page: sheets.indexOf(sheet), top: (1 - (event.clientY - own.top) / own.height) * (Number(sheet.dataset.tall) || 842) };
    },
    /** The window has another width: everything in sight is drawn anew. */
    resized: function () { sheets.forEach(function (sheet) { sheet.dataset.drawn = ""; if (sheet.dataset.near) redraw(sheet); }); },
  };
}
`;
