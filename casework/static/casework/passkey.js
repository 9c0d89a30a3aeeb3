// A passkey: the browser is asked with what the page carries, its answer is sent with the form.
(() => {
  "use strict";
  document.addEventListener("DOMContentLoaded", () => {
    const button = document.getElementById("key-do");
    if (!button) return;
    const fault = document.getElementById("key-fault");
    const options = JSON.parse(document.getElementById("key-data").dataset.options);
    const field = document.getElementById(button.dataset.credential);
    button.addEventListener("click", async () => {
      fault.hidden = true;
      try {
        field.value = JSON.stringify(await window.webauthnJSON[button.dataset.key](options));
        field.form.submit();
      } catch {
        fault.hidden = false;
      }
    });
  });
})();
