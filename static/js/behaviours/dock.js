// The bar above the tab bar rests while the button that it repeats (data-of) is whole on the screen; never both at once.
export default (dock) => {
  const button = document.querySelector(dock.dataset.of);
  if (!button) return;
  const under = `-${Math.round(innerHeight - dock.getBoundingClientRect().top)}px`;
  const watch = new IntersectionObserver(([seen]) => {
    const isNear = seen.isIntersecting;
    dock.classList.toggle("rests", isNear);
    button.classList.toggle("docked", !isNear);
  }, { threshold: 1, rootMargin: `0px 0px ${under} 0px` });
  watch.observe(button);
  // Whoever taps here reads elsewhere: focus goes to the block, the page stays, a toast says what happened.
  let top = null;
  dock.addEventListener("click", () => { top = scrollY; });
  button.addEventListener("click", () => { top = null; });
  document.addEventListener("htmx:after:swap", function stay() {
    if (document.querySelector("[data-of]") === dock) return; // a morph may keep the element for something else
    document.removeEventListener("htmx:after:swap", stay);
    watch.disconnect();
    if (top !== null) scrollTo({ top, behavior: "instant" });
  });
};
