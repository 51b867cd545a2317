// One tap flips at once; the server's fragment replaces it. A failure on either htmx error event flips it back.
export default (form) => {
  const button = form.querySelector("button[aria-pressed]");
  const flip = () => button?.setAttribute("aria-pressed", String(button.getAttribute("aria-pressed") !== "true"));
  form.addEventListener("submit", flip);
  form.addEventListener("cobuild:failed", flip);
};
