// What the server sends is a dialog; it opens by itself, its image stands in the address while it is open.
const remember = (image) => {
  const address = new URL(location.href);
  if (image) address.searchParams.set("image", image);
  else address.searchParams.delete("image");
  history.replaceState(history.state, "", address);
};

const open = () => {
  const dialog = element.querySelector("dialog");
  if (!dialog || dialog.open) return;
  dialog.addEventListener("close", () => {
    remember("");
    props.value = ""; // so that the same image can be opened again
  });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  dialog.showModal();
  remember(dialog.dataset.image);
};

watch("value", open);
