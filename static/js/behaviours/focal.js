// A press on the picture says what matters in it; the two sliders say the same without scripts.
export default (picture) => {
  const [x, y] = ["x", "y"].map((side) => document.getElementById(`picture-${side}-${picture.dataset.of}`));
  if (!x) return;
  picture.addEventListener("click", (event) => {
    const box = picture.getBoundingClientRect();
    x.value = ((event.clientX - box.left) / box.width) * 100;
    y.value = ((event.clientY - box.top) / box.height) * 100;
    x.closest("details").open = true;
    x.dispatchEvent(new Event("input", { bubbles: true }));
  });
};
