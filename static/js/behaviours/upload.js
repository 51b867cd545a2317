// A chosen picture is shown before it is sent.
export default (drop) => {
  const field = drop.querySelector("input[type=file]");
  field.addEventListener("change", () => {
    drop.querySelector("img")?.remove();
    const [file] = field.files;
    if (!file?.type.startsWith("image/")) return;
    const picture = document.createElement("img");
    picture.alt = "";
    picture.src = URL.createObjectURL(file);
    picture.addEventListener("load", () => URL.revokeObjectURL(picture.src));
    drop.append(picture);
  });
};
