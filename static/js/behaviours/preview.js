// "Preview" shows how a text will look, and again after each pause in typing; without scripts it sends the form.
export default (button) => {
  const field = document.getElementById(button.dataset.of);
  const place = document.getElementById(`${field.id}-preview`);
  let [asked, live] = [0, place.childElementCount > 0];
  const show = async () => {
    const turn = ++asked;
    const body = new URLSearchParams({ body: field.value, csrf_token: field.form.elements.csrf_token?.value ?? "" });
    const answer = await fetch(button.dataset.preview, { method: "POST", body, headers: { "HX-Request": "true" } }).catch(() => null);
    const page = await answer?.text();
    if (page && turn === asked) place.innerHTML = page;
  };
  button.addEventListener("click", (event) => { event.preventDefault(); live = true; show(); });
  field.addEventListener("cobuild:typed", () => { if (live) show(); });
};
