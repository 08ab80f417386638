import { PDF_LOADING } from "./pdf-view.ts";
import { PICTURE_COMPARE_SCRIPT } from "./picture-compare.ts";

/**
 * Script of the pages that show pictures of checked files (parts/changed-pages.tsx). They are drawn by pdf.js, which is loaded only when
 * there is something to draw, from the file in the browser's own memory (check-form.ts) or from an address. Everything is bounded: pages, pixels of a picture, time for one page.
 */
export const PAGE_PICTURES_SCRIPT = `
var MOST_FILE = 60 * 1024 * 1024, MOST_PAGES_COMPARED = 40, MOST_PAGES_SHOWN = 10, MOST_PAGES_VIEWED = 200;
var MOST_PIXELS = 2500000, WIDTH = 1000, PAGE_MS = 20000, MOST_WORDS = 160;
var kept;
${PDF_LOADING}${PICTURE_COMPARE_SCRIPT}
function make(name, attributes, children) {
  var element = document.createElement(name);
  Object.keys(attributes || {}).forEach(function (key) { if (attributes[key] !== undefined) element.setAttribute(key, attributes[key]); });
  (children || []).forEach(function (child) { if (child) element.append(child); });
  return element;
}

/** Bytes that a section is about: from its address, or the kept file; of a packet the PDF in the section's place. */
function bytesOf(section) {
  if (section.dataset.source) return fetch(section.dataset.source).then(function (answer) {
    if (!answer.ok) throw new Error("absent");
    return answer.arrayBuffer();
  }).then(bounded);
  if (!kept) return Promise.reject(new Error("absent"));
  if (kept.size > MOST_FILE) return Promise.reject(new Error("large"));
  return kept.arrayBuffer().then(bounded).then(function (bytes) {
    var sections = Array.from(document.querySelectorAll("[data-pictures]:not([data-source])"));
    if (section.dataset.inside) return fromContainer(bytes, section.dataset.inside);
    if (new TextDecoder("latin1").decode(bytes.subarray(0, 1024)).indexOf("%PDF-") >= 0) return bytes;
    var packet = new DOMParser().parseFromString(new TextDecoder().decode(bytes), "application/xml");
    var inside = Array.from(packet.getElementsByTagName("*")).filter(function (one) { return one.childElementCount === 0 && one.textContent.trim().indexOf("JVBERi0") === 0; });
    if (inside.length !== sections.length) throw new Error("absent");
    return Uint8Array.from(atob(inside[sections.indexOf(section)].textContent.replace(/\\s+/g, "")), function (char) { return char.charCodeAt(0); });
  });
}
/** A file of an evidence container (ZIP) by its name, stored or deflated; no more of it than may be drawn. */
function fromContainer(bytes, name) {
  var view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), end = bytes.length - 22;
  while (end >= 0 && view.getUint32(end, true) !== 0x06054b50) end -= 1;
  if (end < 0) throw new Error("absent");
  var at = view.getUint32(end + 16, true), count = view.getUint16(end + 10, true);
  for (; count > 0 && view.getUint32(at, true) === 0x02014b50; count -= 1) {
    var named = view.getUint16(at + 28, true), method = view.getUint16(at + 10, true), size = view.getUint32(at + 20, true);
    if (new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + named)) === name) {
      var local = view.getUint32(at + 42, true), start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
      var held = bytes.subarray(start, start + size);
      if (view.getUint32(at + 24, true) > MOST_FILE) throw new Error("large");
      return method === 0 ? held : unpacked(new Blob([held]).stream().pipeThrough(new DecompressionStream("deflate-raw")).getReader(), [], 0);
    }
    at += 46 + named + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  throw new Error("absent");
}
function unpacked(reader, parts, length) {
  return reader.read().then(function (read) {
    if (read.done) return new Blob(parts).arrayBuffer().then(bounded);
    if (length + read.value.length > MOST_FILE) { reader.cancel(); throw new Error("large"); }
    return unpacked(reader, parts.concat([read.value]), length + read.value.length);
  });
}
function bounded(buffer) {
  if (buffer.byteLength > MOST_FILE) throw new Error("large");
  return new Uint8Array(buffer);
}

/** Opens bytes as a document. */
function open(section, bytes) {
  var folder = section.dataset.pdfjs;
  return library(folder).then(function (loaded) {
    var task = loaded.getDocument(openingOf(folder, bytes.slice()));
    task.onPassword = function () { task.destroy(); };
    return within(task.promise, function () { task.destroy(); }, PAGE_MS);
  });
}
/** Draws one page on a new canvas; answers it with the words on the page and where they stand. */
function draw(pdf, number, words) {
  return within(pdf.getPage(number), function () {}, PAGE_MS).then(function (page) {
    var plain = page.getViewport({ scale: 1 });
    var scale = Math.min(WIDTH / plain.width, Math.sqrt(MOST_PIXELS / (plain.width * plain.height)), 4);
    var viewport = page.getViewport({ scale: scale });
    var canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.floor(viewport.width));
    canvas.height = Math.max(1, Math.floor(viewport.height));
    var task = page.render({ canvas: canvas, viewport: viewport, background: "#fff" });
    return within(task.promise, function () { task.cancel(); }, PAGE_MS).then(function () {
      if (!words) return [{ items: [] }, []];
      return Promise.all([page.getTextContent().catch(function () { return { items: [] }; }), page.getAnnotations().catch(function () { return []; })]);
    }).then(function (both) {
      var content = both[0], filled = both[1].slice(0, 2000).map(function (one) {
        // What a field says is written in its own picture, not on the page.
        var text = typeof one.fieldValue === "string" ? one.fieldValue : one.contentsObj ? one.contentsObj.str : "";
        var p = viewport.convertToViewportPoint(one.rect[0], one.rect[1]), q = viewport.convertToViewportPoint(one.rect[2], one.rect[3]);
        return { text: text.trim(), left: Math.min(p[0], q[0]), top: Math.min(p[1], q[1]), right: Math.max(p[0], q[0]), bottom: Math.max(p[1], q[1]) };
      }).filter(function (one) { return one.text; });
      return { canvas: canvas, items: filled.concat(content.items.slice(0, 20000).filter(function (item) { return item.str && item.str.trim(); }).map(function (item) {
        var at = viewport.convertToViewportPoint(item.transform[4], item.transform[5]), tall = Math.max(4, (item.height || 8) * scale);
        return { text: item.str, left: at[0], top: at[1] - tall, right: at[0] + item.width * scale, bottom: at[1] + tall * 0.25 };
      })) };
    }).finally(function () { page.cleanup(); });
  });
}

/** Draws what can be drawn: from an address, or from the file that the check's form keeps (check-form.ts). */
export function begin(file) {
  kept = file || kept;
  document.querySelectorAll("[data-pictures]").forEach(function (section) {
    if (section.dataset.begun || (!kept && !section.dataset.source)) return;
    section.dataset.begun = "1";
    bytesOf(section).then(function (bytes) { show(section, bytes); }, function (error) {
      if (error.message !== "large") return;
      section.hidden = false;
      section.querySelector("[data-picture-place]").append(make("p", {}, ["Tệp quá lớn để vẽ hình trong trình duyệt. Xem mục “Thay đổi sau khi ký” ở từng chữ ký."]));
    });
  });
}

function show(section, bytes) {
  var place = section.querySelector("[data-picture-place]"), tasks = JSON.parse(section.dataset.pictures);
  section.hidden = false;
  tasks.forEach(function (task) {
    var body = make("div", {}, []);
    var box = make("details", { class: task.allowed ? "" : "forbidden" }, [
      make("summary", {}, ["Sau " + task.name + (task.allowed ? ": thay đổi được phép" : ": có thay đổi không được phép")]), body,
    ]);
    box.addEventListener("toggle", function () {
      if (!box.open || body.dataset.drawn) return;
      body.dataset.drawn = "1";
      compare(section, bytes, task, body);
    });
    place.append(box);
    if (!task.allowed) box.open = true;
  });
  var list = make("div", { class: "page-list", tabindex: "0", role: "region", "aria-label": "Các trang của tệp", hidden: "" }, []);
  var button = make("button", { type: "button", "aria-expanded": "false" }, ["Xem các trang"]);
  button.addEventListener("click", function () {
    list.hidden = !list.hidden;
    button.setAttribute("aria-expanded", String(!list.hidden));
    button.textContent = list.hidden ? "Xem các trang" : "Thu lại";
    if (!list.dataset.drawn) { list.dataset.drawn = "1"; view(section, bytes, list); }
  });
  place.append(make("div", { class: "actions" }, [button]), list);
}

/** Both states of the file, page by page: first the pages that the verdict names, then the others as far as the bound goes. */
function compare(section, bytes, task, body) {
  var status = make("p", { role: "status" }, ["Đang dựng hình các trang…"]), loose = task.changes.filter(function (one) { return !one.page; });
  body.append(status);
  if (loose.length) body.append(make("p", { class: "small" }, ["Thay đổi không gắn với một trang:"]), wordList(loose));
  Promise.all([open(section, bytes.subarray(0, task.signedBytes)), open(section, bytes)]).then(function (pair) {
    var then = pair[0], now = pair[1], most = Math.max(then.numPages, now.numPages);
    var named = task.changes.map(function (one) { return one.page; }).filter(function (page, at, all) { return page >= 1 && page <= most && all.indexOf(page) === at; }).sort(function (p, q) { return p - q; });
    var order = named.slice();
    for (var page = 1; page <= most && order.length < MOST_PAGES_COMPARED; page += 1) if (named.indexOf(page) < 0) order.push(page);
    var shown = 0, chain = Promise.resolve();
    order.forEach(function (page) {
      chain = chain.then(function () {
        if (shown >= MOST_PAGES_SHOWN) return undefined;
        return Promise.all([page <= then.numPages ? draw(then, page, true).catch(broken) : null, page <= now.numPages ? draw(now, page, true).catch(broken) : null]).then(function (two) {
          var found = two[0] && two[1] && two[0].canvas && two[1].canvas ? differences(two[0].canvas, two[1].canvas) : undefined;
          if (found && found.boxes.length === 0 && named.indexOf(page) < 0) { free(two); return; }
          shown += 1;
          body.append(pageFigure(page, two, found, task));
        });
      });
    });
    return chain.then(function () {
      status.textContent = shown === 0 ? "Các trang trông giống hệt lúc ký: thay đổi không làm khác hình trang."
        : "Có " + shown + " trang được nêu dưới đây" + (shown >= MOST_PAGES_SHOWN || order.length < most ? "; các trang sau chưa được so hết." : ".");
      then.loadingTask.destroy(); now.loadingTask.destroy();
    });
  }).catch(function () {
    status.textContent = "Trình duyệt không dựng được hình của tệp này (tệp hỏng hoặc dùng cách ghi lạ). Xem thay đổi bằng lời ở từng chữ ký.";
  });
}
function broken() { return { failed: true }; }
function free(two) { two.forEach(function (one) { if (one && one.canvas) { one.canvas.width = 0; one.canvas.height = 0; } }); }
function wordList(changes) {
  // What is forbidden first.
  changes = changes.slice().sort(function (p, q) { return Number(p.allowed) - Number(q.allowed); });
  return make("ul", { class: "small" }, changes.map(function (one) { return make("li", {}, [one.what + " — " + (one.allowed ? "được phép" : "không được phép")]); }));
}

function pageFigure(page, two, found, task) {
  var changes = task.changes.filter(function (one) { return one.page === page; });
  var count = found ? found.boxes.length + found.more : 0;
  var said = !found ? "" : count === 0 ? "hình hai bản giống nhau; thay đổi không hiện trên trang" : "khác nhau ở " + count + " chỗ, đánh số trên hình";
  var heading = make("h3", {}, ["Trang " + page + (said ? ": " + said : "")]);
  var sides = make("div", { class: "before-after" }, [
    side("Lúc ký", "then", page, two[0], found), side("Hiện nay", "now", page, two[1], found),
  ]);
  var wide = make("button", { type: "button", "aria-pressed": "false" }, ["Xem lớn"]);
  wide.addEventListener("click", function () {
    var on = sides.classList.toggle("wide");
    wide.setAttribute("aria-pressed", String(on));
    wide.textContent = on ? "Xem hai bên" : "Xem lớn";
  });
  return make("div", { class: "page-pair" }, [heading, changes.length ? wordList(changes) : null, places(two, found), make("p", { class: "wider" }, [wide]), sides]);
}
/** What stood in each marked place and what stands there now, in letters. */
function places(two, found) {
  if (!found || found.boxes.length === 0) return null;
  var list = make("ol", { class: "small places" }, found.boxes.map(function (box) {
    var before = wordsIn(two[0].items, box), after = wordsIn(two[1].items, box);
    return make("li", {}, [before === after ? (before ? "Hình khác nhau quanh chữ “" + before + "”." : "Hình vẽ, dấu hoặc nét kẻ khác nhau.")
      : "Lúc ký: " + (before ? "“" + before + "”" : "không có chữ") + ". Hiện nay: " + (after ? "“" + after + "”" : "không có chữ") + "."]);
  }));
  return make("div", {}, [list, make("p", { class: "small soft" }, ["Chữ lấy từ trong tệp, kể cả chữ bị hình che."])]);
}
function wordsIn(items, box) {
  var text = items.filter(function (item) { return item.left < box[2] && item.right > box[0] && item.top < box[3] && item.bottom > box[1]; }).map(function (item) { return item.text; }).join(" ").replace(/\\s+/g, " ").trim();
  return text.length > MOST_WORDS ? text.slice(0, MOST_WORDS) + "…" : text;
}
function side(name, kind, page, picture, found) {
  var figure = make("figure", { class: kind }, [make("figcaption", {}, [name])]);
  if (!picture) figure.append(make("p", { class: "absent" }, ["Không có trang này."]));
  else if (picture.failed) figure.append(make("p", { class: "absent" }, ["Trang này không vẽ được."]));
  else {
    picture.canvas.setAttribute("role", "img");
    picture.canvas.setAttribute("aria-label", "Trang " + page + " " + name.toLowerCase());
    figure.append(make("div", { class: "sheet" }, [picture.canvas, found ? marks(picture.canvas, found.boxes) : null]));
  }
  return figure;
}
/** Outlines with numbers over the canvas; they grow and shrink with it. */
function marks(canvas, boxes) {
  var space = "http://www.w3.org/2000/svg", svg = document.createElementNS(space, "svg");
  svg.setAttribute("viewBox", "0 0 " + canvas.width + " " + canvas.height);
  svg.setAttribute("aria-hidden", "true");
  boxes.forEach(function (box, index) {
    var shape = document.createElementNS(space, "rect"), label = document.createElementNS(space, "text");
    [["x", box[0]], ["y", box[1]], ["width", box[2] - box[0]], ["height", box[3] - box[1]], ["rx", 4]].forEach(function (pair) { shape.setAttribute(pair[0], pair[1]); });
    // Over the corner, where no letters of the same line stand.
    label.setAttribute("x", box[0] + 1);
    label.setAttribute("y", box[1] > 24 ? box[1] - 5 : box[3] + 20);
    label.textContent = String(index + 1);
    svg.append(shape, label);
  });
  return svg;
}

/** All pages, one under the other; drawn when they come near, given up when they are far. */
function view(section, bytes, list) {
  open(section, bytes).then(function (pdf) {
    var near = new IntersectionObserver(function (entries) {
      entries.forEach(function (entry) {
        var figure = entry.target, old = figure.querySelector("canvas");
        if (!entry.isIntersecting) { if (old) { old.width = 0; old.height = 0; old.remove(); } return; }
        if (old || figure.dataset.failed) return;
        draw(pdf, Number(figure.dataset.page), false).then(function (picture) {
          if (figure.querySelector("canvas")) return;
          picture.canvas.setAttribute("role", "img");
          picture.canvas.setAttribute("aria-label", "Trang " + figure.dataset.page);
          figure.style.minHeight = "";
          figure.append(picture.canvas);
        }).catch(function () {
          figure.dataset.failed = "1";
          figure.style.minHeight = "";
          figure.append(make("p", { class: "absent" }, ["Trang này không vẽ được."]));
        });
      });
    }, { root: list, rootMargin: "600px 0px" });
    for (var page = 1; page <= Math.min(pdf.numPages, MOST_PAGES_VIEWED); page += 1) {
      var figure = make("figure", { "data-page": page }, [make("figcaption", {}, ["Trang " + page + "/" + pdf.numPages, reader(pdf, page)])]);
      figure.style.minHeight = "20rem";
      list.append(figure);
      near.observe(figure);
    }
    if (pdf.numPages > MOST_PAGES_VIEWED) list.append(make("p", {}, ["Chỉ hiện " + MOST_PAGES_VIEWED + " trang đầu."]));
  }).catch(function () { list.append(make("p", { class: "absent" }, ["Trình duyệt không mở được tệp này để xem."])); });
}
/** The letters of a page, for who does not see the picture. */
function reader(pdf, page) {
  var text = make("p", { class: "lines" }, []), box = make("details", { class: "small" }, [make("summary", {}, ["Chữ trên trang " + page]), text]);
  box.addEventListener("toggle", function () {
    if (!box.open || text.textContent) return;
    pdf.getPage(page).then(function (one) { return one.getTextContent(); }).then(function (content) {
      text.textContent = content.items.map(function (item) { return (item.str || "") + (item.hasEOL ? "\\n" : ""); }).join("").slice(0, 20000).trim() || "Trang này không có chữ, chỉ có hình.";
    }).catch(function () { text.textContent = "Không đọc được chữ của trang này."; });
  });
  return box;
}
begin();
`;
