// Counts the parts of a clock down, once a minute: days, hours, minutes in the order the server wrote them.
const PARTS = [86_400_000, 3_600_000, 60_000];
export default (clock) => {
  const until = Date.parse(clock.dataset.until);
  const figures = [...clock.querySelectorAll("b")];
  const number = new Intl.NumberFormat(document.documentElement.lang);
  const show = () => {
    let left = Math.max(0, until - Date.now());
    for (const [index, figure] of figures.entries()) {
      const size = PARTS[index];
      figure.textContent = number.format(Math.floor(left / size));
      left %= size;
    }
  };
  show();
  setInterval(show, 60_000);
};
