/**
 * Passkeys in the browser (WebAuthn level 3). A button asks our server for the parameters, the browser for the proof, and sends the proof
 * as the form that it stands in. Without script or support the button stays hidden and the other ways are there.
 */
export const PASSKEY_SCRIPT = `"use strict";
document.querySelectorAll("[data-passkey]").forEach(function (button) {
  if (!window.PublicKeyCredential || !navigator.credentials) return;
  var form = button.form, asks = button.dataset, place = form.querySelector("[role=status]");
  function bytes(text) {
    var plain = atob(text.replace(/-/g, "+").replace(/_/g, "/")), list = new Uint8Array(plain.length);
    for (var i = 0; i < plain.length; i++) list[i] = plain.charCodeAt(i);
    return list;
  }
  function text(buffer) {
    var plain = "";
    new Uint8Array(buffer).forEach(function (byte) { plain += String.fromCharCode(byte); });
    return btoa(plain).replace(/\\+/g, "-").replace(/\\//g, "_").replace(/=+$/, "");
  }
  function named(list) {
    return (list || []).map(function (one) { return Object.assign({}, one, { id: bytes(one.id) }); });
  }
  function say(words, tone) { place.textContent = words; place.className = "said" + (tone ? " " + tone : ""); }
  function answered(credential) {
    var from = credential.response, response = { clientDataJSON: text(from.clientDataJSON) };
    if (from.attestationObject) {
      response.attestationObject = text(from.attestationObject);
      response.transports = from.getTransports ? from.getTransports() : [];
    } else {
      response.authenticatorData = text(from.authenticatorData);
      response.signature = text(from.signature);
      if (from.userHandle) response.userHandle = text(from.userHandle);
    }
    form.elements.answer.value = JSON.stringify({
      id: credential.id, rawId: credential.id, type: credential.type, response: response, clientExtensionResults: {},
      authenticatorAttachment: credential.authenticatorAttachment || undefined
    });
    form.dataset.sent = "1";
    form.noValidate = true;
    HTMLFormElement.prototype.submit.call(form);
  }
  button.hidden = false;
  button.addEventListener("click", function () {
    if (asks.passkey === "create" && !form.reportValidity()) return;
    button.disabled = true;
    say("Làm theo hướng dẫn của thiết bị…");
    fetch(asks.options, { method: "POST", headers: { "content-type": "application/json", accept: "application/json" }, body: "{}" }).then(function (answer) {
      return answer.json().then(function (options) {
        if (!answer.ok) throw new Error([options.title, options.hint].filter(Boolean).join(" "));
        options.challenge = bytes(options.challenge);
        if (asks.passkey === "get") {
          options.allowCredentials = named(options.allowCredentials);
          return navigator.credentials.get({ publicKey: options });
        }
        options.user.id = bytes(options.user.id);
        options.excludeCredentials = named(options.excludeCredentials);
        return navigator.credentials.create({ publicKey: options });
      });
    }).then(answered).catch(function (error) {
      button.disabled = false;
      var known = { NotAllowedError: "Thiết bị không xác nhận, hoặc đã hết giờ. Bấm lại để thử.", InvalidStateError: "Khóa này đã được đăng ký trên thiết bị.", SecurityError: "Trang này không dùng được khóa truy cập: cần HTTPS và tên miền." };
      say(known[error.name] || error.message || "Không dùng được khóa truy cập.", "bad");
    });
  });
});
`;
