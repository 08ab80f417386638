/**
 * Compares two pictures of one page, in the browser: where they differ, as few boxes as a reader wants to look at. Part of the script of
 * page-pictures.ts; `a` and `b` are canvases of one scale.
 */
export const PICTURE_COMPARE_SCRIPT = `
var CELL = 6, LEAST = 24, REACH = 3, MOST_BOXES = 40;
/** Boxes [left, top, right, bottom] in pixels where the canvases differ; a page that is larger differs where the other one ends. */
function differences(a, b) {
  var width = Math.max(a.width, b.width), height = Math.max(a.height, b.height);
  var across = Math.ceil(width / CELL), down = Math.ceil(height / CELL), cells = new Uint8Array(across * down);
  var one = pixels(a), two = pixels(b), y, x;
  for (y = 0; y < height; y += 1) {
    var row = Math.floor(y / CELL) * across;
    for (x = 0; x < width; x += 1) {
      var insideA = x < a.width && y < a.height, insideB = x < b.width && y < b.height;
      if (insideA !== insideB) { cells[row + Math.floor(x / CELL)] = 1; continue; }
      if (!insideA) continue;
      var i = (y * a.width + x) * 4, j = (y * b.width + x) * 4;
      if (Math.abs(one[i] - two[j]) > LEAST || Math.abs(one[i + 1] - two[j + 1]) > LEAST || Math.abs(one[i + 2] - two[j + 2]) > LEAST) cells[row + Math.floor(x / CELL)] = 1;
    }
  }
  var boxes = [], seen = new Uint8Array(cells.length);
  for (var start = 0; start < cells.length; start += 1) {
    if (!cells[start] || seen[start]) continue;
    // Cells that lie near each other are one place: letters of a word, words of a line.
    var stack = [start], box = [across, down, 0, 0];
    seen[start] = 1;
    while (stack.length) {
      var cell = stack.pop(), cx = cell % across, cy = Math.floor(cell / across);
      box = [Math.min(box[0], cx), Math.min(box[1], cy), Math.max(box[2], cx + 1), Math.max(box[3], cy + 1)];
      for (var dy = -REACH + 1; dy < REACH; dy += 1) for (var dx = -REACH; dx <= REACH; dx += 1) {
        var nx = cx + dx, ny = cy + dy, near = ny * across + nx;
        if (nx < 0 || ny < 0 || nx >= across || ny >= down || !cells[near] || seen[near]) continue;
        seen[near] = 1; stack.push(near);
      }
    }
    boxes.push(box);
  }
  boxes = joined(boxes);
  boxes.sort(function (p, q) { return (q[2] - q[0]) * (q[3] - q[1]) - (p[2] - p[0]) * (p[3] - p[1]); });
  var more = Math.max(0, boxes.length - MOST_BOXES);
  boxes = boxes.slice(0, MOST_BOXES).sort(function (p, q) { return p[1] - q[1] || p[0] - q[0]; }).map(function (box) {
    return [Math.max(0, box[0] * CELL - 3), Math.max(0, box[1] * CELL - 3), Math.min(width, box[2] * CELL + 3), Math.min(height, box[3] * CELL + 3)];
  });
  return { boxes: boxes, more: more };
}
function pixels(canvas) { return canvas.getContext("2d", { willReadFrequently: true }).getImageData(0, 0, canvas.width, canvas.height).data; }
/** Boxes that touch or overlap become one. Of very many, all are one: the page is another. */
function joined(boxes) {
  if (boxes.length > 400) return [boxes.reduce(around)];
  for (var again = true; again;) {
    again = false;
    for (var i = 0; i < boxes.length; i += 1) for (var j = boxes.length - 1; j > i; j -= 1) {
      var p = boxes[i], q = boxes[j];
      if (p[0] > q[2] + 1 || q[0] > p[2] + 1 || p[1] > q[3] || q[1] > p[3]) continue;
      boxes[i] = around(p, q); boxes.splice(j, 1); again = true;
    }
  }
  return boxes;
}
function around(p, q) { return [Math.min(p[0], q[0]), Math.min(p[1], q[1]), Math.max(p[2], q[2]), Math.max(p[3], q[3])]; }
`;
