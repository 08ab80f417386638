/**
 * Signing with a USB token through VGCA Sign Service, the program of the Government Cipher Committee that listens on the person's own
 * computer. Our server hands out an address where the program fetches the file and one where it brings it back; this script only passes
 * both on, shows how it goes, and asks our server what came of it: the program's own word for success is not believed.
 */
export const TOKEN_AGENT_SCRIPT = `"use strict";
document.querySelectorAll("[data-token-agent]").forEach(function (part) {
  var button = part.querySelector("button"), place = part.querySelector("[role=status]"), asks = part.dataset;
  button.disabled = false;
  function say(text, tone) { place.textContent = text; place.className = "said" + (tone ? " " + tone : ""); }
  function rest(text) { say(text, "bad"); button.disabled = false; button.removeAttribute("aria-busy"); }
  function problem(answer) {
    return answer.json().then(function (body) { return [body.title, body.hint].filter(Boolean).join(" "); }, function () { return ""; });
  }
  function outcome(otherwise) {
    return fetch(asks.document, { headers: { accept: "application/json" } }).then(function (answer) {
      if (!answer.ok) throw new Error("");
      return answer.json();
    }).then(function (document) {
      if (document.state !== asks.state) location.assign(asks.done);
      else rest(otherwise);
    }, function () { rest("Không hỏi được máy chủ xem văn bản đã ký chưa. Tải lại trang để xem."); });
  }
  // One file after the other: the document, then its attachments; what comes last decides.
  function sign(orders, index) {
    var order = orders[index], many = orders.length > 1 ? " (tệp " + (index + 1) + "/" + orders.length + ")" : "";
    var socket, answered = false, opened = false;
    try { socket = new WebSocket(asks.agent + "/" + order.operation); }
    catch (error) { rest("Trình duyệt không mở được kết nối tới phần mềm ký."); return; }
    say("Đang gọi phần mềm ký VGCA Sign Service" + many + "…");
    socket.addEventListener("open", function () {
      opened = true;
      say("Phần mềm ký đã mở" + many + ". Cắm USB token, chọn chứng thư số và nhập mã PIN trong cửa sổ của phần mềm ký.");
      socket.send(JSON.stringify(order.message));
    });
    socket.addEventListener("message", function (event) {
      var reply;
      if (answered) return;
      answered = true;
      try { reply = JSON.parse(event.data); } catch (error) { reply = {}; }
      socket.close();
      var why = String(reply.Message || "").slice(0, 500);
      if (Number(reply.Status) !== 0) { outcome("Phần mềm ký báo không ký được" + (why ? ": " + why : ".") + " Văn bản chưa được ký."); return; }
      if (index + 1 < orders.length) { sign(orders, index + 1); return; }
      say("Đã ký xong trên máy này, đang kiểm tra tệp trả về…");
      outcome("Phần mềm ký báo đã ký nhưng máy chủ không nhận được tệp hợp lệ" + (why ? ": " + why : ". Văn bản chưa được ký; hãy ký lại."));
    });
    socket.addEventListener("close", function () {
      if (answered) return;
      answered = true;
      if (opened) outcome("Phần mềm ký đã đóng mà chưa trả lời. Văn bản chưa được ký.");
      else rest("Không gọi được phần mềm ký trên máy này. Cài và mở VGCA Sign Service (biểu tượng ở khay hệ thống), cắm USB token rồi bấm lại.");
    });
  }
  button.addEventListener("click", function () {
    button.disabled = true;
    button.setAttribute("aria-busy", "true");
    say("Đang chuẩn bị tệp…");
    fetch(asks.tokenAgent, { method: "POST", headers: { "content-type": "application/json" }, body: asks.ask }).then(function (answer) {
      if (!answer.ok) return problem(answer).then(function (text) { rest(text || "Máy chủ không chuẩn bị được tệp để ký."); });
      return answer.json().then(function (order) { sign([order].concat(order.attachments || []), 0); });
    }).catch(function () { rest("Không gọi được máy chủ. Kiểm tra mạng rồi bấm lại."); });
  });
});
`;
